/** A number that could not be had is null, and its reason stands in `missing` under the field's name. Never NaN. */
export type Measured = number | null;

/** Lower and upper end at `ciLevel`; null where there is none, with the reason in `missing`. */
export type Interval = readonly [number, number] | null;

/** A measure with its interval at `ciLevel`; where either is null the reason stands in the owner's `missing`, under the dotted path of the field (`rhythm.cv2.ci`). */
export interface Estimate {
  readonly value: Measured;
  readonly ci: Interval;
}
