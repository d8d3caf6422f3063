import { publishedDetectors } from "../../core/bursts/detectors/published";
import { butterworthBandpass } from "../../core/signal/butterworth";
import { sosfiltfilt } from "../../core/signal/zero-phase";
import { matchTimes } from "../../core/trains/segmentation-scores";
import { MATCH_SECONDS } from "./outcome";
import type { StudyRecord } from "./study-cell";

/** Counts of a detector over records. */
export interface DetectorScore {
  readonly name: string;
  readonly truth: number;
  readonly detected: number;
  readonly matched: number;
}

/** Double threshold as emgGO has it: threshold of the RMS in SD of the rest, and least durations of activity and silence. */
interface DoubleThresholdOptions {
  readonly sigmas: number;
  readonly onSeconds: number;
  readonly offSeconds: number;
}

/** The grid on which the double threshold is tuned: on the development records, by F1. JUDGEMENT: spans what its users set by hand. */
const tuningGrid: readonly DoubleThresholdOptions[] = [2, 3, 5, 8, 12, 20].flatMap((sigmas) => [0.01, 0.02, 0.04].flatMap((onSeconds) => [0.02, 0.04, 0.08].map((offSeconds) => ({ sigmas, onSeconds, offSeconds }))));

const BAND_LOW_HZ = 30;
const BAND_HIGH_HZ = 450;
const NYQUIST_SHARE = 0.45;
/** Window of the moving RMS that is thresholded. JUDGEMENT: half a short burst. */
const RMS_SECONDS = 0.02;
/** Rest before the first true burst that the detectors may take their noise from: they are given what a person would mark. */
const REST_SECONDS = 4;
const REST_GUARD_SECONDS = 0.1;

/** Adds one record to the scores of the published detectors (as they come) and of the double threshold (every point of the grid). */
export function compareDetectors(record: StudyRecord, before: readonly DetectorScore[]): readonly DetectorScore[] {
  const { samples: raw, samplingHz } = record.channels[0]!;
  const bandHighHz = Math.min(BAND_HIGH_HZ, NYQUIST_SHARE * samplingHz);
  const samples = sosfiltfilt(butterworthBandpass(2, BAND_LOW_HZ, bandHighHz, samplingHz), raw);
  const restEnd = Math.max(0, Math.round(((record.bursts[0]?.onsetSeconds ?? 0) - REST_GUARD_SECONDS) * samplingHz));
  const rest = samples.slice(Math.max(0, restEnd - REST_SECONDS * samplingHz), restEnd);
  const truth = record.bursts.map(({ centroidSeconds }) => centroidSeconds);
  const scored = (name: string, ranges: readonly { readonly start: number; readonly end: number }[]): DetectorScore => {
    const times = ranges.map(({ start, end }) => centroid(samples, start, end) / samplingHz).sort((a, b) => a - b);
    return { name, truth: truth.length, detected: times.length, matched: matchTimes(truth, times, MATCH_SECONDS).pairs.length };
  };
  const input = { samples, samplingHz, bandHighHz, rest };
  const rms = movingRms(samples, Math.max(1, Math.round(RMS_SECONDS * samplingHz)));
  const quiet = rms.slice(Math.max(0, restEnd - REST_SECONDS * samplingHz), restEnd);
  const now = [
    ...Object.entries(publishedDetectors).map(([name, detector]) => scored(`${name} (as published)`, detector(input))),
    ...tuningGrid.map((options) => scored(gridName(options), doubleThreshold(rms, quiet, samplingHz, options))),
  ];
  return now.map((score, k) => {
    const sum = before[k];
    return sum === undefined ? score : { name: score.name, truth: sum.truth + score.truth, detected: sum.detected + score.detected, matched: sum.matched + score.matched };
  });
}

/** Name of a point of the tuning grid starts with this. */
export const GRID_PREFIX = "double threshold on RMS, ";

function gridName({ sigmas, onSeconds, offSeconds }: DoubleThresholdOptions): string {
  return `${GRID_PREFIX}${sigmas} SD, ${Math.round(1000 * onSeconds)} ms on, ${Math.round(1000 * offSeconds)} ms off`;
}

function movingRms(x: Float64Array, width: number): Float64Array {
  const out = new Float64Array(x.length);
  let sum = 0;
  const half = width >> 1;
  for (let i = 0; i < x.length + half; i += 1) {
    if (i < x.length) sum += x[i]! * x[i]!;
    if (i >= width) sum -= x[i - width]! * x[i - width]!;
    if (i >= half) out[i - half] = Math.sqrt(Math.max(0, sum) / width);
  }
  return out;
}

/** Above mean + k·SD of the rest for at least so long; silences shorter than `offSeconds` are joined. The scheme of emgGO (Rashid 2019, from memory), written anew. */
function doubleThreshold(rms: Float64Array, quiet: Float64Array, samplingHz: number, options: DoubleThresholdOptions): { start: number; end: number }[] {
  const mean = quiet.reduce((sum, value) => sum + value, 0) / Math.max(1, quiet.length);
  const sd = Math.sqrt(quiet.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, quiet.length));
  const threshold = mean + options.sigmas * sd;
  const joined: { start: number; end: number }[] = [];
  let start = -1;
  for (let i = 0; i <= rms.length; i += 1) {
    const active = i < rms.length && rms[i]! > threshold;
    if (active && start < 0) start = i;
    if (active || start < 0) continue;
    const last = joined[joined.length - 1];
    if (last !== undefined && start - last.end < options.offSeconds * samplingHz) last.end = i;
    else joined.push({ start, end: i });
    start = -1;
  }
  return joined.filter((range) => range.end - range.start >= options.onSeconds * samplingHz);
}

function centroid(x: Float64Array, start: number, end: number): number {
  let weight = 0;
  let moment = 0;
  for (let i = start; i < end; i += 1) {
    const size = Math.abs(x[i]!);
    weight += size;
    moment += size * i;
  }
  return weight === 0 ? (start + end) / 2 : moment / weight;
}
