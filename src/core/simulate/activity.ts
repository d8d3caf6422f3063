import type { MarkKind } from "../result";
import type { ShapeTable } from "./burst-shape";

/** One burst as it will be rendered; times in seconds from the start of the record. */
export interface BurstEvent {
  readonly onsetSeconds: number;
  readonly offsetSeconds: number;
  readonly centroidSeconds: number;
  /** Relative amplitude A_k. */
  readonly amplitude: number;
  /** Course of the amplitude; a volley has its own and does not use it. */
  readonly shape: ShapeTable;
  /** Phase of an antagonist burst in cycles. */
  readonly phaseCycles: number | undefined;
}

/** A mark as the generator plans it. */
export interface PlannedMark {
  readonly kind: MarkKind;
  readonly seconds: number;
  readonly text: string;
}

/** Everything that happens in the muscles and the protocol, before electrodes and noise. */
export interface Activity {
  readonly agonist: readonly BurstEvent[];
  readonly antagonist: readonly BurstEvent[];
  /** Every beat of the clock, blocked ones too, in seconds of the record. */
  readonly clockSeconds: readonly number[];
  readonly intervalsSeconds: readonly number[];
  readonly smoothIntervalsSeconds: readonly number[];
  readonly blockedSeconds: readonly number[];
  readonly marks: readonly PlannedMark[];
  readonly hold: { readonly startSeconds: number; readonly endSeconds: number } | undefined;
  /** Joint angle in degrees, equally spaced from `startSeconds`, where the generator has one. */
  readonly angle: { readonly startSeconds: number; readonly stepSeconds: number; readonly degrees: readonly number[] } | undefined;
  /** Bursts are single volleys; a sustained contraction is not. */
  readonly sustained: boolean;
}
