import { useEffect, useRef, useState, type ReactNode } from "react";
import { clockTime, decimalsOfStep, elapsed, plain, stepAmount } from "../layout/format";
import { withoutSharedStart } from "../layout/short-names";
import { ghostBursts } from "../layout/ghost-bursts";
import { timeTicks } from "../layout/nice-steps";
import { onWholePixels, secondsToPixel, type TimeWindow } from "../layout/time-window";
import { useMessages } from "../messages/messages";
import { displayUnit } from "../state/views/gains";
import { channelsOf, chosenTrain, type KlonosState } from "../state/klonos-state";
import type { Session } from "../state/session";
import { shownTruth, trueBurstsByChannel } from "../state/recording/simulate-actions";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { changeGain, setView } from "../state/views/view-actions";
import { createColumnSheet } from "./column-sheet";
import { onSystemColours, readPalette } from "./palette";
import { paintCalipers, paintDisagreement, paintMarks, paintRejected } from "./paint-measures";
import { paintBands, paintGrounds, paintRibbons, paintScaleBars, paintTicks } from "./paint-overlays";
import { paintGhosts } from "./paint-ghosts";
import { paintProposals } from "./paint-proposals";
import { paintWhatIf } from "./paint-what-if";
import { paintTruth } from "./paint-truth";
import { paintTraces } from "./paint-traces";
import { rowsOf, sceneOf, scrollToSelected } from "./scene";
import { attachGestures } from "./time-gestures";
import { AXIS_PIXELS, createTimeCanvas, GUTTER_PIXELS, RIGHT_MARGIN_PIXELS } from "./uplot-canvas";

const LEAST_TICK_PIXELS = 90;
/** Half a label beyond the right margin. */
const LABEL_EDGE_PIXELS = 18;

/** The stack of traces with its time axis. Canvas for the eyes, labels and a description as text. */
export function TraceViewer(): ReactNode {
  const session = useSession();
  const { viewer: words } = useMessages();
  const frame = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);

  useEffect(() => {
    const target = frame.current;
    return target === null ? undefined : mountPlot(session, target, setHeight);
  }, [session]);

  return (
    <section className="viewer" aria-label={words.label} data-testid="viewer">
      <div ref={frame} className="viewer-canvas" />
      <RowLabels plotHeight={height} />
      <Description />
      <CursorDescription />
    </section>
  );
}

