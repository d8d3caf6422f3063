import { type Derivation, derivationLabel, derivationRefusal } from "../../../core/derivation";
import type { MarkTemplate } from "../../../core/mark-kinds";
import type { ChannelInfo } from "../../../core/recording";
import type { Examination } from "../../../core/reflex-result";
import type { AnalysisContext, BurstResult, ChannelOverride, Edit, Mark, MarkKind, Pair, Protocol, RejectedStretch, TrainResult } from "../../../core/result";
import { choiceDefinition, type ChoiceSettingName, defaultSettings, type NumberSettingName, settingDefinitions, type SettingValues } from "../../../core/settings";
import { secondsToSample } from "../../../core/timeline";
import { elapsed } from "../../layout/format";
import { markText, settingTitle } from "../../layout/method-words";
import { messages } from "../../messages/messages";
import { commit, redo, undo } from "../history";
import { durationOf, channelsOf, chosenTrain, type Inputs, type KlonosState, type SelectedBurst } from "../klonos-state";
import { notify } from "../notices";
import type { Session } from "../session";

/** An edge moves by this much at a key press. */
const NUDGE_SECONDS = 0.002;
/** Two marks of one kind closer than this are one. */
const SAME_MARK_SECONDS = 0.001;

/** Changes settings and context in one step of undo. */
export function commitInputs(session: Session, what: string, edit: (inputs: Inputs) => Inputs, key?: string): void {
  session.store.setState((state) => ({ inputs: commit(state.inputs, edit(state.inputs.present), what, key) }));
}

/** Changes the context in one step of undo. */
export function changeContext(session: Session, what: string, context: (before: AnalysisContext) => Partial<AnalysisContext>): void {
  commitInputs(session, what, (inputs) => ({ ...inputs, context: { ...inputs.context, ...context(inputs.context) } }));
}

/** Takes the last change back. */
export function undoEdit(session: Session): void {
  session.store.setState((state) => ({ inputs: undo(state.inputs), view: { ...state.view, burst: undefined } }));
}

/** Does the change that was taken back again. */
export function redoEdit(session: Session): void {
  session.store.setState((state) => ({ inputs: redo(state.inputs), view: { ...state.view, burst: undefined } }));
}

/** Sets one number, clamped to its limits; a series of changes of one setting is one step of undo. */
export function setSetting(session: Session, name: NumberSettingName, value: number): void {
  if (!Number.isFinite(value)) return;
  const { min, max } = settingDefinitions[name];
  const clamped = Math.min(max, Math.max(min, value));
  if (session.store.getState().inputs.present.settings[name] === clamped) return;
  commitInputs(session, messages().changes.setting(settingTitle(name)), (inputs) => ({ ...inputs, settings: { ...inputs.settings, [name]: clamped } }), `setting:${name}`);
}

/** Chooses one of the words of a setting; a word that it does not have changes nothing. */
export function setChoice(session: Session, name: ChoiceSettingName, value: string): void {
  const { choices } = choiceDefinition(name);
  if (!Object.keys(choices).includes(value) || session.store.getState().inputs.present.settings[name] === value) return;
  commitInputs(session, messages().changes.setting(settingTitle(name)), (inputs) => ({ ...inputs, settings: { ...inputs.settings, [name]: value as SettingValues[typeof name] } }));
}

/** Back to the published rule. */
export function resetSettings(session: Session): void {
  commitInputs(session, messages().changes.resetSettings, (inputs) => ({ ...inputs, settings: defaultSettings }));
}

/** Sets the protocol of the recording, one step of undo. */
export function setProtocol(session: Session, protocol: Protocol): void {
  changeContext(session, messages().changes.protocol(messages().protocols[protocol]), () => ({ protocol }));
}

/** Sets the site of the clonus, or leaves it to the channel labels; one step of undo. */
export function setSite(session: Session, site: string | undefined): void {
  changeContext(session, messages().changes.site(site === undefined ? messages().changes.siteFromLabels : (messages().sites[site] ?? site)), () => ({ site }));
}

/** What is known about the examination; undefined takes it all back. */
export function setExamination(session: Session, examination: Examination | undefined): void {
  changeContext(session, "examination", () => ({ examination }));
}

/** Puts the marks of a template, the first of them at a time. */
export function addTemplate(session: Session, template: MarkTemplate, seconds: number): void {
  const marks = template.marks.map(({ kind, afterSeconds }): Mark => ({ kind, seconds: seconds + afterSeconds, text: kind, origin: "user" }));
  changeContext(session, messages().changes.template(messages().changes.templates[template.id], elapsed(seconds, 2)), (context) => ({ marks: [...context.marks, ...marks].sort((a, b) => a.seconds - b.seconds) }));
}

