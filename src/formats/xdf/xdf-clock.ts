import type { Segment } from "../../core/timeline";
import type { IssueLog } from "../issue-log";
import type { XdfStream } from "./xdf-stream";

/** Corrected seconds = seconds + intercept + slope · (seconds − origin). */
interface ClockMap {
  readonly origin: number;
  readonly intercept: number;
  readonly slope: number;
}

/** The map of one run of a stream's clock, and the run's first and last measured offset on that clock. */
interface ClockRun extends ClockMap {
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Rate and runs of one stream on the recorder's clock, in seconds. */
export interface XdfTimes {
  readonly samplingHz: number;
  /** In seconds of the recorder's clock; not yet from the start of the recording. */
  readonly segments: readonly Segment[];
}

/** Crystals are off by 1e-4 at most; a steeper line was fitted to too little. */
const STEEPEST_DRIFT = 1e-3;
/** A line through less than this extrapolates noise. */
const SHORTEST_SPAN_SECONDS = 10;
/** Between two measurements a clock moves by milliseconds: where an offset changes by more, and for good, the clock was started anew. */
const LEAST_RESET_SECONDS = 1;
/** So many offsets behind a change must agree with it. */
const AGREEING_OFFSETS = 2;
/** Rounds of reweighting against single wrong offsets (network delays are one-sided and rare). */
const ROUNDS = 12;
/** Pauses shorter than this cannot be told from a late packet … */
const SHORTEST_PAUSE_SECONDS = 0.1;
/** … nor those of fewer samples. */
const SHORTEST_PAUSE_SAMPLES = 4;
/** A pause must still be seen this long after it; a late packet is caught up with by then. */
const PERSISTS_SECONDS = 2;
const PERSISTS_ANCHORS = 16;
/** Fewest time stamps and shortest stretch for a rate of one's own. */
const FEWEST_ANCHORS = 10;
const SHORTEST_MEASURE_SECONDS = 1;
/** An error of times that is told: a fifth of the shortest interval between bursts. */
const TOLD_ERROR_SECONDS = 0.02;
const MOST_SEGMENTS = 100_000;

function median(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Weighted line through points, about the weighted mean. */
function line(x: ArrayLike<number>, y: ArrayLike<number>, weight: Float64Array): { readonly slope: number; readonly meanX: number; readonly meanY: number } {
  let [sum, sumX, sumY] = [0, 0, 0];
  for (let k = 0; k < x.length; k += 1) {
    sum += weight[k]!;
    sumX += weight[k]! * x[k]!;
    sumY += weight[k]! * y[k]!;
  }
  const [meanX, meanY] = [sumX / sum, sumY / sum];
  let [xx, xy] = [0, 0];
  for (let k = 0; k < x.length; k += 1) {
    const dx = x[k]! - meanX;
    xx += weight[k]! * dx * dx;
    xy += weight[k]! * dx * (y[k]! - meanY);
  }
  return { slope: xx > 0 ? xy / xx : 0, meanX, meanY };
}

/**
 * Map from a stream's clock to the recorder's: a robust line through the measured offsets; their median where they span too
 * little or would mean a drift that no clock has.
 */
function clockMapOf(offsetAt: readonly number[], offsetSeconds: readonly number[]): ClockMap {
  const constant: ClockMap = { origin: 0, intercept: median(offsetSeconds), slope: 0 };
  if (spanOf(offsetAt) < SHORTEST_SPAN_SECONDS) return constant;
  const weight = new Float64Array(offsetAt.length).fill(1);
  let fit = line(offsetAt, offsetSeconds, weight);
  for (let round = 0; round < ROUNDS; round += 1) {
    const residuals = offsetAt.map((at, k) => Math.abs(offsetSeconds[k]! - fit.meanY - fit.slope * (at - fit.meanX)));
    const scale = Math.max(1e-6, 1.5 * median(residuals));
    residuals.forEach((residual, k) => (weight[k] = residual <= scale ? 1 : scale / residual));
    fit = line(offsetAt, offsetSeconds, weight);
  }
  return Math.abs(fit.slope) > STEEPEST_DRIFT ? constant : { origin: fit.meanX, intercept: fit.meanY, slope: fit.slope };
}

function spanOf(values: readonly number[]): number {
  const [first, last] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  return last - first;
}

/** Where among its measured offsets a stream's clock was started anew (its computer was, say): a change that stays, no single wrong measurement. */
function resetsOf({ offsetAt, offsetSeconds, lastSeconds }: XdfStream): number[] {
  const resets: number[] = [];
  for (let k = 1; k < offsetAt.length; k += 1) {
    const [before, after] = [offsetSeconds[k - 1]!, offsetSeconds[k]!];
    if (!(Math.abs(after - before) > LEAST_RESET_SECONDS)) continue;
    const next = offsetSeconds.slice(k + 1, k + 1 + AGREEING_OFFSETS);
    // The last offset of all has no other to agree with, but the last time stamp.
    const stays = next.length > 0 ? next.every((value) => Math.abs(value - after) < Math.abs(value - before)) : Math.abs(lastSeconds - offsetAt[k]!) < Math.abs(lastSeconds - offsetAt[k - 1]!);
    if (stays) resets.push(k);
  }
  return resets;
}

/** The runs of a stream's clock in their order; none where no offset was measured. */
function clockRunsOf(stream: XdfStream): readonly ClockRun[] {
  const { offsetAt, offsetSeconds } = stream;
  if (offsetAt.length === 0) return [];
  const starts = [0, ...resetsOf(stream)];
  return starts.map((from, run) => {
    const to = starts[run + 1] ?? offsetAt.length;
    return { ...clockMapOf(offsetAt.slice(from, to), offsetSeconds.slice(from, to)), firstAt: offsetAt[from]!, lastAt: offsetAt[to - 1]! };
  });
}

/** Turns the stamps of a stream, in the order of the file, into seconds of the recorder's clock. */
export function clockOf(stream: XdfStream): (seconds: number) => number {
  const runs = clockRunsOf(stream);
  let run = 0;
  return (seconds) => {
    // A stamp nearer to the beginning of the next run than to the end of this one was taken after the clock was started anew.
    while (run + 1 < runs.length && Math.abs(seconds - runs[run]!.lastAt) >= Math.abs(seconds - runs[run + 1]!.firstAt)) run += 1;
    const map = runs[run];
    return map === undefined ? seconds : seconds + map.intercept + map.slope * (seconds - map.origin);
  };
}

/** True when what is `late` seconds late at anchor `k` stays so: a pause, and no packet that came late. */
function persists(lateness: Float64Array, seconds: Float64Array, k: number, usual: number, late: number): boolean {
  for (let j = k + 1; j < lateness.length && j <= k + PERSISTS_ANCHORS && seconds[j]! - seconds[k]! < PERSISTS_SECONDS; j += 1) {
    const later = lateness[j]! - usual;
    if (Math.sign(later) !== Math.sign(late) || Math.abs(later) < Math.abs(late) / 2) return false;
  }
  return true;
}

/** Anchors at which a new run begins: later (or earlier) than the ones before it by more than packets can be, and for good. */
function breaksOf(stream: XdfStream, seconds: Float64Array, period: number): number[] {
  const { anchorSample } = stream;
  const shortest = Math.max(SHORTEST_PAUSE_SECONDS, SHORTEST_PAUSE_SAMPLES * period);
  const lateness = seconds.map((value, k) => value - anchorSample[k]! * period);
  const breaks: number[] = [];
  let runStart = 0;
  for (let k = 1; k < anchorSample.length; k += 1) {
    // Most anchors follow the one before: the median of the last ones is only asked where one does not.
    if (Math.abs(lateness[k]! - lateness[k - 1]!) <= shortest) continue;
    const usual = median(Array.from(lateness.subarray(Math.max(runStart, k - PERSISTS_ANCHORS), k)));
    const late = lateness[k]! - usual;
    if (Math.abs(late) > shortest && persists(lateness, seconds, k, usual, late)) {
      breaks.push(k);
      runStart = k;
    }
  }
  return breaks;
}

/** Seconds between samples that most pairs of stamps agree on. */
function typicalPeriod(stream: XdfStream, seconds: Float64Array): number {
  const { anchorSample, nominalHz } = stream;
  const slopes: number[] = [];
  const every = Math.max(1, Math.floor(anchorSample.length / 10_000));
  // Distant pairs: jitter of single stamps does not matter between them.
  const reach = Math.max(1, Math.min(50, anchorSample.length >> 2));
  for (let k = reach; k < anchorSample.length; k += every) slopes.push((seconds[k]! - seconds[k - reach]!) / (anchorSample[k]! - anchorSample[k - reach]!));
  const measured = median(slopes);
  return measured > 0 && measured < Infinity ? measured : 1 / nominalHz;
}

/**
 * When the samples of a stream were taken: runs between interruptions, each placed by all of its time stamps, and one rate for
 * all: the nominal one, unless the stamps show that it is off by more than half a sample over the recording.
 */
export function timesOf(stream: XdfStream, issues: IssueLog): XdfTimes {
  const { anchorSample, nominalHz, samples } = stream;
  const clock = clockOf(stream);
  const seconds = Float64Array.from(stream.anchorSeconds, (value) => clock(value));
  if (samples === 0) return { samplingHz: nominalHz, segments: [] };
  if (anchorSample.length === 0) {
    issues.add({ code: "xdf-time-stamps", severity: "error", where: stream.name, message: `The stream ${stream.name} has no time stamps; it was put at the start of the recording, and its times relative to the other streams are unknown.` });
    return { samplingHz: nominalHz, segments: [{ startSample: 0, endSample: samples, startSeconds: NaN }] };
  }
  const period = typicalPeriod(stream, seconds);
  let breaks = breaksOf(stream, seconds, period);
  if (breaks.length >= MOST_SEGMENTS) {
    issues.add({ code: "xdf-time-stamps", severity: "error", where: stream.name, message: `The time stamps of ${stream.name} jump more than ${MOST_SEGMENTS} times and are unusable; the stream is shown without interruptions.` });
    breaks = [];
  }
  const starts = [0, ...breaks];
  let [sumXx, sumXy, longest] = [0, 0, 0];
  const centres = starts.map((from, index) => {
    const to = starts[index + 1] ?? anchorSample.length;
    const weight = new Float64Array(to - from).fill(1);
    const x = anchorSample.slice(from, to);
    const y = seconds.subarray(from, to);
    const { meanX, meanY, slope } = line(x, y, weight);
    x.forEach((value, k) => {
      sumXx += (value - meanX) ** 2;
      sumXy += (value - meanX) * (y[k]! - meanY);
    });
    longest += y[y.length - 1]! - y[0]!;
    return { meanX, meanY, period: slope, samples: x[x.length - 1]! - x[0]!, stamps: to - from };
  });
  const measuredHz = sumXx > 0 && sumXy > 0 ? sumXx / sumXy : nominalHz;
  const driftSamples = Math.abs(measuredHz - nominalHz) * longest;
  const isMeasured = anchorSample.length >= FEWEST_ANCHORS && longest >= SHORTEST_MEASURE_SECONDS && driftSamples > 0.5;
  const samplingHz = isMeasured ? measuredHz : nominalHz;
  if (isMeasured) {
    const severity = Math.abs(measuredHz / nominalHz - 1) > 0.01 ? "warning" : "info";
    issues.add({ code: "xdf-rate", severity, where: stream.name, message: `${stream.name} says ${nominalHz} Hz; by its ${anchorSample.length} time stamps it ran at ${measuredHz.toPrecision(9)} Hz, which is used.` });
  }
  // A run whose own rate differs from the one rate of the stream lies right in its middle and wrong at its ends.
  const steady = centres.filter(({ stamps, period }) => stamps >= FEWEST_ANCHORS && period > 0);
  const misplaced = steady.reduce((most, run) => Math.max(most, (Math.abs(run.period - 1 / samplingHz) * run.samples) / 2), 0);
  if (misplaced > Math.max(TOLD_ERROR_SECONDS, 0.5 / samplingHz)) {
    const rates = steady.map((run) => 1 / run.period);
    issues.add({ code: "xdf-rate", severity: "warning", where: stream.name, message: `By its time stamps ${stream.name} ran at ${Math.min(...rates).toPrecision(6)} to ${Math.max(...rates).toPrecision(6)} Hz between its interruptions; one rate is used for all, so that times are off by up to ${misplaced.toPrecision(2)} s.` });
  }
  const segments: Segment[] = [];
  starts.forEach((from, index) => {
    const startSample = index === 0 ? 0 : anchorSample[from]!;
    const endSample = index + 1 < starts.length ? anchorSample[starts[index + 1]!]! : samples;
    const centre = centres[index]!;
    const wanted = centre.meanY + (startSample - centre.meanX) / samplingHz;
    const before = segments[segments.length - 1];
    const end = before === undefined ? -Infinity : before.startSeconds + (before.endSample - before.startSample) / samplingHz;
    if (wanted < end) {
      issues.add({ code: "xdf-time-stamps", severity: "warning", where: `${stream.name}, sample ${startSample + 1}`, message: `The clock of ${stream.name} goes back by ${(end - wanted).toFixed(4)} s at sample ${startSample + 1}; what follows was put directly after what came before, and nothing is computed across this border.` });
    }
    if (endSample > startSample) segments.push({ startSample, endSample, startSeconds: Math.max(wanted, end) });
  });
  return { samplingHz, segments };
}
