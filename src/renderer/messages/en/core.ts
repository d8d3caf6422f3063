import type { SettingName } from "../../../core/settings";
import type { PhraseBook } from "../../../words/english";

/** What another language makes of the core's sentences and of the help of its settings; English shows the core's own. */
export const core = {
  /** By the English sentence. */
  ofCore: {} as PhraseBook,
  /** By the name of the setting. */
  settingHelp: {} as Readonly<Partial<Record<SettingName, string>>>,
};
