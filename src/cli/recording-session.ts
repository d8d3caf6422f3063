import type { Examination } from "../core/reflex-result";
import type { AnalysisContext, Hold, Protocol } from "../core/result";
import type { PairWish } from "../services/study/pair-wishes";
import { type ReadRecording, recordingContext } from "../services/study/recording-context";
import { channelOverrides, type ChannelWish } from "./channel-wishes";
import { rejectedStretches, type RejectionWish } from "./rejections";

/** What the command line says over what the file says. */
export interface ContextWishes {
  readonly protocol: Protocol | undefined;
  readonly site: string | undefined;
  readonly pairs: readonly PairWish[];
  readonly holds: readonly Hold[];
  readonly rejections: readonly RejectionWish[];
  readonly channels: readonly ChannelWish[];
  /** Analyse channels that a quality gate refuses. */
  readonly insist: boolean;
  readonly examination?: Examination | undefined;
}

/** The context of an analysis without edits. A hold that is given makes the protocol `stretch-hold` unless another is given. */
export function contextOf(session: ReadRecording, { insist, channels, rejections, ...wishes }: ContextWishes): AnalysisContext {
  const known = session.header.channels;
  const insisted = insist ? known.map(({ index }) => ({ channelIndex: index, insist: true })) : [];
  return recordingContext(session, { ...wishes, overrides: [...insisted, ...channelOverrides(channels, known)], rejected: rejectedStretches(rejections, known) });
}
