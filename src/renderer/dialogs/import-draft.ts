import type { ColumnRecipe } from "../../core/import-recipe";
import type { ImportAnswers } from "../../protocol/engine-api";
import { entered, typedNumber } from "../layout/format";

/** A recipe while it is being typed: numbers are text until they are asked for. */
export interface ImportDraft {
  readonly recipe: ImportAnswers;
  readonly samplingHz: string;
  /** Scales as typed, by column. */
  readonly scales: Readonly<Record<number, string>>;
}

/** The draft of a recipe. */
export function draftOf(recipe: ImportAnswers): ImportDraft {
  return {
    recipe,
    samplingHz: recipe.samplingHz === undefined ? "" : entered(recipe.samplingHz),
    scales: Object.fromEntries((recipe.columns ?? []).flatMap(({ column, scale }) => (scale === undefined ? [] : [[column, entered(scale)]]))),
  };
}

/** True for a rate that is not typed, or typed as a positive number. */
export function isRate(text: string): boolean {
  const rate = typedNumber(text);
  return text.trim() === "" || (rate !== undefined && rate > 0 && rate <= 1e6);
}

/** True for a scale that is not typed, or typed as a number other than 0. */
export function isScale(text: string): boolean {
  const scale = typedNumber(text);
  return text.trim() === "" || (scale !== undefined && scale !== 0 && Math.abs(scale) <= 1e12);
}

/** The recipe that a draft says; what is typed wrongly counts as not typed. Fields that say nothing are left out. */
export function recipeOf({ recipe, samplingHz, scales }: ImportDraft): ImportAnswers {
  const rate = isRate(samplingHz) ? typedNumber(samplingHz) : undefined;
  const numbers = new Set([...(recipe.columns ?? []).map(({ column }) => column), ...Object.keys(scales).map(Number)]);
  const columns = [...numbers].sort((a, b) => a - b).flatMap((column): ColumnRecipe[] => {
    const said = recipe.columns?.find((other) => other.column === column) ?? { column };
    const typed = scales[column] ?? "";
    const scale = isScale(typed) ? typedNumber(typed) : undefined;
    const whole = stated({ ...said, scale: scale === 1 ? undefined : scale });
    return Object.keys(whole).length > 1 ? [whole] : [];
  });
  return stated({ ...recipe, samplingHz: rate, columns: columns.length === 0 ? undefined : columns });
}

/** The draft with something said of one column. */
export function withColumn(draft: ImportDraft, change: ColumnRecipe): ImportDraft {
  const columns = draft.recipe.columns ?? [];
  const before = columns.find(({ column }) => column === change.column);
  return { ...draft, recipe: { ...draft.recipe, columns: [...columns.filter((other) => other !== before), { ...before, ...change }] } };
}

function stated<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
