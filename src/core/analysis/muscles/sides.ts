import type { Side } from "../../recording";
import type { ResponseComparison } from "../../reflex/side-comparison";
import { compareResponses, hReflexVerdict, largerSide } from "../../reflex/side-comparison";
import type { ReflexResult, SideResult } from "../../reflex-result";
import type { AttemptResult, ChannelResult, Mark, TrainResult } from "../../result";

/** What the rows are made from. */
export interface SideRequest {
  readonly channels: readonly ChannelResult[];
  readonly marks: readonly Mark[];
  readonly reflexes: readonly ReflexResult[];
  readonly attempts: readonly AttemptResult[];
  readonly trains: readonly TrainResult[];
  readonly ciLevel: number;
}

/** Values of one side that are compared. */
interface SideValues {
  readonly channel: ChannelResult;
  readonly values: readonly number[];
}

interface Wanted {
  readonly measure: SideResult["measure"];
  readonly unit: string;
  readonly left: SideValues;
  readonly right: SideValues;
  /** What is compared, as the sentence begins. */
  readonly subject: string;
  readonly remark: string;
}

/** Latencies are told to a tenth of a millisecond. */
const LEAST_LATENCY_MILLISECONDS = 0.1;
const CAUSE = "A loss on one side or a gain on the other can cause it.";
/** Fewest beats of a train that is compared where no manoeuvre is marked: three are abnormal [FPN]. */
const FEWEST_BEATS = 3;

/** One row for each muscle that is recorded on both sides and each measure that both sides have (science.md 5.3): described, never counted for or against. */
export function sideRows(request: SideRequest): readonly SideResult[] {
  const rows = pairsOf(request.channels).flatMap(({ left, right }) => [...reflexMeasures(left, right, request), ...clonusMeasures(left, right, request)]);
  return rows.map((wanted, k) => rowOf(`D${k + 1}`, wanted, request.ciLevel));
}

/** The first analysed channel of each side, for each muscle that has both. */
function pairsOf(channels: readonly ChannelResult[]): readonly { readonly left: ChannelResult; readonly right: ChannelResult }[] {
  const usable = channels.filter(({ role, unusable }) => role === "emg" && unusable === null);
  const muscles = [...new Set(usable.flatMap(({ muscle }) => (muscle === null ? [] : [muscle])))];
  return muscles.flatMap((muscle) => {
    const on = (side: Side): ChannelResult | undefined => usable.find((channel) => channel.muscle === muscle && channel.side === side);
    const [left, right] = [on("left"), on("right")];
    return left === undefined || right === undefined ? [] : [{ left, right }];
  });
}

const REFLEXES = [
  { evokedBy: "stimulus", measure: "h-reflex", name: "H-reflex" },
  { evokedBy: "tap", measure: "t-reflex", name: "T-reflex" },
  { evokedBy: "stretch", measure: "stretch-reflex", name: "Stretch response" },
] as const;

function reflexMeasures(left: ChannelResult, right: ChannelResult, { reflexes, marks }: SideRequest): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (const { evokedBy, measure, name } of REFLEXES) {
    const rows = (channel: ChannelResult): readonly ReflexResult[] =>
      reflexes.filter((row) => row.channelIndex === channel.index && row.evokedBy === evokedBy && (row.status === "present" || row.status === "absent") && marks[row.markIndex]?.side === channel.side);
    const [a, b] = [rows(left), rows(right)];
    if (a.length === 0 || b.length === 0) continue;
    const ratios = [a, b].every((side) => side.every(({ ratioToM }) => ratioToM !== null));
    // The cut-off for H-reflexes is one of amplitudes (science.md 5.3); T-reflexes in mV ask for T/M where there is one.
    const toM = ratios && measure !== "h-reflex";
    const pick = (side: readonly ReflexResult[]): readonly number[] => side.flatMap((row) => (toM ? row.ratioToM : row.peakToPeakMicrovolts) ?? []);
    const absent = [a, b].map((side) => side.filter(({ status }) => status === "absent").length);
    // Background beside background: nothing to compare.
    if (absent[0]! > a.length / 2 && absent[1]! > b.length / 2) continue;
    const missed = absent[0]! + absent[1]! === 0 ? "" : ` Absent: ${absent[0]} of ${a.length} left, ${absent[1]} of ${b.length} right.`;
    const scale = toM ? " Relative to the largest M-wave of each side." : measure === "t-reflex" ? " Without an M-wave of each side, electrodes and tissue alone can make sides differ." : measure === "stretch-reflex" ? " Manual stretches are not comparable in amplitude." : "";
    wanted.push({ measure, unit: toM ? "" : "µV", left: { channel: left, values: pick(a) }, right: { channel: right, values: pick(b) }, subject: name, remark: `${scale}${missed}` });
    const latency = (side: readonly ReflexResult[]): readonly number[] => side.flatMap((row) => (row.status === "present" ? row.latencyMilliseconds : null) ?? []);
    if (latency(a).length > 0 && latency(b).length > 0) {
      wanted.push({ measure: "latency", unit: "ms", left: { channel: left, values: latency(a) }, right: { channel: right, values: latency(b) }, subject: `${name} latency`, remark: "" });
    }
  }
  return wanted;
}

