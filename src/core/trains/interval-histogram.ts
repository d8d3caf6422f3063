/** Counts of the times from each burst to others, in bins of equal width (Journée 2008 names them auto- and cross-interburst-interval histograms). */
export interface IntervalHistograms {
  readonly binSeconds: number;
  /** Bins from 0 on: times from each burst to every later one of its own muscle. */
  readonly auto: readonly number[];
  /** Bins about 0, the middle one centred on it: times from each burst to every one of the antagonist; undefined without an antagonist. */
  readonly cross: readonly number[] | undefined;
}

/** Two cycles of a 3 Hz train. */
const AUTO_SECONDS = 0.7;
/** A cycle of a 3 Hz train on either side. */
const CROSS_SECONDS = 0.35;
const BIN_SECONDS = 0.02;

/** Both histograms over ±350 ms and 700 ms in bins of 20 ms. Times increase; work grows with what lies within the range, not with the square. */
export function intervalHistograms(burstSeconds: readonly number[], antagonistSeconds: readonly number[] | undefined): IntervalHistograms {
  const auto = new Array<number>(Math.round(AUTO_SECONDS / BIN_SECONDS)).fill(0);
  burstSeconds.forEach((time, k) => {
    for (let later = k + 1; later < burstSeconds.length; later++) {
      const bin = Math.floor((burstSeconds[later]! - time) / BIN_SECONDS);
      if (bin >= auto.length) break;
      auto[bin]!++;
    }
  });
  return { binSeconds: BIN_SECONDS, auto, cross: antagonistSeconds === undefined ? undefined : crossCounts(burstSeconds, antagonistSeconds) };
}

function crossCounts(bursts: readonly number[], others: readonly number[]): readonly number[] {
  const side = Math.round(CROSS_SECONDS / BIN_SECONDS);
  const counts = new Array<number>(2 * side + 1).fill(0);
  let first = 0;
  for (const time of bursts) {
    while (first < others.length && others[first]! < time - CROSS_SECONDS - BIN_SECONDS) first++;
    for (let k = first; k < others.length; k++) {
      const bin = Math.round((others[k]! - time) / BIN_SECONDS) + side;
      if (bin >= counts.length) break;
      if (bin >= 0) counts[bin]!++;
    }
  }
  return counts;
}
