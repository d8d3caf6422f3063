import { defaultSettings, settingDefinitions, settingNames, settingText, type SettingValues } from "../core/settings";
import type { FigureLocale } from "./words/figure-locale";

/** A setting that differs from the published rule, with its unit. */
export interface SettingChange {
  readonly title: string;
  readonly value: string;
  readonly usual: string;
}

const DECIMALS = 6;

/** Settings that differ from the published rule, in the order of their declaration. */
export function settingChanges(settings: SettingValues, { plain, settingTitle }: Pick<FigureLocale, "plain" | "settingTitle">): readonly SettingChange[] {
  return settingNames
    .filter((name) => settings[name] !== defaultSettings[name])
    .map((name) => {
      const text = (value: number | string): string => settingText(name, value, (number) => plain(number, DECIMALS));
      return { title: settingTitle(name, settingDefinitions[name].title), value: text(settings[name]), usual: text(defaultSettings[name]) };
    });
}
