import { KlonosError } from "../errors";
import { backwardOne, backwardThree, forwardOne, forwardThree } from "./biquad-loops";
import { paddingSamples, settlingSamples, steadyState } from "./sos";
import type { Sos } from "./sos";

/** Samples that all sections work on before the next ones are taken: small enough for the cache, and silence is looked for between. */
const BLOCK = 4096;
/** A state below this becomes 0: silence would otherwise decay into denormal numbers, which some processors handle 100 times slower. */
const SILENCE = 1e-200;

/**
 * Zero-phase filtering: forward, then backward, with odd extension at both ends and steady initial states; SciPy's
 * `sosfiltfilt(sos, x)` with its default padding: to the last bit for a short array, within 1e−12 of max|y| for any (detrend first:
 * an offset many times max|y| costs digits here as there). `x` is not changed.
 * @throws KlonosError `segment-too-short` when x has no more samples than the padding (`minimumSamples`).
 */
export function sosfiltfilt(sos: Sos, x: Float64Array): Float64Array {
  const y = x.slice();
  sosfiltfiltInPlace(sos, y);
  return y;
}

/** As `sosfiltfilt`, over the array itself. Extra memory: the padding and two settling times of the filter. */
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

/** An array this many settling times long is worth splitting. */
const SPLIT_LENGTHS = 16;

/** One causal pass over `x` in place; `state` (two numbers a section) goes in and comes out. */
export function forward(sos: Sos, state: Float64Array, x: Float64Array): void {
  if (x.length < SPLIT_LENGTHS * settlingSamples(sos)) return forwardOver(sos, state, x, 0, x.length);
  const { sectionCount, coefficients } = sos;
  const third = Math.floor(x.length / 3);
  const second = x.length - 2 * third;
  const settling = settlingSamples(sos);
  const states = [state.slice(), settled(sos, x.slice(second - settling, second), forward), settled(sos, x.slice(second + third - settling, second + third), forward)] as const;
  for (let from = 0; from < third; from += BLOCK) {
    const count = Math.min(BLOCK, third - from);
    for (let section = 0; section < sectionCount; section++) forwardThree(coefficients, section, states, x, from, second, second + third, count);
    states.forEach(flush);
  }
  forwardOver(sos, states[0], x, third, second);
  state.set(states[2]);
}

/** One anticausal pass, from the last sample to the first. */
export function backward(sos: Sos, state: Float64Array, x: Float64Array): void {
  if (x.length < SPLIT_LENGTHS * settlingSamples(sos)) return backwardOver(sos, state, x, 0, x.length);
  const { sectionCount, coefficients } = sos;
  const third = Math.floor(x.length / 3);
  const rest = x.length - 3 * third;
  const settling = settlingSamples(sos);
  const second = rest + third;
  const last = second + third;
  const states = [settled(sos, x.slice(second, second + settling), backward), settled(sos, x.slice(last, last + settling), backward), state.slice()] as const;
  for (let to = third; to > 0; to -= BLOCK) {
    const from = Math.max(0, to - BLOCK);
    for (let section = 0; section < sectionCount; section++) backwardThree(coefficients, section, states, x, rest + from, third, 2 * third, to - from);
    states.forEach(flush);
  }
  backwardOver(sos, states[0], x, 0, rest);
  state.set(states[0]);
}

// A section waits for its own last result, some 12 cycles a sample. Three thirds in one loop do not wait for each other; the
// second and the third start from a state settled over the samples before them (to 1e−20, as in a tile).

/** State after a pass over `lead`, which is overwritten. */
function settled(sos: Sos, lead: Float64Array, pass: typeof forward): Float64Array {
  const state = scaled(steadyState(sos), pass === forward ? lead[0]! : lead[lead.length - 1]!);
  pass(sos, state, lead);
  return state;
}

function forwardOver(sos: Sos, state: Float64Array, x: Float64Array, start: number, end: number): void {
  for (let from = start; from < end; from += BLOCK) {
    const to = Math.min(end, from + BLOCK);
    for (let section = 0; section < sos.sectionCount; section++) forwardOne(sos.coefficients, section, state, x, from, to);
    flush(state);
  }
}

function backwardOver(sos: Sos, state: Float64Array, x: Float64Array, start: number, end: number): void {
  for (let to = end; to > start; to -= BLOCK) {
    const from = Math.max(start, to - BLOCK);
    for (let section = 0; section < sos.sectionCount; section++) backwardOne(sos.coefficients, section, state, x, from, to);
    flush(state);
  }
}

function flush(state: Float64Array): void {
  for (let k = 0; k < state.length; k++) if (Math.abs(state[k]!) < SILENCE) state[k] = 0;
}
