import type { Cancel } from "../../core/errors";
import type { Annotation, ChannelIdentity } from "../../core/recording";
import type { CsvBody } from "../csv/csv-body";
import type { Timebase } from "../csv/csv-time";

/** A column that is a channel. A sample is (cell − zero) · scale. */
export interface TextChannel {
  /** Index of the column in the table. */
  readonly column: number;
  readonly label: string;
  readonly unit: string;
  readonly samplingHz: number;
  readonly identity: ChannelIdentity;
  readonly zero: number;
  /** Volts (or the unit's values) in one of the cell's numbers. */
  readonly scale: number;
  readonly physicalRange: readonly [number, number] | undefined;
  /** Which clock tells its times; undefined: its samples follow each other without a gap. */
  readonly clock: number | undefined;
  /** Samples that the header promises; undefined when it does not say. */
  readonly declaredSamples: number | undefined;
  /** Difference from that which rounding in the header explains; 0 where it states a count. */
  readonly declaredSlack?: number;
}

/** A column that tells times: seconds (or another unit of time), or a counter of samples that may wrap. */
export type TextClock =
  | { readonly kind: "time"; readonly column: number; readonly timebase: Timebase }
  | {
      readonly kind: "counter";
      readonly column: number;
      readonly samplingHz: number;
      /** The counter begins again at 0 after `modulus` − 1; undefined: it does not. */
      readonly modulus: number | undefined;
    };

/** Rows of numbers under one header. */
export interface TextBlock {
  readonly body: CsvBody;
  /** Time of its first row from the first row of the first block. */
  readonly startSeconds: number;
  /** Where this block differs from the channels' own scale (another range in a later block). */
  readonly scales: readonly number[] | undefined;
}

/** Cells of one row that are no numbers of a channel: a comment, or an entry of a table of markers beside it. */
export interface NoteCells {
  readonly cells: readonly { readonly column: number; readonly text: string }[];
  /** Time of the row by the first clock (or the first channel's rate). */
  readonly rowSeconds: number;
}

/** A text file whose header is understood. */
export interface TextTable {
  readonly format: string;
  readonly first: TextBlock;
  readonly channels: readonly TextChannel[];
  readonly clocks: readonly TextClock[];
  readonly startDateTime: string | undefined;
  readonly hasIdentity: boolean;
  /** Rows of the whole file, by the length of its first ones. */
  readonly estimatedRows: number;
  /** Columns within the table whose text is a note. */
  readonly noteColumns: ReadonlySet<number>;
  /** What the cells behind the table's columns (or in note columns) say; undefined: they are a fault of the row. */
  readonly notesOf: ((note: NoteCells) => readonly Annotation[]) | undefined;
  /**
   * The block whose header begins at `offset`, undefined when there is none that belongs to the recording. `previousEndSeconds` is
   * the time at which the last one ended.
   */
  readonly nextBlock: ((offset: number, number: number, previousEndSeconds: number, cancel: Cancel | undefined) => Promise<TextBlock | undefined>) | undefined;
}
