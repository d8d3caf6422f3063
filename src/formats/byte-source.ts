import type { Cancel } from "../core/errors";

/**
 * Random access to the bytes of one file. `read` gives exactly `length` bytes in a buffer that the caller owns (never reused,
 * never shared), or rejects with KlonosError `short-read` whose details carry `offset`, `wanted` and `got`; other failures of
 * the medium reject with `source-failed`. Reads may overlap in time.
 */
export interface ByteSource {
  readonly name: string;
  readonly size: number;
  /** Something that changes when the bytes may have changed (size and time of change); undefined where that cannot be told. */
  readonly version?: string | undefined;
  read(offset: number, length: number, cancel?: Cancel): Promise<Uint8Array>;
  /** As `read` of `target.length` bytes, into memory of the caller, which has undefined contents until it resolves and when it rejects. For whoever goes through a whole file. */
  readInto?(target: Uint8Array, offset: number, cancel?: Cancel): Promise<void>;
  /** The bytes themselves, where they are in memory, for whoever only reads them and keeps nothing of them. The range lies within the file. */
  view?(offset: number, length: number): Uint8Array;
  close(): Promise<void>;
}

/**
 * Opens another file of the folder in which the recording lies (`100.dat` beside `100.hea`), by its plain name, without a path.
 * `levelsUp` looks that many folders above instead (BIDS keeps there what several recordings share). undefined when there is no such file. Whoever asked closes what was opened.
 */
export type SiblingSource = (name: string, levelsUp?: number) => Promise<ByteSource | undefined>;
