import type { Examination } from "../core/reflex-result";
import { KlonosError } from "../core/errors";
import type { AnalysisContext, Hold, Protocol, RejectedStretch } from "../core/result";
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
  /** What lies before and after is rejected on every channel. */
  readonly fromSeconds?: number | undefined;
  readonly toSeconds?: number | undefined;
  readonly channels: readonly ChannelWish[];
  /** Analyse channels that a quality gate refuses. */
  readonly insist: boolean;
  readonly examination?: Examination | undefined;
}

/** The context of an analysis without edits. A hold that is given makes the protocol `stretch-hold` unless another is given. */
export function contextOf(session: ReadRecording, { insist, channels, rejections, fromSeconds, toSeconds, ...wishes }: ContextWishes): AnalysisContext {
  const known = session.header.channels;
  const insisted = insist ? known.map(({ index }) => ({ channelIndex: index, insist: true })) : [];
  return recordingContext(session, { ...wishes, overrides: [...insisted, ...channelOverrides(channels, known)], rejected: [...rejectedStretches(rejections, known), ...outside(fromSeconds ?? 0, toSeconds ?? Infinity, session.scanned.durationSeconds)] });
}

/** What a stretch that is analysed alone leaves out. @throws KlonosError `bad-argument` where it lies behind the end */
function outside(from: number, to: number, durationSeconds: number): readonly RejectedStretch[] {
  if (from >= durationSeconds) throw new KlonosError("bad-argument", `The recording ends at ${durationSeconds} s: --from ${from} leaves nothing to analyse.`, "--from", { from, durationSeconds });
  const all = [{ channelIndex: undefined, startSeconds: 0, endSeconds: from }, { channelIndex: undefined, startSeconds: to, endSeconds: durationSeconds }];
  return all.filter(({ startSeconds, endSeconds }) => endSeconds > startSeconds);
}
