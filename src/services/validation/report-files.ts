import { renderSvg } from "../../figure/render-svg";
import { reportHtml, reportMarkdown, type StudyReport } from "./report-blocks";

/** The files of a report by their names: figures first, so that whoever finds the text finds all that it shows. */
export function reportFiles(report: StudyReport): readonly { readonly name: string; readonly text: string }[] {
  const figures = report.blocks.flatMap((block) => (block.kind === "figure" ? [{ name: `${block.name}.svg`, text: renderSvg(block.model) }] : []));
  return [...figures, { name: "validation.html", text: reportHtml(report, renderSvg) }, { name: "validation.md", text: reportMarkdown(report) }];
}
