import { KlonosError } from "../../../core/errors";
import type { ImportAnswers } from "../../../protocol/engine-api";
import { validateImportRecipe } from "../../../protocol/validate";
import type { RememberedRecipe } from "../klonos-state";

/** Structures that are remembered; a laboratory has a handful of exports. */
const MOST_REMEMBERED = 60;
const LONGEST_SIGNATURE = 100;

/** Reads what the shell kept; a damaged entry is left out. */
export function readRecipes(value: unknown): readonly RememberedRecipe[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_REMEMBERED).flatMap((entry: { readonly signature?: unknown; readonly recipe?: unknown } | null): RememberedRecipe[] => {
    if (typeof entry?.signature !== "string" || entry.signature.length > LONGEST_SIGNATURE) return [];
    try {
      return [{ signature: entry.signature, recipe: validateImportRecipe(entry.recipe) }];
    } catch (thrown) {
      if (thrown instanceof KlonosError) return [];
      throw thrown;
    }
  });
}

/** The list with a structure's recipe in front; an empty recipe is forgotten. */
export function withRecipe(recipes: readonly RememberedRecipe[], signature: string, recipe: ImportAnswers): readonly RememberedRecipe[] {
  const others = recipes.filter((entry) => entry.signature !== signature);
  return isEmptyRecipe(recipe) ? others : [{ signature, recipe }, ...others].slice(0, MOST_REMEMBERED);
}

/** True where nothing was said. */
export function isEmptyRecipe(recipe: ImportAnswers): boolean {
  return Object.values(recipe).every((value) => value === undefined || (Array.isArray(value) && value.length === 0));
}
