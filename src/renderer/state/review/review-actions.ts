import type { AnalysisContext, Decision, Label, TrainDecision, TrainResult } from "../../../core/result";
import { elapsed } from "../../layout/format";
import { isDecided, orderedTrains } from "../../layout/train-order";
import { messages } from "../../messages/messages";
import { localTime } from "../analysis/audit";
import { changeContext } from "../analysis/edit-actions";
import { chosenTrain, type KlonosState } from "../klonos-state";
import { advanceQueue } from "./review-queue";
import type { Session } from "../session";
import { maskedResult } from "./study-mask";
import { chooseTrain } from "../views/view-actions";

/** Onset of the first to offset of the last burst. */
function spanOf(train: TrainResult): Pick<TrainDecision, "channelIndex" | "startSample" | "endSample"> {
  return { channelIndex: train.channelIndex, startSample: train.bursts[0]?.onsetSample ?? 0, endSample: train.bursts[train.bursts.length - 1]?.offsetSample ?? 0 };
}

function isSameSpan(a: TrainDecision, b: ReturnType<typeof spanOf>): boolean {
  return a.channelIndex === b.channelIndex && a.startSample < b.endSample && a.endSample > b.startSample;
}

/** What was decided of a train up to now; the result shows it only after the next scoring. */
export function decisionOn(state: KlonosState, train: TrainResult): TrainDecision | undefined {
  const span = spanOf(train);
  return (state.inputs.present.context.decisions ?? []).filter((decision) => isSameSpan(decision, span)).pop();
}

function place(train: TrainResult): string {
  return messages().changes.place(train.channel, elapsed(train.startSeconds, 1));
}

function put(session: Session, train: TrainResult, what: string, decision: Omit<TrainDecision, "who" | "at" | "channelIndex" | "startSample" | "endSample"> | undefined): void {
  const span = spanOf(train);
  const { who } = session.store.getState().preferences;
  const others = (context: AnalysisContext): readonly TrainDecision[] => (context.decisions ?? []).filter((other) => !isSameSpan(other, span));
  changeContext(session, what, (context) => ({ decisions: decision === undefined ? others(context) : [...others(context), { ...span, ...decision, who, at: localTime(new Date()) }] }));
}

/** In review mode: shows the next train, in the order of the list, that nobody has decided yet. */
function advance(session: Session, from: TrainResult): void {
  const { view, result } = session.store.getState();
  if (!view.reviewing || advanceQueue(session)) return;
  const trains = orderedTrains(result?.trains ?? [], view.trainOrder);
  const at = trains.findIndex((train) => train.id === from.id);
  // The result does not know yet what was decided a moment ago.
  const state = session.store.getState();
  const waits = (train: TrainResult): boolean => !isDecided(train) && (decisionOn(state, train)?.decision ?? "noted") === "noted";
  const waiting = [...trains.slice(at + 1), ...trains.slice(0, at)].find(waits);
  if (waiting !== undefined) chooseTrain(session, waiting);
}

/** Study mode: hides labels and rhythm numbers, or shows them again. The analysis goes on as before. */
export function setStudy(session: Session, study: boolean): void {
  session.store.setState((state) => {
    const whole = state.unmasked ?? state.result;
    return { view: { ...state.view, study }, result: study && whole !== undefined ? maskedResult(whole) : whole, unmasked: study ? whole : undefined };
  });
}

/** The train that a decision is about. None while the next one of the queue is on its way: who decides quickly means that one, and would take back what was just said. */
function decidable(state: KlonosState): TrainResult | undefined {
  return state.nextRow === undefined ? chosenTrain(state) : undefined;
}

/** Accepts or rejects the chosen train; the same decision again takes it back. False when no train is chosen. */
export function decide(session: Session, decision: Extract<Decision, "accepted" | "rejected">): boolean {
  const train = decidable(session.store.getState());
  if (train === undefined) return false;
  const before = decisionOn(session.store.getState(), train);
  const note = before?.note;
  if (before?.decision === decision) put(session, train, messages().changes.decisionBack(messages().changes.decisions[decision], place(train)), note === undefined ? undefined : { decision: "noted", note });
  else {
    put(session, train, messages().changes.decided(messages().changes.decisions[decision], place(train)), { decision, note });
    advance(session, train);
  }
  return true;
}

/** Gives the chosen train another label beside the program's own. False when no train is chosen. */
export function relabel(session: Session, label: Label): boolean {
  const train = decidable(session.store.getState());
  if (train === undefined) return false;
  put(session, train, messages().changes.relabelled(messages().review.labels[label], place(train)), { decision: "relabelled", label, note: decisionOn(session.store.getState(), train)?.note });
  advance(session, train);
  return true;
}

/** Puts a note to the chosen train, or takes it away with an empty text. False when no train is chosen. */
export function noteTrain(session: Session, text: string): boolean {
  const train = decidable(session.store.getState());
  if (train === undefined) return false;
  const note = text.trim();
  const before = decisionOn(session.store.getState(), train);
  const kept = before === undefined || before.decision === "noted" ? undefined : { decision: before.decision, label: before.label };
  if (note === "") put(session, train, messages().changes.noteRemoved(place(train)), kept);
  else put(session, train, messages().changes.note(place(train)), { ...(kept ?? { decision: "noted" as const }), note });
  return true;
}
