import { caveatsSentences } from "./de/caveats";
import { channelsSentences } from "./de/channels";
import { missingSentences } from "./de/missing";
import { reflexesSentences } from "./de/reflexes";
import { verdictSentences } from "./de/verdict";
import type { coreSentences } from "./english";

/** Die Sätze des Kerns auf Deutsch: ein neuer ohne Übersetzung kompiliert nicht. */
export const germanBook: Readonly<Record<(typeof coreSentences)[number], string>> = { ...verdictSentences, ...caveatsSentences, ...channelsSentences, ...missingSentences, ...reflexesSentences };
