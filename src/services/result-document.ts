import type { ImportRecipe } from "../core/import-recipe";
import type { AnalysisResult, ResultDocument } from "../core/result";

/** Where a result comes from. */
export interface ResultSource {
  readonly name: string;
  readonly sha256: string;
  readonly format: string;
  readonly durationSeconds: number;
  readonly recipe: ImportRecipe | null;
}

/** `klonos-result/1`: the one document that is shown and exported. Equal inputs give equal bytes: nothing here knows the time of day. */
export function resultDocument(result: AnalysisResult, source: ResultSource, version: string): ResultDocument {
  return { schema: "klonos-result/1", version, plan: null, source, ...result };
}

/** The document as a file: indented, so that people can compare two. */
export function resultJson(document: ResultDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