/** Pairs an agonist with an antagonist; undefined takes the pair away. */
export function setAntagonist(session: Session, agonist: number, antagonist: number | undefined): void {
  const pair: readonly Pair[] = antagonist === undefined ? [] : [{ agonist, antagonist }];
  changeContext(session, antagonist === undefined ? messages().changes.pairRemoved : messages().changes.pair, (context) => ({ pairs: [...context.pairs.filter((other) => other.agonist !== agonist), ...pair] }));
}

/** Lays something over what a channel's label says. */
export function overrideChannel(session: Session, override: ChannelOverride, what: string): void {
  changeContext(session, what, (context) => {
    const before = context.overrides.find((other) => other.channelIndex === override.channelIndex);
    return { overrides: [...context.overrides.filter((other) => other !== before), { ...before, ...override }] };
  });
}

/** Takes back everything that was said of a channel. */
export function takeBackOverrides(session: Session, channelIndex: number, what: string): void {
  changeContext(session, what, (context) => ({ overrides: context.overrides.filter((other) => other.channelIndex !== channelIndex) }));
}

/** Puts the rows in this order: every channel gets its place. One step of undo. */
export function orderChannels(session: Session, order: readonly number[], what: string): void {
  changeContext(session, what, (context) => ({
    overrides: [...context.overrides.filter((other) => !order.includes(other.channelIndex)), ...order.map((channelIndex, position): ChannelOverride => ({ ...context.overrides.find((other) => other.channelIndex === channelIndex), channelIndex, order: position }))],
  }));
}

/** Puts a mark of the protocol at a time. */
export function addMark(session: Session, kind: MarkKind, seconds: number, text: string, stretch: { readonly endSeconds?: number | undefined; readonly channelIndex?: number | undefined } = {}): void {
  const mark: Mark = { kind, seconds, text, origin: "user", ...(stretch.endSeconds === undefined ? {} : { endSeconds: stretch.endSeconds }), ...(stretch.channelIndex === undefined ? {} : { channelIndex: stretch.channelIndex }) };
  changeContext(session, messages().changes.mark(markText({ kind, text }), elapsed(seconds, 2)), (context) => ({
    marks: [...context.marks.filter((other) => other.kind !== kind || Math.abs(other.seconds - seconds) >= SAME_MARK_SECONDS), mark].sort((a, b) => a.seconds - b.seconds),
  }));
}

/** Changes an event. One that was moved is set by hand, whatever it was before: too inexact for a latency. */
export function changeMark(session: Session, mark: Mark, change: Partial<Pick<Mark, "seconds" | "endSeconds" | "text" | "kind" | "channelIndex">>, key?: string): void {
  const moved = change.seconds !== undefined && change.seconds !== mark.seconds;
  const changed: Mark = { ...mark, ...change, ...(moved ? { origin: "user" as const } : {}) };
  commitInputs(session, moved ? messages().changes.markMoved(markText(mark), elapsed(changed.seconds, 2)) : messages().changes.markChanged(markText(mark), elapsed(mark.seconds, 2)), (inputs) => ({
    ...inputs,
    context: { ...inputs.context, marks: inputs.context.marks.map((other) => (isSameMark(other, mark) ? changed : other)).sort((a, b) => a.seconds - b.seconds) },
  }), key);
  session.store.setState((state) => ({ view: { ...state.view, mark: changed } }));
}

/** True for the same mark, whichever copy of it. */
export function isSameMark(a: Mark, b: Mark | undefined): boolean {
  return a.kind === b?.kind && a.seconds === b.seconds && a.text === b.text && a.channelIndex === b.channelIndex;
}

/** Takes the selected event away. False when none is selected. */
export function removeSelectedMark(session: Session): boolean {
  const { mark } = session.store.getState().view;
  if (mark === undefined) return false;
  removeMark(session, mark);
  session.store.setState((state) => ({ view: { ...state.view, mark: undefined } }));
  return true;
}

/** Rejected stretches under a time, on any channel. */
export function rejectedAt(context: Pick<AnalysisContext, "rejected">, seconds: number): readonly RejectedStretch[] {
  return context.rejected.filter((stretch) => seconds >= stretch.startSeconds && seconds < stretch.endSeconds);
}

/**
 * Rejects the selection, on its own channel or on all; without a selection takes back what is rejected under `seconds`.
 * False when there is neither.
 */