/** Connects canvas and state past React: a pan draws once a frame and renders no component. Returns the clean-up. */
function mountPlot(session: Session, target: HTMLElement, onHeight: (height: number) => void): () => void {
  const { store } = session;
  let palette = readPalette(target);
  const sheet = createColumnSheet();
  let axisDecimals = 0;
  const shownWindow = (width: number): TimeWindow => onWholePixels(store.getState().view.window, Math.round(width * window.devicePixelRatio));
  const canvas = createTimeCanvas(target, Math.max(200, target.clientWidth), Math.max(120, target.clientHeight), {
    paint: (context, width, height) => {
      const scene = { ...sceneOf(store.getState(), width, height), window: shownWindow(width) };
      paintGrounds(context, scene, palette);
      paintBands(context, scene, palette);
      paintTraces(context, scene, palette, sheet);
      paintTicks(context, scene, palette);
      paintGhosts(context, scene, palette);
      paintDisagreement(context, scene, palette);
      paintTruth(context, scene, palette);
      paintRejected(context, scene, palette);
      paintMarks(context, scene, palette);
      paintRibbons(context, scene, palette);
      paintWhatIf(context, scene, palette);
      paintProposals(context, scene, palette);
      paintScaleBars(context, scene, palette);
      paintCalipers(context, scene, palette);
    },
    ticks: (window, width) => {
      const { step, ticks } = timeTicks(window.start, window.span, width, LEAST_TICK_PIXELS);
      axisDecimals = Math.max(decimalsOfStep(step), window.span <= 60 ? 1 : 0);
      // A label that would be cut at the right edge is left out.
      return ticks.filter((seconds) => secondsToPixel(window, 0, width, seconds) <= width - LABEL_EDGE_PIXELS);
    },
    tickText: (seconds) => timeText(store.getState(), seconds, axisDecimals),
    axisColour: () => palette.muted,
    axisFont: () => `11px ${palette.font}`,
  });
  canvas.over.tabIndex = -1;

  let requested = 0;
  const draw = (): void => {
    requested = 0;
    const { view, cursor } = store.getState();
    const width = canvas.over.clientWidth;
    canvas.show(shownWindow(width));
    const { selection } = view;
    if (selection === undefined) canvas.select(0, 0);
    else {
      const left = Math.max(0, secondsToPixel(view.window, 0, width, selection.start));
      canvas.select(left, Math.max(0, Math.min(width, secondsToPixel(view.window, 0, width, selection.end)) - left));
    }
    if (cursor !== undefined && cursor.channelIndex === undefined) canvas.cursor(secondsToPixel(view.window, 0, width, cursor.seconds), -10);
  };
  const request = (): void => {
    if (requested === 0) requested = requestAnimationFrame(draw);
  };
  const unsubscribe = store.subscribe((state, before) => {
    if (state.preferences !== before.preferences) {
      recolour();
      return;
    }
    if (state.view.channelIndex !== before.view.channelIndex || state.view.trainId !== before.view.trainId) {
      const rowScroll = scrollToSelected(state, canvas.over.clientHeight);
      if (rowScroll !== state.view.rowScroll) setView(session, () => ({ rowScroll }));
    }
    const moved = state.view !== before.view || state.traces !== before.traces || state.result !== before.result || state.inputs !== before.inputs || state.recording !== before.recording || state.proposals !== before.proposals || state.whatIf !== before.whatIf;
    const keyboardCursor = state.cursor !== before.cursor && state.cursor?.channelIndex === undefined;
    if (moved || keyboardCursor) request();
  });
  const recolour = (): void => {
    // The theme attribute is set by an effect of the application; read it in the next frame.
    requestAnimationFrame(() => {
      palette = readPalette(target);
      canvas.repaint();
      request();
    });
  };
  const measure = (): void => {
    const width = Math.max(200, target.clientWidth);
    const height = Math.max(120, target.clientHeight);
    canvas.resize(width, height);
    onHeight(height - AXIS_PIXELS);
    const plotPixels = Math.round((width - GUTTER_PIXELS - RIGHT_MARGIN_PIXELS) * window.devicePixelRatio);
    if (plotPixels !== store.getState().view.plotPixels) setView(session, () => ({ plotPixels }));
    request();
  };
  const observer = new ResizeObserver(measure);
  observer.observe(target);
  const detachGestures = attachGestures(session, canvas.over);
  const detachColours = onSystemColours(recolour);
  // A font that arrives later changes the widths of the canvas texts.
  void document.fonts?.ready.then(recolour);
  measure();
  return () => {
    unsubscribe();
    observer.disconnect();
    detachGestures();
    detachColours();
    cancelAnimationFrame(requested);
    canvas.destroy();
  };
}

/** Time as the person wants it: from the start, or of day. */
export function timeText(state: KlonosState, seconds: number, decimals: number): string {
  return state.view.clock === "clock" ? clockTime(state.recording?.opened.header.startDateTime, seconds, decimals) : elapsed(seconds, decimals);
}

function RowLabels({ plotHeight }: { readonly plotHeight: number }): ReactNode {
  const session = useSession();
  const { viewer: words } = useMessages();
  const channels = useChannels();
  const pairs = useKlonos((state) => state.inputs.present.context.pairs);
  const hidden = useKlonos((state) => state.view.hidden);
  const rowScroll = useKlonos((state) => state.view.rowScroll);
  const overrides = useKlonos((state) => state.inputs.present.context.overrides);
  const gains = useKlonos((state) => state.view.gains);
  const selected = useKlonos((state) => state.view.channelIndex);
  const result = useKlonos((state) => state.result);
  const unfiltered = useKlonos((state) => rawAgainstWish(state).join());
  // Everything that rowsOf reads is subscribed to above; its own rule stays in one place.
  void [pairs, hidden, rowScroll, overrides, result];
  const { rows, fits } = rowsOf(session.store.getState(), plotHeight);
  const names = withoutSharedStart(rows.map((row) => channels.find(({ index }) => index === row.channelIndex)?.label ?? ""));
  return (
    <div className="row-labels" role="group" aria-label={words.channels}>
      {rows.map((row, position) => {
        const channel = channels.find((candidate) => candidate.index === row.channelIndex);
        if (channel === undefined) return null;
        const gain = gains[channel.index];
        const unit = displayUnit(channel);
        const isSelected = selected === channel.index;
        return (
          <div key={channel.index} className="row-label" data-selected={isSelected} style={{ top: AXIS_PIXELS + row.baseline, width: GUTTER_PIXELS - 6 }}>
            <button
              type="button"
              className="row-name"
              aria-pressed={isSelected}
              title={`${channel.label}${gain === undefined ? "" : ` · ${stepAmount(gain, unit)}/div`}`}
              onClick={() => setView(session, () => ({ channelIndex: channel.index }))}
            >
              <span className="row-name-text">{names[position]}</span>
              {row.height > 44 ? <span className="row-unit">{gain === undefined ? unit : `${stepAmount(gain, unit)}/div`}</span> : null}
            </button>
            {unfiltered.split(",").includes(String(channel.index)) ? (
              <p className="row-note" style={{ left: GUTTER_PIXELS }}>
                {words.tooSlow(plain(channel.samplingHz))}
              </p>
            ) : null}
            {isSelected && row.height > 60 ? (
              <span className="row-gain">
                <button type="button" aria-label={words.flatter(channel.label)} title={words.flatterHint} onClick={() => changeGain(session, -1, channel.index)}>
                  −
                </button>
                <button type="button" aria-label={words.taller(channel.label)} title={words.tallerHint} onClick={() => changeGain(session, 1, channel.index)}>
                  +
                </button>
              </span>
            ) : null}
          </div>
        );
      })}
      {fits ? null : <p className="row-more">{words.more}</p>}
    </div>
  );
}

