import type { FigureModel, FigureReceipt } from "../model";

/** A column of a report's table. */
export interface ReportColumn {
  readonly title: string;
  readonly align: "left" | "right";
}

/** One piece of a report, in reading order. HTML and PDF are two ways to write the same blocks. */
export type ReportBlock =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string; readonly weight: "normal" | "strong" | "quiet" }
  | { readonly kind: "list"; readonly items: readonly string[] }
  /** Name and value beside each other. */
  | { readonly kind: "facts"; readonly facts: readonly (readonly [string, string])[] }
  | { readonly kind: "table"; readonly columns: readonly ReportColumn[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: "figure"; readonly title: string; readonly model: FigureModel };

/** A report without its pages. */
export interface Report {
  readonly title: string;
  readonly head: readonly string[];
  readonly paper: "a4" | "letter";
  readonly blocks: readonly ReportBlock[];
  /** Stands at the foot of every page. */
  readonly foot: string;
  readonly receipt: FigureReceipt;
}
