import type { Measured } from "./estimate";

/** How far the published detectors differ from the bursts of a train: where they differ a person should look. It decides nothing. */
export interface DetectorDisagreement {
  /** Mean over the detectors of their contested share, 0 … 1. */
  readonly score: number;
  /** Means over the detectors, per burst: bursts that a detector does not find, joins with another, and finds beside them. */
  readonly notFoundShare: number;
  readonly mergedShare: number;
  readonly besideShare: number;
  /** Median size of the difference of an edge, over detectors and bursts; null where no burst meets one range of another detector. */
  readonly onsetMilliseconds: Measured;
  readonly offsetMilliseconds: Measured;
  /** Length of the train that was compared: all of it, or three pieces of a train above a minute. */
  readonly assessedSeconds: number;
  readonly detectors: readonly {
    readonly name: string;
    /** Bursts not found, merged or beside over all bursts and those beside. */
    readonly contestedShare: number;
    readonly notFound: number;
    readonly merged: number;
    readonly beside: number;
    /** Median of the detector's edge minus the burst's. */
    readonly onsetMilliseconds: Measured;
    readonly offsetMilliseconds: Measured;
  }[];
}

/** Start and end of a train by another way: the change of variance nearest to them (PELT), and how far it lies from them. null beyond 150 ms. */
export interface BoundaryAudit {
  readonly startSeconds: Measured;
  readonly startDifferenceMilliseconds: Measured;
  readonly endSeconds: Measured;
  readonly endDifferenceMilliseconds: Measured;
}

/** How near a train is to being split in two or joined with its neighbours (science.md 4.3.7): where a person should look at its ends. */
export interface SegmentationResult {
  /** Largest gap between two of its bursts over the longest that the train rule joins there. */
  readonly splitScore: Measured;
  /** Middle of that gap. */
  readonly splitSeconds: Measured;
  /** Longest gap that joins over the gap to the train before, and to the one behind, of the same stretch of the channel. */
  readonly mergeBeforeScore: Measured;
  readonly mergeAfterScore: Measured;
}
