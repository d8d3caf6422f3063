/** Where a command speaks. Injected, so that tests hear it. */
export interface CliIo {
  /** Resolves when the text was taken; rejects with `PipeClosed` when the reader has gone. */
  out(text: string): Promise<void>;
  /** For people: notes, errors. Never fails. */
  note(text: string): void;
  /** For people who watch: how far a long work is (from 0 to 1), on one line that is written over. Absent where nobody watches. */
  progress?(what: string, fraction: number): void;
}

/** Work shorter than this shows no progress; later it is written so often. */
const FIRST_PROGRESS_MS = 1000;
const PROGRESS_INTERVAL_MS = 200;
/** The time that remains is told from this part of the work and after this time on: before, it would jump. */
const LEAST_FRACTION = 0.02;
const LEAST_ELAPSED_MS = 2000;
const MS_PER_SECOND = 1000;
const SECONDS_PER_MINUTE = 60;
const CLEAR_LINE = "\r\u001b[K";

/** `about 40 s left`, `about 3 min left`: as long as the rest would take at the pace so far; empty where that cannot be told yet. */
export function remainingTime(fraction: number, elapsedMs: number): string {
  if (fraction < LEAST_FRACTION || fraction >= 1 || elapsedMs < LEAST_ELAPSED_MS) return "";
  const seconds = Math.max(1, Math.ceil(((elapsedMs / fraction) * (1 - fraction)) / MS_PER_SECOND));
  return seconds < 2 * SECONDS_PER_MINUTE ? `about ${seconds} s left` : `about ${Math.round(seconds / SECONDS_PER_MINUTE)} min left`;
}

/** Shows progress on a terminal and takes it away before anything else is written. */
export function progressLine(write: (text: string) => void, now: () => number = Date.now): { readonly show: (what: string, fraction: number) => void; readonly clear: () => void } {
  let began = now();
  let last = 0;
  let isShown = false;
  return {
    show(what, fraction) {
      if (now() - began < FIRST_PROGRESS_MS || now() - last < PROGRESS_INTERVAL_MS) return;
      last = now();
      isShown = true;
      const remaining = remainingTime(fraction, now() - began);
      write(`${CLEAR_LINE}${what}: ${Math.floor(fraction * 100)} %${remaining === "" ? "" : `, ${remaining}`} (Ctrl+C stops)`);
    },
    clear() {
      if (isShown) write(CLEAR_LINE);
      isShown = false;
      began = now();
    },
  };
}

/** The program that read the output has closed it (`| head`): there is nobody to tell, and nothing went wrong. */
export class PipeClosed extends Error {
  constructor() {
    super("the reader of the output has gone");
    this.name = "PipeClosed";
  }
}

/** The process' own streams. */
export function processIo(): CliIo {
  // Without listeners a closed pipe would end the process with a stack trace.
  let closed = false;
  process.stdout.on("error", () => (closed = true));
  process.stderr.on("error", () => undefined);
  const line = process.stderr.isTTY ? progressLine((text) => void process.stderr.write(text)) : undefined;
  return {
    ...(line === undefined ? {} : { progress: line.show }),
    out: (text) =>
      new Promise((resolve, reject) => {
        line?.clear();
        if (closed) {
          reject(new PipeClosed());
          return;
        }
        process.stdout.write(text, (error) => {
          if (error === undefined || error === null) resolve();
          else reject((error as NodeJS.ErrnoException).code === "EPIPE" ? new PipeClosed() : error);
        });
      }),
    note: (text) => {
      line?.clear();
      process.stderr.write(text);
    },
  };
}
