import { choiceSettings } from "./settings/choice-settings";
import { classSettings } from "./settings/class-settings";
import type { ChoiceDefinition, SettingDefinition } from "./settings/definition";
import { shapeSettings } from "./settings/shape-settings";
import { signalSettings } from "./settings/signal-settings";
import { verdictSettings } from "./settings/verdict-settings";

const numberSettings = { ...signalSettings, ...verdictSettings, ...classSettings, ...shapeSettings } as const satisfies Record<string, SettingDefinition>;

/** Every setting of the method, by name. */
export const settingDefinitions = { ...choiceSettings, ...numberSettings } as const;

/** Settings that are numbers. */
export type NumberSettingName = keyof typeof numberSettings;

/** Settings that are one of several words. */
export type ChoiceSettingName = keyof typeof choiceSettings;

/** Name of any setting: a number or a choice. */
export type SettingName = NumberSettingName | ChoiceSettingName;

/** The words of a choice. */
export type ChoiceOf<Name extends ChoiceSettingName> = keyof (typeof choiceSettings)[Name]["choices"];

/** A full set of values. */
export type SettingValues = Readonly<Record<NumberSettingName, number>> & { readonly [Name in ChoiceSettingName]: ChoiceOf<Name> };

/** Names of all settings in the order of declaration. */
export const settingNames = Object.keys(settingDefinitions) as readonly SettingName[];

/** True for a setting that is one of several words. */
export function isChoiceSetting(name: SettingName): name is ChoiceSettingName {
  return name in choiceSettings;
}

/** The declaration of a choice, its words not told apart by type: for code that handles every choice alike. */
export function choiceDefinition(name: ChoiceSettingName): ChoiceDefinition {
  return choiceSettings[name];
}

/** A value as a person reads it: the words of a choice, or the number with its unit. */
export function settingText(name: SettingName, value: number | string, numberText: (value: number) => string = String): string {
  if (isChoiceSetting(name)) return choiceDefinition(name).choices[value] ?? String(value);
  const { unit } = settingDefinitions[name];
  return `${typeof value === "number" ? numberText(value) : value}${unit === "" ? "" : ` ${unit}`}`;
}

/** The values of the published rule. */
export const defaultSettings = Object.fromEntries(settingNames.map((name) => [name, settingDefinitions[name].default])) as unknown as SettingValues;
