import type { Pattern } from "../../core/result";
import type { TraceColour } from "../state/klonos-state";

/** Colours of the canvas plots, read from the style sheet so that theme and contrast have one home. */
export interface Palette {
  readonly patterns: Readonly<Record<Pattern, string>>;
  readonly antagonist: string;
  /** Line colours that a person can give a channel; each reaches 3:1 on the plot. */
  readonly lines: Readonly<Record<TraceColour, string>>;
  readonly text: string;
  readonly muted: string;
  readonly trace: string;
  readonly hairline: string;
  readonly plot: string;
  readonly hold: string;
  readonly accent: string;
  readonly onPattern: string;
  readonly font: string;
  /** Opacity of burst bands: stronger in high contrast. */
  readonly bandOpacity: number;
}

/** The palette of the theme that `element` stands in. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    patterns: {
      rhythmic: read("--rhythmic"),
      irregular: read("--irregular"),
      indeterminate: read("--undecided"),
      tonic: read("--tonic"),
      insufficient: read("--insufficient"),
    },
    antagonist: read("--antagonist"),
    lines: { blue: read("--rhythmic"), vermillion: read("--irregular"), green: read("--antagonist"), purple: read("--tonic") },
    text: read("--text"),
    muted: read("--muted"),
    trace: read("--trace"),
    hairline: read("--hairline"),
    plot: read("--plot"),
    hold: read("--hold"),
    accent: read("--accent"),
    onPattern: read("--on-pattern"),
    font: read("--font"),
    bandOpacity: Number(read("--band-opacity")) || 0.2,
  };
}

/** Calls back when the system's colours or contrast change. Returns the unsubscribe. */
export function onSystemColours(listener: () => void): () => void {
  const queries = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener("change", listener);
  return () => {
    for (const query of queries) query.removeEventListener("change", listener);
  };
}
