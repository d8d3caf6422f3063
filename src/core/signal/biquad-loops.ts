import { SECTION_LENGTH } from "./sos";

// Loops over one or two sections and over one array or two halves of it, forward and backward: with state and coefficients in
// locals and a constant step the engine keeps everything in registers. Transposed direct form II; the order of additions is
// SciPy's, so that results agree to the last bit. All work in place on x[from … to); state goes in and comes out.

/** One section, first sample to last. */
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

/** One section, last sample to first. */
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

/** Sections `section` and `section + 1` in one sweep, first sample to last. */
export function forwardTwo(c: Float64Array, section: number, state: Float64Array, x: Float64Array, from: number, to: number): void {
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

/** Sections `section` and `section + 1` in one sweep, last sample to first. */
export function backwardTwo(c: Float64Array, section: number, state: Float64Array, x: Float64Array, from: number, to: number): void {
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

/** The single section of a filter over x[a … a+count) with `stateA` and x[b … b+count) with `stateB`: two chains that do not wait for each other. */
export function forwardHalves(c: Float64Array, stateA: Float64Array, stateB: Float64Array, x: Float64Array, a: number, b: number, count: number): void {
  const b0 = c[0]!, b1 = c[1]!, b2 = c[2]!, a1 = c[4]!, a2 = c[5]!;
  let z1 = stateA[0]!, z2 = stateA[1]!, w1 = stateB[0]!, w2 = stateB[1]!;
  const apart = b - a;
  for (let i = a; i < a + count; i++) {
    const u = x[i]!;
    const v = x[i + apart]!;
    const y = b0 * u + z1;
    const r = b0 * v + w1;
    z1 = b1 * u - a1 * y + z2;
    w1 = b1 * v - a1 * r + w2;
    z2 = b2 * u - a2 * y;
    w2 = b2 * v - a2 * r;
    x[i] = y;
    x[i + apart] = r;
  }
  stateA[0] = z1;
  stateA[1] = z2;
  stateB[0] = w1;
  stateB[1] = w2;
}

/** As `forwardHalves`, last sample to first. */
export function backwardHalves(c: Float64Array, stateA: Float64Array, stateB: Float64Array, x: Float64Array, a: number, b: number, count: number): void {
  const b0 = c[0]!, b1 = c[1]!, b2 = c[2]!, a1 = c[4]!, a2 = c[5]!;
  let z1 = stateA[0]!, z2 = stateA[1]!, w1 = stateB[0]!, w2 = stateB[1]!;
  const apart = b - a;
  for (let i = a + count - 1; i >= a; i--) {
    const u = x[i]!;
    const v = x[i + apart]!;
    const y = b0 * u + z1;
    const r = b0 * v + w1;
    z1 = b1 * u - a1 * y + z2;
    w1 = b1 * v - a1 * r + w2;
    z2 = b2 * u - a2 * y;
    w2 = b2 * v - a2 * r;
    x[i] = y;
    x[i + apart] = r;
  }
  stateA[0] = z1;
  stateA[1] = z2;
  stateB[0] = w1;
  stateB[1] = w2;
}
