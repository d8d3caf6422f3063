import type { FigureModel } from "../../figure/model";

/** A piece of a report, before it is Markdown or HTML. Texts are plain. */
export type ReportBlock =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: "figure"; readonly name: string; readonly model: FigureModel; readonly caption: string };

/** A whole report. */
export interface StudyReport {
  readonly title: string;
  readonly blocks: readonly ReportBlock[];
}

/** The report as Markdown; figures are files beside it, `NAME.svg`. */
export function reportMarkdown({ title, blocks }: StudyReport): string {
  const cell = (text: string): string => text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");
  const parts = blocks.map((block) => {
    switch (block.kind) {
      case "heading":
        return `## ${block.text}`;
      case "paragraph":
        return block.text;
      case "list":
        return block.items.map((item) => `- ${item}`).join("\n");
      case "table":
        return [`| ${block.head.map(cell).join(" | ")} |`, `|${block.head.map(() => "---|").join("")}`, ...block.rows.map((row) => `| ${row.map(cell).join(" | ")} |`)].join("\n");
      case "figure":
        return `![${cell(block.caption)}](${block.name}.svg)\n\n*${block.caption}*`;
    }
  });
  return `${[`# ${title}`, ...parts].join("\n\n")}\n`;
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const html = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character]!);

const STYLE = "body{font:15px/1.5 Inter,system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}th,td{padding:.2rem .7rem .2rem 0;border-bottom:1px solid #d0d4da;text-align:left;vertical-align:top}th{font-weight:600}figure{margin:1.5rem 0}figcaption{color:#595959}.fail{color:#B84A00;font-weight:600}";

/** The report as one HTML file with its figures inside; it loads nothing. `svg` writes a figure. */
export function reportHtml({ title, blocks }: StudyReport, svg: (model: FigureModel) => string): string {
  const parts = blocks.map((block) => {
    switch (block.kind) {
      case "heading":
        return `<h2>${html(block.text)}</h2>`;
      case "paragraph":
        return `<p>${html(block.text)}</p>`;
      case "list":
        return `<ul>${block.items.map((item) => `<li>${html(item)}</li>`).join("")}</ul>`;
      case "table":
        return `<table><thead><tr>${block.head.map((text) => `<th scope="col">${html(text)}</th>`).join("")}</tr></thead><tbody>${block.rows.map((row) => `<tr>${row.map((text) => `<td${text === FAIL ? ' class="fail"' : ""}>${html(text)}</td>`).join("")}</tr>`).join("")}</tbody></table>`;
      case "figure":
        // Ids of the drawings would clash in one document.
        return `<figure>${svg(block.model).replace(/^<\?xml[^>]*>\s*/, "").replace(/id="(title|desc)"/g, `id="${block.name}-$1"`).replace('aria-labelledby="title desc"', `aria-labelledby="${block.name}-title ${block.name}-desc"`)}<figcaption>${html(block.caption)}</figcaption></figure>`;
    }
  });
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${html(title)}</title><style>${STYLE}</style></head><body><h1>${html(title)}</h1>\n${parts.join("\n")}\n</body></html>\n`;
}

/** Words of a check. */
export const PASS = "pass";
/** A requirement that is not fulfilled; in capitals because it is looked for. */
export const FAIL = "FAIL";
