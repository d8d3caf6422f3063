import type { ResultDocument } from "../core/result";

/** Min/max buckets of one trace piece in µV (or the channel's unit), without a gap inside. */
export interface FigureTracePiece {
  readonly startSeconds: number;
  readonly secondsPerBucket: number;
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
}

export interface FigureTrace {
  readonly channelIndex: number;
  readonly label: string;
  /** `µV` for voltages. */
  readonly unit: string;
  readonly pieces: readonly FigureTracePiece[];
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
}

/** Files that a shell must bring: fonts as TTF bytes and the rasteriser's WebAssembly. */
export interface FigureAssets {
  readonly fontRegular: Uint8Array;
  readonly fontBold: Uint8Array;
  readonly rasteriserWasm: Uint8Array;
}
