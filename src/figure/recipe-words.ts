import type { ColumnRecipe, ImportRecipe } from "../core/import-recipe";
import { oneLine } from "./text-metrics";

const delimiterNames: Readonly<Record<string, string>> = { "\t": "tab", " ": "blanks", ",": "comma", ";": "semicolon", "|": "bar" };

function columnWords({ column, use, label, unit, scale, role }: ColumnRecipe): string {
  const said = [label, use === undefined || use === "signal" ? undefined : use, unit, scale === undefined ? undefined : `× ${scale}`, role].filter((word) => word !== undefined && word !== "");
  return `column ${column + 1}: ${said.join(", ")}`;
}

/** What was said on import, for a report: `1000 Hz, unit mV, column 2: L SOL, × 0.5`. Columns count from 1, as a person does. */
export function recipeWords(recipe: ImportRecipe): string {
  const { samplingHz, unit, delimiter, decimal, variable, labelLine, unitLine, firstLine, timeColumn, timeUnit, columns = [] } = recipe;
  const line = (name: string, number: number | undefined): string | undefined => (number === undefined ? undefined : number === 0 ? `no ${name}` : `${name} in line ${number}`);
  const said = [
    samplingHz === undefined ? undefined : `${samplingHz} Hz`,
    unit === undefined || unit === "" ? undefined : `unit ${unit}`,
    variable === undefined ? undefined : `variable ${variable}`,
    delimiter === undefined ? undefined : `delimiter ${delimiterNames[delimiter] ?? delimiter}`,
    decimal === undefined ? undefined : `decimal ${decimal === "," ? "comma" : "point"}`,
    line("labels", labelLine),
    line("units", unitLine),
    firstLine === undefined ? undefined : `numbers from line ${firstLine}`,
    timeColumn === undefined ? undefined : timeColumn < 0 ? "no time column" : `times in column ${timeColumn + 1}`,
    timeUnit === undefined ? undefined : `times in ${timeUnit}`,
    ...columns.map(columnWords),
  ];
  return oneLine(said.filter((word) => word !== undefined).join(", "));
}

/** The same in the receipt of a figure, where many columns would not fit: the document holds them all. */
export function recipePhrase(recipe: ImportRecipe | null): string {
  if (recipe === null) return "";
  const { columns = [], ...rest } = recipe;
  const words = [recipeWords(rest), columns.length === 0 ? "" : `${columns.length} ${columns.length === 1 ? "column" : "columns"} set by hand`].filter((word) => word !== "");
  return ` · imported with ${words.join(", ")}`;
}
