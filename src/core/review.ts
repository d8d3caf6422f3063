import type { TrainDecision, TrainResult, TrainReview } from "./result";

/** A decision is about the train that shares at least this much of the longer of both spans: a train that was split or merged since must be judged anew. */
const LEAST_SHARED = 0.5;

/** Where a train lies on its channel. */
export interface TrainSpan {
  readonly channelIndex: number;
  /** Absolute samples of the channel, half-open. */
  readonly startSample: number;
  readonly endSample: number;
}

/** From the onset of the first to the offset of the last burst. */
export function spanOfTrain(train: Pick<TrainResult, "channelIndex" | "bursts">): TrainSpan {
  return { channelIndex: train.channelIndex, startSample: train.bursts[0]?.onsetSample ?? 0, endSample: train.bursts[train.bursts.length - 1]?.offsetSample ?? 0 };
}

/** True when a decision speaks of the train of this span. */
export function isAbout(decision: TrainSpan, span: TrainSpan): boolean {
  if (decision.channelIndex !== span.channelIndex) return false;
  const shared = Math.min(decision.endSample, span.endSample) - Math.max(decision.startSample, span.startSample);
  return shared > 0 && shared >= LEAST_SHARED * Math.max(decision.endSample - decision.startSample, span.endSample - span.startSample);
}

/** What a person last decided about a train; null where nobody has. */
export function reviewOf(span: TrainSpan, decisions: readonly TrainDecision[]): TrainReview | null {
  for (let k = decisions.length - 1; k >= 0; k -= 1) {
    const decision = decisions[k]!;
    if (isAbout(decision, span)) return { decision: decision.decision, label: decision.label ?? null, note: decision.note ?? null, who: decision.who, at: decision.at };
  }
  return null;
}

/** Decisions that no train answers to any more, because edits or settings changed the trains. */
export function orphanedDecisions(decisions: readonly TrainDecision[], trains: readonly Pick<TrainResult, "channelIndex" | "bursts">[]): readonly TrainDecision[] {
  const spans = trains.map(spanOfTrain);
  return decisions.filter((decision) => !spans.some((span) => isAbout(decision, span)));
}
