import type { FigureStyle } from "../core/figure-style";
import type { ResultDocument, TrainResult } from "../core/result";

/** Min/max buckets of one trace piece in µV (or the channel's unit), without a gap inside. */
export interface FigureTracePiece {
  readonly startSeconds: number;
  readonly secondsPerBucket: number;
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
}

/** One channel as the figure draws it. */
export interface FigureTrace {
  readonly channelIndex: number;
  readonly label: string;
  /** `µV` for voltages. */
  readonly unit: string;
  readonly pieces: readonly FigureTracePiece[];
  /** The envelope in the trace's unit, drawn over it where the style has that layer. */
  readonly envelope?: readonly FigureTracePiece[] | undefined;
}

/** Everything that the annotated figure shows. The document is the exported one: what is drawn equals what is exported. */
export interface FigureContent {
  readonly document: ResultDocument;
  /** undefined: an overview figure of the span without a chosen train. */
  readonly trainId: string | undefined;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Agonist first, antagonist second, then others. */
  readonly traces: readonly FigureTrace[];
  /** Between 85 (one column) and 190 (full page). */
  readonly widthMillimetres: number;
  /** What the EMG traces show; said in the caption. Default `filtered`. */
  readonly view?: "raw" | "filtered" | "envelope" | undefined;
  /** Trains that get ribbons, ticks and bands; undefined: all of the drawn channels. */
  readonly annotate?: readonly string[] | undefined;
  /** Undefined: `defaultFigureStyle`. */
  readonly style?: FigureStyle | undefined;
}

/** The trains that the figure annotates: of the drawn channels, reaching into the span, and asked for. */
export function annotatedTrains(content: FigureContent): readonly TrainResult[] {
  const channels = new Set(content.traces.map((trace) => trace.channelIndex));
  return content.document.trains.filter(
    (train) => channels.has(train.channelIndex) && train.endSeconds > content.startSeconds && train.startSeconds < content.endSeconds && (content.annotate === undefined || train.id === content.trainId || content.annotate.includes(train.id)),
  );
}

/** Files that a shell must bring: fonts as TTF bytes and the rasteriser's WebAssembly. */
export interface FigureAssets {
  readonly fontRegular: Uint8Array;
  readonly fontBold: Uint8Array;
  readonly rasteriserWasm: Uint8Array;
}
