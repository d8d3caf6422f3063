import type { SignalSamples } from "../../protocol/engine-api";
import { plain } from "../layout/format";
import { messages } from "../messages/messages";
import { burstsOfChannel } from "../state/analysis/edit-actions";
import { displayFactor } from "../state/views/gains";
import { channelsOf, chosenTrain, durationOf } from "../state/klonos-state";
import { notify, notifyFailure } from "../state/notices";
import { LISTEN_RATES } from "../state/preferences";
import type { Session } from "../state/session";
import { showWindow } from "../state/views/view-actions";
import { renderSound } from "./sound";

/** Seconds of listening that are fetched and scheduled at a time, and how long before its end the next is asked for. */
const CHUNK_SECONDS = 2;
const AHEAD_SECONDS = 1.2;
const LEAD_SECONDS = 0.08;
/** Divisions of the channel's gain that are played at full level: what fills its row on screen is loud. */
const FULL_DIVISIONS = 2.5;
/** Where the moving cursor comes to lie when a new page is shown. */
const PAGE_SHARE = 0.02;
const FALLBACK_FULL_SCALE = 500e-6;

/** What is played: the selection, else from the cursor (or the page's start) to the end, of the selected channel. */
function stretchToPlay(session: Session): { readonly channel: ReturnType<typeof channelsOf>[number]; readonly from: number; readonly end: number } | undefined {
  const state = session.store.getState();
  const { view, cursor } = state;
  const channels = channelsOf(state);
  const wanted = view.selection?.channelIndex ?? view.channelIndex ?? chosenTrain(state)?.channelIndex;
  const channel = channels.find((candidate) => candidate.index === wanted) ?? channels.find((candidate) => candidate.role === "emg");
  if (channel === undefined) return undefined;
  const { start, span } = view.window;
  const inView = cursor !== undefined && cursor.seconds >= start && cursor.seconds < start + span;
  return { channel, from: view.selection?.start ?? (inView ? cursor.seconds : start), end: view.selection?.end ?? durationOf(state) };
}

/** Starts to play the selected channel from the selection or the cursor, or stops. */
export async function toggleListening(session: Session): Promise<void> {
  const { listening, recording } = session.store.getState();
  if (listening !== undefined) {
    listening.stop();
    return;
  }
  const stretch = stretchToPlay(session);
  if (stretch === undefined || recording === undefined) return;
  let context: AudioContext;
  try {
    context = new AudioContext();
    await context.resume();
  } catch (thrown) {
    notifyFailure(session, messages().notices.noSound, thrown);
    return;
  }
  play(session, context, recording.opened.recordingId, stretch);
}

function play(session: Session, context: AudioContext, recordingId: string, { channel, from, end }: NonNullable<ReturnType<typeof stretchToPlay>>): void {
  const { preferences, view } = session.store.getState();
  const rate = preferences.listenRate;
  const gain = view.gains[channel.index];
  const fullScale = gain === undefined ? FALLBACK_FULL_SCALE : (gain * FULL_DIVISIONS) / displayFactor(channel);
  const controller = new AbortController();
  let frame = 0;
  let follower = 0;
  const stop = (): void => {
    if (controller.signal.aborted) return;
    controller.abort();
    cancelAnimationFrame(frame);
    clearTimeout(follower);
    void context.close();
    session.store.setState({ listening: undefined });
  };
  session.store.setState({ listening: { channelIndex: channel.index, rate, stop } });

  // The clock of the sound card tells where the cursor is.
  const begin = context.currentTime + LEAD_SECONDS;
  let scheduledTo = from;
  const move = (): void => {
    const seconds = from + Math.max(0, context.currentTime - begin) * rate;
    if (seconds >= end) {
      stop();
      return;
    }
    session.store.setState({ cursor: { seconds, channelIndex: undefined, value: undefined } });
    const { window } = session.store.getState().view;
    if (seconds > window.start + window.span || seconds < window.start) showWindow(session, { start: seconds - PAGE_SHARE * window.span, span: window.span });
    frame = requestAnimationFrame(move);
  };
  const schedule = async (): Promise<void> => {
    const until = Math.min(end, scheduledTo + CHUNK_SECONDS * rate);
    const { inputs, view: now } = session.store.getState();
    const { settings, context: said } = inputs.present;
    const samples: SignalSamples = await session.caller.call(
      "signal",
      { recordingId, channelIndex: channel.index, view: now.mode === "raw" ? "raw" : "filtered", startSeconds: scheduledTo, endSeconds: until, settings, derivations: said.derivations, overrides: said.overrides },
      { signal: controller.signal },
    );
    if (controller.signal.aborted) return;
    const clicks = burstsOfChannel(session.store.getState(), channel.index).map((burst) => burst.timeSeconds).filter((seconds) => seconds >= scheduledTo && seconds < until);
    const sound = renderSound({ samplingHz: samples.samplingHz, pieces: samples.pieces, startSeconds: scheduledTo, endSeconds: until, fullScale, clicks, rate, outputHz: context.sampleRate });
    if (sound.length > 0) startAt(context, sound, begin + (scheduledTo - from) / rate);
    scheduledTo = until;
    if (scheduledTo >= end) return;
    const wait = begin + (scheduledTo - from) / rate - context.currentTime - AHEAD_SECONDS;
    follower = window.setTimeout(() => void schedule().catch(fail), Math.max(0, wait * 1000));
  };
  const fail = (thrown: unknown): void => {
    if (controller.signal.aborted) return;
    stop();
    notifyFailure(session, messages().notices.soundStopped, thrown);
  };
  frame = requestAnimationFrame(move);
  void schedule().catch(fail);
}

/** Plays at a time of the context; what came late begins where it should be by now. */
function startAt(context: AudioContext, sound: Float32Array<ArrayBuffer>, at: number): void {
  const buffer = context.createBuffer(1, sound.length, context.sampleRate);
  buffer.copyToChannel(sound, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  const late = Math.max(0, context.currentTime - at);
  if (late < buffer.duration) source.start(at + late, late);
}

/** The next speed of listening, faster or slower; what plays goes on at the speed at which it began. */
export function stepRate(session: Session, by: 1 | -1, keep: (rate: number) => void): void {
  const { listenRate } = session.store.getState().preferences;
  const next = LISTEN_RATES[Math.min(LISTEN_RATES.length - 1, Math.max(0, LISTEN_RATES.indexOf(listenRate) + by))]!;
  keep(next);
  notify(session, { severity: "info", title: messages().notices.listening(next === 1 ? "" : plain(next)), error: undefined });
}
