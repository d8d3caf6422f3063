import type { CliIo } from "../io";
import type { OptionSpecs } from "../options";

/** One verb of the command line. */
export interface Command {
  readonly name: string;
  /** After the name in the help, e.g. `FILE...`. */
  readonly operands: string;
  readonly summary: string;
  readonly options: OptionSpecs;
  /** Paragraphs under the options. */
  readonly notes: readonly string[];
  /** The exit code; rejects with KlonosError for what ends the whole command. */
  run(argv: readonly string[], io: CliIo): Promise<number>;
}
