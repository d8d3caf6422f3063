import { defaultFigureStyle, figureGains, figureLocaleTags, figureStyleLimits, figureWidthLimits, type FigureStyle } from "../../../core/figure-style";
import type { FigureFormat, FigureRequest } from "../../../protocol/engine-api";

/** The stretch of the recording that a figure shows. */
export type FigureSpan = "train" | "window" | "recording";

/** What of a figure does not depend on the recording: it can be kept under a name. */
export interface FigureManner {
  readonly widthMillimetres: number;
  readonly format: FigureFormat;
  readonly dpi: number;
  readonly view: "raw" | "filtered";
  readonly style: FigureStyle;
}

/** Everything that a person chooses about a figure. */
export interface FigureWish extends FigureManner {
  readonly span: FigureSpan;
  /** From top to bottom; undefined: the train's pair, or all EMG. */
  readonly channels: readonly number[] | undefined;
  /** Trains annotated besides the chosen one; undefined: all in the span. */
  readonly annotate: readonly string[] | undefined;
}

/** A manner with its name. */
export interface FigurePreset {
  readonly name: string;
  readonly manner: FigureManner;
}

const paper: FigureManner = { widthMillimetres: 180, format: "pdf", dpi: 300, view: "filtered", style: defaultFigureStyle };

/** What comes with Klonos: the widths of journals, one in greys, one with axes, one for a projector. */
export const builtInPresets = [
  { name: "two-columns", manner: paper },
  { name: "one-column", manner: { ...paper, widthMillimetres: 85 } },
  { name: "one-and-a-half-greys", manner: { ...paper, widthMillimetres: 140, style: { ...defaultFigureStyle, colours: "grey" } } },
  { name: "two-columns-axes", manner: { ...paper, style: { ...defaultFigureStyle, scales: "axes", letters: "upper" } } },
  {
    name: "slide",
    manner: {
      ...paper,
      widthMillimetres: 190,
      format: "png",
      style: { ...defaultFigureStyle, textPoints: 11, tracePoints: 0.6, letters: "none", layers: { ...defaultFigureStyle.layers, bands: true }, panels: { intervals: true, phase: false, statistics: true } },
    },
  },
] as const satisfies readonly FigurePreset[];

/** The wish of a person who has chosen nothing yet. */
export const firstWish: FigureWish = { ...paper, span: "train", channels: undefined, annotate: undefined };

/** The part of a wish that a preset keeps. */
export function mannerOf({ widthMillimetres, format, dpi, view, style }: FigureWish): FigureManner {
  return { widthMillimetres, format, dpi, view, style };
}

/** True where a preset would change nothing about a wish. */
export function isSameManner(one: FigureManner, other: FigureManner): boolean {
  return isSame(mannerOf({ ...firstWish, ...one }), mannerOf({ ...firstWish, ...other }));
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) return one === other;
  return Object.keys({ ...one, ...other }).every((key) => isSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]));
}

/** The part of a request that a wish decides; the span of the window or of the whole recording in seconds. */
export function requestOfWish(wish: FigureWish, windowSpan: readonly [number, number], durationSeconds: number): Omit<FigureRequest, "recordingId" | "settings" | "context" | "trainId"> {
  const { span, channels, annotate, ...manner } = wish;
  const [startSeconds, endSeconds] = span === "window" ? windowSpan : [0, durationSeconds];
  return {
    ...manner,
    ...(channels === undefined ? {} : { channels }),
    ...(annotate === undefined ? {} : { annotate }),
    ...(span === "train" ? {} : { startSeconds: Math.max(0, startSeconds), endSeconds: Math.min(durationSeconds, endSeconds) }),
  };
}

const FORMATS: readonly FigureFormat[] = ["svg", "pdf", "png", "tiff"];
const LEAST_DPI = 36;
const MOST_DPI = 1200;

function within(value: unknown, { min, max }: { readonly min: number; readonly max: number }, otherwise: number): number {
  return typeof value === "number" && value >= min && value <= max ? value : otherwise;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((one) => one === value) ?? otherwise;
}

function flags<T extends object>(value: unknown, base: T): T {
  const given = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return Object.fromEntries(Object.entries(base).map(([name, flag]) => [name, typeof given[name] === "boolean" ? given[name] : flag])) as T;
}

/** Presets as the shell kept them; what is damaged falls back to the manner of paper, what has no name is left out. */
export function readFigurePresets(value: unknown): readonly FigurePreset[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: { readonly name?: unknown; readonly manner?: Partial<Record<keyof FigureManner, unknown>> } | null): readonly FigurePreset[] => {
    if (typeof entry?.name !== "string" || entry.name === "" || typeof entry.manner !== "object" || entry.manner === null) return [];
    const { manner } = entry;
    const style = (typeof manner.style === "object" && manner.style !== null ? manner.style : {}) as Partial<Record<keyof FigureStyle, unknown>>;
    return [
      {
        name: entry.name,
        manner: {
          widthMillimetres: within(manner.widthMillimetres, figureWidthLimits, paper.widthMillimetres),
          format: oneOf(manner.format, FORMATS, paper.format),
          dpi: within(manner.dpi, { min: LEAST_DPI, max: MOST_DPI }, paper.dpi),
          view: oneOf(manner.view, ["raw", "filtered"] as const, paper.view),
          style: {
            textPoints: within(style.textPoints, figureStyleLimits.textPoints, defaultFigureStyle.textPoints),
            tracePoints: within(style.tracePoints, figureStyleLimits.tracePoints, defaultFigureStyle.tracePoints),
            colours: oneOf(style.colours, ["colour", "grey"] as const, defaultFigureStyle.colours),
            scales: oneOf(style.scales, ["bars", "axes"] as const, defaultFigureStyle.scales),
            gain: oneOf(style.gain, figureGains, defaultFigureStyle.gain),
            locale: oneOf(style.locale, figureLocaleTags, defaultFigureStyle.locale),
            letters: oneOf(style.letters, ["none", "lower", "upper"] as const, defaultFigureStyle.letters),
            layers: flags(style.layers, defaultFigureStyle.layers),
            panels: flags(style.panels, defaultFigureStyle.panels),
          },
        },
      },
    ];
  });
}
