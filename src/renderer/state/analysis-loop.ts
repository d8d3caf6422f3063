import { latestWins } from "../../protocol/latest-wins";
import type { ResultDocument } from "../../core/result";
import { messages } from "../messages/messages";
import { gainsForBursts } from "./gains";
import type { Inputs, KlonosState } from "./klonos-state";
import { notifyFailure, runJob } from "./notices";
import { maskedResult } from "./study-mask";
import type { Session } from "./session";

/** A slider gives dozens of changes a second; scoring begins when it rests this long. */
const DEBOUNCE_MILLISECONDS = 120;

/**
 * Follows the inputs: whenever the scan is done and the inputs differ from those of the shown result, analyses anew. Never two
 * at once, and of those that wait only the newest. Returns a stop.
 */
export function startAnalysing(session: Session): () => void {
  const { store } = session;
  const lane = latestWins<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: { readonly recordingId: string; readonly inputs: Inputs } | undefined;

  const follow = (state: KlonosState): void => {
    const recording = state.recording;
    if (recording?.scan === undefined) {
      if (recording?.opened.recordingId !== asked?.recordingId) {
        asked = undefined;
        clearTimeout(timer);
        lane.cancel();
      }
      return;
    }
    const { recordingId } = recording.opened;
    const inputs = state.inputs.present;
    if (asked?.recordingId === recordingId && asked.inputs === inputs) return;
    const first = asked?.recordingId !== recordingId;
    asked = { recordingId, inputs };
    clearTimeout(timer);
    timer = setTimeout(() => void lane.run((signal) => analyse(session, recordingId, inputs, signal)).catch((thrown: unknown) => notifyFailure(session, messages().notices.analysisFailed, thrown)), first ? 0 : DEBOUNCE_MILLISECONDS);
  };

  const unsubscribe = store.subscribe(follow);
  return () => {
    unsubscribe();
    clearTimeout(timer);
    lane.cancel();
  };
}

async function analyse(session: Session, recordingId: string, inputs: Inputs, signal: AbortSignal): Promise<void> {
  const { store, caller } = session;
  store.setState({ analysing: true });
  try {
    const result = await runJob(session, messages().jobs.analysing, (jobSignal, onProgress) => caller.call("analyse", { recordingId, ...inputs }, { signal: jobSignal, onProgress }), signal);
    store.setState((state) => (state.recording?.opened.recordingId === recordingId ? takeResult(state, result, inputs) : {}));
  } finally {
    store.setState({ analysing: false });
  }
}

/** Shows a result; the chosen train is kept by its place, because an edit renames and renumbers trains. */
export function takeResult(state: KlonosState, result: ResultDocument, inputs: Inputs): Partial<KlonosState> {
  const before = state.result?.trains.find((train) => train.id === state.view.trainId);
  const overlap = (train: ResultDocument["trains"][number]): number =>
    before === undefined || train.channelIndex !== before.channelIndex ? 0 : Math.min(train.endSeconds, before.endSeconds) - Math.max(train.startSeconds, before.startSeconds);
  const same = result.trains.reduce<{ id: string | undefined; overlap: number }>((best, train) => (overlap(train) > best.overlap ? { id: train.id, overlap: overlap(train) } : best), { id: undefined, overlap: 0 });
  const agonists = new Set(inputs.context.pairs.map((pair) => pair.agonist));
  const decided = result.trains.filter((train) => train.label !== "insufficient");
  const first = decided.find((train) => agonists.has(train.channelIndex)) ?? decided[0] ?? result.trains[0];
  const gains = state.result === undefined && !state.view.gainsByHand ? gainsForBursts(state.view.gains, result) : state.view.gains;
  const { study } = state.view;
  return { result: study ? maskedResult(result) : result, unmasked: study ? result : undefined, resultInputs: inputs, view: { ...state.view, gains, trainId: same.id ?? first?.id } };
}
