import { caveatsSentences } from "./en/caveats";
import { channelsSentences } from "./en/channels";
import { missingSentences } from "./en/missing";
import { reflexesSentences } from "./en/reflexes";
import { verdictSentences } from "./en/verdict";

/** Every sentence of the core that a person can come to read. `tests/renderer/core-words.test.ts` reads the core's sources for those that are not among them. */
export const coreSentences = [...verdictSentences, ...caveatsSentences, ...channelsSentences, ...missingSentences, ...reflexesSentences] as const;

/** What a language makes of the core's sentences, by the English one; a sentence without an entry stays English. */
export type PhraseBook = Readonly<Record<string, string>>;
