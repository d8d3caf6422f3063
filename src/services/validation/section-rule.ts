import { settingDefinitions } from "../../core/settings";
import { type Chart, chartModel } from "./chart";
import { type DetectorScore, GRID_PREFIX } from "./detector-comparison";
import type { Outcome } from "./outcome";
import type { ReportBlock } from "./report-blocks";
import { ablations, SENSITIVITY_SHARE, sensitivityChanges, variantName } from "./study-plan";
import type { OtherDetectors } from "./outside-detectors";
import { addScores, type CellSummary } from "./summary";

/** Edges of the bins of log10BF. */
const BIN_EDGES = [-Infinity, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, Infinity] as const;
/** From here on science.md 8 calls a factor strong. */
const STRONG = 2;
const TICKS = [-4, -2, 0, 2, 4] as const;

/** log10BF against the share of simulated regular and irregular trains. */
export function calibrationSection(summaries: readonly CellSummary[], version: string): readonly ReportBlock[] {
  const judged = summaries.filter(({ cell, variant }) => cell.part === "labels" && variant === "" && ["clonus", "clonoid", "pseudoclonus"].includes(cell.class));
  const values = (regular: boolean): readonly number[] => judged.filter(({ cell }) => (cell.class === "pseudoclonus") !== regular).flatMap(({ outcomes }) => outcomes.flatMap(({ log10BayesFactor }) => (log10BayesFactor === null ? [] : [log10BayesFactor])));
  const regular = values(true);
  const irregular = values(false);
  if (regular.length === 0 || irregular.length === 0) return [];
  const points: { x: number; y: number }[] = [];
  const rows = BIN_EDGES.slice(1).map((high, k) => {
    const low = BIN_EDGES[k]!;
    const inside = (list: readonly number[]): readonly number[] => list.filter((value) => value >= low && value < high);
    const [a, b] = [inside(regular), inside(irregular)];
    const both = [...a, ...b];
    const mean = both.reduce((sum, value) => sum + value, 0) / both.length;
    // Half a train is added to each count (Haldane), so that an empty side gives a bound and not infinity.
    const seen = Math.log10((a.length + 0.5) / regular.length / ((b.length + 0.5) / irregular.length));
    if (both.length > 0) points.push({ x: Math.max(-4, Math.min(4, mean)), y: seen });
    return [`${Number.isFinite(low) ? low : "below"} … ${Number.isFinite(high) ? high : "above"}`, String(a.length), String(b.length), both.length === 0 ? "–" : mean.toFixed(2), both.length === 0 ? "–" : `${seen.toFixed(2)}${a.length === 0 || b.length === 0 ? " (one side empty: a bound)" : ""}`];
  });
  const chart: Chart = {
    title: "Calibration of log10BF", description: "Seen log10 odds of regular over irregular simulated trains against log10BF.",
    x: { title: "log10BF of the rhythm", min: -4, max: 4, ticks: TICKS, text: String }, y: { title: "log10 odds seen", min: -4, max: 4, ticks: TICKS, text: String },
    series: [{ name: "seen", color: "#0072B2", points }, { name: "as it should be", color: "#6b7280", dashPoints: [2, 2], points: [{ x: -4, y: -4 }, { x: 4, y: 4 }] }],
  };
  return [
    { kind: "heading", text: "Calibration of log10BF against simulated patterns" },
    { kind: "paragraph", text: `Of simulated patterns, never of disease: a log10BF of 2 does not mean that a person has clonus with odds of 100. Both kinds weigh alike, whatever their number. Seen odds nearer to zero than the factor, on either side: it says too much; farther from zero: it says less than it could. ${farLeftText(regular, irregular)}` },
    { kind: "table", head: ["log10BF", "regular trains", "irregular trains", "mean log10BF", "log10 odds seen"], rows },
    { kind: "figure", name: "calibration", model: chartModel(chart, version), caption: "Seen log10 odds by bin of log10BF (ends are drawn at ±4)." },
  ];
}

/** Where the factor errs to the side of the worst error, said outright: from −2 on, the strong limit of the rule. */
function farLeftText(regular: readonly number[], irregular: readonly number[]): string {
  const strong = (values: readonly number[]): number => values.filter((value) => value < -STRONG).length;
  const wrong = strong(regular);
  return wrong === 0
    ? `No regular train lies below −${STRONG}.`
    : `Below −${STRONG} lie ${strong(irregular)} of ${irregular.length} irregular trains, and ${wrong} of ${regular.length} regular ones: there the factor alone says too much, and the gates have to hold what it would say.`;
}

