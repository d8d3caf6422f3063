import { KlonosError } from "../../core/errors";
import { numberField } from "./edf-number";

/** What decides how samples are cut into data records. */
export interface RecordDemand {
  readonly samplingHz: number;
  readonly sampleCount: number;
}

/** How samples are cut into data records. */
export interface RecordPlan {
  /** Duration of one data record in seconds: exactly the number that the header's eight characters say. */
  readonly recordSeconds: number;
  readonly recordCount: number;
  readonly samplesPerRecord: readonly number[];
  /** Samples added at the end of each channel (its last value held) because EDF has no half records. */
  readonly paddedSamples: readonly number[];
}

/** EDF+ recommends records of at most 61440 bytes (specification of 1992, "data record"). */
const RECOMMENDED_RECORD_BYTES = 61440;
/** Durations worth trying when the data do not divide evenly, best first: one second is the usual one. */
const COMMON_DURATIONS = [1, 0.5, 0.25, 0.2, 0.1, 0.05, 0.04, 0.02, 0.01, 2, 4, 5, 8, 10, 20, 30, 60];
const LONGEST_EXACT_SECONDS = 60;
const SHORTEST_EXACT_SECONDS = 0.02;
/** Relative difference at which a rate counts as unchanged: far below any converter's clock. */
const RATE_TOLERANCE = 1e-7;

/** Where no duration fits: rates that a text states with seven digits (1259.259 for 34000/27). An hour is off by 4 ms at most, which is told. */
const ROUNDED_RATE_TOLERANCE = 1e-6;
/** Samples of the slowest channel in a record that are tried then. */
const MOST_SLOW_SAMPLES = 2000;

/** Samples of a channel in a record of `seconds`, undefined when that is no whole number. */
function samplesIn(seconds: number, samplingHz: number, tolerance: number): number | undefined {
  const samples = Math.round(seconds * samplingHz);
  return samples >= 1 && Math.abs(samples / seconds - samplingHz) <= tolerance * samplingHz ? samples : undefined;
}

function planFor(seconds: number, demands: readonly RecordDemand[], tolerance: number): RecordPlan | undefined {
  const samplesPerRecord: number[] = [];
  let recordCount = 1;
  for (const demand of demands) {
    const samples = samplesIn(seconds, demand.samplingHz, tolerance);
    if (samples === undefined) return undefined;
    samplesPerRecord.push(samples);
    recordCount = Math.max(recordCount, Math.ceil(demand.sampleCount / samples));
  }
  const paddedSamples = demands.map((demand, index) => recordCount * samplesPerRecord[index]! - demand.sampleCount);
  return { recordSeconds: seconds, recordCount, samplesPerRecord, paddedSamples };
}

function startsRecords(plan: RecordPlan, boundariesSeconds: readonly number[]): boolean {
  return boundariesSeconds.every((seconds) => {
    const records = seconds / plan.recordSeconds;
    return Math.abs(records - Math.round(records)) < 1e-6;
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** Record durations that divide every channel's samples evenly, nearest to one second first. */
function exactDurations(demands: readonly RecordDemand[]): number[] {
  const common = demands.reduce((divisor, demand) => greatestCommonDivisor(divisor, demand.sampleCount), 0);
  const first = demands[0];
  if (first === undefined || common === 0) return [];
  const totalSeconds = first.sampleCount / first.samplingHz;
  const durations: number[] = [];
  const consider = (records: number): void => {
    const seconds = Number(numberField(totalSeconds / records, 8));
    if (seconds >= SHORTEST_EXACT_SECONDS && seconds <= LONGEST_EXACT_SECONDS) durations.push(seconds);
  };
  for (let divisor = 1; divisor * divisor <= common; divisor += 1) {
    if (common % divisor !== 0) continue;
    consider(divisor);
    if (divisor * divisor !== common) consider(common / divisor);
  }
  return durations.sort((a, b) => Math.abs(Math.log(a)) - Math.abs(Math.log(b)) || b - a);
}

/**
 * Chooses the data records: whole samples of every channel in each, boundaries (pauses) on record borders, no padding where
 * that is possible, at most the recommended record size, and near one second.
 * @throws KlonosError `edf-write` when no duration of eight characters fits all rates.
 */
export function planRecords(
  demands: readonly RecordDemand[],
  bytesPerSample: number,
  wantedSeconds: number | undefined,
  boundariesSeconds: readonly number[],
): RecordPlan {
  if (demands.length === 0) return { recordSeconds: 0, recordCount: 1, samplesPerRecord: [], paddedSamples: [] };
  const candidates = wantedSeconds === undefined ? [...exactDurations(demands), ...COMMON_DURATIONS] : [wantedSeconds];
  const plansOf = (durations: readonly number[], tolerance: number): RecordPlan[] =>
    durations
      .map((seconds) => planFor(Number(numberField(seconds, 8)), demands, tolerance))
      .filter((plan): plan is RecordPlan => plan !== undefined && startsRecords(plan, boundariesSeconds));
  const exact = plansOf(candidates, RATE_TOLERANCE);
  const slowest = Math.min(...demands.map(({ samplingHz }) => samplingHz));
  const rounded = Array.from({ length: MOST_SLOW_SAMPLES }, (_, k) => (k + 1) / slowest).filter((seconds) => seconds >= SHORTEST_EXACT_SECONDS && seconds <= LONGEST_EXACT_SECONDS);
  const plans = exact.length > 0 || wantedSeconds !== undefined ? exact : plansOf(rounded, ROUNDED_RATE_TOLERANCE);
  const bytes = (plan: RecordPlan): number => plan.samplesPerRecord.reduce((sum, samples) => sum + samples * bytesPerSample, 0);
  const isExact = (plan: RecordPlan): boolean => plan.paddedSamples.every((samples) => samples === 0);
  const small = plans.filter((plan) => bytes(plan) <= RECOMMENDED_RECORD_BYTES);
  const leastPadded = (all: readonly RecordPlan[]): RecordPlan | undefined =>
    [...all].sort((a, b) => a.paddedSamples[0]! - b.paddedSamples[0]! || bytes(b) - bytes(a))[0];
  const chosen = small.find(isExact) ?? leastPadded(small) ?? plans.find(isExact) ?? leastPadded(plans);
  if (chosen === undefined) {
    const rates = demands.map((demand) => demand.samplingHz).join(", ");
    throw new KlonosError(
      "edf-write",
      wantedSeconds === undefined
        ? `No data record duration holds whole samples of all channels (${rates} Hz) and starts at every pause. Move the pauses or resample a channel first.`
        : `A data record of ${wantedSeconds} s does not hold whole samples of all channels (${rates} Hz), or a pause is not on its border.`,
    );
  }
  return chosen;
}
