import type { ColumnRecipe, ImportRecipe } from "../core/import-recipe";
import { oneLine } from "./text-metrics";
import { english, type FigureWords } from "./words/english";

type RecipeWords = FigureWords["recipe"];

function columnWords({ column, use, label, unit, scale, role }: ColumnRecipe, words: RecipeWords): string {
  const said = [label, use === undefined || use === "signal" ? undefined : use, unit, scale === undefined ? undefined : `× ${scale}`, role].filter((word) => word !== undefined && word !== "");
  return words.column(column + 1, said.join(", "));
}

/** What was said on import, for a report: `1000 Hz, unit mV, column 2: L SOL, × 0.5`. Columns count from 1, as a person does. */
export function recipeWords(recipe: ImportRecipe, words: RecipeWords = english.recipe): string {
  const { samplingHz, unit, delimiter, decimal, variable, labelLine, unitLine, firstLine, timeColumn, timeUnit, columns = [] } = recipe;
  const said = [
    samplingHz === undefined ? undefined : `${samplingHz} Hz`,
    unit === undefined || unit === "" ? undefined : words.unit(unit),
    variable === undefined ? undefined : words.variable(variable),
    delimiter === undefined ? undefined : words.delimiter(words.delimiters[delimiter] ?? delimiter),
    decimal === undefined ? undefined : words.decimals[decimal === "," ? "comma" : "point"],
    labelLine === undefined ? undefined : words.labels(labelLine),
    unitLine === undefined ? undefined : words.units(unitLine),
    firstLine === undefined ? undefined : words.numbers(firstLine),
    timeColumn === undefined ? undefined : timeColumn < 0 ? words.noTimes : words.timesIn(timeColumn + 1),
    timeUnit === undefined ? undefined : words.timeUnit(timeUnit),
    ...columns.map((column) => columnWords(column, words)),
  ];
  return oneLine(said.filter((word) => word !== undefined).join(", "));
}

/** The same in the receipt of a figure, where many columns would not fit: the document holds them all. */
export function recipePhrase(recipe: ImportRecipe | null, words: RecipeWords = english.recipe): string {
  if (recipe === null) return "";
  const { columns = [], ...rest } = recipe;
  const said = [recipeWords(rest, words), columns.length === 0 ? "" : words.columns(columns.length)].filter((word) => word !== "");
  return ` · ${words.importedWith(said.join(", "))}`;
}
