/**
 * The course of a clonus' rate: its first intervals are longer and settle within four or five beats, its last ones lengthen again
 * (science.md 1.2, 6.1: up to e^0.35 each). ln I is longer by opening·e^(−i/κ₀) for the interval that begins at burst i, and by
 * closing·e^(−k/κ₁) for the one that ends k bursts before the last.
 */
export interface DriftShape {
  readonly opening: number;
  readonly closing: number;
}

/** One opening or closing with its prior probability. */
export interface DriftChoice {
  readonly drift: number;
  readonly prior: number;
}

/** The shapes that a class is averaged over: each opening with each closing. */
export interface DriftModel {
  readonly openings: readonly DriftChoice[];
  readonly closings: readonly DriftChoice[];
  readonly openingDecayBeats: number;
  readonly closingDecayBeats: number;
}

/** Drift only by the walk of the period. */
export const noDrift: DriftModel = { openings: [{ drift: 0, prior: 1 }], closings: [{ drift: 0, prior: 1 }], openingDecayBeats: 1, closingDecayBeats: 1 };

/**
 * Beyond this many bursts from either end the shapes are straight: e^(−6/1.6) and e^(−7/2.2) of 0.3 are 0.7 and 1.2 %, less than the smallest jitter.
 * What lies between is the same for all shapes and is computed once.
 */
export const OPENING_BURSTS = 6;
/** Bursts at the end over which a train may slow. */
export const CLOSING_BURSTS = 7;

/** Lengthening of ln I between bursts `from` and `to` of a train of `count`. */
export function driftBetween(model: DriftModel, shape: DriftShape, from: number, to: number, count: number): number {
  const opening = shape.opening === 0 || to >= OPENING_BURSTS ? 0 : shape.opening * Math.exp(-from / model.openingDecayBeats);
  const left = count - 1 - to;
  const closing = shape.closing === 0 || left >= CLOSING_BURSTS ? 0 : shape.closing * Math.exp(-left / model.closingDecayBeats);
  return opening + closing;
}
