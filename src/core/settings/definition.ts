/** A number that a person may change, declared once: CLI, form, JSON, report and documentation derive from it. */
export interface SettingDefinition {
  readonly group: "filter" | "detector" | "train" | "gate" | "rhythm" | "classes" | "persistence" | "evidence" | "report";
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
