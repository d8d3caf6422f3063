import { caveatsSentences } from "./de/caveats";
import { channelsSentences } from "./de/channels";
import { edfFilesSentences } from "./de/edf-files";
import { instrumentFilesSentences } from "./de/instrument-files";
import { matlabFilesSentences } from "./de/matlab-files";
import { textFilesSentences } from "./de/text-files";
import { workplaceSentences } from "./de/workplace";
import { missingSentences } from "./de/missing";
import { reflexesSentences } from "./de/reflexes";
import { verdictSentences } from "./de/verdict";
import type { coreSentences, fileSentences } from "./english";

/** Die Sätze des Kerns und der Dateien auf Deutsch: ein neuer ohne Übersetzung kompiliert nicht. */
export const germanBook: Readonly<Record<(typeof coreSentences)[number] | (typeof fileSentences)[number], string>> = { ...verdictSentences, ...caveatsSentences, ...channelsSentences, ...missingSentences, ...reflexesSentences, ...textFilesSentences, ...edfFilesSentences, ...matlabFilesSentences, ...instrumentFilesSentences, ...workplaceSentences };
