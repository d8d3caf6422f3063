import { svgDocument } from "../render-svg";
import type { Report, ReportBlock } from "./report-model";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function html(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character]!);
}

/** Plain, printable, readable without Klonos; dark where the reader's system is. Figures stay on white. */
const STYLE = `
body{font:15px/1.5 Inter,"Helvetica Neue",Helvetica,Arial,"Liberation Sans",Arimo,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
h1{font-size:1.6rem;margin:0 0 .3rem}h2{font-size:1.1rem;margin:1.8rem 0 .4rem}
.quiet,footer,dt{color:#595959}.head{margin:0;color:#595959}
table{border-collapse:collapse;width:100%;font-size:.85rem;margin:.4rem 0 1rem}
th{text-align:left;border-bottom:1px solid #999;vertical-align:bottom}th,td{padding:.2rem .6rem .2rem 0;vertical-align:top}
.right{text-align:right}td.right{font-variant-numeric:tabular-nums;white-space:nowrap}
dl{display:grid;grid-template-columns:14rem 1fr;margin:0}dd{margin:0}
figure{margin:1rem 0;overflow:auto}figure svg{background:#fff;max-width:100%;height:auto}
footer{border-top:1px solid #ccc;margin-top:2rem;padding-top:.5rem;font-size:.8rem}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark}body{color:#e5e7eb;background:#11151a}.quiet,.head,footer,dt{color:#a8b0bb}th{border-color:#6b7280}footer{border-color:#374151}}
@media print{body{margin:0;max-width:none;font-size:10pt}figure,tr{break-inside:avoid}}
`.trim();

function cell(tag: "th" | "td", text: string, align: "left" | "right"): string {
  const scope = tag === "th" ? ' scope="col"' : "";
  return `<${tag}${scope}${align === "right" ? ' class="right"' : ""}>${html(text)}</${tag}>`;
}

function figureSvg(block: Extract<ReportBlock, { kind: "figure" }>, number: number): string {
  const { model } = block;
  // Identifiers must be unique in the page, and the XML declaration belongs to a file of its own.
  return svgDocument(model, `${model.widthMillimetres}mm`, `${model.heightMillimetres}mm`)
    .replace(/^<\?xml[^>]*\?>\s*/, "")
    .replace(/ id="([^"]+)"/g, ` id="f${number}-$1"`)
    .replace('aria-labelledby="title desc"', `aria-labelledby="f${number}-title f${number}-desc"`)
    .replace('preserveAspectRatio="none" ', "");
}

/** The report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere. Same report, same bytes. */
export function renderReportHtml(report: Report): string {
  let figures = 0;
  const body = report.blocks.map((block): string => {
    switch (block.kind) {
      case "heading":
        return `<h2>${html(block.text)}</h2>`;
      case "paragraph":
        return block.weight === "strong" ? `<p><strong>${html(block.text)}</strong></p>` : `<p${block.weight === "quiet" ? ' class="quiet"' : ""}>${html(block.text)}</p>`;
      case "list":
        return `<ul>${block.items.map((item) => `<li>${html(item)}</li>`).join("")}</ul>`;
      case "facts":
        return `<dl>${block.facts.map(([name, value]) => `<dt>${html(name)}</dt><dd>${html(value)}</dd>`).join("")}</dl>`;
      case "table":
        return `<table><thead><tr>${block.columns.map((column) => cell("th", column.title, column.align)).join("")}</tr></thead><tbody>${block.rows.map((row) => `<tr>${row.map((text, k) => cell("td", text, block.columns[k]?.align ?? "left")).join("")}</tr>`).join("\n")}</tbody></table>`;
      case "figure":
        figures += 1;
        return `<figure>${figureSvg(block, figures)}</figure>`;
    }
  });
  return [
    "<!doctype html>",
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${html(report.title)}</title><style>${STYLE}</style></head>`,
    "<body>",
    `<h1>${html(report.title)}</h1>`,
    ...report.head.map((line) => `<p class="head">${html(line)}</p>`),
    ...body,
    `<footer>${html(report.foot)}</footer>`,
    `<script type="application/json" id="klonos-receipt">${JSON.stringify(report.receipt).replace(/</g, "\\u003c")}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}
