import type { RecordingHeader } from "../core/recording";
import type { Examination } from "../core/reflex-result";
import type { AnalysisContext, Hold, Pair, Protocol } from "../core/result";
import type { ImportAnswers, MarkWord, OpenedRecording, ScannedRecording } from "../protocol/engine-api";
import type { EngineHost } from "./engine-host";
import { channelOverrides, type ChannelWish } from "./channel-wishes";
import { choosePairs, type PairWish } from "./pairs";
import { rejectedStretches, type RejectionWish } from "./rejections";

/** An opened and wholly scanned file. */
export interface Session {
  readonly opened: OpenedRecording;
  readonly scanned: ScannedRecording;
  /** Header with the scan's channels. */
  readonly header: RecordingHeader;
}

/** Opens and scans a file, runs `use`, and closes it whatever happens. */
export async function withSession<T>(host: EngineHost, path: string, answers: ImportAnswers, markWords: readonly MarkWord[], use: (session: Session) => Promise<T>): Promise<T> {
  const opened = await host.caller.call("openRecording", { source: host.register(path), answers });
  try {
    const scanned = await host.caller.call("scanRecording", { recordingId: opened.recordingId, markWords });
    return await use({ opened, scanned, header: { ...opened.header, channels: scanned.channels, durationSeconds: scanned.durationSeconds } });
  } finally {
    // When the engine has gone there is nothing left to close, and the first failure is the one to tell.
    await host.caller.call("closeRecording", { recordingId: opened.recordingId }).catch(() => undefined);
  }
}

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
export function contextOf({ opened, scanned, header }: Session, wishes: ContextWishes): AnalysisContext {
  const insisted = wishes.insist ? header.channels.map(({ index }) => ({ channelIndex: index, insist: true })) : [];
  const overrides = [...insisted, ...channelOverrides(wishes.channels, header.channels)];
  const pairs: readonly Pair[] = wishes.pairs.length === 0 ? opened.proposedPairs : choosePairs(wishes.pairs, header.channels, opened.proposedPairs);
  const protocol = wishes.protocol ?? (wishes.holds.length > 0 ? "stretch-hold" : scanned.proposedProtocol);
  return { protocol, site: wishes.site, pairs, marks: scanned.marks, holds: wishes.holds, edits: [], overrides, rejected: rejectedStretches(wishes.rejections, header.channels), ...(wishes.examination === undefined ? {} : { examination: wishes.examination }) };
}
