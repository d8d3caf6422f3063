import type { PlanReceipt, TrainResult } from "../core/result";
import type { TickKinds } from "./burst-ticks";
import type { FigureContent } from "./content";
import type { FigureReceipt } from "./model";
import { recipePhrase } from "./recipe-words";
import { fixed, plain, range } from "./numbers";
import { hasPhase, phaseWords } from "./panel-phase";
import { settingChanges } from "./setting-changes";
import { oneLine } from "./text-metrics";

/** What Klonos is for: printed on every figure and report. */
export const NOT_A_DEVICE = "For research and teaching. Not a medical device.";
/** science.md section 7: always printed beside a label. */
export const CAVEAT =
  "A pattern, not a diagnosis: rhythmic clonus occurs in healthy tired or loaded limbs, functional movement can use a clonus mechanism, genuine clonus may be short; neither label excludes the other, both can coexist.";
/** Highest usable edge as a share of the sampling rate: science.md 4.1. */
const HIGHEST_EDGE = 0.45;
const MAX_REASONS = 3;
const HASH_ENDS = 4;

/** `3f9c…a71e`, or the words for a file without a hash. */
function shortHash(sha256: string | null): string {
  return sha256 === null ? "file not hashed" : `file ${sha256.slice(0, HASH_ENDS)}…${sha256.slice(-HASH_ENDS)}`;
}