/** EMG channels that are drawn raw although a filter is asked for: their rate leaves no room for its band. */
function rawAgainstWish(state: KlonosState): readonly number[] {
  if (state.view.mode === "raw") return [];
  return channelsOf(state).flatMap(({ index, role }) => (role === "emg" && state.traces?.main.get(index)?.view === "raw" ? [index] : []));
}

/** Where the keyboard's cursor stands and what lies under it: said as it moves. The pointer's place is not said. */
function CursorDescription(): ReactNode {
  const session = useSession();
  const cursor = useKlonos((state) => state.cursor);
  const result = useKlonos((state) => state.result);
  const { viewer } = useMessages();
  const seconds = cursor !== undefined && cursor.channelIndex === undefined ? cursor.seconds : undefined;
  const trains = seconds === undefined ? [] : (result?.trains ?? []).filter((train) => seconds >= train.startSeconds && seconds < train.endSeconds);
  const under = trains.map((train) => (train.bursts.some((burst) => seconds! >= burst.onsetSeconds && seconds! < burst.offsetSeconds) ? viewer.inBurst(train.channel) : viewer.inTrain(train.channel)));
  return (
    <p className="visually-hidden" aria-live="polite" data-testid="cursor-description">
      {seconds === undefined ? "" : viewer.cursor(timeText(session.store.getState(), seconds, 2), under.join(", "))}
    </p>
  );
}

/** What the canvas shows, for those who cannot see it. */
function Description(): ReactNode {
  const session = useSession();
  const view = useKlonos((state) => state.view);
  const edits = useKlonos((state) => state.inputs.present.context.edits);
  const channels = useChannels();
  const result = useKlonos((state) => state.result);
  const state = session.store.getState();
  const end = view.window.start + view.window.span;
  const trains = (result?.trains ?? []).filter((train) => train.endSeconds >= view.window.start && train.startSeconds <= end);
  const chosen = chosenTrain(state);
  const { viewer, traceViews: views, patterns, truth: drawn } = useMessages();
  const truth = useKlonos(shownTruth);
  const ghosts = view.ghosts ? ghostBursts(edits, channels).filter((ghost) => ghost.endSeconds >= view.window.start && ghost.startSeconds <= end) : [];
  const contested = (result?.channels ?? []).flatMap((channel) => channel.disagreementSpans).filter((span) => span.endSeconds >= view.window.start && span.startSeconds <= end).length;
  return (
    <p className="visually-hidden" data-testid="viewer-description">
      {viewer.from(timeText(state, view.window.start, 2), timeText(state, end, 2), views[view.mode], view.second === undefined ? undefined : views[view.second])}
      {trains.length === 0 ? viewer.noTrain : viewer.trains(trains.length, trains.map((train) => viewer.train(train.channel, patterns[train.pattern], train.beats, timeText(state, train.startSeconds, 1))).join("; "))}
      {view.disagreement && result !== undefined ? viewer.contested(contested) : ""}
      {ghosts.length === 0 ? "" : viewer.ghosts(ghosts.filter(({ was }) => was === "removed").length, ghosts.filter(({ was }) => was === "moved").length)}
      {truth === undefined ? "" : drawn.drawn(trueBurstsByChannel(truth).flatMap(({ bursts }) => bursts).filter((burst) => burst.offsetSeconds >= view.window.start && burst.onsetSeconds <= end).length)}
      {chosen === undefined ? "" : viewer.chosen(chosen.channel, timeText(state, chosen.startSeconds, 1))}
    </p>
  );
}
