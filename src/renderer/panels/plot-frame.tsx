import { useEffect, useRef, useState, type ReactNode } from "react";

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

/** Gives a plot the width that it has on screen. */
export function PlotFrame({ children, start = 460 }: { readonly children: (width: number) => ReactNode; readonly start?: number }): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(start);
  useEffect(() => {
    const target = frame.current;
    if (target === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(LEAST_WIDTH_PIXELS, Math.floor(entry.contentRect.width)));
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return (
    <div className="interval-frame" ref={frame}>
      {children(width)}
    </div>
  );
}
