import { runKlonos } from "../../src/cli/run";

/** What one command line came to. */
export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
  /** Standard output as NDJSON; throws where a line is no JSON. */
  readonly documents: readonly Record<string, unknown>[];
}

/** Runs a command line in this process. */
export async function klonos(...argv: readonly string[]): Promise<CliRun> {
  let out = "";
  let notes = "";
  const code = await runKlonos(argv, {
    out: async (text) => void (out += text),
    note: (text) => void (notes += text),
  });
  return {
    code,
    out,
    notes,
    get documents() {
      return out
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}
