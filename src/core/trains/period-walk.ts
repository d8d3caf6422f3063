import { LONGEST_PERIOD_SECONDS, PERIOD_STEPS, SHORTEST_PERIOD_SECONDS } from "./rhythm-model";

/** Random walk of ln period on the grid: a Gaussian kernel whose rows sum to one also at the ends. */
export interface PeriodWalk {
  /** kernel[t] for a move of t steps; symmetric. */
  readonly kernel: Float64Array;
  /** 1 / sum of the kernel over the cells that can be reached from each cell. */
  readonly inverseRowSum: Float64Array;
  readonly logKernel: Float64Array;
  readonly logRowSum: Float64Array;
  /** Scratch of `walkForward`. */
  readonly padded: Float64Array;
}

/** Moves beyond this many SD are left out: 2e-9 of the mass. */
const KERNEL_SDS = 6;

/** @param sd SD of one step of the walk in ln period. */
export function periodWalk(sd: number): PeriodWalk {
  const step = Math.log(LONGEST_PERIOD_SECONDS / SHORTEST_PERIOD_SECONDS) / (PERIOD_STEPS - 1);
  const reach = Math.min(PERIOD_STEPS - 1, Math.ceil((KERNEL_SDS * sd) / step));
  const kernel = Float64Array.from({ length: reach + 1 }, (_, t) => Math.exp(-0.5 * ((t * step) / sd) ** 2));
  const inverseRowSum = new Float64Array(PERIOD_STEPS);
  for (let u = 0; u < PERIOD_STEPS; u++) {
    let sum = 0;
    for (let v = Math.max(0, u - reach); v <= Math.min(PERIOD_STEPS - 1, u + reach); v++) sum += kernel[Math.abs(v - u)]!;
    inverseRowSum[u] = 1 / sum;
  }
  return { kernel, inverseRowSum, logKernel: kernel.map(Math.log), logRowSum: inverseRowSum.map((value) => -Math.log(value)), padded: new Float64Array(PERIOD_STEPS + 2 * reach) };
}

/** One step of the walk: `to[v] = Σ_u from[u] · P(u → v)`. `to` may be any array of the grid's length but `from`. */
export function walkForward(walk: PeriodWalk, from: Float64Array, to: Float64Array): void {
  const { kernel, inverseRowSum, padded } = walk;
  const reach = kernel.length - 1;
  const cells = to.length;
  for (let u = 0; u < cells; u++) padded[u + reach] = from[u]! * inverseRowSum[u]!;
  const centre = kernel[0]!;
  // Four cells at a time: three loads a tap serve four sums. The grid has a multiple of four cells.
  for (let v = 0; v < cells; v += 4) {
    const at = v + reach;
    let left0 = padded[at]!;
    let left1 = padded[at + 1]!;
    let left2 = padded[at + 2]!;
    let left3 = padded[at + 3]!;
    let right0 = left0;
    let right1 = left1;
    let right2 = left2;
    let right3 = left3;
    let sum0 = centre * left0;
    let sum1 = centre * left1;
    let sum2 = centre * left2;
    let sum3 = centre * left3;
    for (let t = 1; t <= reach; t++) {
      const weight = kernel[t]!;
      left3 = left2;
      left2 = left1;
      left1 = left0;
      left0 = padded[at - t]!;
      right0 = right1;
      right1 = right2;
      right2 = right3;
      right3 = padded[at + 3 + t]!;
      sum0 += weight * (left0 + right0);
      sum1 += weight * (left1 + right1);
      sum2 += weight * (left2 + right2);
      sum3 += weight * (left3 + right3);
    }
    to[v] = sum0;
    to[v + 1] = sum1;
    to[v + 2] = sum2;
    to[v + 3] = sum3;
  }
}
