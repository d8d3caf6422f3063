import type { EndReason, Hold } from "../result";

/** What is known of the moment at which a train ended. */
export interface TrainEnd {
  /** Offset of the last burst. */
  readonly endSeconds: number;
  /** The silence after which the detector calls a train ended: min(max(2.8 · median interval, 0.45), 1.0) s (science.md 4.3.7). */
  readonly waitSeconds: number;
  /** Mean or median inter-beat interval at the end of the train. */
  readonly periodSeconds: number;
  /** End of the contiguous stretch of signal that the train lies in, and whether the recording ends there. */
  readonly segmentEndSeconds: number;
  readonly segmentIsLast: boolean;
  readonly hold: Hold | undefined;
  /** A person split the train here, or a new attempt began: the activity may have gone on. */
  readonly cut: boolean;
}

/** Periods after the last burst within which a release explains the end: the next beat was due and did not come. */
const RELEASE_PERIODS = 1.5;

/**
 * Why a train ended (science.md 8 D). A release is named first, since it explains the end even where the file stops soon after; then an end
 * that was not seen, because less signal follows than the detector waits. `gap`, `file-end` and `unknown` censor the duration.
 */
export function trainEndReason(end: TrainEnd): EndReason {
  if (end.hold !== undefined && end.hold.endSeconds <= end.endSeconds + RELEASE_PERIODS * end.periodSeconds) return "released";
  if (end.cut) return "unknown";
  if (end.segmentEndSeconds - end.endSeconds < end.waitSeconds) return end.segmentIsLast ? "file-end" : "gap";
  return "stopped";
}

/** True where the train may have lasted longer than was seen. */
export function isCensored(reason: EndReason): boolean {
  return reason === "gap" || reason === "file-end" || reason === "unknown";
}
