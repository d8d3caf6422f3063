import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultReportTemplate, reportSections, type ReportTemplate } from "../../src/core/report-template";
import type { PlanReceipt } from "../../src/core/result";
import { defaultSettings } from "../../src/core/settings";
import { figureElements } from "../../src/figure/model";
import { renderPdfPages } from "../../src/figure/render-pdf";
import { buildReport } from "../../src/figure/report/build-report";
import { fitReport } from "../../src/figure/report/fit-report";
import { columnWidths, layOutReport } from "../../src/figure/report/layout";
import { channelBlocks } from "../../src/figure/report/section-findings";
import { renderReportHtml } from "../../src/figure/report/report-html";
import { textBox, textWidth } from "../../src/figure/text-metrics";
import { loadAssets } from "./assets";
import { clonoidExample, crowdedExample, irregularExample, reason } from "./example-content";

const assets = loadAssets();
const examples = { clonoid: clonoidExample, irregular: irregularExample, crowded: crowdedExample };

function reportOf(name: keyof typeof examples, template: Partial<ReportTemplate> = {}, withFileName = false) {
  const content = examples[name](180);
  const trains = content.document.trains.map((train) => ({ ...train, reasons: [reason("the likelihood lies between regular & irregular"), { ...reason("no more than that"), says: "neutral" as const }] }));
  return buildReport({ document: { ...content.document, trains, caveats: ["Neither label excludes the other."] }, figures: [content], template: { ...defaultReportTemplate, ...template }, withFileName });
}

