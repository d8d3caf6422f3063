import { errorRecord } from "../../../core/errors";
import type { Trace, TraceView } from "../../../protocol/engine-api";
import { latestWins } from "../../../protocol/latest-wins";
import { messages } from "../../messages/messages";
import { fillGains } from "./gains";
import { channelsOf, durationOf, type KlonosState, type TraceData } from "../klonos-state";
import { notifyFailure, runJob } from "../notices";
import type { Session } from "../session";
import { forgetRescaled, traceScaling, type TraceScaling } from "./trace-scaling";

/** Traces are asked for this share of a page beyond both edges, so that moving shows data at once. */
const MARGIN_SHARE = 0.5;
/** New data are asked for when less than this share of a page is left beyond an edge. */
const LEAST_MARGIN_SHARE = 0.15;
/** Buckets of the overview; more than the pixels of a wide screen are not seen. */
const OVERVIEW_COLUMNS = 1600;

/** A first look at a long recording is asked for again after this long. */
const PROVISIONAL_MILLISECONDS = 1000;

interface Wanted {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly span: number;
  readonly columns: number;
  readonly scaling: TraceScaling;
}

/** What the window needs: undefined when the traces on hand serve. */
export function wantedTraces(state: KlonosState, onHand: Wanted | TraceData | undefined): Wanted | undefined {
  const { recording, view } = state;
  if (recording === undefined) return undefined;
  const { start, span } = view.window;
  const shown = channelsOf(state).filter((channel) => !view.hidden.has(channel.index));
  const { bandLowHz, bandHighHz } = state.inputs.present.settings;
  const scaling = traceScaling(state);
  const key = [recording.opened.recordingId, recording.scan === undefined ? "header" : "scan", view.mode, view.second ?? "", JSON.stringify(state.inputs.present.context.derivations ?? []), bandLowHz, bandHighHz, shown.map((channel) => `${channel.index}${channel.role === "emg" ? "e" : ""}`).join(), JSON.stringify(scaling)].join("|");
  const columns = Math.max(64, Math.round(view.plotPixels * (1 + 2 * MARGIN_SHARE)));
  const duration = durationOf(state);
  const serves =
    onHand !== undefined &&
    onHand.key === key &&
    Math.abs(onHand.span - span) < span * 1e-9 &&
    Math.abs(onHand.columns - columns) < columns * 0.02 &&
    onHand.start <= Math.max(0, start - LEAST_MARGIN_SHARE * span) + 1e-9 &&
    onHand.end >= Math.min(duration, start + (1 + LEAST_MARGIN_SHARE) * span) - 1e-9;
  if (serves) return undefined;
  return { key, span, columns, scaling, start: Math.max(0, start - MARGIN_SHARE * span), end: Math.min(duration, start + (1 + MARGIN_SHARE) * span) };
}

