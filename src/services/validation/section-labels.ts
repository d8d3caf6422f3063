import { upperBound } from "./binomial";
import { type Chart, chartModel, type ChartSeries } from "./chart";
import type { ReportBlock } from "./report-blocks";
import { BURST_SNR_DB, CURVE_JITTER } from "./study-plan";
import { burstTotals, type CellSummary, type Count, countOf, spread, wilson } from "./summary";

const RHYTHMIC = "#0072B2";
const IRREGULAR = "#B84A00";
const patterns = ["rhythmic", "irregular", "indeterminate", "tonic", "insufficient", "no train"] as const;

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** Share with its interval. */
function shareText(count: Count): string {
  if (count.of === 0) return "–";
  const [low, high] = wilson(count);
  return `${percent(count.hits / count.of)} (${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)})`;
}

const plain = (summaries: readonly CellSummary[], part: CellSummary["cell"]["part"]): readonly CellSummary[] => summaries.filter(({ cell, variant }) => cell.part === part && variant === "");

/** Which patterns the records of each class got. */
export function labelSection(summaries: readonly CellSummary[]): readonly ReportBlock[] {
  const rows = [...plain(summaries, "labels"), ...plain(summaries, "controls")].map(({ cell, outcomes }) => {
    const wrong = countOf(outcomes, ({ rhythmic, irregular }) => (cell.part === "controls" ? rhythmic || irregular : cell.class === "pseudoclonus" ? rhythmic : irregular));
    return [cell.row, cell.class, String(outcomes.length), ...patterns.map((pattern, k) => (k < 2 ? shareText(countOf(outcomes, ({ main }) => main === pattern)) : String(countOf(outcomes, ({ main }) => main === pattern).hits))), `${wrong.hits} (≤ ${(100 * upperBound(wrong.hits, wrong.of)).toFixed(1)} %)`];
  });
  if (rows.length === 0) return [];
  return [
    { kind: "heading", text: "Patterns by class" },
    { kind: "paragraph", text: "Pattern of the train that covers the truth best, with Wilson's 95 % interval. The last column counts records in which any train got the opposite pattern (pseudoclonus: rhythmic; controls: either; all others, tapping and semi-regular too: irregular), with the one-sided 95 % bound of Clopper and Pearson. “Tapping” is voluntary and rhythmic; “semi-regular” has 10–20 % jitter and should mostly stay undecided. The SNR of a row is that of all true bursts; the gates look at the SNR measured of those that were found, which is higher where weak ones are missed: so a row of 5 dB has rhythmic trains although they need 6 dB." },
    { kind: "table", head: ["records", "class", "n", ...patterns, "wrong way"], rows },
  ];
}

/** Rhythmic and irregular by jitter. */
export function curveSection(summaries: readonly CellSummary[], version: string): readonly ReportBlock[] {
  const cells = plain(summaries, "curves");
  if (cells.length === 0) return [];
  const rows = [...new Set(cells.map(({ cell }) => cell.row))];
  const point = (row: string, jitter: number, pattern: string): ChartSeries["points"] => {
    const found = cells.find(({ cell }) => cell.row === row && cell.column === String(jitter));
    if (found === undefined || found.outcomes.length === 0) return [];
    const count = countOf(found.outcomes, ({ main }) => main === pattern);
    const [low, high] = wilson(count);
    return [{ x: 100 * jitter, y: count.hits / count.of, low, high }];
  };
  const dashes: readonly (readonly number[] | undefined)[] = [undefined, [4, 2], [1, 2]];
  const series = rows.flatMap((row, k) => ([["rhythmic", RHYTHMIC], ["irregular", IRREGULAR]] as const).map(([pattern, color]): ChartSeries => {
    const dashPoints = dashes[k % dashes.length];
    return { name: `${pattern}, ${row}`, color, ...(dashPoints === undefined ? {} : { dashPoints }), points: CURVE_JITTER.flatMap((jitter) => point(row, jitter, pattern)) };
  }));
  const chart: Chart = {
    title: "Pattern by jitter", description: "Share of trains called rhythmic and irregular against the jitter of the generator.",
    x: { title: "Jitter of the generator (% of the period)", min: 0, max: 57, ticks: [0, 10, 20, 30, 40, 50], text: String },
    y: { title: "Share of the trains", min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1], text: (value) => percent(value) },
    series,
  };
  const sizes = [...new Set(cells.map(({ outcomes }) => outcomes.length))].sort((a, b) => a - b).join(" or ");
  return [
    { kind: "heading", text: "Curves: jitter crossed with amplitude" },
    { kind: "paragraph", text: `${sizes} trains a point, ten beats at 12 dB; interference carriers, so that nothing but timing differs along a line. The whole range of jitter and not only the classes: little jitter must never be irregular and much never rhythmic; what neither curve has is left undecided. ${bothText(cells)} Amplitude lability (SD of ln amplitude) must not decide by itself.` },
    { kind: "figure", name: "pattern-by-jitter", model: chartModel(chart, version), caption: "Trains called rhythmic (blue) and irregular (orange) by jitter; whiskers: Wilson’s 95 % interval." },
  ];
}

