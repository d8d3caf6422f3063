import type { AnalysisContext, Decision, Label, TrainDecision, TrainResult } from "../../core/result";
import { elapsed } from "../layout/format";
import { localTime } from "./audit";
import { changeContext } from "./edit-actions";
import { chosenTrain } from "./klonos-state";
import type { Session } from "./session";

/** Onset of the first to offset of the last burst. */
function spanOf(train: TrainResult): Pick<TrainDecision, "channelIndex" | "startSample" | "endSample"> {
  return { channelIndex: train.channelIndex, startSample: train.bursts[0]?.onsetSample ?? 0, endSample: train.bursts[train.bursts.length - 1]?.offsetSample ?? 0 };
}

function isSameSpan(a: TrainDecision, b: ReturnType<typeof spanOf>): boolean {
  return a.channelIndex === b.channelIndex && a.startSample < b.endSample && a.endSample > b.startSample;
}

function place(train: TrainResult): string {
  return `${train.channel} at ${elapsed(train.startSeconds, 1)}`;
}

function put(session: Session, train: TrainResult, what: string, decision: Omit<TrainDecision, "who" | "at" | "channelIndex" | "startSample" | "endSample"> | undefined): void {
  const span = spanOf(train);
  const { who } = session.store.getState().preferences;
  const others = (context: AnalysisContext): readonly TrainDecision[] => (context.decisions ?? []).filter((other) => !isSameSpan(other, span));
  changeContext(session, what, (context) => ({ decisions: decision === undefined ? others(context) : [...others(context), { ...span, ...decision, who, at: localTime(new Date()) }] }));
}

/** Accepts or rejects the chosen train; the same decision again takes it back. False when no train is chosen. */
export function decide(session: Session, decision: Extract<Decision, "accepted" | "rejected">): boolean {
  const train = chosenTrain(session.store.getState());
  if (train === undefined) return false;
  const note = train.review?.note ?? undefined;
  if (train.review?.decision === decision) put(session, train, `${decision} taken back: ${place(train)}`, note === undefined ? undefined : { decision: "noted", note });
  else put(session, train, `${decision}: ${place(train)}`, { decision, note });
  return true;
}

/** Gives the chosen train another label beside the program's own. False when no train is chosen. */
export function relabel(session: Session, label: Label): boolean {
  const train = chosenTrain(session.store.getState());
  if (train === undefined) return false;
  put(session, train, `relabelled ${label}: ${place(train)}`, { decision: "relabelled", label, note: train.review?.note ?? undefined });
  return true;
}

/** Puts a note to the chosen train, or takes it away with an empty text. False when no train is chosen. */
export function noteTrain(session: Session, text: string): boolean {
  const train = chosenTrain(session.store.getState());
  if (train === undefined) return false;
  const note = text.trim();
  const { review } = train;
  const kept = review === null || review.decision === "noted" ? undefined : { decision: review.decision, label: review.label ?? undefined };
  if (note === "") put(session, train, `note taken away: ${place(train)}`, kept);
  else put(session, train, `note: ${place(train)}`, { ...(kept ?? { decision: "noted" as const }), note });
  return true;
}
