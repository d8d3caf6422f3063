/** A number that a person may change, declared once: CLI, form, JSON, report and documentation derive from it. */
export interface SettingDefinition {
  readonly group: "filter" | "detector" | "train" | "gate" | "rhythm" | "persistence" | "evidence" | "report";
  readonly title: string;
  readonly default: number;
  /** Symbol shown beside the number; empty for a ratio or a count. */
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** Increment of the form's arrows. */
  readonly step: number;
  readonly doc: string;
  /** Paper, science.md section or JUDGEMENT. */
  readonly source: string;
}

/** Every setting of the method, by name. */
export const settingDefinitions = {
  bandLowHz: { group: "filter", title: "Band-pass low edge", default: 30, unit: "Hz", min: 5, max: 200, step: 5, doc: "Lower −3 dB edge (single pass) of the zero-phase Butterworth band-pass. 30 Hz keeps limb movement at the clonus rate and its harmonics out.", source: "science.md 4.1; Drake06" },
  bandHighHz: { group: "filter", title: "Band-pass high edge", default: 450, unit: "Hz", min: 100, max: 2000, step: 10, doc: "Upper −3 dB edge (single pass), never above 0.45 of the sampling rate.", source: "science.md 4.1; SENIAM" },
  ciLevel: { group: "report", title: "Interval level", default: 0.95, unit: "", min: 0.5, max: 0.999, step: 0.01, doc: "Coverage of every interval shown.", source: "science.md 3.4" },
} as const satisfies Record<string, SettingDefinition>;

export type SettingName = keyof typeof settingDefinitions;

/** A full set of values. */
export type SettingValues = Readonly<Record<SettingName, number>>;

/** Names of all settings in the order of declaration. */
export const settingNames = Object.keys(settingDefinitions) as readonly SettingName[];

/** The values of the published rule. */
export const defaultSettings: SettingValues = Object.fromEntries(
  settingNames.map((name) => [name, settingDefinitions[name].default]),
) as Record<SettingName, number>;
