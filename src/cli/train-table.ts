import type { Interval, Measured, ResultDocument, TrainResult } from "../core/result";
import { settingDefinitions, settingNames } from "../core/settings";
import { examinationLines } from "./examination-lines";
import { issueLine } from "./issue-line";
import { alignedTable } from "./text-table";

const LABELS: Readonly<Record<TrainResult["label"], string>> = {
  "clonus-like": "rhythmic: clonus-like",
  "clonoid-like": "rhythmic, fading: clonoid-like",
  "pseudoclonus-like": "irregular: pseudoclonus-like",
  indeterminate: "indeterminate",
  tonic: "tonic / not burst-like",
  insufficient: "insufficient",
  withheld: "withheld",
};
/** Labels that say nothing of a rhythm. */
const UNLABELLED: readonly TrainResult["label"][] = ["indeterminate", "tonic", "withheld"];
/** Trains whose withholding gates are printed; the document holds all. */
const MOST_WITHHELD = 20;
const HASH_CHARACTERS = 12;
/** Channels that are named before the rest is counted. */
const MAX_LABELS = 8;

/** A result for people: one line a train, what could not be analysed, issues, and the sentence that stands on every report. */
export function describeResult(document: ResultDocument): string {
  const { source } = document;
  const hash = source.sha256 === null ? "" : `, SHA-256 ${source.sha256.slice(0, HASH_CHARACTERS)}…`;
  const percent = Math.round(document.ciLevel * 1000) / 10;
  const lines = [`${source.name}: ${source.format}, ${source.durationSeconds.toFixed(1)} s, protocol ${document.protocol}${hash}`];
  if (source.recipe !== null) lines.push(`  import settings: ${JSON.stringify(source.recipe)}`);
  if (document.trains.length === 0) lines.push("  no train was found");
  else lines.push(...alignedTable(["train", "channel", "from s", "to s", "beats", `rate Hz [${percent} %]`, `jitter % [${percent} %]`, "log10 BF", "pattern"], document.trains.map((train) => trainRow(train, document))).map((line) => `  ${line}`));
  lines.push(...withholdingLines(document), ...preflightLine(document));
  lines.push(...examinationLines(document).map((line) => `  ${line}`), ...channelLines(document));
  if (document.rejected.length > 0) lines.push(`  left out on request: ${rejectedText(document)}`);
  lines.push(...changedLines(document));
  if (document.plan !== null) lines.push(...(document.plan.deviations.length === 0 ? ["  the locked plan was kept"] : document.plan.deviations.map((deviation) => `  deviates from the locked plan: ${deviation}`)));
  for (const issue of document.issues) lines.push(`  ${issueLine(issue)}`);
  return `${lines.join("\n")}\n`;
}

/** Why a train has no label, gate by gate, and what alone would give it another one. */
function withholdingLines({ trains }: ResultDocument): readonly string[] {
  const withheld = trains.filter(({ label }) => UNLABELLED.includes(label));
  const lines = withheld.slice(0, MOST_WITHHELD).map(({ id, reasons, wouldChange }) => {
    const gates = reasons.filter(({ says }) => says === "withholds").map(({ title, text }) => `${title}: ${text}`);
    return [`  ${id} ${gates.join(" ")}`, ...(wouldChange[0] === undefined ? [] : [`Would change it: ${wouldChange[0]}`])].join(" ");
  });
  return withheld.length > MOST_WITHHELD ? [...lines, `  ${withheld.length - MOST_WITHHELD} more without a label: their gates stand in the document`] : lines;
}

/** What a pre-flight finding is about, in as few words as a list wants. */
const FINDINGS: Readonly<Record<ResultDocument["preflight"][number]["findings"][number]["code"], string>> = {
  unusable: "unusable", rest: "little rest", snr: "low SNR", mains: "mains hum", clipping: "clipping", "cross-talk": "cross-talk", marks: "no marks", beats: "few beats",
};

/** Which channels can be analysed, and for what reasons others only with limits or not at all; their advice stands in the document and the window. */
function preflightLine({ preflight }: ResultDocument): readonly string[] {
  if (preflight.length === 0) return [];
  return [`  pre-flight: ${preflight.map(({ channel, verdict, findings }) => `${channel} ${verdict}${findings.length === 0 ? "" : ` (${findings.map(({ code }) => FINDINGS[code]).join(", ")})`}`).join("; ")}`];
}

/** What is to be said of the channels; the same words of several channels are said once. */
function channelLines({ channels }: ResultDocument): readonly string[] {
  const labels = new Map<string, string[]>();
  const say = (label: string, text: string): void => void labels.set(text, [...(labels.get(text) ?? []), label]);
  for (const channel of channels) {
    if (channel.unusable !== null) say(channel.label, `not analysed: ${channel.unusable}`);
    const isolated = channel.isolatedBursts.length;
    if (isolated > 0) say(channel.label, `${isolated} isolated ${isolated === 1 ? "burst" : "bursts"}`);
    for (const issue of channel.issues) say(channel.label, `${issue.severity}: ${issue.message}`);
  }
  return [...labels].map(([text, named]) => `  ${named.slice(0, MAX_LABELS).join(", ")}${named.length > MAX_LABELS ? ` and ${named.length - MAX_LABELS} more` : ""}: ${text}`);
}

/** The settings that are not those of the published rule: who changes classes or priors changes what the labels mean. */
function changedLines({ settings }: ResultDocument): readonly string[] {
  return settingNames.filter((name) => settings[name] !== settingDefinitions[name].default).map((name) => `  setting changed: ${settingDefinitions[name].title} ${settings[name]} (default ${settingDefinitions[name].default})`);
}

function rejectedText({ rejected, channels }: ResultDocument): string {
  return rejected.map(({ channelIndex, startSeconds, endSeconds }) => `${startSeconds.toFixed(2)}–${endSeconds.toFixed(2)} s${channelIndex === null ? "" : ` of ${channels[channelIndex]?.label ?? channelIndex}`}`).join(", ");
}

/** Stands under every report. */
export const NOT_A_DEVICE = "For research and teaching. Not a medical device.";

function trainRow(train: TrainResult, { settings }: ResultDocument): readonly string[] {
  const conditional = train.conditionalOn === null ? "" : `, if evoked by a stretch or tap`;
  const narrow = train.confidence === "narrow" && train.label !== "insufficient" && !UNLABELLED.includes(train.label) ? " (narrow)" : "";
  return [
    train.id,
    train.channel,
    train.startSeconds.toFixed(2),
    train.endSeconds.toFixed(2),
    `${train.beats}${train.missedBeats > 0 ? `+${train.missedBeats}` : ""}`,
    withInterval(train.rateHz, train.rateCi, 1, 2),
    // Of three or four beats the jitter is a number by chance, and its interval knows nothing of the error of the burst times: the document has it.
    train.beats < settings.minimumBursts ? fixed(null, 1, 1) : withInterval(train.jitter, train.jitterCi, 100, 1),
    fixed(train.log10BayesFactor, 1, 1),
    `${LABELS[train.label]}${narrow}${conditional}`,
  ];
}

function withInterval(value: Measured, interval: Interval, factor: number, digits: number): string {
  const text = fixed(value, factor, digits);
  return interval === null ? text : `${text} [${fixed(interval[0], factor, digits)}, ${fixed(interval[1], factor, digits)}]`;
}

function fixed(value: Measured, factor: number, digits: number): string {
  // The minus of a number is a real minus, as in the figure.
  if (value === null) return "–";
  const text = (value * factor).toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}