function sentence(text: string): string {
  const line = oneLine(text);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/** Keeps a number and its unit, and the short phrases of the receipt, on one line. */
function bindUnits(text: string): string {
  return text.replace(/(\d) (Hz|s|ms|%|µV|dB|edits?|deviations?)(?![\p{L}])/gu, "$1\u00a0$2").replace(/\b(rule|file|Klonos|settings:|plan:|plan) (?=\S)/g, "$1\u00a0");
}

function filterSentence(content: FigureContent): string {
  const { settings, channels } = content.document;
  const first = channels.find((channel) => channel.index === content.traces[0]?.channelIndex);
  const edge = first === undefined ? settings.bandHighHz : Math.min(settings.bandHighHz, first.samplingHz * HIGHEST_EDGE);
  const band = `${plain(settings.bandLowHz)}–${plain(edge)} Hz, zero phase`;
  switch (content.view ?? "filtered") {
    case "filtered":
      return `EMG band-pass ${band}.`;
    case "raw":
      return `EMG unfiltered; analysed after band-pass ${band}.`;
    case "envelope":
      return `EMG envelopes after band-pass ${band}.`;
  }
}

function tickSentence(kinds: TickKinds, dividedIntervals: boolean): string {
  const parts: string[] = [];
  if (kinds.bursts) parts.push("burst centroids");
  if (kinds.missed) parts.push("dashed, a beat thought missed");
  if (kinds.thoughtFalse) parts.push("crosses, a burst thought false");
  if (kinds.isolated) parts.push("short grey, isolated bursts");
  const ticks = parts.length === 0 ? "" : `Ticks: ${parts.join("; ")}.`;
  return dividedIntervals ? `${ticks} Open circles: interval across a missed beat, divided.` : ticks;
}

/** Settings that differ from the published rule, each with its default. */
function settingsPhrase(content: FigureContent): string {
  const changes = settingChanges(content.document.settings);
  if (changes.length === 0) return "settings: defaults";
  return `settings changed: ${changes.map(({ title, value, usual }) => `${title} ${value} (default ${usual})`).join(", ")}`;
}

/** Why a label was not given, for the trains shown that have none, the chosen one first. */
function reasonSentences(trains: readonly TrainResult[], chosen: TrainResult | undefined): readonly string[] {
  const ordered = [...trains.filter((train) => train === chosen), ...trains.filter((train) => train !== chosen)];
  const undecided = ordered.filter((train) => train.label === "indeterminate" || train.label === "withheld");
  const sentences = undecided.slice(0, MAX_REASONS).map((train) => {
    const reason = train.reasons.find((one) => one.says === "withholds") ?? train.reasons.find((one) => one.says === "against");
    const why = reason?.text ?? train.missing["label"] ?? train.missing["pattern"] ?? "no single measure decides";
    return `${oneLine(train.channel)} ${range(train.startSeconds, train.endSeconds, 1)} s ${train.label === "withheld" ? "withheld" : "indeterminate"}: ${sentence(why)}`;
  });
  return undecided.length > MAX_REASONS ? [...sentences, `${undecided.length - MAX_REASONS} more undecided: see the table of trains.`] : sentences;
}

/** Paragraphs of the caption, to be wrapped. */
export function captionParagraphs(content: FigureContent, shown: readonly TrainResult[], chosen: TrainResult | undefined, kinds: TickKinds, dividedIntervals: boolean, cutTrains: boolean): readonly string[] {
  const { document } = content;
  const notes = [...reasonSentences(shown, chosen)];
  if (shown.some((train) => train.conditionalOn === "protocol")) notes.push("Protocol unmarked: labels hold only if the movement was evoked by a stretch or a tap.");
  const phase = chosen?.antagonistPhase ?? undefined;
  if (phase !== undefined && !hasPhase(chosen)) notes.push(`Antagonist ${oneLine(chosen?.antagonist ?? "")}: ${phaseWords(phase)}.`);
  if (shown.length === 0) notes.push("No train of bursts in this span.");
  const edits = document.editCount === 1 ? "1 edit" : `${document.editCount} edits`;
  const receipt = `Klonos ${document.version} · rule ${document.rule} · ${shortHash(document.source.sha256)}${recipePhrase(document.source.recipe)} · ${settingsPhrase(content)} · ${edits}${rejectedPhrase(content)}${planPhrase(document.plan)}.`;
  const span = `Shown: ${fixed(content.startSeconds, 2)}–${fixed(content.endSeconds, 2)} s of the recording${cutTrains ? "; a ribbon at the edge goes on beyond it" : ""}.`;
  const method = [filterSentence(content), tickSentence(kinds, dividedIntervals), span, receipt].filter((part) => part !== "").join(" ");
  return [...notes, method, shown.length === 0 ? NOT_A_DEVICE : `${NOT_A_DEVICE} ${CAVEAT}`].map(bindUnits);
}

/** Rejected stretches that reach into the span shown, on the channels shown. */
function rejectedPhrase({ document, traces, startSeconds, endSeconds }: FigureContent): string {
  const near = document.rejected.filter((stretch) => stretch.endSeconds > startSeconds && stretch.startSeconds < endSeconds && (stretch.channelIndex === null || traces.some((trace) => trace.channelIndex === stretch.channelIndex)));
  if (near.length === 0) return "";
  const list = near.map(({ channelIndex, startSeconds: from, endSeconds: to }) => `${range(from, to, 2)} s${channelIndex === null ? "" : ` of ${oneLine(document.channels[channelIndex]?.label ?? "")}`}`);
  return ` · left out: ${list.join(", ")}`;
}

/** How many deviations from the locked plan there are; the receipt names them. Nothing where no plan was locked. */
function planPhrase(plan: PlanReceipt | null): string {
  if (plan === null) return "";
  const { length } = plan.deviations;
  return length === 0 ? " · plan kept" : ` · plan: ${length} ${length === 1 ? "deviation" : "deviations"}`;
}

/** What every exported file carries. */
export function figureReceipt(content: FigureContent): FigureReceipt {
  const { document } = content;
  return {
    schema: "klonos-figure/1",
    version: document.version,
    rule: document.rule,
    sha256: document.source.sha256,
    recipe: document.source.recipe,
    trainId: content.trainId ?? null,
    startSeconds: content.startSeconds,
    endSeconds: content.endSeconds,
    protocol: document.protocol,
    edits: document.editCount,
    settings: document.settings,
    plan: document.plan,
  };
}
