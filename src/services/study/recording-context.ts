import type { RecordingHeader } from "../../core/recording";
import type { Examination } from "../../core/reflex-result";
import type { AnalysisContext, ChannelOverride, Hold, Pair, Protocol, RejectedStretch } from "../../core/result";
import type { OpenedRecording, ScannedRecording } from "../../protocol/engine-api";
import { choosePairs, type PairWish } from "./pair-wishes";

/** An opened and wholly scanned file. */
export interface ReadRecording {
  readonly opened: OpenedRecording;
  readonly scanned: ScannedRecording;
  /** Header with the scan's channels. */
  readonly header: RecordingHeader;
}

/** What a person says over what the file says. */
export interface RecordingWishes {
  readonly protocol: Protocol | undefined;
  readonly site?: string | undefined;
  readonly pairs: readonly PairWish[];
  readonly holds: readonly Hold[];
  readonly rejected?: readonly RejectedStretch[] | undefined;
  readonly overrides?: readonly ChannelOverride[] | undefined;
  readonly examination?: Examination | undefined;
}

/**
 * The context of an analysis without edits. A hold that is given makes the protocol `stretch-hold` unless another is given.
 * @throws KlonosError `pair-not-found`
 */
export function recordingContext({ opened, scanned, header }: ReadRecording, wishes: RecordingWishes): AnalysisContext {
  const pairs: readonly Pair[] = wishes.pairs.length === 0 ? opened.proposedPairs : choosePairs(wishes.pairs, header.channels, opened.proposedPairs);
  const protocol = wishes.protocol ?? (wishes.holds.length > 0 ? "stretch-hold" : scanned.proposedProtocol);
  return { protocol, site: wishes.site, pairs, marks: scanned.marks, holds: wishes.holds, edits: [], overrides: wishes.overrides ?? [], rejected: wishes.rejected ?? [], ...(wishes.examination === undefined ? {} : { examination: wishes.examination }) };
}