/** A label that so large a share of the trains of one jitter gets is given, not an accident. */
const GIVEN = 0.1;

/** The jitters at which either label is given to trains of one kind: there a label depends on the single train. */
function bothText(cells: readonly CellSummary[]): string {
  const both = CURVE_JITTER.filter((jitter) => cells.some(({ cell, outcomes }) => cell.column === String(jitter) && ["rhythmic", "irregular"].every((pattern) => countOf(outcomes, ({ main }) => main === pattern).hits >= GIVEN * outcomes.length)));
  if (both.length === 0) return `No jitter gets both labels in ${percent(GIVEN)} of the trains or more.`;
  return `At ${both.map((jitter) => (100 * jitter).toFixed(0)).join(", ")} % of jitter each of the two labels goes to ${percent(GIVEN)} or more of the trains of one kind: there the curves cross, and which one a train gets is chance.`;
}

/** Recall, precision and timing by SNR. */
export function burstSection(summaries: readonly CellSummary[], version: string): readonly ReportBlock[] {
  const cells = plain(summaries, "bursts").filter(({ outcomes }) => outcomes.length > 0);
  if (cells.length === 0) return [];
  const rows = cells.map(({ cell, outcomes }) => {
    const totals = burstTotals(outcomes);
    const timing = (["centroid", "onset", "offset"] as const).map((edge) => {
      const { bias, sd } = spread(totals[edge]);
      return totals.matched === 0 ? "–" : `${bias.toFixed(1)}, ${sd.toFixed(1)}`;
    });
    return [cell.row, cell.column, String(totals.truth), shareText({ hits: totals.matched, of: totals.truth }), shareText({ hits: totals.matched, of: totals.detected }), ...timing];
  });
  const looks = [["volley", RHYTHMIC], ["interference", IRREGULAR]] as const;
  const series = looks.flatMap(([carrier, color]) => (["recall", "precision"] as const).map((measure): ChartSeries => ({
    name: `${measure}, ${carrier}`, color, ...(measure === "precision" ? { dashPoints: [3, 2] } : {}),
    points: BURST_SNR_DB.flatMap((snrDb) => {
      const found = cells.find(({ cell }) => cell.column === carrier && cell.snrDb === snrDb);
      if (found === undefined) return [];
      const { truth, detected, matched } = burstTotals(found.outcomes);
      return detected === 0 ? [] : [{ x: snrDb, y: matched / (measure === "recall" ? truth : detected) }];
    }),
  })));
  const chart: Chart = {
    title: "Bursts by SNR", description: "Recall and precision of the bursts against the signal-to-noise ratio.",
    x: { title: "SNR (dB)", min: -1, max: 31, ticks: BURST_SNR_DB, text: String }, y: { title: "Share of the bursts", min: 0.5, max: 1, ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1], text: (value) => percent(value) }, series,
  };
  return [
    { kind: "heading", text: "Bursts" },
    { kind: "paragraph", text: "Clonus of 20 beats, bursts of 40–90 ms, 2000 Hz. A burst is found when its centroid lies within 40 ms of a true one, one to one; bursts of trains and isolated ones count. Shares with Wilson's 95 % interval, the bursts taken as independent although 20 stand in a record. Errors: bias, SD in milliseconds." },
    { kind: "table", head: ["SNR", "carrier", "bursts", "recall", "precision", "centroid", "onset", "offset"], rows },
    { kind: "figure", name: "bursts-by-snr", model: chartModel(chart, version), caption: "Recall (solid) and precision (dashed) of bursts by SNR." },
  ];
}

/** What contamination does to the labels. */
export function stressSection(summaries: readonly CellSummary[]): readonly ReportBlock[] {
  const cells = plain(summaries, "stress");
  if (cells.length === 0) return [];
  const columns = ["clonus", "clonoid", "pseudoclonus"] as const;
  const rows = [...new Set(cells.map(({ cell }) => cell.row))].map((row) => [row, ...columns.map((column) => {
    const found = cells.find(({ cell }) => cell.row === row && cell.column === column);
    if (found === undefined) return "–";
    const right = column === "pseudoclonus" ? "irregular" : "rhythmic";
    const wrong = countOf(found.outcomes, ({ rhythmic, irregular }) => (column === "pseudoclonus" ? rhythmic : irregular)).hits;
    return `${shareText(countOf(found.outcomes, ({ main }) => main === right))}; ${wrong}`;
  })]);
  const sizes = [...new Set(cells.map(({ outcomes }) => outcomes.length))].sort((a, b) => a - b).join(" or ");
  return [
    { kind: "heading", text: "Contamination, rates, drift, missed beats" },
    { kind: "paragraph", text: `8–15 beats at 12 dB, ${sizes} records a cell. Share decided rightly (rhythmic; irregular for pseudoclonus) with Wilson's 95 % interval, then the number of records with the opposite label. Clipping beyond the gate makes a channel unusable: nothing is decided there, on purpose.` },
    { kind: "table", head: ["what", ...columns.map((column) => `${column}: right; wrong way`)], rows },
  ];
}
