import { defaultFigureStyle } from "../../core/figure-style";
import { tellingTrains } from "../../core/report-template";
import type { ResultDocument } from "../../core/result";
import type { FigureAssets, FigureContent } from "../../figure/content";
import type { ExportedFile, ReportRequest } from "../../protocol/engine-api";
import { baseNameOf } from "./file-names";
import { sourceNameOf } from "./table-model";

/** Figures stand between the margins of A4. */
export const REPORT_FIGURE_MILLIMETRES = 180;

/** Figures of a report have no caption of their own: the report says all of it. */
export const reportFigureStyle = { ...defaultFigureStyle, layers: { ...defaultFigureStyle.layers, caption: false } };

/** The trains that a report illustrates. */
export function illustratedTrains(document: ResultDocument, count: number): readonly string[] {
  return tellingTrains(document.trains, count).map(({ id }) => id);
}

/** Lays out and writes. The figure room is loaded when the first report is asked for. */
export async function renderReport(document: ResultDocument, figures: readonly FigureContent[], request: ReportRequest, assets: () => Promise<FigureAssets>): Promise<ExportedFile> {
  const { fitReport } = await import("../../figure/report/fit-report");
  const { report, pages } = fitReport({ document, figures, template: request.template, withFileName: request.withFileName });
  const base = `${baseNameOf(sourceNameOf(document, request.withFileName))}.report`;
  switch (request.format) {
    case "html": {
      const { renderReportHtml } = await import("../../figure/report/report-html");
      return { name: `${base}.html`, mime: "text/html", bytes: new TextEncoder().encode(renderReportHtml(report)) };
    }
    case "pdf": {
      const { renderPdfPages } = await import("../../figure/render-pdf");
      return { name: `${base}.pdf`, mime: "application/pdf", bytes: await renderPdfPages(pages, await assets()) };
    }
  }
}