interface Panel {
  readonly right: number;
  /** Of clonus, fading clonus and pseudoclonus: those with their own pattern, and how many there are. */
  readonly regular: readonly [right: number, of: number];
  readonly irregular: readonly [right: number, of: number];
  readonly wrong: number;
  readonly of: number;
  readonly changed: number;
}

/** The records of a part under one set of settings, against themselves with the default ones. */
function panelOf(summaries: readonly CellSummary[], part: "panel" | "gates", variant: string): Panel | undefined {
  const cells = summaries.filter(({ cell, variant: mine }) => cell.part === part && mine === variant);
  if (cells.length === 0) return undefined;
  let [right, wrong, of, changed] = [0, 0, 0, 0];
  const [regular, irregular] = [[0, 0] as [number, number], [0, 0] as [number, number]];
  for (const { cell, outcomes } of cells) {
    const usual = new Map(summaries.find((other) => other.variant === "" && other.cell.name === cell.name)?.outcomes.map((outcome) => [outcome.seed, outcome.main]));
    const kind = cell.class;
    const isRight = ({ main }: Outcome): boolean => (kind === "pseudoclonus" ? main === "irregular" : kind === "clonus" || kind === "clonoid" ? main === "rhythmic" : main !== "rhythmic" && main !== "irregular");
    const isWrong = ({ rhythmic, irregular }: Outcome): boolean => (kind === "pseudoclonus" ? rhythmic : kind === "clonus" || kind === "clonoid" ? irregular : kind === "semi-regular" ? false : rhythmic || irregular);
    const found = outcomes.filter(isRight).length;
    const judged = kind === "pseudoclonus" ? irregular : kind === "clonus" || kind === "clonoid" ? regular : undefined;
    if (judged !== undefined) {
      judged[0] += found;
      judged[1] += outcomes.length;
    }
    right += found;
    wrong += outcomes.filter(isWrong).length;
    of += outcomes.length;
    changed += outcomes.filter(({ seed, main }) => usual.get(seed) !== main).length;
  }
  return { right, regular, irregular, wrong, of, changed };
}

/** What each gate is worth. */
export function ablationSection(summaries: readonly CellSummary[]): readonly ReportBlock[] {
  const usual = panelOf(summaries, "gates", "");
  if (usual === undefined) return [];
  const share = ([right, of]: readonly [number, number]): string => `${right} of ${of}`;
  const row = (name: string, how: string, panel: Panel | undefined): string[] => [name, how, ...(panel === undefined ? ["–", "–", "–", "–"] : [share(panel.regular), share(panel.irregular), String(panel.wrong), String(panel.changed)])];
  return [
    { kind: "heading", text: "Each gate left out" },
    { kind: "paragraph", text: `${usual.of} records near the edges of the rule, of things that no label fits too (few bursts, tonic, rest, artefact), analysed again with one gate opened by its settings. Wrong: any train with the opposite label, or with a label where there is no rhythm to judge. A gate that moves nothing here is not shown to be needed by these records: what it guards against they may not hold (gait, long bursts, gliding tempo), or another gate holds it too. What needs a second channel is not asked of single ones. So few records tell large effects from none, not small ones.` },
    { kind: "table", head: ["gate left out", "settings", "clonus and fading rhythmic", "pseudoclonus irregular", "wrong", "labels changed"], rows: [row("none", "", usual), ...ablations.map(({ gate, changes }) => row(gate, variantName(changes), panelOf(summaries, "gates", variantName(changes))))] },
  ];
}

