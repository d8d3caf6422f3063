import type { ChannelIdentity } from "../../core/recording";
import type { ColumnRecipe, ColumnUse } from "../../core/import-recipe";
import { textChannelIdentity } from "../channel-identity";
import type { TextHeader } from "./csv-columns";
import type { TextLayout } from "./csv-dialect";
import { cellValue } from "./csv-scanner";
import type { ImportOptions } from "../recording-reader";
import { voltsPerUnit } from "../../core/units";

/** What a column is read as: by the recipe, and else by its header and its cells. */
export interface ColumnPlan {
  readonly column: number;
  readonly use: ColumnUse | "time";
  /** True where it is left out by itself, because it holds text. */
  readonly isText: boolean;
  readonly label: string;
  readonly unit: string;
  readonly identity: ChannelIdentity;
  /** From the file's numbers to the samples: the recipe's scale, and volts for voltages. */
  readonly factor: number;
}

/** A column whose cells are text (comments, clock times), or of which the first rows say nothing, is no signal. */
function isTextColumn(layout: TextLayout, column: number): boolean {
  const cells = layout.sample.map((row) => cellValue(row[column] ?? "", layout.dialect.decimal));
  const text = cells.filter((value) => value === undefined).length;
  const numbers = cells.filter((value) => value !== undefined && value === value).length;
  return text > numbers || numbers === 0;
}

/** Names of columns that number the rows; one without a name may do so too. */
const NUMBERING_LABEL = /^(column \d+|#|no\.?|nr\.?|n|index|idx|row|frame|sample|samples|sample ?(no|nr|number)\.?)$/i;
/** So many rows that count up by one are no chance. */
const LEAST_NUMBERED_ROWS = 10;

/** A column that only numbers its rows: an index, frames, samples. */
function isNumbering(layout: TextLayout, column: number, label: string): boolean {
  if (!NUMBERING_LABEL.test(label) || layout.sample.length < LEAST_NUMBERED_ROWS) return false;
  const first = Number(layout.sample[0]?.[column]);
  return layout.sample.every((row, k) => /^\d+$/.test(row[column] ?? "") && Number(row[column]) === first + k);
}

/** All columns of a table. `timeColumn`: the one that was found to hold the times. */
export function planColumns(layout: TextLayout, header: TextHeader, timeColumn: number | undefined, options: ImportOptions): readonly ColumnPlan[] {
  const said = new Map<number, ColumnRecipe>((options.columns ?? []).map((recipe) => [recipe.column, recipe]));
  return header.columns.map((named, column): ColumnPlan => {
    const recipe = said.get(column);
    const isText = isTextColumn(layout, column);
    const label = blank(recipe?.label) ?? named.label;
    const ownUnit = recipe?.unit === undefined ? named.unit : recipe.unit.trim();
    const asNamed = textChannelIdentity(label, ownUnit);
    const unit = ownUnit === "" && recipe?.unit === undefined && (recipe?.role ?? (isNumbering(layout, column, label) ? "other" : asNamed.role)) === "emg" ? (options.unit ?? "") : ownUnit;
    const found = unit === ownUnit ? asNamed : textChannelIdentity(label, unit);
    const role = recipe?.role ?? (isNumbering(layout, column, label) ? "other" : found.role);
    const identity = { ...found, role };
    const use = column === timeColumn ? "time" : (recipe?.use ?? (isText ? "skip" : "signal"));
    return { column, use, isText, label, unit, identity, factor: (voltsPerUnit(unit) ?? 1) * (recipe?.scale ?? 1) };
  });
}

function blank(text: string | undefined): string | undefined {
  const plain = text?.trim();
  return plain === "" ? undefined : plain;
}
