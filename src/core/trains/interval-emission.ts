import { fillGaussian, TABLE_REACH } from "./fast-exponential";
import { LARGEST_MULTIPLE, LARGEST_STEP, PERIOD_STEPS } from "./rhythm-model";

/** Density of an interval for every multiple and every period of the grid, at one relative jitter (science.md 3.8). */
export interface JitterEmission {
  readonly jitter: number;
  readonly grid: Float64Array;
  /** 1/T of every cell. */
  readonly rates: Float64Array;
  /** Tables by the summed variance of the two burst times; filled as they are asked for. */
  readonly tables: Map<number, EmissionTable>;
  /** densities[d − 1][m − 1][u]: density in s⁻¹ of the interval to the d-th burst before, filled by `fillEmission`. Scratch. */
  readonly densities: EmissionScratch;
}

/** Room for the densities of all steps and multiples; one set serves all jitters in turn. */
export type EmissionScratch = readonly (readonly Float64Array[])[];

/** The Gaussians of one jitter and one pair of timing errors. */
export interface EmissionTable {
  readonly multiples: readonly MultipleEmission[];
  /** Largest value of the Gaussian's factor over all cells, s⁻¹ for an interval of one second. */
  readonly largestNorm: number;
}

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

/** Emission of one relative jitter on a grid of ln period. */
export function jitterEmission(jitter: number, grid: Float64Array, densities: EmissionScratch): JitterEmission {
  return { jitter, grid, rates: grid.map((u) => Math.exp(-u)), tables: new Map(), densities };
}

/** ln I ~ N(ln m + u, c²/m + (s₁² + s₂²)/(m·T)²): jitter of m cycles and the timing errors of two bursts. `timingVariance` is s₁² + s₂² in s². */
export function emissionTable(emission: JitterEmission, timingVariance: number): EmissionTable {
  const known = emission.tables.get(timingVariance);
  if (known !== undefined) return known;
  const { jitter, grid, rates } = emission;
  let largestNorm = 0;
  const multiples = Array.from({ length: LARGEST_MULTIPLE }, (_, k) => {
    const multiple = k + 1;
    const logMultiple = Math.log(multiple);
    const variance = (jitter * jitter) / multiple;
    const mean = new Float64Array(PERIOD_STEPS);
    const inverseSd = new Float64Array(PERIOD_STEPS);
    const norm = new Float64Array(PERIOD_STEPS);
    for (let u = 0; u < PERIOD_STEPS; u++) {
      mean[u] = grid[u]! + logMultiple;
      inverseSd[u] = 1 / Math.sqrt(variance + timingVariance * (rates[u]! / multiple) ** 2);
      norm[u] = inverseSd[u]! / Math.sqrt(2 * Math.PI);
      if (norm[u]! > largestNorm) largestNorm = norm[u]!;
    }
    return { mean, inverseSd, norm };
  });
  const table = { multiples, largestNorm };
  emission.tables.set(timingVariance, table);
  return table;
}

/**
 * Fills `densities[step − 1]` for an interval in seconds that drift has lengthened by the factor e^`drift`, leaving out what is below e⁻⁶⁰ of its
 * peak. Each beat that the interval would have missed is weighted by `credence`.
 */
export function fillEmission(emission: JitterEmission, table: EmissionTable, step: number, intervalSeconds: number, drift: number, credence: number): void {
  const logInterval = Math.log(intervalSeconds) - drift;
  let scale = 1 / intervalSeconds;
  for (let k = 0; k < table.multiples.length; k++) {
    const { mean, inverseSd, norm } = table.multiples[k]!;
    fillGaussian(emission.densities[step - 1]![k]!, logInterval, scale, mean, inverseSd, norm);
    scale *= credence;
  }
}

/** As `fillEmission`, with nothing left out. */
export function fillEmissionExactly(emission: JitterEmission, table: EmissionTable, step: number, intervalSeconds: number, drift: number, credence: number): void {
  const logInterval = Math.log(intervalSeconds) - drift;
  let scale = 1 / intervalSeconds;
  for (let k = 0; k < table.multiples.length; k++) {
    const { mean, inverseSd, norm } = table.multiples[k]!;
    const out = emission.densities[step - 1]![k]!;
    for (let u = 0; u < out.length; u++) {
      const z = (logInterval - mean[u]!) * inverseSd[u]!;
      out[u] = norm[u]! * scale * Math.exp(-Math.min(0.5 * z * z, FULL_EXPONENT));
    }
    scale *= credence;
  }
}

/** Upper bound of what the fast fill can have left out of one forward step of weight one, for the shortest interval and the narrowest table involved. */
export function neglectedBound(largestNorm: number, shortestIntervalSeconds: number): number {
  return (LARGEST_STEP * LARGEST_MULTIPLE * largestNorm * Math.exp(-TABLE_REACH)) / shortestIntervalSeconds;
}
