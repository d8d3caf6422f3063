import { settingDefinitions, type SettingName } from "../../core/settings";
import { messages } from "../messages/messages";

/** Title of a setting in the language of the window; the core's English where that has none. */
export function settingTitle(name: SettingName): string {
  return messages().settings.titles[name] ?? settingDefinitions[name].title;
}
