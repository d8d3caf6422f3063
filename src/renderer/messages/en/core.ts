import type { SettingName } from "../../../core/settings";
import { caveatsSentences } from "./core/caveats";
import { channelsSentences } from "./core/channels";
import { missingSentences } from "./core/missing";
import { reflexesSentences } from "./core/reflexes";
import { verdictSentences } from "./core/verdict";

/** Every sentence of the core that the window can show. `tests/renderer/core-words.test.ts` reads the core's sources for those that are not among them. */
export const coreSentences = [...verdictSentences, ...caveatsSentences, ...channelsSentences, ...missingSentences, ...reflexesSentences] as const;

/** What another language makes of the core's sentences and of the help of its settings; English shows the core's own. */
export const core = {
  /** By the English sentence. */
  ofCore: {} as Readonly<Record<string, string>>,
  /** By the name of the setting. */
  settingHelp: {} as Readonly<Partial<Record<SettingName, string>>>,
};
