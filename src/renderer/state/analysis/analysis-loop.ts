import { errorRecord } from "../../../core/errors";
import { latestWins } from "../../../protocol/latest-wins";
import type { ResultDocument } from "../../../core/result";
import { messages } from "../../messages/messages";
import { elapsed } from "../../layout/format";
import { analyseOnly } from "./edit-actions";
import { gainsForBursts } from "../views/gains";
import { durationOf, type Inputs, type KlonosState } from "../klonos-state";
import { notify, notifyFailure, runJob } from "../notices";
import { maskedResult } from "../review/study-mask";
import type { Session } from "../session";

/** A slider gives dozens of changes a second; scoring begins when it rests this long. */
const DEBOUNCE_MILLISECONDS = 120;
/** Code of what is refused for its length. */
const TOO_LONG = "too-long";
/** A selection that is being drawn is offered when it rests this long. */
const OFFER_MILLISECONDS = 300;

/**
 * Follows the inputs: whenever the scan is done and the inputs differ from those of the shown result, analyses anew. Never two
 * at once, and of those that wait only the newest. Returns a stop.
 */
export function startAnalysing(session: Session): () => void {
  const { store } = session;
  const lane = latestWins<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: { readonly recordingId: string; readonly inputs: Inputs } | undefined;
  let refused: { readonly thrown: unknown; readonly selection: KlonosState["view"]["selection"] } | undefined;
  let offer: ReturnType<typeof setTimeout> | undefined;

  const tell = (thrown: unknown): void => {
    const isTooLong = tellFailure(session, thrown);
    refused = isTooLong ? { thrown, selection: store.getState().view.selection } : undefined;
  };
  /** The notice says to select a stretch: what is selected then is what it offers. */
  const followSelection = ({ view, notices }: KlonosState): void => {
    if (refused === undefined || refused.selection === view.selection) return;
    const { thrown } = refused;
    refused = { thrown, selection: view.selection };
    clearTimeout(offer);
    if (notices.some(({ error }) => error?.code === TOO_LONG)) offer = setTimeout(() => tell(thrown), OFFER_MILLISECONDS);
    else refused = undefined;
  };

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
    if (state.recalling) return;
    const { recordingId } = recording.opened;
    const inputs = state.inputs.present;
    if (asked?.recordingId === recordingId && asked.inputs === inputs) return;
    const first = asked?.recordingId !== recordingId;
    asked = { recordingId, inputs };
    refused = undefined;
    clearTimeout(offer);
    clearTimeout(timer);
    timer = setTimeout(() => void lane.run((signal) => lookAndAnalyse(session, recordingId, inputs, signal, first)).catch(tell), first ? 0 : DEBOUNCE_MILLISECONDS);
  };

  const stops = [store.subscribe(follow), store.subscribe(followSelection)];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
    clearTimeout(offer);
    lane.cancel();
  };
}

/** A recording that is too long is analysed stretch by stretch: the notice offers one, that of the selection or what the window begins with. @returns whether it was refused for its length */
function tellFailure(session: Session, thrown: unknown): boolean {
  const error = errorRecord(thrown);
  const title = messages().notices.analysisFailed;
  const most = error.details["mostSeconds"];
  if (error.code !== TOO_LONG || typeof most !== "number") {
    notifyFailure(session, title, thrown);
    return false;
  }
  const state = session.store.getState();
  const { selection, window } = state.view;
  const start = Math.max(0, selection?.start ?? window.start);
  const end = Math.min(selection?.end ?? durationOf(state), start + most, durationOf(state));
  notify(session, { severity: "error", title, error, action: { label: messages().notices.analyseStretch(elapsed(start, 0), elapsed(end, 0)), run: () => analyseOnly(session, start, end) } });
  return true;
}

/** The pre-flight first, where nothing is shown yet: the analysis of a long recording takes minutes. */
async function lookAndAnalyse(session: Session, recordingId: string, inputs: Inputs, signal: AbortSignal, first: boolean): Promise<void> {
  session.store.setState({ analysing: true });
  try {
    if (first) await look(session, recordingId, inputs, signal);
    await analyse(session, recordingId, inputs, signal);
  } finally {
    session.store.setState({ analysing: false });
  }
}

async function look({ store, caller }: Session, recordingId: string, inputs: Inputs, signal: AbortSignal): Promise<void> {
  try {
    const firstLook = await caller.call("firstLook", { recordingId, ...inputs }, { signal });
    store.setState((state) => (state.recording?.opened.recordingId === recordingId ? { firstLook } : {}));
  } catch (thrown) {
    // What keeps the look from being made keeps the analysis from it too, and that is told there.
    if (signal.aborted) throw thrown;
  }
}

async function analyse(session: Session, recordingId: string, inputs: Inputs, signal: AbortSignal): Promise<void> {
  const { store, caller } = session;
  const result = await runJob(session, messages().jobs.analysing, (jobSignal, onProgress) => caller.call("analyse", { recordingId, ...inputs }, { signal: jobSignal, onProgress }), signal);
  // What was refused before is no trouble any more.
  store.setState((state) => (state.recording?.opened.recordingId === recordingId ? { ...takeResult(state, result, inputs), notices: state.notices.filter(({ title }) => title !== messages().notices.analysisFailed) } : {}));
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
