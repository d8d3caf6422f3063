/** The stretch of the recording on screen, in seconds from its start. */
export interface TimeWindow {
  readonly start: number;
  readonly span: number;
}

/** Shortest page: ten milliseconds, twenty samples at 2 kHz. */
export const SHORTEST_SPAN_SECONDS = 0.01;
/** Page of a freshly opened recording; workstation.md: 10 to 30 s a page for the first look. */
export const FIRST_SPAN_SECONDS = 10;
/** Page lengths of the list; a tenth of a second to five seconds matters most for EMG. */
export const PAGE_SECONDS: readonly number[] = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 300, 600];

/** Keeps a window inside 0 … duration; a span longer than the recording becomes the recording. */
export function clampWindow(window: TimeWindow, durationSeconds: number): TimeWindow {
  const whole = Math.max(durationSeconds, SHORTEST_SPAN_SECONDS);
  const span = Math.min(Math.max(window.span, SHORTEST_SPAN_SECONDS), whole);
  return { span, start: Math.min(Math.max(window.start, 0), whole - span) };
}

/** Moves by a share of the page: 1 is the next page, −0.1 a tenth back. */
export function panBy(window: TimeWindow, pages: number, durationSeconds: number): TimeWindow {
  return clampWindow({ start: window.start + pages * window.span, span: window.span }, durationSeconds);
}

/** Multiplies the span by `factor` and keeps the time `atSeconds` at its place on screen, as far as the ends allow. */
export function zoomAt(window: TimeWindow, factor: number, atSeconds: number, durationSeconds: number): TimeWindow {
  const whole = Math.max(durationSeconds, SHORTEST_SPAN_SECONDS);
  const span = Math.min(Math.max(window.span * factor, SHORTEST_SPAN_SECONDS), whole);
  const share = (atSeconds - window.start) / window.span;
  return clampWindow({ start: atSeconds - share * span, span }, durationSeconds);
}

/** A window that shows `startSeconds … endSeconds` with a margin on both sides, as a share of that stretch. */
export function windowAround(startSeconds: number, endSeconds: number, marginShare: number, durationSeconds: number): TimeWindow {
  const length = Math.max(endSeconds - startSeconds, SHORTEST_SPAN_SECONDS);
  return clampWindow({ start: startSeconds - marginShare * length, span: length * (1 + 2 * marginShare) }, durationSeconds);
}

/** The window with its start on a whole pixel of a plot `width` pixels wide: traces then move by whole pixels, and what stays in view keeps its shape. */
export function onWholePixels(window: TimeWindow, width: number): TimeWindow {
  const pixelsPerSecond = width / window.span;
  return { start: Math.round(window.start * pixelsPerSecond) / pixelsPerSecond, span: window.span };
}

/** Pixel of a time in a plot of `width` pixels that begins at pixel `left`. */
export function secondsToPixel(window: TimeWindow, left: number, width: number, seconds: number): number {
  return left + ((seconds - window.start) / window.span) * width;
}

/** Time under a pixel; the inverse of `secondsToPixel`. */
export function pixelToSeconds(window: TimeWindow, left: number, width: number, pixel: number): number {
  return window.start + ((pixel - left) / width) * window.span;
}
