/** What every setting has: declared once; CLI, form, JSON, report and documentation derive from it. */
interface DefinitionBase {
  readonly group: "filter" | "detector" | "train" | "gate" | "rhythm" | "classes" | "persistence" | "evidence" | "report";
  readonly title: string;
  readonly doc: string;
  /** Paper, science.md section or JUDGEMENT. */
  readonly source: string;
}

/** A number that a person may change. */
export interface SettingDefinition extends DefinitionBase {
  readonly default: number;
  /** Symbol shown beside the number; empty for a ratio or a count. */
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** Increment of the form's arrows. */
  readonly step: number;
}

/** One of several words that a person may choose. */
export interface ChoiceDefinition extends DefinitionBase {
  readonly default: string;
  /** The words as stored, each with what the form and reports call it. */
  readonly choices: Readonly<Record<string, string>>;
}