describe("a report", () => {
  for (const name of Object.keys(examples) as (keyof typeof examples)[]) {
    for (const paper of ["a4", "letter"] as const) {
      it(`${name} on ${paper} keeps every text on its page and apart from the others`, () => {
        const pages = layOutReport(reportOf(name, { paper, head: ["Laboratory", "of a long name ".repeat(20)], acquisition: { "Electrode distance": "20 mm" } }));
        for (const page of pages) {
          const boxes = figureElements(page).flatMap((element) => (element.kind === "text" ? [{ ...textBox(element), text: element.text }] : []));
          for (const [k, a] of boxes.entries()) {
            expect(a.left >= 0 && a.right <= page.widthMillimetres && a.top >= 0 && a.bottom <= page.heightMillimetres, a.text).toBe(true);
            for (const b of boxes.slice(k + 1)) {
              const overlap = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.01 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.01;
              expect(overlap, `"${a.text}" over "${b.text}"`).toBe(false);
            }
          }
          expect(boxes.some(({ text }) => text.includes("Not a medical device"))).toBe(true);
        }
      });
    }
  }

  it("holds the sections of the template in its order, and no file name unless asked for", () => {
    const headings = (template: Partial<ReportTemplate>): readonly string[] => reportOf("clonoid", template).blocks.flatMap((block) => (block.kind === "heading" ? [block.text] : []));
    expect(headings({ sections: ["methods", "trains", "methods"] })).toEqual(["Methods", "Trains"]);
    expect(headings({ sections: [] })).toEqual([]);
    expect(headings({ sections: reportSections })).not.toContain("Sides");
    expect(renderReportHtml(reportOf("clonoid"))).not.toContain("PATIENT-NAME");
    expect(renderReportHtml(reportOf("clonoid", {}, true))).toContain("PATIENT-NAME");
  });

  it("lists every deviation from a locked plan among the methods", () => {
    const content = clonoidExample(180);
    const html = (plan: PlanReceipt | null): string => renderReportHtml(buildReport({ document: { ...content.document, plan }, figures: [], template: defaultReportTemplate, withFileName: false }));
    const plan = { sha256: "0123456789abcdef".repeat(4), deviations: ["bandLowHz is 40 Hz, planned was 20 Hz", "two channels were forced"] };
    for (const deviation of plan.deviations) expect(html(plan)).toContain(`Deviation from the plan: ${deviation}`);
    expect(html(plan)).toContain("plan 0123456789abcdef…");
    expect(html({ ...plan, deviations: [] })).toContain("Nothing deviates from the plan.");
    expect(html(null)).not.toContain("locked beforehand");
  });

  it("prints what was measured beside the evidence with its intervals, names what is exploratory, and leaves out what there is not", () => {
    const content = clonoidExample(180);
    const none = { value: null, ci: null };
    const estimate = (value: number): { value: number; ci: readonly [number, number] } => ({ value, ci: [value / 2, value * 2] });
    const amplitude = { jitter: estimate(0.24), jitterNoiseFloor: 0.22, fadePercentPerBeat: none, lastToFirst: 1, stereotypy: estimate(0.4) };
    const trains = content.document.trains.map((train) => ({ ...train, amplitude, boundaryAudit: { startSeconds: 1, startDifferenceMilliseconds: 14, endSeconds: null, endDifferenceMilliseconds: null } }));
    const html = renderReportHtml(buildReport({ document: { ...content.document, trains }, figures: [], template: defaultReportTemplate, withFileName: false }));
    expect(html).toContain("Amplitude: jitter 0.24 (0.12–0.48), of a constant drive 0.22, stereotypy S (exploratory) 0.40 (0.20–0.80).");
    expect(html).toContain("Segmentation: largest gap over the longest that joins 0.40, start 14 ms later by the change of variance.");
  });

  it("tells what a channel's numbers need to be read: an impossible gain, cross-talk beside the phase, SNR to a tenth, the end in words", () => {
    const { document } = clonoidExample(180);
    const [train] = document.trains;
    const phase = { ...reason("synchronous"), measure: "antagonistPhase", title: "Antagonist phase", value: -0.04, unit: "cycle", says: "neutral" as const };
    const activity = { rawCorrelation: 0.31, crossTalk: "warning", rayleighP: null, antagonistBursts: 9, coContractionBefore: null, coContractionBursts: 76, coContractionGaps: null, gapLevel: 0.02, tonicCoactivation: false } as const;
    const trains = [{ ...train!, snrDb: 9.68, endReason: "file-end" as const, durationCensored: true, reasons: [phase], antagonistActivity: activity }];
    const channels = document.channels.map((channel) => ({ ...channel, issues: [{ code: "amplitude-scale", severity: "warning" as const, where: channel.label, message: "A burst of 35 nV RMS is not possible in surface EMG." }] }));
    const html = renderReportHtml(buildReport({ document: { ...document, trains, channels }, figures: [], template: defaultReportTemplate, withFileName: false }));
    expect(html).toContain("Antagonist phase −0.04 cycle (raw channels correlate 0.31 within 2 ms: cross-talk is possible)");
    expect(html).toContain(">9.7<");
    expect(html).toContain("file end (≥)");
    expect(html).toContain("A burst of 35 nV RMS is not possible in surface EMG.");
  });

  it("says how attempts differ beside what they come to together", () => {
    const content = clonoidExample(180);
    const of = { channel: "SOL", channelIndex: 0, muscle: null, side: null, missing: {} } as const;
    const pooled = [{ ...of, id: "P1", attempts: 3, responses: 2, trainIds: ["a", "b"], leftOut: [], beats: 22, log10BayesFactor: 6.5, betweenExcess: null, pattern: "rhythmic" as const, failed: [], conditionalOn: null, jitter: { value: 0.06, ci: [0.05, 0.08] as const }, jitterSpread: 0.31, rateHz: { value: 5.5, ci: [5, 6] as const }, rateSpreadHz: 0.27, labels: {} }];
    const { blocks } = buildReport({ document: { ...content.document, pooled }, figures: [], template: defaultReportTemplate, withFileName: false });
    const table = blocks.find((block) => block.kind === "table" && block.columns[0]!.title === "All attempts of");
    const torn = buildReport({ document: { ...content.document, pooled: pooled.map((pool) => ({ ...pool, pattern: "indeterminate" as const, failed: ["The attempts disagree."] })) }, figures: [], template: defaultReportTemplate, withFileName: false });
    expect(torn.blocks.some((block) => block.kind === "paragraph" && block.text === "SOL: The attempts disagree.")).toBe(true);
    expect(table).toMatchObject({ rows: [["SOL", "2 of 3", "22", "rhythmic", "6.5", "6.0 (5.0–8.0)", "0.31", "5.5 (5.0–6.0)", "0.27"]] });
  });

  it("states the limits that decide in its methods, as they were set", () => {
    const { document } = clonoidExample(180);
    const html = renderReportHtml(buildReport({ document: { ...document, settings: { ...defaultSettings, rhythmicSnrDb: 7, irregularJitter1: 0.25 } }, figures: [], template: defaultReportTemplate, withFileName: false }));
    expect(html).toContain("whose jitter is 2–8.5 % of the period (rhythmic), 11–18 % (between) or 25–55 % (irregular)");
    expect(html).toContain("rhythmic from +0.8 (+1 up to 7 bursts) with a measured SNR of 7 dB, irregular from −1 with 8 dB");
  });

  it("names every setting that was changed, with its default", () => {
    const html = renderReportHtml(reportOf("irregular"));
    expect(html).toContain(`20 Hz (default ${defaultSettings.bandLowHz} Hz)`);
    expect(renderReportHtml(reportOf("clonoid"))).toContain("All settings are the defaults of rule v2.");
  });

  it("escapes what a person wrote, and its HTML fetches nothing", () => {
    const html = renderReportHtml(reportOf("clonoid", { title: "<script>alert(1)</script>", head: ["a & b"] }));
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).toContain("a &amp; b");
    expect(html).not.toMatch(/(?:src|href)=|url\(/);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is a PDF of several pages whose text can be read by another program, the same bytes each time", async (context) => {
    const bytes = await renderPdfPages(layOutReport(reportOf("crowded")), assets);
    expect(Buffer.from(bytes).equals(Buffer.from(await renderPdfPages(layOutReport(reportOf("crowded")), assets)))).toBe(true);
    if (spawnSync("pdftotext", ["-v"]).error !== undefined) context.skip("poppler-utils (pdftotext) is not installed");
    const folder = mkdtempSync(join(tmpdir(), "klonos-report-"));
    try {
      const file = join(folder, "report.pdf");
      writeFileSync(file, bytes);
      const text = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).stdout;
      for (const wanted of ["EMG report", "Findings", "8 trains: 1 clonus-like, 1 clonoid-like, 1 pseudoclonus-like, 2 indeterminate", "Neither label excludes the other.", "For research and teaching. Not a medical device."]) expect(text).toContain(wanted);
      expect(text.split("\f").length - 1).toBe(layOutReport(reportOf("crowded")).length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the report of a long recording", () => {
  const MUSCLES = 14;
  const content = clonoidExample(180);
  const [channel] = content.document.channels;
  const [train] = content.document.trains;
  const channels = Array.from({ length: 44 }, (_, index) => ({ ...channel!, index, label: `EMG_R_Gastrocnemius_${index}`, muscle: index < MUSCLES ? "soleus" : null, role: index >= 32 ? ("force" as const) : ("emg" as const), restMicrovolts: index < 32 ? 1 + index / 10 : null }));
  const because = Array.from({ length: 12 }, (_, k) => reason(`measure ${k} says something that takes more than a line to be said in a table of this width, as most of them do`));
  const trains = Array.from({ length: 90 }, (_, k) => ({ ...train!, id: `t${k}`, channelIndex: k % 32, channel: channels[k % 32]!.label, label: k === 33 || k === 36 ? ("clonus-like" as const) : ("indeterminate" as const), reasons: because }));
  const { pages } = fitReport({ document: { ...content.document, channels, trains }, figures: [content, content], template: defaultReportTemplate, withFileName: false });
  const text = pages.flatMap((page) => figureElements(page).flatMap((element) => (element.kind === "text" ? [element.text] : []))).join(" ");

  it("has three pages, and names every train and every channel on them", () => {
    expect(layOutReport(buildReport({ document: { ...content.document, channels, trains }, figures: [content, content], template: defaultReportTemplate, withFileName: false })).length).toBeGreaterThan(3);
    expect(pages).toHaveLength(3);
    expect(trains.filter(({ id }) => !new RegExp(`\\b${id}\\b`).test(text))).toEqual([]);
    expect(channels.filter(({ label }) => !text.includes(label))).toEqual([]);
    expect(text.includes("In the exported table of trains and not here: 66 indeterminate (")).toBe(true);
  });

  it("explains the trains with a label before the others", () => {
    expect([...text.matchAll(/(t\d+), EMG_R_Gastrocnemius_\d+ 0:01/g)].map(([, id]) => id)).toEqual(["t33", "t36"]);
  });

  it("keeps more pages where the template asks for more figures than three hold", () => {
    const figures = Array.from({ length: 9 }, () => content);
    expect(fitReport({ document: { ...content.document, channels, trains }, figures, template: { ...defaultReportTemplate, figures: 9 }, withFileName: false }).pages.length).toBeGreaterThan(3);
  });
});

describe("columns of a table", () => {
  it("are as wide as their texts where there is room, and the widest gives way first", () => {
    const columns = [{ title: "a", align: "left" as const }, { title: "b", align: "left" as const }];
    const long = "a long sentence ".repeat(20);
    expect(columnWidths(columns, [["x", "yy"]], 180)[1]).toBeCloseTo(textWidth("yy"), 6);
    const [first, second] = columnWidths(columns, [["short text", long]], 100);
    expect(first).toBeCloseTo(textWidth("short text"), 6);
    expect(first! + second! + 3).toBeCloseTo(100, 6);
    const many = columnWidths([...columns, ...columns], [[long, long, long, long]], 100);
    expect(many.reduce((sum, one) => sum + one, 9)).toBeLessThanOrEqual(100.001);
  });

  it("keep times and names whole while sentences can give way", () => {
    const titles = ["Train", "Muscle", "Start–end", "Quality"].map((title) => ({ title, align: "left" as const }));
    const row = ["13-1", "EMG_R_Gastrocnemius medial", "0:00.07–0:06.44", "a long sentence ".repeat(20).trim()];
    const widths = columnWidths(titles, [row], 90);
    expect(widths.reduce((sum, one) => sum + one, 9)).toBeLessThanOrEqual(90.001);
    expect(widths[1]).toBeGreaterThanOrEqual(textWidth("EMG_R_Gastrocnemius") - 1e-6);
    expect(widths[2]).toBeGreaterThanOrEqual(textWidth("0:00.07–0:06.44") - 1e-6);
  });
});

describe("channels of a report", () => {
  it("what holds for many is said once", () => {
    const { document } = clonoidExample(180);
    const [first] = document.channels;
    const channels = Array.from({ length: 6 }, (_, index) => ({ ...first!, index, label: `C${index}` }));
    const finding = (text: string) => ({ code: "x", severity: "warning" as const, text, advice: "" });
    const preflight = channels.map(({ index, label }) => ({ channelIndex: index, channel: label, verdict: "analysable with warnings", findings: [finding("No stretch is marked."), ...(index === 2 ? [finding("Hum.")] : [])] }));
    const [table, ...notes] = channelBlocks({ ...document, channels, preflight: preflight as unknown as typeof document.preflight }, "each");
    if (table?.kind !== "table") throw new Error("no table");
    expect(table.rows.map((row) => row.at(-1))).toEqual(["note 1", "note 1", "note 1; Hum.", "note 1", "note 1", "note 1"]);
    expect(notes).toEqual([{ kind: "paragraph", text: "Note 1: No stretch is marked.", weight: "quiet" }]);
  });
});
