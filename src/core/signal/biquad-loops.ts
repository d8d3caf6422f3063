import { SECTION_LENGTH } from "./sos";

// Loops of one section over one stretch or over three at once, forward and backward: with state and coefficients in locals and
// a constant step the engine keeps everything in registers. Transposed direct form II; the order of additions is SciPy's, so
// that results agree to the last bit. All work in place; a state (z1, z2 of each section, one after the other) goes in and comes out.

/** x[from … to), first sample to last. */
export function forwardOne(c: Float64Array, section: number, state: Float64Array, x: Float64Array, from: number, to: number): void {
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

/** x[from … to), last sample to first. */
export function backwardOne(c: Float64Array, section: number, state: Float64Array, x: Float64Array, from: number, to: number): void {
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

/** Three stretches of `count` samples in one loop, starting at `from`, `from + second` and `from + third`, each with its own state. */
export type ThreeLoop = (c: Float64Array, section: number, states: readonly [Float64Array, Float64Array, Float64Array], x: Float64Array, from: number, second: number, third: number, count: number) => void;

/** First samples to last. */
export const forwardThree: ThreeLoop = (c, section, states, x, from, second, third, count) => {
  const at = section * SECTION_LENGTH;
  const k = 2 * section;
  const b0 = c[at]!, b1 = c[at + 1]!, b2 = c[at + 2]!, a1 = c[at + 4]!, a2 = c[at + 5]!;
  const [p, q, r] = states;
  let p1 = p[k]!, p2 = p[k + 1]!, q1 = q[k]!, q2 = q[k + 1]!, r1 = r[k]!, r2 = r[k + 1]!;
  for (let i = from; i < from + count; i++) {
    const u = x[i]!, v = x[i + second]!, w = x[i + third]!;
    const yu = b0 * u + p1, yv = b0 * v + q1, yw = b0 * w + r1;
    p1 = b1 * u - a1 * yu + p2;
    q1 = b1 * v - a1 * yv + q2;
    r1 = b1 * w - a1 * yw + r2;
    p2 = b2 * u - a2 * yu;
    q2 = b2 * v - a2 * yv;
    r2 = b2 * w - a2 * yw;
    x[i] = yu;
    x[i + second] = yv;
    x[i + third] = yw;
  }
  p[k] = p1;
  p[k + 1] = p2;
  q[k] = q1;
  q[k + 1] = q2;
  r[k] = r1;
  r[k + 1] = r2;
};

/** Last samples to first. */
export const backwardThree: ThreeLoop = (c, section, states, x, from, second, third, count) => {
  const at = section * SECTION_LENGTH;
  const k = 2 * section;
  const b0 = c[at]!, b1 = c[at + 1]!, b2 = c[at + 2]!, a1 = c[at + 4]!, a2 = c[at + 5]!;
  const [p, q, r] = states;
  let p1 = p[k]!, p2 = p[k + 1]!, q1 = q[k]!, q2 = q[k + 1]!, r1 = r[k]!, r2 = r[k + 1]!;
  for (let i = from + count - 1; i >= from; i--) {
    const u = x[i]!, v = x[i + second]!, w = x[i + third]!;
    const yu = b0 * u + p1, yv = b0 * v + q1, yw = b0 * w + r1;
    p1 = b1 * u - a1 * yu + p2;
    q1 = b1 * v - a1 * yv + q2;
    r1 = b1 * w - a1 * yw + r2;
    p2 = b2 * u - a2 * yu;
    q2 = b2 * v - a2 * yv;
    r2 = b2 * w - a2 * yw;
    x[i] = yu;
    x[i + second] = yv;
    x[i + third] = yw;
  }
  p[k] = p1;
  p[k + 1] = p2;
  q[k] = q1;
  q[k + 1] = q2;
  r[k] = r1;
  r[k + 1] = r2;
};
