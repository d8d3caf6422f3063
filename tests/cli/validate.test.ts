import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { keepResult, keptResults } from "../../src/cli/validation-parts";
import type { BlockResult } from "../../src/services/validation/run-block";
import { klonos } from "./cli-runner";

const folder = mkdtempSync(join(tmpdir(), "klonos-validate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("klonos validate", () => {
  it("refuses what does not go together", async () => {
    expect(await klonos("validate")).toMatchObject({ code: 2, notes: expect.stringContaining("--out DIR is needed, or --quick") as string });
    expect(await klonos("validate", "--quick", "--out", folder)).toMatchObject({ code: 2 });
    expect(await klonos("validate", "--out", folder, "--runs", "0")).toMatchObject({ code: 2 });
    expect(await klonos("validate", "--out", folder, "--recordings", join(folder, "none"))).toMatchObject({ code: 65 });
  });

  it("writes a report that says how much of the plan is in it, when its time is over", async () => {
    const out = join(folder, "study");
    const run = await klonos("validate", "--out", out, "--runs", "1", "--minutes", "0", "--workers", "1");
    expect(run.code).toBe(0);
    expect(readdirSync(out)).toEqual(expect.arrayContaining(["validation.md", "validation.html", "comparison"]));
    const text = readFileSync(join(out, "validation.md"), "utf8");
    expect(text).toMatch(/Not finished: 0 of \d+ blocks are in/);
    expect(text).toContain("No patient was recorded");
    expect(readFileSync(join(out, "comparison", "records.jsonl"), "utf8").trim().split("\n").map((line) => (JSON.parse(line) as { half: string }).half).sort()).toEqual([...Array<string>(9).fill("tested"), ...Array<string>(9).fill("tuned")]);
  });
});

describe("kept results", () => {
  const result = (key: string): BlockResult => ({ key, outcomes: [], detectors: [], signalSeconds: 1, analysisSeconds: 1 });

  it("are found again, but not those of another version, nor half a line", async () => {
    const path = join(folder, "parts.jsonl");
    expect((await keptResults(path, "v3")).size).toBe(0);
    await keepResult(path, "v3", result("a"));
    await keepResult(path, "v2", result("b"));
    writeFileSync(path, `${readFileSync(path, "utf8")}\n{"settled":"v3","result":{"key":"c"`);
    await keepResult(path, "v3", result("d"));
    expect([...(await keptResults(path, "v3")).keys()]).toEqual(["a", "d"]);
  });
});
