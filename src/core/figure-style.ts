/** What is drawn over and behind the traces of a figure. */
export interface FigureLayers {
  /** Trains as ribbons with shape, word and numbers. */
  readonly ribbons: boolean;
  /** A tick a burst below its trace. */
  readonly ticks: boolean;
  /** Bursts as pale bands behind the trace, onset to offset. */
  readonly bands: boolean;
  /** The envelope as a thin line over the trace. */
  readonly envelope: boolean;
  /** The marked hold as a shaded ground. */
  readonly holds: boolean;
  /** Events as dashed lines with their names. */
  readonly marks: boolean;
  /** Filter, span, version, rule, hash, settings and caveats under the figure. Without it the receipt is only in the file's metadata. */
  readonly caption: boolean;
}

/** Small panels beside or under the traces. */
export interface FigurePanels {
  readonly intervals: boolean;
  readonly phase: boolean;
  /** The measures of the chosen train as a short table. */
  readonly statistics: boolean;
}

/** Languages in which a figure is written: words and decimal sign. */
export const figureLocaleTags = ["en", "de"] as const;

/** One of them. */
export type FigureLocaleTag = (typeof figureLocaleTags)[number];

/**
 * Whether the traces of one unit share a gain. `auto`: they do, unless the tallest is `EXTREME_GAIN_RATIO` times as tall as the smallest, which would
 * then be a flat line; the figure says what it does.
 */
export const figureGains = ["auto", "shared", "own"] as const;

/** One of the ways to share a gain. */
export type FigureGain = (typeof figureGains)[number];

/** From this ratio of the peaks on one gain for all hides a trace: at 22 mm for the tallest it is less than 1.5 mm high. JUDGEMENT. */
export const EXTREME_GAIN_RATIO = 15;

/** How a figure looks, apart from what it shows. Every size is at final size on paper. */
export interface FigureStyle {
  readonly textPoints: number;
  readonly tracePoints: number;
  readonly colours: "colour" | "grey";
  /** Calibrated bars, or axes with numbers. */
  readonly scales: "bars" | "axes";
  readonly gain: FigureGain;
  readonly locale: FigureLocaleTag;
  readonly letters: "none" | "lower" | "upper";
  readonly layers: FigureLayers;
  readonly panels: FigurePanels;
}

/** The manner of most journals: 7 pt, calibrated bars, lower-case bold letters. */
export const defaultFigureStyle: FigureStyle = {
  textPoints: 7,
  tracePoints: 0.35,
  colours: "colour",
  scales: "bars",
  gain: "auto",
  locale: "en",
  letters: "lower",
  layers: { ribbons: true, ticks: true, bands: false, envelope: false, holds: true, marks: true, caption: true },
  panels: { intervals: true, phase: true, statistics: false },
};

/** Limits of the sizes, in points: what journals print legibly. */
export const figureStyleLimits = { textPoints: { min: 5, max: 14 }, tracePoints: { min: 0.1, max: 2 } } as const;

/** Widths that journals ask for, in mm: one column (85, 90), one and a half (140), two (180, 190). */
export const journalWidths: readonly number[] = [85, 90, 140, 180, 190];

/** A figure is from one column to a full page wide, in mm. */
export const figureWidthLimits = { min: 85, max: 190 } as const;
