import { appendFile, readFile } from "node:fs/promises";
import { cannotWrite } from "../node/atomic-save";

/** What is kept is found again by its key. */
interface Keyed {
  readonly key: string;
}

/** A kept result beside what its numbers depend on. */
interface KeptLine<Result extends Keyed> {
  readonly settled: string;
  readonly result: Result;
}

/**
 * Results that an earlier, stopped run of the same version and rule left, by key. Lines that are cut or of another version are passed over.
 * `settled` must also say which kind of result it is of.
 * @throws KlonosError `cannot-write` where the file is there and cannot be read: nothing could be kept in it
 */
export async function keptResults<Result extends Keyed>(path: string, settled: string): Promise<Map<string, Result>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw cannotWrite(path, thrown);
  }
  const kept = new Map<string, Result>();
  for (const line of text.split("\n")) {
    const parsed = lineOf<Result>(line);
    if (parsed !== undefined && parsed.settled === settled) kept.set(parsed.result.key, parsed.result);
  }
  return kept;
}

function lineOf<Result extends Keyed>(line: string): KeptLine<Result> | undefined {
  try {
    return line === "" ? undefined : (JSON.parse(line) as KeptLine<Result>);
  } catch (thrown) {
    // The last line of a run that was stopped may be half a line: that block is run again.
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** Adds one result. @throws KlonosError `cannot-write` */
export async function keepResult<Result extends Keyed>(path: string, settled: string, result: Result): Promise<void> {
  try {
    // A line break first: it ends the half line that a stopped run may have left.
    await appendFile(path, `\n${JSON.stringify({ settled, result } satisfies KeptLine<Result>)}`);
  } catch (thrown) {
    throw cannotWrite(path, thrown);
  }
}
