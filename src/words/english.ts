import { caveatsSentences } from "./en/caveats";
import { channelsSentences } from "./en/channels";
import { edfFilesSentences } from "./en/edf-files";
import { instrumentFilesSentences } from "./en/instrument-files";
import { matlabFilesSentences } from "./en/matlab-files";
import { textFilesSentences } from "./en/text-files";
import { workplaceSentences } from "./en/workplace";
import { missingSentences } from "./en/missing";
import { reflexesSentences } from "./en/reflexes";
import { verdictSentences } from "./en/verdict";

/** Every sentence of the core that a person can come to read. `tests/renderer/core-words.test.ts` reads the core's sources for those that are not among them. */
export const coreSentences = [...verdictSentences, ...caveatsSentences, ...channelsSentences, ...missingSentences, ...reflexesSentences] as const;

/** Every sentence of readers, writers, engine and shell that a person can come to read (errors and issues). `tests/renderer/file-words.test.ts` reads their sources. */
export const fileSentences = [...textFilesSentences, ...edfFilesSentences, ...matlabFilesSentences, ...instrumentFilesSentences, ...workplaceSentences] as const;

/** What a language makes of these sentences, by the English one; a sentence without an entry stays English. */
export type PhraseBook = Readonly<Record<string, string>>;