/** How many labels each setting moves. */
export function sensitivitySection(summaries: readonly CellSummary[]): readonly ReportBlock[] {
  const usual = panelOf(summaries, "panel", "");
  const moved = sensitivityChanges().flatMap(({ name, value }) => {
    const panel = panelOf(summaries, "panel", variantName({ [name]: value }));
    return panel === undefined ? [] : [{ name, value, panel }];
  });
  if (usual === undefined || moved.length === 0) return [];
  const byEffect = moved.filter(({ panel }) => panel.changed > 0).sort((a, b) => b.panel.changed - a.panel.changed || a.name.localeCompare(b.name));
  const still = [...new Set(moved.map(({ name }) => name))].filter((name) => !byEffect.some((one) => one.name === name));
  return [
    { kind: "heading", text: "Sensitivity of labels to every setting" },
    { kind: "paragraph", text: `A panel of records near the edges of the rule (${usual.of} records; ${usual.right} right, ${usual.wrong} wrong), each number of the method moved by ${100 * SENSITIVITY_SHARE} % (at least one step of its form) down and up within its limits. So small a panel finds settings on which labels hang, and cannot show that one does not matter.` },
    { kind: "table", head: ["setting", "default", "moved to", "labels changed", "right", "wrong"], rows: byEffect.map(({ name, value, panel }) => [name, String(settingDefinitions[name].default), String(value), String(panel.changed), String(panel.right), String(panel.wrong)]) },
    { kind: "paragraph", text: still.length === 0 ? "Every setting moves a label." : `No label of these ${usual.of} records moves with: ${still.join(", ")}.` },
  ];
}

const NORMAL_95 = 1.96;
const f1 = ({ truth, detected, matched }: Omit<DetectorScore, "name">): number => (truth + detected === 0 ? 0 : (2 * matched) / (truth + detected));

/** Klonos beside other detectors on the same records. */
export function detectorSection(summaries: readonly CellSummary[], others: OtherDetectors | undefined): readonly ReportBlock[] {
  const scoresOf = (part: "detectors-tuned" | "detectors-tested"): readonly DetectorScore[] => summaries.filter(({ cell }) => cell.part === part).reduce<readonly DetectorScore[]>((sum, { detectors }) => addScores(sum, detectors), []);
  const tuned = scoresOf("detectors-tuned");
  const tested = scoresOf("detectors-tested");
  if (tested.length === 0) return [];
  const own = summaries.filter(({ cell }) => cell.part === "detectors-tested").flatMap(({ outcomes }) => outcomes).reduce((sum, { bursts }) => ({ truth: sum.truth + bursts.truth, detected: sum.detected + bursts.detected, matched: sum.matched + bursts.matched }), { truth: 0, detected: 0, matched: 0 });
  const best = tuned.map((score, k) => ({ score, k })).filter(({ score }) => score.name.startsWith(GRID_PREFIX)).sort((a, b) => f1(b.score) - f1(a.score))[0];
  const row = (name: string, score: Omit<DetectorScore, "name">): string[] => [name, (score.matched / score.truth).toFixed(3), score.detected === 0 ? "–" : (score.matched / score.detected).toFixed(3), f1(score).toFixed(3)];
  const rows = [
    row("Klonos (default settings)", own),
    ...(best === undefined ? [] : [row(`emgGO-style ${tested[best.k]!.name} (tuned)`, tested[best.k]!)]),
    ...(others?.detectors.map((detector) => row(`${detector.name} ${detector.version} (tuned: ${detector.tuned})`, detector)) ?? []),
    // The names are kept with earlier results: what they say is mended here.
    ...tested.filter(({ name }) => !name.startsWith(GRID_PREFIX)).map((score) => row(score.name.replace(" (as published)", " (as here)"), score)),
  ];
  return [
    { kind: "heading", text: "Other detectors on the same records" },
    { kind: "paragraph", text: `Clonus, fading clonus and pseudoclonus of 8–15 beats at 6, 10 and 15 dB, 1000 Hz, ${own.truth} true bursts. Found: the centroid within 40 ms of a true one, one to one. What is tuned was tuned by F1 on as many other records. Klonos was not tuned here, but its defaults were found on records of the same generators with other seeds: that favours it. Each of the others is given the rest before the train as a person would mark it: that favours them. Found bursts outside the train count as false. “As here”: Klonos’ own writing of the published detector with its defaults, some of which are from memory or changed for bursts as short as these (docs/method.md); the adaptive double threshold only moves edges, so it finds the same bursts. With bursts taken as independent a recall of 0.95 has a 95 % interval of ± ${(NORMAL_95 * Math.sqrt((0.95 * 0.05) / own.truth)).toFixed(3)}: smaller differences tell nothing.` },
    { kind: "table", head: ["detector", "recall", "precision", "F1"], rows },
    ...(others === undefined ? [{ kind: "paragraph", text: "BioSPPy’s and NeuroKit’s detectors: left out. scripts/validation/other-detectors.py runs them where Python has both, on the records that the command writes into comparison/." } as const] : []),
  ];
}
