import type { Segment } from "../core/timeline";
import type { IssueLog } from "./issue-log";
import type { XdfStream } from "./xdf-stream";

/** Corrected seconds = seconds + intercept + slope · (seconds − origin). */
export interface ClockMap {
  readonly origin: number;
  readonly intercept: number;
  readonly slope: number;
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
 * little or would mean a drift that no clock has; nothing where there are none.
 */
export function clockMapOf(stream: XdfStream): ClockMap {
  const { offsetAt, offsetSeconds } = stream;
  if (offsetAt.length === 0) return { origin: 0, intercept: 0, slope: 0 };
  const constant: ClockMap = { origin: 0, intercept: median(offsetSeconds), slope: 0 };
  let [first, last] = [Infinity, -Infinity];
  for (const at of offsetAt) {
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  if (last - first < SHORTEST_SPAN_SECONDS) return constant;
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

/** A time of the stream’s clock in seconds of the recorder’s clock. */
export function corrected(map: ClockMap, seconds: number): number {
  return seconds + map.intercept + map.slope * (seconds - map.origin);
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
  const map = clockMapOf(stream);
  const seconds = Float64Array.from(stream.anchorSeconds, (value) => corrected(map, value));
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
    const { meanX, meanY } = line(x, y, weight);
    x.forEach((value, k) => {
      sumXx += (value - meanX) ** 2;
      sumXy += (value - meanX) * (y[k]! - meanY);
    });
    longest += y[y.length - 1]! - y[0]!;
    return { meanX, meanY };
  });
  const measuredHz = sumXx > 0 && sumXy > 0 ? sumXx / sumXy : nominalHz;
  const driftSamples = Math.abs(measuredHz - nominalHz) * longest;
  const isMeasured = anchorSample.length >= FEWEST_ANCHORS && longest >= SHORTEST_MEASURE_SECONDS && driftSamples > 0.5;
  const samplingHz = isMeasured ? measuredHz : nominalHz;
  if (isMeasured) {
    const severity = Math.abs(measuredHz / nominalHz - 1) > 0.01 ? "warning" : "info";
    issues.add({ code: "xdf-rate", severity, where: stream.name, message: `${stream.name} says ${nominalHz} Hz; by its ${anchorSample.length} time stamps it ran at ${measuredHz.toPrecision(9)} Hz, which is used.` });
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
