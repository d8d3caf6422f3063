import { renderSvg } from "../../figure/render-svg";
import { reportHtml, reportMarkdown, type StudyReport } from "./report-blocks";

/** The files of a report, `NAME.md`, `NAME.html` and its figures: figures first, so that whoever finds the text finds all that it shows. */
export function reportFiles(report: StudyReport, name: string): readonly { readonly name: string; readonly text: string }[] {
  const figures = report.blocks.flatMap((block) => (block.kind === "figure" ? [{ name: `${block.name}.svg`, text: renderSvg(block.model) }] : []));
  return [...figures, { name: `${name}.html`, text: reportHtml(report, renderSvg) }, { name: `${name}.md`, text: reportMarkdown(report) }];
}