function clonusMeasures(left: ChannelResult, right: ChannelResult, { attempts, marks, trains }: SideRequest): readonly Wanted[] {
  const sideOf = (attempt: AttemptResult): Side | undefined => marks.find(({ kind, seconds }) => (kind === "stretch" || kind === "hold" || kind === "tap") && seconds === attempt.markSeconds)?.side;
  const named = attempts.some((attempt) => sideOf(attempt) !== undefined);
  const rows = (channel: ChannelResult): readonly AttemptResult[] =>
    attempts.filter((attempt) => attempt.channelIndex === channel.index && attempt.evokedBy !== "tap" && attempt.outcome !== "not-analysed" && (!named || sideOf(attempt) === channel.side));
  let [a, b]: readonly (readonly { readonly beats: number; readonly seconds: number; readonly censored: boolean }[])[] = [left, right].map((channel) =>
    rows(channel).map(({ beats, durationSeconds, durationCensored }) => ({ beats, seconds: beats === 0 ? 0 : (durationSeconds ?? 0), censored: durationCensored })),
  );
  let remark = named ? "" : " The marks do not say which side was stretched.";
  if (a!.length === 0 && b!.length === 0) {
    const found = (channel: ChannelResult): typeof a =>
      trains.filter((train) => train.channelIndex === channel.index && train.beats >= FEWEST_BEATS && train.pattern === "rhythmic").map((train) => ({ beats: train.beats, seconds: train.endSeconds - train.startSeconds, censored: train.endReason !== "stopped" && train.endReason !== "released" }));
    [a, b] = [found(left), found(right)];
    remark = " No manoeuvre is marked: rhythmic trains are compared.";
  }
  if (a!.length === 0 || b!.length === 0 || [...a!, ...b!].every(({ beats }) => beats === 0)) return [];
  const censored = [...a!, ...b!].some((entry) => entry.censored);
  const lower = censored ? " At least one end was not seen: its duration is a lower bound." : "";
  return [
    { measure: "clonus-beats", unit: "", left: { channel: left, values: a!.map(({ beats }) => beats) }, right: { channel: right, values: b!.map(({ beats }) => beats) }, subject: "Beats a manoeuvre", remark },
    { measure: "clonus-duration", unit: "s", left: { channel: left, values: a!.map(({ seconds }) => seconds) }, right: { channel: right, values: b!.map(({ seconds }) => seconds) }, subject: "Duration", remark: `${remark}${lower}` },
  ];
}

