import { appendFile, readFile } from "node:fs/promises";
import { cannotWrite } from "../node/atomic-save";
import type { BlockResult } from "../services/validation/run-block";

/** A kept block beside what its numbers depend on. */
interface KeptLine {
  readonly settled: string;
  readonly result: BlockResult;
}

/** Results that an earlier, stopped run of the same version and rule left, by key. Lines that are cut or of another version are passed over. */
export async function keptBlocks(path: string, settled: string): Promise<Map<string, BlockResult>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw thrown;
  }
  const kept = new Map<string, BlockResult>();
  for (const line of text.split("\n")) {
    const parsed = lineOf(line);
    if (parsed !== undefined && parsed.settled === settled) kept.set(parsed.result.key, parsed.result);
  }
  return kept;
}

function lineOf(line: string): KeptLine | undefined {
  try {
    return line === "" ? undefined : (JSON.parse(line) as KeptLine);
  } catch (thrown) {
    // The last line of a run that was stopped may be half a line: that block is run again.
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** Adds one result. @throws KlonosError `cannot-write` */
export async function keepBlock(path: string, settled: string, result: BlockResult): Promise<void> {
  try {
    // A line break first: it ends the half line that a stopped run may have left.
    await appendFile(path, `\n${JSON.stringify({ settled, result } satisfies KeptLine)}`);
  } catch (thrown) {
    throw cannotWrite(path, thrown);
  }
}
