import { reportSections, type ReportSection, type ReportTemplate } from "../../core/report-template";
import type { ResultDocument } from "../../core/result";
import { buildFigure } from "../build-figure";
import { figureReceipt } from "../caption";
import { english } from "../words/english";
import type { FigureContent } from "../content";
import { oneLine } from "../text-metrics";
import { acquisitionBlocks } from "./section-acquisition";
import { attemptBlocks } from "./section-attempts";
import { examinationBlocks } from "./section-examination";
import { caveatBlocks, channelBlocks, findingBlocks } from "./section-findings";
import { methodBlocks } from "./section-methods";
import { sideBlocks } from "./section-sides";
import { evidenceBlocks, trainBlocks } from "./section-trains";
import { fullDetail, type ReportDetail } from "./report-detail";
import { references } from "./references";
import type { Report, ReportBlock } from "./report-model";

/** What a report is made from: the exported document and the figures that illustrate it. */
export interface ReportContent {
  readonly document: ResultDocument;
  readonly figures: readonly FigureContent[];
  readonly template: ReportTemplate;
  /** Identity stays out: file names are printed only on demand. */
  readonly withFileName: boolean;
}

function figureBlocks(figures: readonly FigureContent[]): readonly ReportBlock[] {
  return figures.map((content) => {
    const model = buildFigure(content);
    return { kind: "figure", title: model.title, model };
  });
}

function blocksOf(section: ReportSection, content: ReportContent, detail: ReportDetail): readonly ReportBlock[] {
  const { document, template } = content;
  switch (section) {
    case "examination":
      return examinationBlocks(document, content.withFileName);
    case "findings":
      return findingBlocks(document);
    case "trains":
      return trainBlocks(document, detail.trains);
    case "evidence":
      return evidenceBlocks(document, detail);
    case "figures":
      return figureBlocks(content.figures);
    case "attempts":
      return attemptBlocks(document);
    case "sides":
      return sideBlocks(document);
    case "channels":
      return channelBlocks(document, detail.channels);
    case "methods":
      return methodBlocks(document);
    case "acquisition":
      return acquisitionBlocks(document, template.acquisition);
    case "caveats":
      return caveatBlocks(document);
    case "references":
      return [{ kind: "list", items: references }];
  }
}

const headings: Readonly<Record<ReportSection, string>> = {
  examination: "Examination",
  findings: "Findings",
  trains: "Trains",
  evidence: "Why",
  figures: "Figures",
  attempts: "Manoeuvres",
  sides: "Sides",
  channels: "Channels and quality",
  methods: "Methods",
  acquisition: "Acquisition (ISEK, CEDE)",
  caveats: "What this cannot tell",
  references: "References",
};

/** The report as blocks. A section that has nothing to say is left out with its heading. Deterministic. */
export function buildReport(content: ReportContent, detail: ReportDetail = fullDetail): Report {
  const { document, template } = content;
  const wanted = template.sections.filter((section, k) => reportSections.includes(section) && template.sections.indexOf(section) === k);
  const blocks = wanted.flatMap((section): readonly ReportBlock[] => {
    const body = blocksOf(section, content, detail);
    return body.length === 0 ? [] : [{ kind: "heading", text: headings[section] }, ...body];
  });
  const receipt = figureReceipt({ document, trainId: undefined, startSeconds: 0, endSeconds: document.source.durationSeconds, traces: [], widthMillimetres: 0 });
  const hash = document.source.sha256 === null ? "file not hashed" : `file ${document.source.sha256.slice(0, 16)}…`;
  return {
    title: oneLine(template.title),
    head: template.head.map(oneLine),
    paper: template.paper,
    blocks,
    foot: `Klonos ${document.version} · rule ${document.rule} · ${hash} · ${english.notADevice}`,
    receipt,
  };
}
