import { useCallback, useState, type ReactNode, type RefCallback } from "react";
import { flushSync } from "react-dom";

/** Of a plot that is not laid out yet. */
const START_PIXELS = 460;
/** `.interval-frame` is never narrower (bottom-strip.css). */
const LEAST_WIDTH_PIXELS = 220;

/** Width of a letter of an answer, roughly, and of the name of an axis. */
const LETTER_PIXELS = 6.3;
const AXIS_NAME_PIXELS = 90;
const MARGIN_PIXELS = 18;
const ONE_LINE_TOP = 22;
const TWO_LINES_TOP = 38;

/** Where the answer of a plot stands: beside the name of the axis, or on a line of its own where it would run into it. */
export interface AnswerPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "end";
  /** Where the plot itself begins. */
  readonly top: number;
}

/** Place of a sentence in a plot of `width` pixels, beside the name of its axis where both have room. */
export function answerPlace(width: number, sentence: string, axisName = ""): AnswerPlace {
  if (sentence.length * LETTER_PIXELS + Math.max(AXIS_NAME_PIXELS, axisName.length * LETTER_PIXELS) + MARGIN_PIXELS <= width) return { x: width - 14, y: 12, anchor: "end", top: ONE_LINE_TOP };
  return { x: 4, y: 27, anchor: "start", top: TWO_LINES_TOP };
}

/** As many parts of an answer, from the first, as a line of `width` pixels holds; at least one. */
export function fittingParts(parts: readonly string[], width: number): string {
  let kept = Math.max(1, parts.length);
  while (kept > 1 && parts.slice(0, kept).join(", ").length * LETTER_PIXELS + MARGIN_PIXELS > width) kept--;
  return parts.slice(0, kept).join(", ");
}

/**
 * Width that a plot has on screen in CSS pixels, and the ref of the frame that has it. The plot takes a new width in the frame in which
 * its room changed: a picture that is drawn one frame later would show cut labels meanwhile, and for longer on a busy machine.
 */
export function useFrameWidth(): readonly [number, RefCallback<HTMLDivElement>] {
  const [width, setWidth] = useState(START_PIXELS);
  const frame = useCallback((target: HTMLDivElement | null) => {
    if (target === null) return undefined;
    const take = (pixels: number): void => setWidth(Math.max(LEAST_WIDTH_PIXELS, Math.floor(pixels)));
    // Before the first picture; nothing has a width where nothing is laid out.
    if (target.clientWidth > 0) take(target.clientWidth);
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) flushSync(() => take(entry.contentRect.width));
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return [width, frame];
}

/** Gives a plot the width that it has on screen. */
export function PlotFrame({ children }: { readonly children: (width: number) => ReactNode }): ReactNode {
  const [width, frame] = useFrameWidth();
  return (
    <div className="interval-frame" ref={frame}>
      {children(width)}
    </div>
  );
}
