import { labelOrder, tellingTrains } from "../../core/report-template";
import type { Reason, ResultDocument, TrainResult } from "../../core/result";
import { english } from "../words/english";
import { oneLine } from "../text-metrics";
import type { ReportDetail } from "./report-detail";
import type { ReportBlock, ReportColumn } from "./report-model";
import { clockOf, endWords, NO_NUMBER, withInterval } from "./report-numbers";
import { measuredBlocks } from "./section-measures";

const columns: readonly ReportColumn[] = [
  { title: "Train", align: "left" },
  { title: "Muscle", align: "left" },
  { title: "Start–end", align: "left" },
  { title: "Pattern", align: "left" },
  { title: "Beats", align: "right" },
  { title: "Rate, Hz", align: "right" },
  { title: "Jitter, %", align: "right" },
  { title: "log10 BF", align: "right" },
  { title: "SNR, dB", align: "right" },
  { title: "Ended", align: "left" },
];

const says: Readonly<Record<TrainResult["reasons"][number]["says"], string>> = { for: "for", against: "against", withholds: "withholds", neutral: "–" };

function confidence(train: TrainResult): string {
  if (train.label === "insufficient" || train.label === "indeterminate" || train.label === "withheld" || train.label === "tonic") return "";
  return `, criteria met ${train.confidence === "clear" ? "clearly" : "narrowly"}`;
}

/** All trains, one a row; of more than `most` those that say most, and the names of the others. */
export function trainBlocks(document: ResultDocument, most: number): readonly ReportBlock[] {
  if (document.trains.length === 0) return [{ kind: "paragraph", text: "No train of bursts was found. No burst is a finding too.", weight: "normal" }];
  const shown = document.trains.length <= most ? document.trains : tellingTrains(document.trains, most);
  const rows = shown.map((train) => [
    train.id,
    oneLine(train.channel),
    `${clockOf(train.startSeconds)}–${clockOf(train.endSeconds)}`,
    english.looks[train.label],
    `${train.beats}${train.missedBeats > 0 ? ` (${train.missedBeats} missed)` : ""}`,
    withInterval(train.rateHz, train.rateCi, 1),
    // Of three or four beats it is a number by chance: the exported measures have it.
    train.beats < document.settings.minimumBursts ? NO_NUMBER : withInterval(train.jitter, train.jitterCi, 1, "", 100),
    withInterval(train.log10BayesFactor, null, 1),
    withInterval(train.snrDb, null, 1),
    train.durationCensored ? `${endWords(train.endReason)} (≥)` : endWords(train.endReason),
  ]);
  const censored = shown.some(({ durationCensored }) => durationCensored);
  return [{ kind: "table", columns, rows }, ...(censored ? [{ kind: "paragraph", text: "(≥) The end was not seen: the train may have lasted longer.", weight: "quiet" } as const] : []), ...leftOut(document.trains.filter((train) => !shown.includes(train)))];
}

/** What is not on the page, by label. */
function leftOut(trains: readonly TrainResult[]): readonly ReportBlock[] {
  if (trains.length === 0) return [];
  const kinds = labelOrder.flatMap((label) => {
    const ids = trains.filter((train) => train.label === label).map(({ id }) => id);
    return ids.length === 0 ? [] : [`${ids.length} ${english.looks[label]} (${ids.join(", ")})`];
  });
  return [{ kind: "paragraph", text: `In the exported table of trains and not here: ${kinds.join("; ")}.`, weight: "quiet" }];
}

/** The evidence of the trains that say most, at most so many: each measure that says something beside its threshold, the others in lines. */
export function evidenceBlocks(document: ResultDocument, { explained: most, measured }: Pick<ReportDetail, "explained" | "measured">): readonly ReportBlock[] {
  const told = document.trains.filter((train) => train.label !== "insufficient");
  const blocks = tellingTrains(told, most).flatMap((train, place): readonly ReportBlock[] => [
    { kind: "paragraph", text: `${train.id}, ${oneLine(train.channel)} ${clockOf(train.startSeconds)}: ${english.looks[train.label]}${confidence(train)}${train.conditionalOn === null ? "" : "; holds only if a stretch or tap evoked the movement"}.`, weight: "strong" },
    {
      kind: "table",
      columns: [
        { title: "Measure", align: "left" },
        { title: "Value", align: "right" },
        { title: "Threshold", align: "right" },
        { title: "Says", align: "left" },
        { title: "Flips at, alone", align: "left" },
        { title: "In words", align: "left" },
      ],
      rows: train.reasons
        .filter((reason) => reason.says !== "neutral")
        .map((reason) => [reason.title, valueOf(reason), reason.threshold === null ? NO_NUMBER : withInterval(reason.threshold, null, decimalsOf(reason), reason.unit), says[reason.says], flipOf(reason), oneLine(reason.text)]),
    },
    ...described(train),
    ...(place < measured ? measuredBlocks(train) : []),
    ...(train.wouldChange.length === 0 ? [] : [{ kind: "paragraph", text: `Would change it: ${train.wouldChange.slice(0, 2).map(oneLine).join(" ")}`, weight: "quiet" } as const]),
  ]);
  if (told.length > most) blocks.push({ kind: "paragraph", text: `The evidence of ${told.length - most} more trains is in the exported JSON, their numbers in the table of measures.`, weight: "quiet" });
  return blocks;
}

/** Where the measure alone would give another label, as short as a column wants it: `→ 6 dB: indeterminate`. */
function flipOf({ flip }: Reason): string {
  if (flip === null) return NO_NUMBER;
  const arrow = flip.text.indexOf("→");
  return `${oneLine(arrow < 0 ? flip.text : flip.text.slice(arrow).replace(/ \(.*\)$/, ""))}: ${flip.label}`;
}

/** What the reader of a phase must know beside it. */
function crossTalkNote({ antagonistActivity: activity }: TrainResult): string {
  return activity?.crossTalk === "warning" ? ` (raw channels correlate ${withInterval(activity.rawCorrelation, null, 2)} within 2 ms: cross-talk is possible)` : "";
}

/** Measures that say nothing for or against, with their values. */
function described(train: TrainResult): readonly ReportBlock[] {
  const measured = train.reasons.filter((reason) => reason.says === "neutral" && reason.value !== null);
  if (measured.length === 0) return [];
  return [{ kind: "paragraph", text: `Described, for or against nothing: ${measured.map((reason) => `${oneLine(reason.title)} ${valueOf(reason)}${reason.measure === "antagonistPhase" ? crossTalkNote(train) : ""}`).join("; ")}.`, weight: "quiet" }];
}

function valueOf(reason: Reason): string {
  return withInterval(reason.value, reason.interval, decimalsOf(reason), reason.unit);
}

/** Enough decimals that a value and its threshold can be told apart. */
function decimalsOf({ value, threshold }: Reason): number {
  const numbers = [value, threshold].filter((one): one is number => one !== null);
  if (numbers.every(Number.isInteger)) return 0;
  return Math.max(...numbers.map(Math.abs)) >= 10 ? 1 : 2;
}
