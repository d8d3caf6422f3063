import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { klonos } from "./cli-runner";

/** The official validator, from the schema of the specification. Asked for its version once: it is a large program. */
const hasValidator = spawnSync("bids-validator-deno", ["--version"]).status === 0;
if (!hasValidator) console.warn("skipped: the rules of BIDS by its own validator (bids-validator-deno is absent: pip install bids-validator-deno)");
const folder = mkdtempSync(join(tmpdir(), "klonos-bids-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Verdict {
  readonly issues: { readonly issues: readonly { readonly code: string; readonly severity: string; readonly location?: string }[] };
}

describe.skipIf(!hasValidator)("a BIDS-EMG folder", () => {
  it("and its derivatives pass the official validator: gaps, mixed rates, sessions, bursts", async () => {
    const set = join(folder, "ds");
    for (const more of [["fixtures/gaps.edf", set, "--task", "gaps", "--bursts"], ["fixtures/mixed-rates.edf", set, "--subject", "02", "--session", "a", "--task", "mixed", "--samples", "edf", "--bursts"], ["fixtures/tapping.bdf", set, "--subject", "03", "--task", "tap"]]) {
      expect((await klonos("convert", ...more)).code).toBe(0);
    }
    for (const checked of [set, join(set, "derivatives", "klonos")]) {
      const run = spawnSync("bids-validator-deno", [checked, "--json"], { encoding: "utf8", maxBuffer: 1e8 });
      const { issues } = JSON.parse(run.stdout) as Verdict;
      expect(issues.issues.filter(({ severity }) => severity === "error")).toEqual([]);
    }
  }, 60_000);
});
