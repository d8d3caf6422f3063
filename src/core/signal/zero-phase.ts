import { KlonosError } from "../errors";
import { SECTION_LENGTH, paddingSamples, steadyState } from "./sos";
import type { Sos } from "./sos";

/** Samples between two looks at the filter state for numbers too small to matter. */
const FLUSH_BLOCK = 16384;
/** A state below this becomes 0: silence would otherwise decay into denormal numbers, which some processors handle 100 times slower. */
const SILENCE = 1e-200;

/**
 * Zero-phase filtering: forward, then backward, with odd extension at both ends and steady initial states; SciPy's
 * `sosfiltfilt(sos, x)` with its default padding, operation for operation. `x` is not changed.
 * @throws KlonosError `segment-too-short` when x has no more samples than the padding (`minimumSamples`).
 */
export function sosfiltfilt(sos: Sos, x: Float64Array): Float64Array {
  const y = x.slice();
  sosfiltfiltInPlace(sos, y);
  return y;
}

/** As `sosfiltfilt`, over the array itself. Extra memory: twice the padding. */
export function sosfiltfiltInPlace(sos: Sos, x: Float64Array): void {
  const padding = paddingSamples(sos);
  const n = x.length;
  if (n <= padding) {
    throw new KlonosError("segment-too-short", `A stretch of ${n} samples is too short to be filtered: at least ${padding + 1} are needed.`, "", { samples: n, needed: padding + 1 });
  }
  const before = new Float64Array(padding);
  const after = new Float64Array(padding);
  const first = 2 * x[0]!;
  const last = 2 * x[n - 1]!;
  for (let k = 0; k < padding; k++) {
    before[k] = first - x[padding - k]!;
    after[k] = last - x[n - 2 - k]!;
  }
  const steady = steadyState(sos);
  const state = scaled(steady, before[0]!);
  forward(sos, state, before);
  forward(sos, state, x);
  forward(sos, state, after);
  const back = scaled(steady, after[padding - 1]!);
  backward(sos, back, after);
  backward(sos, back, x);
}

function scaled(steady: Float64Array, factor: number): Float64Array {
  return steady.map((value) => value * factor);
}

/** One causal pass over `x` in place; `state` (two numbers a section) goes in and comes out. */
export function forward(sos: Sos, state: Float64Array, x: Float64Array): void {
  const n = x.length;
  for (let from = 0; from < n; from += FLUSH_BLOCK) {
    const to = Math.min(n, from + FLUSH_BLOCK);
    let section = 0;
    for (; section + 1 < sos.sectionCount; section += 2) forwardTwo(sos.coefficients, section, state, x, from, to);
    if (section < sos.sectionCount) forwardOne(sos.coefficients, section, state, x, from, to);
    flush(state);
  }
}

/** One anticausal pass, from the last sample to the first. */
export function backward(sos: Sos, state: Float64Array, x: Float64Array): void {
  for (let to = x.length; to > 0; to -= FLUSH_BLOCK) {
    const from = Math.max(0, to - FLUSH_BLOCK);
    let section = 0;
    for (; section + 1 < sos.sectionCount; section += 2) backwardTwo(sos.coefficients, section, state, x, from, to);
    if (section < sos.sectionCount) backwardOne(sos.coefficients, section, state, x, from, to);
    flush(state);
  }
}

function flush(state: Float64Array): void {
  for (let k = 0; k < state.length; k++) if (Math.abs(state[k]!) < SILENCE) state[k] = 0;
}

// Four loops instead of one with a stride: with state and coefficients in locals and a constant step the engine keeps
// everything in registers. Transposed direct form II; the order of additions is SciPy's, so that results agree to the last bit.

function forwardOne(c: Float64Array, section: number, state: Float64Array, x: Float64Array, from: number, to: number): void {
  const at = section * SECTION_LENGTH;
  const b0 = c[at]!, b1 = c[at + 1]!, b2 = c[at + 2]!, a1 = c[at + 4]!, a2 = c[at + 5]!;
  let z1 = state[2 * section]!, z2 = state[2 * section + 1]!;
  for (let i = from; i < to; i++) {
    const u = x[i]!;
    const y = b0 * u + z1;
    z1 = b1 * u - a1 * y + z2;
    z2 = b2 * u - a2 * y;
    x[i] = y;
  }
  state[2 * section] = z1;
  state[2 * section + 1] = z2;
}

function backwardOne(c: Float64Array, section: number, state: Float64Array, x: Float64Array, from: number, to: number): void {
  const at = section * SECTION_LENGTH;
  const b0 = c[at]!, b1 = c[at + 1]!, b2 = c[at + 2]!, a1 = c[at + 4]!, a2 = c[at + 5]!;
  let z1 = state[2 * section]!, z2 = state[2 * section + 1]!;
  for (let i = to - 1; i >= from; i--) {
    const u = x[i]!;
    const y = b0 * u + z1;
    z1 = b1 * u - a1 * y + z2;
    z2 = b2 * u - a2 * y;
    x[i] = y;
  }
  state[2 * section] = z1;
  state[2 * section + 1] = z2;
}

function forwardTwo(c: Float64Array, section: number, state: Float64Array, x: Float64Array, from: number, to: number): void {
  const p = section * SECTION_LENGTH;
  const q = p + SECTION_LENGTH;
  const b0 = c[p]!, b1 = c[p + 1]!, b2 = c[p + 2]!, a1 = c[p + 4]!, a2 = c[p + 5]!;
  const d0 = c[q]!, d1 = c[q + 1]!, d2 = c[q + 2]!, e1 = c[q + 4]!, e2 = c[q + 5]!;
  let z1 = state[2 * section]!, z2 = state[2 * section + 1]!;
  let w1 = state[2 * section + 2]!, w2 = state[2 * section + 3]!;
  for (let i = from; i < to; i++) {
    const u = x[i]!;
    const v = b0 * u + z1;
    z1 = b1 * u - a1 * v + z2;
    z2 = b2 * u - a2 * v;
    const y = d0 * v + w1;
    w1 = d1 * v - e1 * y + w2;
    w2 = d2 * v - e2 * y;
    x[i] = y;
  }
  state[2 * section] = z1;
  state[2 * section + 1] = z2;
  state[2 * section + 2] = w1;
  state[2 * section + 3] = w2;
}

function backwardTwo(c: Float64Array, section: number, state: Float64Array, x: Float64Array, from: number, to: number): void {
  const p = section * SECTION_LENGTH;
  const q = p + SECTION_LENGTH;
  const b0 = c[p]!, b1 = c[p + 1]!, b2 = c[p + 2]!, a1 = c[p + 4]!, a2 = c[p + 5]!;
  const d0 = c[q]!, d1 = c[q + 1]!, d2 = c[q + 2]!, e1 = c[q + 4]!, e2 = c[q + 5]!;
  let z1 = state[2 * section]!, z2 = state[2 * section + 1]!;
  let w1 = state[2 * section + 2]!, w2 = state[2 * section + 3]!;
  for (let i = to - 1; i >= from; i--) {
    const u = x[i]!;
    const v = b0 * u + z1;
    z1 = b1 * u - a1 * v + z2;
    z2 = b2 * u - a2 * v;
    const y = d0 * v + w1;
    w1 = d1 * v - e1 * y + w2;
    w2 = d2 * v - e2 * y;
    x[i] = y;
  }
  state[2 * section] = z1;
  state[2 * section + 1] = z2;
  state[2 * section + 2] = w1;
  state[2 * section + 3] = w2;
}
