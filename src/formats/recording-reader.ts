import type { Cancel, Progress } from "../core/errors";
import type { ImportRecipe } from "../core/import-recipe";
import type { RecordingHeader, RecordingScan } from "../core/recording";
import type { SampleRange } from "../core/timeline";
import type { ByteSource, SiblingSource } from "./byte-source";

/** What the user adds where a file does not say it. Every reader ignores what it does not need. */
export type ImportOptions = ImportRecipe;

/** How the integers of a channel become values: the ends of the converter and what they are in the file's unit. */
export interface StoredScale {
  /** Bits of one integer. */
  readonly bits: 16 | 24;
  readonly unit: string;
  readonly isVoltage: boolean;
  readonly physical: readonly [number, number];
  readonly digital: readonly [number, number];
}

/** An open recording. Memory grows with the block that is read, never with the file. */
export interface RecordingReader {
  readonly header: RecordingHeader;
  /** Names the structure of a file that can be read in several ways, so that a recipe can be remembered for it; undefined else. */
  readonly importSignature?: string | undefined;
  /** What of the given recipe counted for this file: the fields that its format takes. Undefined where nothing was said. Set by `openRecording`. */
  readonly recipe?: ImportRecipe | undefined;
  /** Names of the other files of the folder from which samples, their scale or their times come, without the one that was opened; undefined for none. */
  readonly otherFiles?: readonly string[] | undefined;
  /** Variables of a MATLAB or HDF5 file that can hold the signal; undefined for every other format. */
  readonly importVariables?: readonly { readonly path: string; readonly size: string }[] | undefined;
  /** Full pass: gaps, annotations, row counts. Idempotent; the second call returns the first one's answer. */
  scan(cancel?: Cancel, progress?: Progress): Promise<RecordingScan>;
  /**
   * Physical values (volts for voltages, the file's unit else) of stored samples [start, end) of one channel; exactly
   * end − start values in an array that the caller owns (its buffer may be longer). Invalid values of a text file are NaN and were reported as Issue.
   */
  read(channelIndex: number, range: SampleRange, cancel?: Cancel): Promise<Float64Array>;
  /** What the integers of `readStored` stand for, so that they can be written again unchanged; undefined where the file does not say it. */
  storedScale?(channelIndex: number): StoredScale | undefined;
  /**
   * The integers of the converter as they are stored, samples [start, end) of several channels of one rate, in one pass over the file;
   * undefined for formats that do not keep integers or whose reader has no such way. No scale, no offset, no unit.
   */
  readStored?(channelIndexes: readonly number[], range: SampleRange, cancel?: Cancel): Promise<readonly (Int16Array | Int32Array)[]>;
  close(): Promise<void>;
}

/** One format. `recognise` looks at the first bytes (at most 4096) and the name; it never throws. */
export interface RecordingFormat {
  readonly id: string;
  readonly title: string;
  readonly extensions: readonly string[];
  /** Fields of the recipe that can change what is read; the others are ignored. */
  readonly takes: readonly (keyof ImportRecipe)[];
  recognise(head: Uint8Array, name: string): boolean;
  /** Header only: bounded in time and memory whatever the length of the file. `siblings` gives the other files of its folder. */
  open(source: ByteSource, options: ImportOptions, cancel?: Cancel, siblings?: SiblingSource): Promise<RecordingReader>;
}
