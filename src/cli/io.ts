/** Where a command speaks. Injected, so that tests hear it. */
export interface CliIo {
  /** Resolves when the text was taken; rejects with `PipeClosed` when the reader has gone. */
  out(text: string): Promise<void>;
  /** For people: notes, errors. Never fails. */
  note(text: string): void;
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
  return {
    out: (text) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new PipeClosed());
          return;
        }
        process.stdout.write(text, (error) => {
          if (error === undefined || error === null) resolve();
          else reject((error as NodeJS.ErrnoException).code === "EPIPE" ? new PipeClosed() : error);
        });
      }),
    note: (text) => void process.stderr.write(text),
  };
}
