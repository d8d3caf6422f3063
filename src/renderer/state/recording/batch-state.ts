import type { BatchFolder, BatchFormat, BatchProgress, BatchStudy } from "../../../protocol/batch-api";

/** A study, where its tables go, and how far it is. */
export interface BatchState {
  readonly study: BatchStudy | undefined;
  readonly folder: BatchFolder | undefined;
  readonly formats: readonly BatchFormat[];
  readonly withNames: boolean;
  /** Text files are read as the one in the window was. */
  readonly asShown: boolean;
  /** Of the chosen study; undefined before its first start. */
  readonly progress: BatchProgress | undefined;
}

/** The batch of a window in which none was chosen. */
export const firstBatch: BatchState = { study: undefined, folder: undefined, formats: [], withNames: false, asShown: false, progress: undefined };

/** Rows by what became of them. */
export function countRows({ rows }: BatchProgress): { readonly ended: number; readonly analysed: number; readonly failed: number } {
  const failed = rows.filter(({ state }) => state === "failed").length;
  const analysed = rows.filter(({ state }) => state === "done" || state === "kept").length;
  return { ended: failed + analysed, analysed, failed };
}