export function toggleRejected(session: Session, seconds: number | undefined, ownChannel: boolean): boolean {
  const { selection } = session.store.getState().view;
  if (selection !== undefined && selection.end > selection.start) {
    const stretch: RejectedStretch = { channelIndex: ownChannel ? selection.channelIndex : undefined, startSeconds: selection.start, endSeconds: selection.end };
    changeContext(session, messages().changes.rejection(elapsed(selection.start, 2), elapsed(selection.end, 2)), (context) => ({ rejected: [...context.rejected, stretch].sort((a, b) => a.startSeconds - b.startSeconds) }));
    session.store.setState((state) => ({ view: { ...state.view, selection: undefined } }));
    return true;
  }
  const taken = seconds === undefined ? [] : rejectedAt(session.store.getState().inputs.present.context, seconds);
  if (taken.length === 0) return false;
  restoreRejected(session, ...taken);
  return true;
}

/**
 * Analyses a stretch alone: what lies before and after it is rejected on every channel, in place of what an earlier stretch left out there.
 * Other rejections stay.
 */
export function analyseOnly(session: Session, start: number, end: number): void {
  const duration = durationOf(session.store.getState());
  const outside = [
    { channelIndex: undefined, startSeconds: 0, endSeconds: start },
    { channelIndex: undefined, startSeconds: end, endSeconds: duration },
  ].filter((stretch) => stretch.endSeconds > stretch.startSeconds);
  changeContext(session, messages().changes.analyseOnly(elapsed(start, 1), elapsed(end, 1)), (context) => ({ rejected: [...context.rejected.filter((stretch) => !isOutside(stretch, duration)), ...outside].sort((a, b) => a.startSeconds - b.startSeconds) }));
}

/** Analyses the whole recording again. */
export function analyseWhole(session: Session): void {
  const duration = durationOf(session.store.getState());
  changeContext(session, messages().changes.analyseWhole, (context) => ({ rejected: context.rejected.filter((stretch) => !isOutside(stretch, duration)) }));
}

/** True where all channels are left out from the beginning or to the end of the recording. */
export function isOutside({ channelIndex, startSeconds, endSeconds }: RejectedStretch, durationSeconds: number): boolean {
  return channelIndex === undefined && (startSeconds === 0 || endSeconds >= durationSeconds);
}

/** Takes rejections back: the stretches count again. */
export function restoreRejected(session: Session, ...taken: readonly RejectedStretch[]): void {
  changeContext(session, messages().changes.rejectionBack(elapsed(taken[0]?.startSeconds ?? 0, 2)), (context) => ({ rejected: context.rejected.filter((stretch) => !taken.includes(stretch)) }));
}

/** Adds the channel `plus − minus`. The reason where it cannot be formed, undefined when it was added. */
export function addDerivation(session: Session, plusIndex: number, minusIndex: number): string | undefined {
  const state = session.store.getState();
  const channels = state.recording?.scan?.channels ?? state.recording?.opened.header.channels ?? [];
  const plus = channels[plusIndex];
  const minus = channels[minusIndex];
  if (plus === undefined || minus === undefined) return messages().notices.chooseTwo;
  const refusal = derivationRefusal(plus, minus);
  if (refusal !== undefined) return refusal;
  const derivation: Derivation = { label: derivationLabel(plus, minus), plus: plusIndex, minus: minusIndex };
  changeContext(session, messages().changes.derivation(derivation.label), (context) => ({ derivations: [...(context.derivations ?? []), derivation] }));
  return undefined;
}

/** Takes a derived channel away, with everything that was said about it; later ones move up. */
export function removeDerivation(session: Session, channelIndex: number): void {
  const state = session.store.getState();
  const first = (state.recording?.scan?.channels ?? state.recording?.opened.header.channels ?? []).length;
  const position = channelIndex - first;
  const moved = (index: number): number => (index > channelIndex ? index - 1 : index);
  const stays = (index: number | undefined): boolean => index !== channelIndex;
  changeContext(session, messages().changes.derivationRemoved, (context) => ({
    derivations: (context.derivations ?? []).filter((_, at) => at !== position),
    pairs: context.pairs.filter((pair) => stays(pair.agonist) && stays(pair.antagonist)).map((pair) => ({ agonist: moved(pair.agonist), antagonist: moved(pair.antagonist) })),
    edits: context.edits.filter((edit) => stays(edit.channelIndex)).map((edit) => ({ ...edit, channelIndex: moved(edit.channelIndex) })),
    overrides: context.overrides.filter((override) => stays(override.channelIndex)).map((override) => ({ ...override, channelIndex: moved(override.channelIndex) })),
    marks: context.marks.filter((mark) => stays(mark.channelIndex)).map((mark) => (mark.channelIndex === undefined ? mark : { ...mark, channelIndex: moved(mark.channelIndex) })),
    rejected: context.rejected.filter((stretch) => stays(stretch.channelIndex)).map((stretch) => (stretch.channelIndex === undefined ? stretch : { ...stretch, channelIndex: moved(stretch.channelIndex) })),
  }));
  session.store.setState((now) => ({ view: { ...now.view, gains: {}, centres: {}, looks: {}, channelIndex: undefined } }));
}

