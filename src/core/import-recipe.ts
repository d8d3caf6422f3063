import type { ChannelRole } from "./recording";

/** Schema of a recipe as a file: this and the fields of `ImportRecipe`. */
export const IMPORT_SCHEMA = "klonos-import/1";

/** What a column (of a text table) or a channel (of a matrix) is read as. `time` is said by `ImportRecipe.timeColumn`. */
export type ColumnUse = "signal" | "events" | "skip";

/** What a person says about one column. Fields that are absent are as the file says. */
export interface ColumnRecipe {
  /** From 0, in the order of the file. */
  readonly column: number;
  readonly use?: ColumnUse | undefined;
  readonly label?: string | undefined;
  readonly unit?: string | undefined;
  /** The file's numbers are multiplied by this; positive or negative, never 0. */
  readonly scale?: number | undefined;
  readonly role?: ChannelRole | undefined;
}

/**
 * How to read a file that does not say it itself: the answers of the import dialog, `--import FILE.json`, `klonos-import/1`.
 * Every field may be absent: it is then found out, and where it cannot be, asked for (errors `needs-…`).
 */
export interface ImportRecipe {
  /** Rate in Hz, for text without a time column. */
  readonly samplingHz?: number | undefined;
  /** Unit of all EMG channels that name none. */
  readonly unit?: string | undefined;
  /** One character; `" "` is any run of blanks and tabs. */
  readonly delimiter?: string | undefined;
  readonly decimal?: "." | "," | undefined;
  /** Variable of a MATLAB or HDF5 file that holds the signal, as MATLAB writes it: `emg`, `data.emg`, `trial{1}`. */
  readonly variable?: string | undefined;
  /** Line of the file, from 1, that holds the labels; 0: there is none. */
  readonly labelLine?: number | undefined;
  /** Line of the file, from 1, that holds the units; 0: there is none. */
  readonly unitLine?: number | undefined;
  /** Line of the file, from 1, of the first row of numbers. */
  readonly firstLine?: number | undefined;
  /** Column of the times, from 0; −1: there is none, rows are equally spaced. */
  readonly timeColumn?: number | undefined;
  readonly timeUnit?: "s" | "ms" | "us" | "min" | undefined;
  readonly columns?: readonly ColumnRecipe[] | undefined;
}

/** The fields that say something, of those in `fields`, in the order of `fields`; undefined when none does. */
export function statedFields(recipe: ImportRecipe, fields: readonly (keyof ImportRecipe)[]): ImportRecipe | undefined {
  const stated = fields.flatMap((field) => (recipe[field] === undefined || (field === "columns" && recipe.columns?.length === 0) ? [] : [[field, recipe[field]] as const]));
  return stated.length === 0 ? undefined : (Object.fromEntries(stated) as ImportRecipe);
}

/** Something in the recipe or the file that stands in the way, beside the field of the dialog that it belongs to. */
export interface ImportProblem {
  readonly field: "delimiter" | "decimal" | "labelLine" | "unitLine" | "firstLine" | "timeColumn" | "samplingHz" | "variable" | "columns" | "file";
  /** The column that it is about, for `columns`. */
  readonly column?: number | undefined;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
}

/** One column as it would be read with the recipe at hand. */
export interface ImportColumn {
  readonly column: number;
  readonly label: string;
  /** As written in the file or said by the recipe; empty where there is none. */
  readonly unit: string;
  readonly use: ColumnUse | "time";
  readonly role: ChannelRole;
  /** The first rows as they are written. */
  readonly cells: readonly string[];
  /** The beginning of the column as it would be read: volts for voltages, the unit else; NaN for no value. Empty for text. */
  readonly values: Float64Array;
}

/** What the import dialog shows. */
export interface ImportPreview {
  readonly kind: "text" | "variables";
  /** Names the structure (columns and header, or variables), never the content or the file's name. */
  readonly signature: string;
  /** The recipe with everything that was found out filled in, columns left out. */
  readonly found: ImportRecipe;
  /** The first lines as they are written; empty for variables. */
  readonly lines: readonly string[];
  readonly columns: readonly ImportColumn[];
  /** Variables that can hold the signal, with their size; empty for text. */
  readonly variables: readonly { readonly path: string; readonly size: string }[];
  readonly problems: readonly ImportProblem[];
}
