/** How far the tempo goes there and back in the middle of a train (science.md 8, Tempo). */
export interface TempoExcursion {
  /** Largest there-and-back change of the smoothed rate, Hz. */
  readonly excursionHz: number;
  /** What a steady cycle of this jitter exceeds in one of a hundred trains of this length, Hz. */
  readonly chanceHz: number;
  /** Lowest and highest smoothed rate of the middle, Hz. */
  readonly slowestHz: number;
  readonly fastestHz: number;
}

/** Intervals in the moving mean: one breath of five beats, as many as the rule leaves free at each end. JUDGEMENT. */
const SMOOTHED_INTERVALS = 5;
/** A there-and-back needs at least three smoothed values. */
const FEWEST_SMOOTHED = 3;
/**
 * 99th percentile of the there-and-back of a moving mean of five independent normal values, in SD of that mean, by the number of
 * smoothed values: simulated by tests/core/trains/golden/tempo_chance.py.
 */
const CHANCE_TABLE: readonly (readonly [number, number])[] = [
  [3, 0.9], [5, 1.48], [8, 2.31], [12, 3.22], [20, 4.07], [40, 4.88], [80, 5.53], [160, 6.02], [320, 6.5], [1000, 7.18],
];

/**
 * Smoothed rate = 1 / geometric mean of five successive intervals, over the train without `edgeIntervals` at each end; the excursion is the
 * largest rise followed (or fall followed) by a return, whichever of the two is smaller. Open point decided here: a one-way drift,
 * however large, is no excursion, since drift is free (3.8, and 7 → 4 Hz must stay rhythmic, 6.3); a glide 7 → 3.5 → 7 Hz is one of 3.5 Hz.
 * `chanceHz` keeps the sheer length of a train from withholding its label.
 * @param intervalsSeconds between beats, multiples divided out.
 * @param jitter relative jitter J of the train.
 * @returns undefined where fewer than seven intervals lie between the edges.
 */
export function tempoExcursion(intervalsSeconds: readonly number[], jitter: number, edgeIntervals: number): TempoExcursion | undefined {
  const middle = intervalsSeconds.slice(edgeIntervals, Math.max(edgeIntervals, intervalsSeconds.length - edgeIntervals));
  const rates = smoothedRates(middle);
  const count = rates.length;
  if (count < FEWEST_SMOOTHED) return undefined;
  const fastestHz = rates.reduce((a, b) => Math.max(a, b));
  const slowestHz = rates.reduce((a, b) => Math.min(a, b));
  const level = rates.reduce((sum, rate) => sum + rate, 0) / count;
  return {
    excursionHz: Math.max(largestReturn(rates), largestReturn(rates.map((rate) => -rate))),
    chanceHz: (chanceFactor(count) * level * jitter) / Math.sqrt(SMOOTHED_INTERVALS),
    slowestHz,
    fastestHz,
  };
}

/** The largest level at which `tempoInterval` was found to cover (tests/core/trains/golden/tempo_coverage.py: 0.95 to 1 of nominal 0.95). */
export const TEMPO_INTERVAL_LEVEL = 0.95;

/**
 * Interval of the there-and-back: on either side of it what jitter alone explains, from 0 on. A largest value has no simple interval; this one is
 * wide rather than narrow, and undefined above the level at which it is known to cover.
 */
export function tempoInterval({ excursionHz, chanceHz }: Pick<TempoExcursion, "excursionHz" | "chanceHz">, ciLevel: number): readonly [number, number] | undefined {
  return ciLevel > TEMPO_INTERVAL_LEVEL ? undefined : [Math.max(0, excursionHz - chanceHz), excursionHz + chanceHz];
}

/** 1 / geometric mean of each five successive intervals, Hz; empty below five. */
export function smoothedRates(intervalsSeconds: readonly number[]): number[] {
  const rates: number[] = [];
  for (let k = 0; k + SMOOTHED_INTERVALS <= intervalsSeconds.length; k++) {
    let sum = 0;
    for (let i = 0; i < SMOOTHED_INTERVALS; i++) sum += Math.log(intervalsSeconds[k + i]!);
    rates.push(Math.exp(-sum / SMOOTHED_INTERVALS));
  }
  return rates;
}

/** Middle of each five successive intervals: half way between the beats around them, seconds. */
export function smoothedSeconds(beatSeconds: readonly number[]): number[] {
  return beatSeconds.slice(SMOOTHED_INTERVALS).map((end, k) => (beatSeconds[k]! + end) / 2);
}

/** Largest over all peaks of the smaller of rise before and fall after. */
function largestReturn(values: readonly number[]): number {
  const lowestAfter = new Float64Array(values.length);
  let low = Infinity;
  for (let k = values.length - 1; k >= 0; k--) lowestAfter[k] = low = Math.min(low, values[k]!);
  let lowestBefore = Infinity;
  let largest = 0;
  values.forEach((value, k) => {
    lowestBefore = Math.min(lowestBefore, value);
    largest = Math.max(largest, Math.min(value - lowestBefore, value - lowestAfter[k]!));
  });
  return largest;
}

/** Linear in ln count between the entries of the table, flat beyond them. */
function chanceFactor(count: number): number {
  for (let k = 1; k < CHANCE_TABLE.length; k++) {
    const [n0, f0] = CHANCE_TABLE[k - 1]!;
    const [n1, f1] = CHANCE_TABLE[k]!;
    if (count <= n1) return f0 + ((f1 - f0) * Math.max(0, Math.log(count / n0))) / Math.log(n1 / n0);
  }
  return CHANCE_TABLE[CHANCE_TABLE.length - 1]![1];
}