/** Takes an event out, one step of undo. */
export function removeMark(session: Session, mark: Mark): void {
  changeContext(session, messages().changes.markRemoved(markText(mark), elapsed(mark.seconds, 2)), (context) => ({ marks: context.marks.filter((other) => !isSameMark(other, mark)) }));
}

function addEdit(session: Session, what: string, edit: Edit, key?: string): void {
  commitInputs(session, what, (inputs) => ({ ...inputs, context: { ...inputs.context, edits: [...inputs.context.edits, edit] } }), key);
}

function sampleAt(channel: ChannelInfo, seconds: number): number {
  return secondsToSample(channel.segments, channel.samplingHz, seconds);
}

/** A burst from the selection, on the channel of the selection, of the chosen train, or the selected one. False when nothing is selected. */
export function addBurstFromSelection(session: Session): boolean {
  const state = session.store.getState();
  const { selection } = state.view;
  const channelIndex = selection?.channelIndex ?? state.view.channelIndex ?? chosenTrain(state)?.channelIndex;
  const channel = channelsOf(state).find((candidate) => candidate.index === channelIndex);
  if (selection === undefined || channel === undefined || channel.role !== "emg") return false;
  const start = sampleAt(channel, selection.start);
  const end = sampleAt(channel, selection.end);
  if (end <= start) return false;
  addEdit(session, messages().changes.burstAdded(channel.label), { kind: "add-burst", channelIndex: channel.index, start, end });
  session.store.setState((now) => ({ view: { ...now.view, selection: undefined, burst: { channelIndex: channel.index, start, end } } }));
  return true;
}

/** A burst that is set with a click is as long as the middle one of its channel; without one, this long. */
const USUAL_BURST_SECONDS = 0.06;

/** Takes the burst at a time away, or adds one there. */
export function toggleBurstAt(session: Session, channelIndex: number, seconds: number): boolean {
  const state = session.store.getState();
  const channel = channelsOf(state).find((candidate) => candidate.index === channelIndex);
  if (channel === undefined || channel.role !== "emg" || state.result === undefined) return false;
  const bursts = burstsOfChannel(state, channelIndex);
  const there = bursts.find((burst) => seconds >= burst.onsetSeconds && seconds <= burst.offsetSeconds);
  if (there !== undefined) {
    addEdit(session, messages().changes.burstRemoved(channel.label), { kind: "remove-burst", channelIndex, start: there.onsetSample, end: there.offsetSample });
    session.store.setState((now) => ({ view: { ...now.view, burst: undefined } }));
    return true;
  }
  const lengths = bursts.map((burst) => burst.offsetSeconds - burst.onsetSeconds).sort((a, b) => a - b);
  const half = (lengths[lengths.length >> 1] ?? USUAL_BURST_SECONDS) / 2;
  const [start, end] = [Math.max(0, sampleAt(channel, seconds - half)), Math.min(channel.sampleCount, sampleAt(channel, seconds + half))];
  if (end <= start) return false;
  addEdit(session, messages().changes.burstAdded(channel.label), { kind: "add-burst", channelIndex, start, end });
  session.store.setState((now) => ({ view: { ...now.view, burst: { channelIndex, start, end } } }));
  return true;
}

/** Takes the selected burst away. False when none is selected. */
export function removeSelectedBurst(session: Session): boolean {
  const { burst } = session.store.getState().view;
  if (burst === undefined) return false;
  addEdit(session, messages().changes.burstRemoved(""), { kind: "remove-burst", ...burst });
  session.store.setState((state) => ({ view: { ...state.view, burst: undefined } }));
  return true;
}

/** Moves an edge of the selected burst by `steps` of two milliseconds. A series of nudges is one edit and one step of undo. */
export function nudgeBurst(session: Session, edge: "onset" | "offset", steps: number): boolean {
  const state = session.store.getState();
  const { burst } = state.view;
  const channel = channelsOf(state).find((candidate) => candidate.index === burst?.channelIndex);
  if (burst === undefined || channel === undefined) return false;
  const by = steps * Math.max(1, Math.round(NUDGE_SECONDS * channel.samplingHz));
  return moveEdge(session, burst, channel, edge, (edge === "onset" ? burst.start : burst.end) + by, undefined);
}