function rowOf(id: string, wanted: Wanted, ciLevel: number): SideResult {
  const { left, right, measure, unit } = wanted;
  const comparison = compareResponses(left.values, right.values, ciLevel);
  const verdict = measure === "h-reflex" ? hReflexVerdict(comparison, [left.values.length, right.values.length]) : undefined;
  const missing: Record<string, string> = {};
  const none = "Neither side has a value above zero.";
  const few = "Fewer than three responses on one side.";
  if (comparison.ratio === undefined) for (const field of ["ratio.value", "asymmetryIndex.value", "difference.value", "larger", "left.median", "right.median"]) missing[field] = none;
  if (comparison.ratioCi === undefined) missing["ratio.ci"] = few;
  if (comparison.asymmetryCi === undefined) missing["asymmetryIndex.ci"] = few;
  if (comparison.differenceCi === undefined) missing["difference.ci"] = few;
  if (verdict === undefined) missing["verdict"] = measure === "h-reflex" ? "A word needs five responses on each side." : "No cut-off is known for this measure.";
  const larger = largerSide(comparison);
  return {
    id,
    muscle: left.channel.muscle!,
    measure,
    unit,
    left: { channel: left.channel.label, channelIndex: left.channel.index, count: left.values.length, median: comparison.medians?.[0] ?? null },
    right: { channel: right.channel.label, channelIndex: right.channel.index, count: right.values.length, median: comparison.medians?.[1] ?? null },
    ratio: { value: comparison.ratio ?? null, ci: comparison.ratioCi ?? null },
    asymmetryIndex: { value: comparison.asymmetryIndex ?? null, ci: comparison.asymmetryCi ?? null },
    difference: { value: comparison.difference ?? null, ci: comparison.differenceCi ?? null },
    larger: larger ?? null,
    verdict: verdict ?? null,
    text: textOf(wanted, comparison, larger, verdict, ciLevel),
    missing,
  };
}

function textOf({ subject, remark, measure, unit }: Wanted, { medians, ratio, ratioCi, differenceCi }: ResponseComparison, larger: Side | "equal" | undefined, verdict: SideResult["verdict"] | undefined, ciLevel: number): string {
  if (medians === undefined || ratio === undefined) return `${subject}: no value above zero on either side.${remark}`;
  const number = (value: number): string => String(Number(value.toPrecision(3)));
  const withUnit = (value: number): string => `${number(value)}${unit === "" ? "" : ` ${unit}`}`;
  const sides = `left ${withUnit(medians[0])}, right ${withUnit(medians[1])}`;
  if (measure === "latency") {
    const difference = Math.abs(medians[1] - medians[0]).toFixed(1);
    if (differenceCi === undefined) return `${subject}: ${sides}, difference ${difference} ms.${remark}`;
    const [low, high] = differenceCi;
    const level = Math.round(100 * ciLevel);
    // A side is later where the whole interval says so, and by more than is told.
    const told = low * high > 0 && Math.abs(medians[1] - medians[0]) >= LEAST_LATENCY_MILLISECONDS;
    if (!told) return `${subject}: ${sides}, difference ${difference} ms [${level} %: ${signed(low)} to ${signed(high)}, right less left].${remark}`;
    return larger === "left"
      ? `${subject}: ${sides}, difference ${difference} ms [${level} %: ${signed(low)} to ${signed(high)}, right less left]; later on the left.${remark}`
      : `${subject}: ${sides}, difference ${difference} ms [${level} %: ${signed(low)} to ${signed(high)}, right less left]; later on the right.${remark}`;
  }
  const interval = ratioCi === undefined ? "" : ` [${Math.round(100 * ciLevel)} %: ${ratioCi[0].toFixed(2)} to ${ratioCi[1].toFixed(2)}]`;
  // A difference that may as well be the other way round is no larger side.
  const open = larger !== "equal" && differenceCi !== undefined && differenceCi[0] <= 0 && differenceCi[1] >= 0;
  const which = larger === "equal" ? "equal on both sides" : open ? "not told apart on the two sides" : `larger on the ${larger}`;
  const word = verdict === undefined || verdict === null ? "" : `: ${verdict}`;
  return `${subject} ${which}: ${sides}, smaller over larger ${ratio.toFixed(2)}${interval}${word}.${larger === "equal" || open ? "" : ` ${CAUSE}`}${remark}`;
}

/** To a tenth, with a minus as a reader has it, and none before a zero. */
function signed(value: number): string {
  return (Number(value.toFixed(1)) + 0).toFixed(1).replace("-", "−");
}
