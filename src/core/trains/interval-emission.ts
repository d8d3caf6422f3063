import { fillGaussian, TABLE_REACH } from "./fast-exponential";
import { LARGEST_MULTIPLE, LARGEST_STEP, PERIOD_STEPS } from "./rhythm-model";

/** Density of an interval for every multiple and every period of the grid, at one relative jitter (science.md 3.8). */
export interface JitterEmission {
  readonly multiples: readonly MultipleEmission[];
  /** densities[d − 1][m − 1][u]: density in s⁻¹ of the interval to the d-th burst before, filled by `fillEmission`. Scratch. */
  readonly densities: EmissionScratch;
  /** Largest value of the Gaussian's factor over all cells, s⁻¹ for an interval of one second. */
  readonly largestNorm: number;
}

/** Room for the densities of all steps and multiples; one set serves all jitters in turn. */
export type EmissionScratch = readonly (readonly Float64Array[])[];

interface MultipleEmission {
  /** ln m + u for each cell. */
  readonly mean: Float64Array;
  readonly inverseSd: Float64Array;
  /** 1 / (sqrt(2π)·SD). */
  readonly norm: Float64Array;
}

/** In the full fill a density never falls below e⁻⁶⁹⁰ of its peak, so that no train has likelihood zero. */
const FULL_EXPONENT = 690;

/** A fresh set of scratch arrays. */
export function emissionScratch(): EmissionScratch {
  return Array.from({ length: LARGEST_STEP }, () => Array.from({ length: LARGEST_MULTIPLE }, () => new Float64Array(PERIOD_STEPS)));
}

/** ln I ~ N(ln m + u, c²/m + 2(s/(m·T))²): jitter of m cycles and the timing errors of two bursts. */
export function jitterEmission(jitter: number, timingErrorSeconds: number, grid: Float64Array, densities: EmissionScratch): JitterEmission {
  let largestNorm = 0;
  const rates = grid.map((u) => Math.exp(-u));
  const multiples = Array.from({ length: LARGEST_MULTIPLE }, (_, k) => {
    const multiple = k + 1;
    const logMultiple = Math.log(multiple);
    const variance = (jitter * jitter) / multiple;
    const mean = new Float64Array(PERIOD_STEPS);
    const inverseSd = new Float64Array(PERIOD_STEPS);
    const norm = new Float64Array(PERIOD_STEPS);
    for (let u = 0; u < PERIOD_STEPS; u++) {
      mean[u] = grid[u]! + logMultiple;
      inverseSd[u] = 1 / Math.sqrt(variance + 2 * ((timingErrorSeconds * rates[u]!) / multiple) ** 2);
      norm[u] = inverseSd[u]! / Math.sqrt(2 * Math.PI);
      if (norm[u]! > largestNorm) largestNorm = norm[u]!;
    }
    return { mean, inverseSd, norm };
  });
  return { multiples, densities, largestNorm };
}

/** Fills `densities[step − 1]` for an interval in seconds, leaving out what is below e⁻⁶⁰ of its peak. */
export function fillEmission(emission: JitterEmission, step: number, intervalSeconds: number): void {
  const logInterval = Math.log(intervalSeconds);
  const perSecond = 1 / intervalSeconds;
  for (let k = 0; k < emission.multiples.length; k++) {
    const { mean, inverseSd, norm } = emission.multiples[k]!;
    fillGaussian(emission.densities[step - 1]![k]!, logInterval, perSecond, mean, inverseSd, norm);
  }
}

/** As `fillEmission`, with nothing left out. */
export function fillEmissionExactly(emission: JitterEmission, step: number, intervalSeconds: number): void {
  const logInterval = Math.log(intervalSeconds);
  const perSecond = 1 / intervalSeconds;
  for (let k = 0; k < emission.multiples.length; k++) {
    const { mean, inverseSd, norm } = emission.multiples[k]!;
    const out = emission.densities[step - 1]![k]!;
    for (let u = 0; u < out.length; u++) {
      const z = (logInterval - mean[u]!) * inverseSd[u]!;
      out[u] = norm[u]! * perSecond * Math.exp(-Math.min(0.5 * z * z, FULL_EXPONENT));
    }
  }
}

/** Upper bound of what the fast fill can have left out of one forward step of weight one, for the shortest interval involved. */
export function neglectedBound(emission: JitterEmission, shortestIntervalSeconds: number): number {
  return (LARGEST_STEP * LARGEST_MULTIPLE * emission.largestNorm * Math.exp(-TABLE_REACH)) / shortestIntervalSeconds;
}
