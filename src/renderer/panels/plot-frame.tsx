import { useEffect, useRef, useState, type ReactNode } from "react";

const LEAST_WIDTH_PIXELS = 220;

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
