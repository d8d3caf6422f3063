import { errorRecord } from "../../../core/errors";
import { settingTitle } from "../../layout/method-words";
import { latestWins } from "../../../protocol/latest-wins";
import { type NumberSettingName, settingDefinitions } from "../../../core/settings";
import { counterpart, whatIfSliders } from "../../layout/what-if";
import type { TrainResult } from "../../../core/result";
import { messages } from "../../messages/messages";
import { commitInputs } from "./edit-actions";
import type { Inputs, KlonosState } from "../klonos-state";
import { notifyFailure, runJob } from "../notices";
import type { Session } from "../session";

/** A slider gives dozens of values a second; scoring begins when it rests this long. */
const DEBOUNCE_MILLISECONDS = 60;

/** Begins with the first slider, at the value in force. Labels that are hidden cannot be looked at in this way. */
export function startWhatIf(session: Session): void {
  const { view, whatIf } = session.store.getState();
  if (!view.study && whatIf === undefined) chooseWhatIf(session, whatIfSliders[0]!.setting);
}

/** Takes another setting; the one before falls back. */
export function chooseWhatIf(session: Session, setting: NumberSettingName): void {
  session.store.setState((state) => ({ whatIf: { setting, value: state.inputs.present.settings[setting], answer: undefined } }));
}

/** Moves the slider, within the limits of its setting. */
export function moveWhatIf(session: Session, value: number): void {
  session.store.setState(({ whatIf }) => {
    if (whatIf === undefined || !Number.isFinite(value)) return {};
    const { min, max } = settingDefinitions[whatIf.setting];
    return { whatIf: { ...whatIf, value: Math.min(max, Math.max(min, value)) } };
  });
}

/** Leaves everything as it was. */
export function leaveWhatIf(session: Session): void {
  session.store.setState({ whatIf: undefined });
}

/** Takes the moved setting for good: one step of undo. */
export function applyWhatIf(session: Session): void {
  const { whatIf, inputs } = session.store.getState();
  if (whatIf === undefined) return;
  const { setting, value } = whatIf;
  leaveWhatIf(session);
  if (inputs.present.settings[setting] !== value) commitInputs(session, messages().changes.setting(settingTitle(setting)), (now) => ({ ...now, settings: { ...now.settings, [setting]: value } }));
}

/** Trains of the moved setting while they belong to the slider's place; an older answer is shown until the next one comes. */
export function whatIfTrains(state: KlonosState): readonly TrainResult[] | undefined {
  return state.view.study ? undefined : state.whatIf?.answer?.result.trains;
}

/** What a train would read under the moved setting; undefined where nothing would change. */
export function flipOf(train: TrainResult, trains: readonly TrainResult[] | undefined): { readonly after: TrainResult | undefined } | undefined {
  if (trains === undefined) return undefined;
  const after = counterpart(train, trains);
  return after?.label === train.label ? undefined : { after };
}

/** Follows the slider: the engine scores anew with the moved setting, never twice at once. Returns a stop. */
export function startWhatIfs(session: Session): () => void {
  const { store, caller } = session;
  const lane = latestWins<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: { readonly inputs: Inputs; readonly setting: NumberSettingName; readonly value: number } | undefined;

  const follow = (state: KlonosState): void => {
    const { whatIf, recording } = state;
    if (whatIf === undefined || recording?.scan === undefined) {
      if (asked !== undefined) {
        asked = undefined;
        clearTimeout(timer);
        lane.cancel();
      }
      return;
    }
    const inputs = state.inputs.present;
    const { setting, value } = whatIf;
    if (asked !== undefined && asked.inputs === inputs && asked.setting === setting && asked.value === value) return;
    asked = { inputs, setting, value };
    const { recordingId } = recording.opened;
    const ask = async (signal: AbortSignal): Promise<void> => {
      const result = await runJob(session, messages().jobs.whatIf, (jobSignal, onProgress) => caller.call("analyse", { recordingId, settings: { ...inputs.settings, [setting]: value }, context: inputs.context }, { signal: jobSignal, onProgress }), signal).catch((thrown: unknown) => {
        // Stopped by hand: the slider goes back to where its answer is from.
        if (!signal.aborted && errorRecord(thrown).code === "cancelled") store.setState((now) => (now.whatIf?.setting === setting ? { whatIf: { ...now.whatIf, value: now.whatIf.answer?.value ?? inputs.settings[setting] } } : {}));
        throw thrown;
      });
      store.setState((now) => (now.whatIf?.setting === setting && now.recording?.opened.recordingId === recordingId ? { whatIf: { ...now.whatIf, answer: { result, value, inputs } } } : {}));
    };
    clearTimeout(timer);
    timer = setTimeout(() => void lane.run(ask).catch((thrown: unknown) => notifyFailure(session, messages().notices.whatIfFailed, thrown)), DEBOUNCE_MILLISECONDS);
  };

  const unsubscribe = store.subscribe(follow);
  return () => {
    unsubscribe();
    clearTimeout(timer);
    lane.cancel();
  };
}
