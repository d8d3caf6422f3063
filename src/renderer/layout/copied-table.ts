import type { BurstResult, TrainResult } from "../../core/result";

/** Milliseconds of a second. */
const MILLISECONDS = 1000;

type Value = string | number | null | undefined;

/** Rows as tab-separated text with a point as decimal sign; what is not there is empty. */
function tsv(head: readonly string[], rows: readonly (readonly Value[])[]): string {
  const text = (value: Value): string => (value === null || value === undefined ? "" : String(value).replace(/[\t\r\n]+/g, " "));
  return [head, ...rows].map((row) => row.map(text).join("\t")).join("\n") + "\n";
}

/** A number without the noise of binary fractions. */
function rounded(value: number | null, decimals: number): number | null {
  return value === null ? null : Number(value.toFixed(decimals));
}

/** Digits of an amplitude: it may be one of nanovolts, in which decimals of a microvolt say little. */
const AMPLITUDE_DIGITS = 6;

function amplitude(microvolts: number | null): number | null {
  return microvolts === null ? null : Number(microvolts.toPrecision(AMPLITUDE_DIGITS));
}

const BURST_HEAD = ["channel", "onset_s", "offset_s", "time_s", "duration_ms", "amplitude_uV", "net_amplitude_uV", "note"];

function burstRow(channel: string, burst: BurstResult): readonly Value[] {
  const note = [burst.edited ? "edited" : "", burst.thoughtFalse ? "thought no beat" : ""].filter((part) => part !== "").join(", ");
  return [channel, rounded(burst.onsetSeconds, 6), rounded(burst.offsetSeconds, 6), rounded(burst.timeSeconds, 6), rounded((burst.offsetSeconds - burst.onsetSeconds) * MILLISECONDS, 3), amplitude(burst.amplitudeMicrovolts), amplitude(burst.netAmplitudeMicrovolts), note];
}

/** The bursts of a train. */
export function burstsText(train: Pick<TrainResult, "channel" | "bursts">): string {
  return tsv(BURST_HEAD, train.bursts.map((burst) => burstRow(train.channel, burst)));
}

/** What is judged of a train, each measure beside its threshold; and the label. */
export function evidenceText(train: Pick<TrainResult, "channel" | "startSeconds" | "endSeconds" | "label" | "beats" | "reasons">): string {
  return tsv(
    ["channel", "start_s", "end_s", "label", "beats", "measure", "value", "unit", "low", "high", "threshold", "says", "text"],
    train.reasons.map((reason) => [train.channel, rounded(train.startSeconds, 6), rounded(train.endSeconds, 6), train.label, train.beats, reason.measure, reason.value, reason.unit, reason.interval?.[0], reason.interval?.[1], reason.threshold, reason.says, reason.text]),
  );
}

/** A selected stretch, and the bursts whose time lies in it. */
export function selectionText(selection: { readonly start: number; readonly end: number }, bursts: readonly { readonly channel: string; readonly burst: BurstResult }[]): string {
  const length = selection.end - selection.start;
  const stretch = tsv(["start_s", "end_s", "duration_s", "per_second_hz", "bursts"], [[rounded(selection.start, 6), rounded(selection.end, 6), rounded(length, 6), rounded(1 / length, 6), bursts.length]]);
  return bursts.length === 0 ? stretch : `${stretch}\n${tsv(BURST_HEAD, bursts.map(({ channel, burst }) => burstRow(channel, burst)))}`;
}
