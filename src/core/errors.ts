/** What crosses a boundary when something of the user's cannot be used: plain data, safe for a structured clone and for JSON. */
export interface ErrorRecord {
  /** Stable kebab-case tag, e.g. `short-read`, `edf-header`, `csv-row`, `needs-rate`, `cancelled`, `internal`. */
  readonly code: string;
  /** One or two sentences: what is wrong, with the numbers, and what to do next. */
  readonly message: string;
  /** Where: `byte 236`, `row 17, column 3`, `channel 2 (SOL)`. Empty when there is no place. */
  readonly where: string;
  /** The typed numbers behind the message (offsets, counts), for programs. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** A user's file, setting or argument that cannot be used. Developer errors are plain assertions, never this. */
export class KlonosError extends Error {
  readonly record: ErrorRecord;

  constructor(code: string, message: string, where = "", details: ErrorRecord["details"] = {}) {
    super(message);
    this.name = "KlonosError";
    this.record = { code, message, where, details };
  }
}

/** Turns whatever was thrown into a record; anything that is not a `KlonosError` becomes code `internal`. */
export function errorRecord(thrown: unknown): ErrorRecord {
  if (thrown instanceof KlonosError) return thrown.record;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", message, where: "", details: {} };
}

/** A recoverable problem found in a file or a channel: it is shown and exported, and the work goes on. */
export interface Issue {
  readonly code: string;
  readonly severity: "info" | "warning" | "error";
  readonly where: string;
  readonly message: string;
}

/** Asked between blocks of work. Throws `KlonosError("cancelled")` through `throwIfCancelled`. */
export interface Cancel {
  readonly cancelled: boolean;
}

/** @throws KlonosError `cancelled` when the caller no longer wants the answer. */
export function throwIfCancelled(cancel: Cancel | undefined): void {
  if (cancel?.cancelled === true) throw new KlonosError("cancelled", "The work was stopped on request.");
}

/** Receives progress as a fraction 0..1 and a few words for the person who waits. */
export type Progress = (fraction: number, doing: string) => void;
