import { classSettings } from "./settings/class-settings";
import type { SettingDefinition } from "./settings/definition";
import { signalSettings } from "./settings/signal-settings";
import { verdictSettings } from "./settings/verdict-settings";

/** Every setting of the method, by name. */
export const settingDefinitions = { ...signalSettings, ...verdictSettings, ...classSettings } as const satisfies Record<string, SettingDefinition>;

export type SettingName = keyof typeof settingDefinitions;

/** A full set of values. */
export type SettingValues = Readonly<Record<SettingName, number>>;

/** Names of all settings in the order of declaration. */
export const settingNames = Object.keys(settingDefinitions) as readonly SettingName[];

/** The values of the published rule. */
export const defaultSettings: SettingValues = Object.fromEntries(
  settingNames.map((name) => [name, settingDefinitions[name].default]),
) as Record<SettingName, number>;
