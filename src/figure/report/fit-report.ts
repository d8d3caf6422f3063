import type { FigureModel } from "../model";
import { buildReport, type ReportContent } from "./build-report";
import { layOutReport } from "./layout";
import { MOST_PAGES, reportDetails } from "./report-detail";
import type { Report } from "./report-model";

/** The fullest report of a recording that has no more than three pages, with its pages; where none has, the shortest. Deterministic. */
export function fitReport(content: ReportContent): { readonly report: Report; readonly pages: readonly FigureModel[] } {
  let fitted: ReturnType<typeof fitReport> | undefined;
  for (const detail of reportDetails) {
    const report = buildReport(content, detail);
    fitted = { report, pages: layOutReport(report) };
    if (fitted.pages.length <= MOST_PAGES) break;
  }
  return fitted!;
}
