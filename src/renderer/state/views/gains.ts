import type { ChannelInfo } from "../../../core/recording";
import type { ResultDocument } from "../../../core/result";
import type { Trace, TraceView } from "../../../protocol/engine-api";
import { niceAbove, stepNice } from "../../layout/nice-steps";
import { channelsOf, type KlonosState, type TraceData, type ViewState } from "../klonos-state";

/** Height of one division on screen in CSS pixels: about a centimetre, less where rows are low. */
const MOST_DIVISION_PIXELS = 40;
const DIVISIONS_A_ROW = 5;
/** Divisions from the zero line to the tallest peak that a fresh gain gives at most. */
const PEAK_DIVISIONS = 2.5;
/** Share of the buckets whose extremes a fresh gain shows wholly: one artefact must not flatten the trace. */
const SHOWN_SHARE = 0.995;
/** Peak of a burst over its RMS, roughly: three standard deviations of noise. */
const PEAK_TO_RMS = 3;
/** Share of the bursts, by amplitude, that must fit. */
const SHOWN_BURSTS = 0.9;
/** A channel without any movement: its gain is one unit a division. */
const FLAT_GAIN = 1;
/** Below this (µV, or the channel's own unit) a movement is what arithmetic leaves of a constant. */
const NO_MOVEMENT = 1e-9;

/** CSS pixels of one division in a row of this height. */
export function divisionPixels(rowHeight: number): number {
  return Math.min(MOST_DIVISION_PIXELS, rowHeight / DIVISIONS_A_ROW);
}

/** Factor from the trace's own unit to the shown one: volts are shown in µV. */
export function displayFactor(channel: Pick<ChannelInfo, "isVoltage">): number {
  return channel.isVoltage ? 1e6 : 1;
}

/** Unit in which a channel is shown. */
export function displayUnit(channel: Pick<ChannelInfo, "isVoltage" | "unit">): string {
  return channel.isVoltage ? "µV" : channel.unit === "" ? "au" : channel.unit;
}

/** View in which a channel is drawn: what is no EMG is never filtered. */
export function traceViewOf(channel: Pick<ChannelInfo, "role">, mode: ViewState["mode"]): TraceView {
  return channel.role === "emg" ? mode : "raw";
}

/** View of what is drawn: the engine leaves raw what is too slow to be filtered, and says so. As asked for until it has answered. */
export function shownView(channel: Pick<ChannelInfo, "index" | "role">, mode: ViewState["mode"], traces: TraceData | undefined): TraceView {
  return traces?.main.get(channel.index)?.view ?? traceViewOf(channel, mode);
}

/** Name of a zero line in `ViewState.centres`. */
export function centreKey(channelIndex: number, view: TraceView): string {
  return `${channelIndex}:${view}`;
}

/** The view with gains and zero lines for channels that have traces but none yet. Values in the shown unit. */
export function fillGains(state: KlonosState): ViewState {
  const { view, traces } = state;
  if (traces === undefined) return view;
  let gains = view.gains;
  let centres = view.centres;
  for (const channel of channelsOf(state)) {
    const trace = traces.main.get(channel.index);
    if (trace === undefined) continue;
    const key = centreKey(channel.index, trace.view);
    if (centres[key] !== undefined && gains[channel.index] !== undefined) continue;
    const extent = extentOf(trace);
    if (extent === undefined) continue;
    const factor = displayFactor(channel);
    const centre = trace.view !== "raw" ? 0 : extent.middle * factor;
    if (centres[key] === undefined) centres = { ...centres, [key]: centre };
    if (gains[channel.index] === undefined) gains = { ...gains, [channel.index]: gainFor(extent, centre, factor) };
  }
  return gains === view.gains && centres === view.centres ? view : { ...view, gains, centres };
}

/** Gains by one or more steps of the 1-2-5 series; positive steps make the trace taller (fewer units a division). */
export function stepGains(gains: ViewState["gains"], channels: readonly number[], steps: number): ViewState["gains"] {
  const changed: Record<number, number> = { ...gains };
  for (const channel of channels) {
    const gain = changed[channel];
    if (gain !== undefined) changed[channel] = stepNice(gain, -steps);
  }
  return changed;
}

/**
 * Gains under which the bursts of a result fit their rows: the first page may have been rest. Only makes traces flatter, and
 * only where amplitudes are voltages.
 */
export function gainsForBursts(gains: ViewState["gains"], result: Pick<ResultDocument, "trains">): ViewState["gains"] {
  const changed: Record<number, number> = { ...gains };
  for (const channelIndex of new Set(result.trains.map((train) => train.channelIndex))) {
    const before = changed[channelIndex];
    const amplitudes = result.trains.flatMap((train) => (train.channelIndex === channelIndex ? train.bursts.map((burst) => burst.amplitudeMicrovolts ?? 0) : [])).sort((a, b) => a - b);
    const peak = (amplitudes[Math.floor(SHOWN_BURSTS * (amplitudes.length - 1))] ?? 0) * PEAK_TO_RMS;
    if (before !== undefined && peak > 0) changed[channelIndex] = Math.max(before, niceAbove(peak / PEAK_DIVISIONS));
  }
  return changed;
}

interface Extent {
  readonly middle: number;
  /** Ends between which nearly all buckets lie, in the trace's unit. */
  readonly low: number;
  readonly high: number;
}

function extentOf(trace: Trace): Extent | undefined {
  const lows: number[] = [];
  const highs: number[] = [];
  const middles: number[] = [];
  for (const piece of trace.pieces) {
    for (let index = 0; index < piece.minimum.length; index++) {
      const low = piece.minimum[index]!;
      const high = piece.maximum[index]!;
      if (!Number.isFinite(low) || !Number.isFinite(high)) continue;
      lows.push(low);
      highs.push(high);
      middles.push((low + high) / 2);
    }
  }
  if (middles.length === 0) return undefined;
  const ascending = (a: number, b: number): number => a - b;
  lows.sort(ascending);
  highs.sort(ascending);
  middles.sort(ascending);
  const at = (values: readonly number[], share: number): number => values[Math.min(values.length - 1, Math.max(0, Math.round(share * (values.length - 1))))]!;
  return { middle: at(middles, 0.5), low: at(lows, 1 - SHOWN_SHARE), high: at(highs, SHOWN_SHARE) };
}

function gainFor(extent: Extent, centre: number, factor: number): number {
  const reach = Math.max(Math.abs(extent.high * factor - centre), Math.abs(extent.low * factor - centre));
  return reach > NO_MOVEMENT && Number.isFinite(reach) ? niceAbove(reach / PEAK_DIVISIONS) : FLAT_GAIN;
}
