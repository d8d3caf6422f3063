import { productError } from "./complex";

/**
 * A filter as a cascade of second-order sections: six coefficients b0 b1 b2 1 a1 a2 per section, row after row, as SciPy's
 * `output='sos'`. H(z) = Π (b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²).
 */
export interface Sos {
  readonly sectionCount: number;
  readonly coefficients: Float64Array;
}

/** Coefficients of one section. */
export const SECTION_LENGTH = 6;

/** Natural logarithm of what is left of a transient when it counts as gone: e^−46 = 1e−20, far below one rounding. */
const SETTLED_LOG = -46;

/**
 * States (z1, z2 of each section, transposed direct form II) at which a constant input of 1 already gives its steady output.
 * Multiply by the first sample to start a filter without a step (Gustafsson 1996; SciPy `sosfilt_zi`).
 */
export function steadyState(sos: Sos): Float64Array {
  const c = sos.coefficients;
  const state = new Float64Array(2 * sos.sectionCount);
  let gain = 1;
  for (let section = 0; section < sos.sectionCount; section++) {
    const at = section * SECTION_LENGTH;
    const b0 = c[at]!;
    const b1 = c[at + 1]!;
    const b2 = c[at + 2]!;
    const a1 = c[at + 4]!;
    const a2 = c[at + 5]!;
    // [1 + a1, −1; a2, 1] z = [b1 − a1 b0; b2 − a2 b0], by elimination with the larger pivot. Low cut-offs leave a small
    // determinant, so the one difference that cancels is rounded once.
    const p = 1 + a1;
    const r0 = b1 - a1 * b0;
    const r1 = b2 - a2 * b0;
    let z1: number;
    let z2: number;
    if (Math.abs(p) >= Math.abs(a2)) {
      const l = a2 * (1 / p);
      z2 = minusProduct(r1, l, r0) / (1 + l);
      z1 = (r0 + z2) / p;
    } else {
      const l = p * (1 / a2);
      z2 = minusProduct(r0, l, r1) / (-1 - l);
      z1 = (r1 - z2) / a2;
    }
    state[2 * section] = gain * z1;
    state[2 * section + 1] = gain * z2;
    gain *= (b0 + b1 + b2) / (1 + a1 + a2);
  }
  return state;
}

/** c − a·b, rounded once (but for the rarest ties). */
function minusProduct(c: number, a: number, b: number): number {
  const p = a * b;
  const difference = c - p;
  const back = difference - c;
  const differenceError = c - (difference - back) - (p + back);
  return difference + (differenceError - productError(a, b));
}

/** Samples of odd extension at each end, as SciPy's `sosfiltfilt` chooses them: 3 · (2n + 1 − trailing zero coefficients). */
export function paddingSamples(sos: Sos): number {
  let zeroB2 = 0;
  let zeroA2 = 0;
  for (let section = 0; section < sos.sectionCount; section++) {
    if (sos.coefficients[section * SECTION_LENGTH + 2] === 0) zeroB2++;
    if (sos.coefficients[section * SECTION_LENGTH + 5] === 0) zeroA2++;
  }
  return 3 * (2 * sos.sectionCount + 1 - Math.min(zeroB2, zeroA2));
}

/** Fewest samples that can be filtered with zero phase: one more than the padding. */
export function minimumSamples(sos: Sos): number {
  return paddingSamples(sos) + 1;
}

/** Radius of the pole nearest to the unit circle. */
export function largestPoleRadius(sos: Sos): number {
  let largest = 0;
  for (let section = 0; section < sos.sectionCount; section++) {
    const a1 = sos.coefficients[section * SECTION_LENGTH + 4]!;
    const a2 = sos.coefficients[section * SECTION_LENGTH + 5]!;
    const discriminant = a1 * a1 - 4 * a2;
    const radius = discriminant < 0 ? Math.sqrt(a2) : (Math.abs(a1) + Math.sqrt(discriminant)) / 2;
    largest = Math.max(largest, radius);
  }
  return largest;
}

/** Samples after which a transient of the filter has fallen to 1e−20 of itself. Infinity for an unstable filter. */
export function settlingSamples(sos: Sos): number {
  const radius = largestPoleRadius(sos);
  if (radius >= 1) return Infinity;
  return radius === 0 ? 2 * sos.sectionCount : Math.ceil(SETTLED_LOG / Math.log(radius)) + paddingSamples(sos);
}

/** |H| of one pass at a frequency in Hz; zero phase squares it. */
export function gainAt(sos: Sos, frequencyHz: number, samplingHz: number): number {
  const w = (2 * Math.PI * frequencyHz) / samplingHz;
  let gain = 1;
  for (let section = 0; section < sos.sectionCount; section++) {
    const c = sos.coefficients.subarray(section * SECTION_LENGTH, (section + 1) * SECTION_LENGTH);
    gain *= polynomialMagnitude(c[0]!, c[1]!, c[2]!, w) / polynomialMagnitude(c[3]!, c[4]!, c[5]!, w);
  }
  return gain;
}

function polynomialMagnitude(c0: number, c1: number, c2: number, w: number): number {
  return Math.hypot(c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w), c1 * Math.sin(w) + c2 * Math.sin(2 * w));
}