/** Follows the window and keeps traces for it on hand: one request at a time, of those that wait only the newest. Returns a stop. */
export function startLoadingTraces(session: Session): () => void {
  const { store } = session;
  // A running request is not aborted: while a person keeps moving, a late page is better than none.
  const lane = latestWins<void>({ abortRunning: false });
  const overviewLane = latestWins<void>();
  let asked: Wanted | undefined;
  /** What could not be had, as long as its notice stands: asked for again at once, a file that is gone would be asked for without end. */
  let failed: Wanted | undefined;
  let overviewKey = "";
  let again: ReturnType<typeof setTimeout> | undefined;
  let built = "";

  /** A request that was on its way when another recording was opened fails because its file was closed: nobody waits for it any more. */
  const tell = (recordingId: string | undefined, title: string, thrown: unknown): void => {
    if (store.getState().recording?.opened.recordingId === recordingId) notifyFailure(session, title, thrown);
  };

  /** First looks mean that the recording is too long to be read at once: its minima and maxima are made once, with progress, and kept. */
  const build = (): void => {
    const state = store.getState();
    const wish = pyramidWish(state);
    if (state.recording === undefined || wish === undefined || wish.key === built) return;
    built = wish.key;
    const { recordingId } = state.recording.opened;
    const { settings, context } = state.inputs.present;
    runJob(session, messages().jobs.pyramid, async (signal, onProgress) => {
      for (const [position, { channels, view }] of wish.passes.entries()) {
        const report = (fraction: number, doing: string): void => onProgress((position + fraction) / wish.passes.length, doing);
        await session.caller.call("buildPyramids", { recordingId, channels, view, settings, derivations: context.derivations, overrides: context.overrides }, { signal, onProgress: report });
        showTrue();
      }
    }, session.work.current.signal).catch((thrown: unknown) => {
      if (errorRecord(thrown).code !== "cancelled") tell(recordingId, messages().jobs.pyramid, thrown);
    });
  };

  const showTrue = (): void => {
    asked = undefined;
    overviewKey = "";
    follow(store.getState());
  };

  const askAgain = (): void => {
    clearTimeout(again);
    build();
    // With the structure known nothing changes until the pass over the recording is done, or was stopped.
    if (store.getState().recording?.scan !== undefined) return;
    again = setTimeout(() => {
      asked = undefined;
      if (store.getState().overview?.trace.provisional === true) overviewKey = "";
      follow(store.getState());
    }, PROVISIONAL_MILLISECONDS);
  };

  const follow = (state: KlonosState): void => {
    const wanted = wantedTraces(state, asked);
    const recordingId = state.recording?.opened.recordingId;
    if (state.recording === undefined) asked = undefined;
    if (failed !== undefined && !state.notices.some(({ title }) => title === messages().notices.tracesFailed)) failed = undefined;
    if (wanted !== undefined && !isSame(wanted, failed)) {
      asked = wanted;
      lane.run((signal) => load(session, wanted, signal)).then(() => {
        if (isProvisional(store.getState())) askAgain();
      }).catch((thrown: unknown) => {
        if (errorRecord(thrown).code === "cancelled") return;
        const { notices } = messages();
        // Told first: the notice is what holds the next try back.
        failed = wanted;
        tell(recordingId, notices.tracesFailed, thrown);
        asked = undefined;
      });
    }
    const channelIndex = overviewChannel(state);
    const { bandLowHz, bandHighHz } = state.inputs.present.settings;
    // The overview needs the whole file: it waits until the first page is there and the scan has told the length.
    const key = state.recording?.scan === undefined || state.traces === undefined || channelIndex === undefined ? "" : [state.recording.opened.recordingId, channelIndex, bandLowHz, bandHighHz, traceScaling(state)[channelIndex] ?? 1].join("|");
    if (key !== overviewKey) {
      overviewKey = key;
      if (key !== "" && channelIndex !== undefined) overviewLane.run((signal) => loadOverview(session, channelIndex, signal)).then(() => {
        if (isProvisional(store.getState())) askAgain();
      }).catch((thrown: unknown) => tell(recordingId, messages().notices.overviewFailed, thrown));
    }
  };

  const unsubscribe = store.subscribe(follow);
  return () => {
    unsubscribe();
    clearTimeout(again);
    lane.cancel();
    overviewLane.cancel();
  };
}

function isSame(one: Wanted, other: Wanted | undefined): boolean {
  return other !== undefined && one.key === other.key && one.start === other.start && one.end === other.end && one.columns === other.columns;
}

function isProvisional(state: KlonosState): boolean {
  if (state.overview?.trace.provisional === true) return true;
  return [...(state.traces?.main.values() ?? []), ...(state.traces?.second.values() ?? [])].some((trace) => trace.provisional === true);
}

/** The channel drawn in the overview: the selected one, as long as it is EMG. */
export function overviewChannel(state: KlonosState): number | undefined {
  const channels = channelsOf(state);
  const selected = channels.find((channel) => channel.index === state.view.channelIndex);
  if (selected?.role === "emg") return selected.index;
  return state.inputs.present.context.pairs[0]?.agonist ?? channels.find((channel) => channel.role === "emg")?.index ?? channels[0]?.index;
}

