import type { Issue } from "./errors";
import type { AnalysisResult, TrainDecision, TrainResult, TrainReview } from "./result";

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

/** Decisions that are about no train any more are named, not dropped in silence. */
function orphanIssues(orphans: readonly TrainDecision[]): readonly Issue[] {
  if (orphans.length === 0) return [];
  const places = orphans.map(({ channelIndex, startSample }) => `channel ${channelIndex + 1} at sample ${startSample}`).join(", ");
  return [{ code: "decision-without-train", severity: "warning", message: `${orphans.length} ${orphans.length === 1 ? "decision is" : "decisions are"} about no train as it stands now (${places}): judge the trains there anew, or undo what changed them.`, where: "" }];
}

/**
 * Lays the decisions of a person beside the labels of a result. No number depends on them, so that a decision needs no new
 * analysis. `result` is one that has none yet.
 */
export function withDecisions<T extends Pick<AnalysisResult, "trains" | "issues">>(result: T, decisions: readonly TrainDecision[]): T {
  const trains = result.trains.map((train) => {
    const review = reviewOf(spanOfTrain(train), decisions);
    return review === null ? train : { ...train, review, missing: Object.fromEntries(Object.entries(train.missing).filter(([field]) => field !== "review")) };
  });
  return { ...result, trains, issues: [...result.issues, ...orphanIssues(orphanedDecisions(decisions, result.trains))] };
}
