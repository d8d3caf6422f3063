import type { core as english, coreSentences } from "../en/core";
import { caveatsSentences } from "./core/caveats";
import { channelsSentences } from "./core/channels";
import { missingSentences } from "./core/missing";
import { reflexesSentences } from "./core/reflexes";
import { settingHelp } from "./core/setting-help";
import { verdictSentences } from "./core/verdict";

/** Die Sätze des Kerns, die im Ergebnis englisch stehen: ein neuer ohne Übersetzung kompiliert nicht. */
const ofCore: Readonly<Record<(typeof coreSentences)[number], string>> = { ...verdictSentences, ...caveatsSentences, ...channelsSentences, ...missingSentences, ...reflexesSentences };

/** Was der Kern in Sätzen sagt, und was seine Einstellungen tun. */
export const core: typeof english = { ofCore, settingHelp };