/** Moves an edge of the selected burst to a time; a drag is one step of undo by its key. */
export function dragEdge(session: Session, edge: "onset" | "offset", seconds: number, key: string): boolean {
  const state = session.store.getState();
  const { burst } = state.view;
  const channel = channelsOf(state).find((candidate) => candidate.index === burst?.channelIndex);
  return burst !== undefined && channel !== undefined && moveEdge(session, burst, channel, edge, sampleAt(channel, seconds), key);
}

function moveEdge(session: Session, burst: SelectedBurst, channel: ChannelInfo, edge: "onset" | "offset", to: number, key: string | undefined): boolean {
  const newStart = edge === "onset" ? Math.min(Math.max(0, to), burst.end - 1) : burst.start;
  const newEnd = edge === "offset" ? Math.max(Math.min(channel.sampleCount, to), burst.start + 1) : burst.end;
  if (newStart === burst.start && newEnd === burst.end) return false;
  const { channelIndex } = burst;
  commitInputs(session, messages().changes.edgeMoved[edge], (inputs) => {
    const { edits } = inputs.context;
    const last = edits[edits.length - 1];
    const joins = last?.kind === "move-burst" && last.channelIndex === channelIndex && last.newStart === burst.start && last.newEnd === burst.end;
    const edit: Edit = joins ? { ...last, newStart, newEnd } : { kind: "move-burst", channelIndex, start: burst.start, end: burst.end, newStart, newEnd };
    return { ...inputs, context: { ...inputs.context, edits: [...(joins ? edits.slice(0, -1) : edits), edit] } };
  }, key);
  session.store.setState((now) => ({ view: { ...now.view, burst: { channelIndex, start: newStart, end: newEnd } } }));
  return true;
}

/** Splits the chosen train: before the selected burst, else at the cursor. False, and said, when there is no place to split. */
export function splitTrain(session: Session): boolean {
  const state = session.store.getState();
  const train = chosenTrain(state);
  const channel = channelsOf(state).find((candidate) => candidate.index === train?.channelIndex);
  if (train === undefined || channel === undefined) return false;
  const { burst } = state.view;
  const sample = burst?.channelIndex === channel.index ? burst.start : state.cursor === undefined ? undefined : sampleAt(channel, state.cursor.seconds);
  const first = train.bursts[0];
  const last = train.bursts[train.bursts.length - 1];
  if (sample === undefined || first === undefined || last === undefined || sample <= first.onsetSample || sample > last.onsetSample) {
    notify(session, { severity: "info", title: messages().notices.notSplit, error: undefined });
    return false;
  }
  addEdit(session, messages().changes.split, { kind: "split-train", channelIndex: channel.index, sample });
  return true;
}

/** Merges the chosen train with the next one of its channel, the last one with the one before. False, and said, when there is none. */
export function mergeTrains(session: Session): boolean {
  const state = session.store.getState();
  const train = chosenTrain(state);
  if (train === undefined) return false;
  const [earlier, later] = neighbours(state, train);
  const first = earlier?.bursts[0];
  const last = later?.bursts[later.bursts.length - 1];
  if (first === undefined || last === undefined) {
    notify(session, { severity: "info", title: messages().notices.notMerged(train.channel), error: undefined });
    return false;
  }
  addEdit(session, messages().changes.merge, { kind: "merge-trains", channelIndex: train.channelIndex, start: first.onsetSample, end: last.offsetSample });
  return true;
}

/** A train and the one that follows it on its channel; of the last one the one before it and itself. */
function neighbours(state: KlonosState, train: TrainResult): readonly (TrainResult | undefined)[] {
  const own = (state.result?.trains ?? []).filter(({ channelIndex }) => channelIndex === train.channelIndex).sort((a, b) => a.startSeconds - b.startSeconds);
  const at = own.findIndex(({ id }) => id === train.id);
  return at === own.length - 1 ? [own[at - 1], train] : [train, own[at + 1]];
}

/** All bursts of a channel in time order: those of its trains and the isolated ones. */
export function burstsOfChannel(state: Pick<KlonosState, "result">, channelIndex: number): readonly BurstResult[] {
  const isolated = state.result?.channels.find((channel) => channel.index === channelIndex)?.isolatedBursts ?? [];
  const inTrains = (state.result?.trains ?? []).filter((train) => train.channelIndex === channelIndex).flatMap((train) => train.bursts);
  return [...isolated, ...inTrains].sort((a, b) => a.onsetSeconds - b.onsetSeconds);
}
