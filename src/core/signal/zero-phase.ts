import { KlonosError } from "../errors";
import { backwardHalves, backwardOne, backwardTwo, forwardHalves, forwardOne, forwardTwo } from "./biquad-loops";
import { paddingSamples, settlingSamples, steadyState } from "./sos";
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

/** An array this many settling times long is worth splitting where the filter has a single section. */
const SPLIT_LENGTHS = 32;

/** One causal pass over `x` in place; `state` (two numbers a section) goes in and comes out. */
export function forward(sos: Sos, state: Float64Array, x: Float64Array): void {
  const n = x.length;
  if (sos.sectionCount === 1 && n >= SPLIT_LENGTHS * settlingSamples(sos)) return forwardSplit(sos, state, x);
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
  if (sos.sectionCount === 1 && x.length >= SPLIT_LENGTHS * settlingSamples(sos)) return backwardSplit(sos, state, x);
  for (let to = x.length; to > 0; to -= FLUSH_BLOCK) {
    const from = Math.max(0, to - FLUSH_BLOCK);
    let section = 0;
    for (; section + 1 < sos.sectionCount; section += 2) backwardTwo(sos.coefficients, section, state, x, from, to);
    if (section < sos.sectionCount) backwardOne(sos.coefficients, section, state, x, from, to);
    flush(state);
  }
}

/**
 * A single section waits for its own last result (some 13 cycles a sample). Two halves in one loop do not wait for each other;
 * the second starts from a state settled over the samples before it (to 1e−20, as in a tile).
 */
function forwardSplit(sos: Sos, state: Float64Array, x: Float64Array): void {
  const half = x.length >> 1;
  const middle = x.length - half;
  const second = settled(sos, x.slice(middle - settlingSamples(sos), middle), forward);
  for (let from = 0; from < half; from += FLUSH_BLOCK) {
    forwardHalves(sos.coefficients, state, second, x, from, middle + from, Math.min(FLUSH_BLOCK, half - from));
    flush(state);
    flush(second);
  }
  if (middle > half) forwardOne(sos.coefficients, 0, state, x, half, middle);
  state.set(second);
}

function backwardSplit(sos: Sos, state: Float64Array, x: Float64Array): void {
  const half = x.length >> 1;
  const middle = x.length - half;
  const second = settled(sos, x.slice(middle, middle + settlingSamples(sos)), backward);
  for (let to = half; to > 0; to -= FLUSH_BLOCK) {
    const from = Math.max(0, to - FLUSH_BLOCK);
    backwardHalves(sos.coefficients, second, state, x, middle - half + from, middle + from, to - from);
    flush(state);
    flush(second);
  }
  if (middle > half) backwardOne(sos.coefficients, 0, second, x, 0, 1);
  state.set(second);
}

/** State after a pass over `lead`, which is overwritten. */
function settled(sos: Sos, lead: Float64Array, pass: typeof forward): Float64Array {
  const state = scaled(steadyState(sos), pass === forward ? lead[0]! : lead[lead.length - 1]!);
  pass(sos, state, lead);
  return state;
}

function flush(state: Float64Array): void {
  for (let k = 0; k < state.length; k++) if (Math.abs(state[k]!) < SILENCE) state[k] = 0;
}