/** What must be built so that every zoom of what is shown is true; undefined where nothing is shown. */
function pyramidWish(state: KlonosState): { readonly key: string; readonly passes: readonly { readonly channels: readonly number[]; readonly view: TraceView }[] } | undefined {
  const { recording, view, inputs } = state;
  if (recording === undefined) return undefined;
  const shown = channelsOf(state).filter((channel) => !view.hidden.has(channel.index));
  const emg = shown.filter((channel) => channel.role === "emg").map((channel) => channel.index);
  const other = shown.filter((channel) => channel.role !== "emg").map((channel) => channel.index);
  const passes: { readonly channels: readonly number[]; readonly view: TraceView }[] = [];
  if (emg.length > 0) passes.push({ channels: emg, view: view.mode });
  if (other.length > 0) passes.push({ channels: other, view: "raw" });
  if (emg.length > 0 && view.second !== undefined && view.second !== view.mode) passes.push({ channels: emg, view: view.second });
  // Also where the channel of the overview is hidden, or the traces are raw.
  const overview = overviewChannel(state);
  if (overview !== undefined) passes.push({ channels: [overview], view: channelsOf(state).find((channel) => channel.index === overview)?.role === "emg" ? "filtered" : "raw" });
  const { bandLowHz, bandHighHz } = inputs.present.settings;
  return { key: JSON.stringify([recording.opened.recordingId, passes, bandLowHz, bandHighHz, inputs.present.context.derivations ?? []]), passes };
}

async function load(session: Session, wanted: Wanted, signal: AbortSignal): Promise<void> {
  const state = session.store.getState();
  const { recording, view } = state;
  if (recording === undefined) return;
  const shown = channelsOf(state).filter((channel) => !view.hidden.has(channel.index));
  const emg = shown.filter((channel) => channel.role === "emg").map((channel) => channel.index);
  const other = shown.filter((channel) => channel.role !== "emg").map((channel) => channel.index);
  const ask = (channels: readonly number[], traceView: TraceView): Promise<readonly Trace[]> =>
    channels.length === 0
      ? Promise.resolve([])
      : session.caller.call(
          "traces",
          { recordingId: recording.opened.recordingId, channels, view: traceView, startSeconds: wanted.start, endSeconds: wanted.end, columns: wanted.columns, settings: state.inputs.present.settings, overrides: state.inputs.present.context.overrides, derivations: state.inputs.present.context.derivations, behind: false },
          { signal },
        );
  const [main, rest] = await Promise.all([ask(emg, view.mode), ask(other, "raw")]);
  publish(session, wanted, [...main, ...rest], undefined);
  if (view.second !== undefined && emg.length > 0) publish(session, wanted, undefined, await ask(emg, view.second));
}

function publish(session: Session, wanted: Wanted, main: readonly Trace[] | undefined, second: readonly Trace[] | undefined): void {
  session.store.setState((state) => {
    if (!wanted.key.startsWith(`${state.recording?.opened.recordingId ?? ""}|`)) return {};
    const sameKey = state.traces?.key === wanted.key ? state.traces : undefined;
    const traces: TraceData = {
      ...wanted,
      main: main === undefined ? (sameKey?.main ?? new Map<number, Trace>()) : mapOf(main),
      // A second trace from the page before is better than a flicker; it has its own times.
      second: second === undefined ? (sameKey?.second ?? new Map<number, Trace>()) : mapOf(second),
    };
    const view = forgetRescaled(state.view, state.traces?.scaling ?? wanted.scaling, wanted.scaling);
    return { traces, view: fillGains({ ...state, view, traces }) };
  });
}

function mapOf(traces: readonly Trace[]): ReadonlyMap<number, Trace> {
  return new Map(traces.map((trace) => [trace.channelIndex, trace]));
}

async function loadOverview(session: Session, channelIndex: number, signal: AbortSignal): Promise<void> {
  const state = session.store.getState();
  const { recording } = state;
  if (recording === undefined) return;
  const view: TraceView = channelsOf(state).find((channel) => channel.index === channelIndex)?.role === "emg" ? "filtered" : "raw";
  const [trace] = await session.caller.call(
    "traces",
    { recordingId: recording.opened.recordingId, channels: [channelIndex], view, startSeconds: 0, endSeconds: durationOf(state), columns: OVERVIEW_COLUMNS, settings: state.inputs.present.settings, overrides: state.inputs.present.context.overrides, derivations: state.inputs.present.context.derivations, behind: false },
    { signal },
  );
  if (trace !== undefined) session.store.setState((now) => (now.recording?.opened.recordingId === recording.opened.recordingId ? { overview: { channelIndex, view, trace } } : {}));
}
