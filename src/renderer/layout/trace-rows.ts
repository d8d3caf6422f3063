import type { ChannelInfo } from "../../core/recording";
import type { Pair } from "../../core/result";

/** Part of a channel in its pair. */
export type RowPart = "agonist" | "antagonist" | "single" | "other";

/** One trace of the stack. Positions in CSS pixels from the top of the plot. */
export interface TraceRow {
  readonly channelIndex: number;
  readonly part: RowPart;
  readonly top: number;
  readonly height: number;
  /** Where the train ribbon lies: [top, height]. */
  readonly ribbon: readonly [number, number];
  /** Zero line of the trace. */
  readonly baseline: number;
  /** Where the burst ticks lie: [top, height]. */
  readonly ticks: readonly [number, number];
}

/** Below this a row shows a thin ribbon without text and no ticks. */
const FULL_ROW_PIXELS = 84;
const RIBBON_PIXELS = 20;
const THIN_RIBBON_PIXELS = 5;
const TICK_PIXELS = 12;
const LEAST_ROW_PIXELS = 34;
const MOST_OTHER_ROW_PIXELS = 110;
/** A channel that is no EMG gets this share of an EMG row. */
const OTHER_SHARE = 0.45;

/** Channels in the order of the screen. Those of `order` come first, as a person put them; then pairs with the agonist on top, then EMG without a partner, then all others. */
export function rowOrder(channels: readonly ChannelInfo[], pairs: readonly Pair[], hidden: ReadonlySet<number>, order: readonly number[] = []): readonly { readonly channelIndex: number; readonly part: RowPart }[] {
  const rows: { channelIndex: number; part: RowPart }[] = [];
  const placed = new Set<number>();
  const shown = (index: number): boolean => !hidden.has(index) && !placed.has(index) && channels.some((channel) => channel.index === index);
  const place = (channelIndex: number, part: RowPart): void => {
    if (!shown(channelIndex)) return;
    placed.add(channelIndex);
    rows.push({ channelIndex, part });
  };
  const partOf = (index: number): RowPart => {
    if (pairs.some((pair) => pair.agonist === index)) return "agonist";
    if (pairs.some((pair) => pair.antagonist === index)) return "antagonist";
    return channels.find((channel) => channel.index === index)?.role === "emg" ? "single" : "other";
  };
  for (const index of order) place(index, partOf(index));
  for (const pair of pairs) {
    place(pair.agonist, "agonist");
    place(pair.antagonist, "antagonist");
  }
  for (const channel of channels) if (channel.role === "emg") place(channel.index, "single");
  for (const channel of channels) place(channel.index, "other");
  return rows;
}

/**
 * Heights and places of the rows in `height` pixels. Where they do not fit, rows keep a least height and `scroll` (rows) says
 * which one is first; `fits` is false then.
 */
export function layoutRows(
  order: ReturnType<typeof rowOrder>,
  height: number,
  scroll: number,
  withTrains: ReadonlySet<number>,
): { readonly rows: readonly TraceRow[]; readonly fits: boolean; readonly mostScroll: number } {
  if (order.length === 0) return { rows: [], fits: true, mostScroll: 0 };
  const perScreen = Math.max(1, Math.floor(height / LEAST_ROW_PIXELS));
  const mostScroll = Math.max(0, order.length - perScreen);
  const first = Math.min(Math.max(0, Math.round(scroll)), mostScroll);
  const visible = order.slice(first, first + perScreen);
  const weights = visible.map((row) => (row.part === "other" ? OTHER_SHARE : 1));
  const unit = height / weights.reduce((sum, weight) => sum + weight, 0);
  const heights = weights.map((weight) => {
    const own = Math.max(LEAST_ROW_PIXELS, weight * unit);
    return weight < 1 ? Math.min(own, MOST_OTHER_ROW_PIXELS) : own;
  });
  const excess = heights.reduce((sum, value) => sum + value, 0) - height;
  // Flat rows that were lifted to the least height, or capped, are paid by (or pay) the EMG rows.
  const emgRows = weights.filter((weight) => weight === 1).length;
  const rows: TraceRow[] = [];
  let top = 0;
  visible.forEach((entry, index) => {
    const rowHeight = weights[index] === 1 && emgRows > 0 ? Math.max(LEAST_ROW_PIXELS, heights[index]! - excess / emgRows) : heights[index]!;
    const full = rowHeight >= FULL_ROW_PIXELS;
    const hasTrains = withTrains.has(entry.channelIndex);
    const ribbonHeight = !hasTrains ? 0 : full ? RIBBON_PIXELS : THIN_RIBBON_PIXELS;
    const ribbonTop = top + (full ? 6 : 1);
    const tickHeight = hasTrains && full ? TICK_PIXELS : 0;
    const tickTop = top + rowHeight - tickHeight - (full ? 4 : 0);
    const traceTop = ribbonTop + ribbonHeight;
    rows.push({
      channelIndex: entry.channelIndex,
      part: entry.part,
      top,
      height: rowHeight,
      ribbon: [ribbonTop, ribbonHeight],
      baseline: (traceTop + tickTop) / 2,
      ticks: [tickTop, tickHeight],
    });
    top += rowHeight;
  });
  return { rows, fits: mostScroll === 0, mostScroll };
}

/** Scroll (rows) under which a channel is on screen, moved no further than needed; as it is where the channel is on screen already or hidden. */
export function scrollToRow(order: ReturnType<typeof rowOrder>, height: number, scroll: number, channelIndex: number): number {
  const perScreen = Math.max(1, Math.floor(height / LEAST_ROW_PIXELS));
  const first = Math.min(Math.max(0, Math.round(scroll)), Math.max(0, order.length - perScreen));
  const at = order.findIndex((row) => row.channelIndex === channelIndex);
  return at === -1 || (at >= first && at < first + perScreen) ? scroll : at < first ? at : at - perScreen + 1;
}

/** Row under a pixel; undefined below the last. */
export function rowAt(rows: readonly TraceRow[], y: number): TraceRow | undefined {
  return rows.find((row) => y >= row.top && y < row.top + row.height);
}
