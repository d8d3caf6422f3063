import type { ResultDocument, TrainResult } from "../../core/result";
import { lookOf } from "../palette";
import { oneLine } from "../text-metrics";
import type { ReportBlock, ReportColumn } from "./report-model";
import { clockOf, withInterval } from "./report-numbers";

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
/** Trains whose evidence is printed; the JSON holds all. */
const MOST_EXPLAINED = 6;

function confidence(train: TrainResult): string {
  if (train.label === "insufficient" || train.label === "indeterminate" || train.label === "withheld" || train.label === "tonic") return "";
  return `, criteria met ${train.confidence === "clear" ? "clearly" : "narrowly"}`;
}

/** All trains, one a row. */
export function trainBlocks(document: ResultDocument): readonly ReportBlock[] {
  if (document.trains.length === 0) return [{ kind: "paragraph", text: "No train of bursts was found. No burst is a finding too.", weight: "normal" }];
  const rows = document.trains.map((train) => [
    train.id,
    oneLine(train.channel),
    `${clockOf(train.startSeconds)}–${clockOf(train.endSeconds)}`,
    lookOf(train).words,
    `${train.beats}${train.missedBeats > 0 ? ` (${train.missedBeats} missed)` : ""}`,
    withInterval(train.rateHz, train.rateCi, 1),
    withInterval(train.jitter, train.jitterCi, 1, "", 100),
    withInterval(train.log10BayesFactor, null, 1),
    withInterval(train.snrDb, null, 0),
    train.durationCensored ? `${train.endReason}, length a lower bound` : train.endReason,
  ]);
  return [{ kind: "table", columns, rows }];
}

/** The evidence of the trains with a rhythm label, then of the undecided ones, each measure beside its threshold. */
export function evidenceBlocks(document: ResultDocument): readonly ReportBlock[] {
  const told = document.trains.filter((train) => train.label !== "insufficient");
  const blocks = told.slice(0, MOST_EXPLAINED).flatMap((train): readonly ReportBlock[] => [
    { kind: "paragraph", text: `${train.id}, ${oneLine(train.channel)} ${clockOf(train.startSeconds)}: ${lookOf(train).words}${confidence(train)}${train.conditionalOn === null ? "" : "; holds only if a stretch or tap evoked the movement"}.`, weight: "strong" },
    {
      kind: "table",
      columns: [
        { title: "Measure", align: "left" },
        { title: "Value", align: "right" },
        { title: "Threshold", align: "right" },
        { title: "Says", align: "left" },
        { title: "In words", align: "left" },
      ],
      rows: train.reasons.map((reason) => [
        reason.title,
        withInterval(reason.value, reason.interval, decimalsOf(reason.value), reason.unit),
        reason.threshold === null ? "–" : withInterval(reason.threshold, null, decimalsOf(reason.threshold), reason.unit),
        says[reason.says],
        oneLine(reason.text),
      ]),
    },
    ...(train.wouldChange.length === 0 ? [] : [{ kind: "paragraph", text: `Would change it: ${train.wouldChange.slice(0, 2).map(oneLine).join(" ")}`, weight: "quiet" } as const]),
  ]);
  if (told.length > MOST_EXPLAINED) blocks.push({ kind: "paragraph", text: `The evidence of ${told.length - MOST_EXPLAINED} more trains is in the exported JSON.`, weight: "quiet" });
  return blocks;
}

/** Enough decimals that the value and its threshold can be told apart. */
function decimalsOf(value: number | null): number {
  if (value === null || Number.isInteger(value)) return 0;
  return Math.abs(value) >= 10 ? 1 : 2;
}
