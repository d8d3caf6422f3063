import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { keepBlock, keptBlocks } from "../../src/cli/validation-parts";
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

  it("compares with a person's marks and names no file", async () => {
    const recording = join(folder, "named-person.edf");
    await klonos("simulate", "--class", "clonus", "--beats", "12", "--snr", "20", "--seed", "720000001", "--out", recording);
    const { bursts } = JSON.parse(readFileSync(join(folder, "named-person.truth.json"), "utf8")) as { bursts: { onsetSeconds: number; offsetSeconds: number }[] };
    const table = join(folder, "marks.csv");
    writeFileSync(table, `file,channel,start,end,label\nnamed-person.edf,R SOL,${bursts[0]!.onsetSeconds},${bursts[bursts.length - 1]!.offsetSeconds},clonus\nsecret-name.edf,,,,\n`);
    const out = join(folder, "marked");
    const settings = join(folder, "own-settings.json");
    writeFileSync(settings, JSON.stringify({ rhythmicSnrDb: 5 }));
    expect((await klonos("validate", "--settings", settings, "--out", out)).code).toBe(2);
    const run = await klonos("validate", "--marked", table, "--settings", settings, "--out", out);
    expect(run.code).toBe(1);
    expect(run.out).toContain("1 of 2 recordings compared");
    const text = readFileSync(join(out, "agreement.md"), "utf8");
    expect(text).toMatch(/\| one of the expert's, one of Klonos' \| 1 \|/);
    expect(text).toContain("| rhythmic | 1 | 0 | 0 |");
    expect(text).toContain("Left out, line 3 of the table");
    expect(text).toContain("5 instead of 6");
    expect(text).not.toContain("secret-name");
    expect(text).not.toContain("named-person");
  });
});

describe("kept results", () => {
  const result = (key: string): BlockResult => ({ key, outcomes: [], detectors: [], signalSeconds: 1, analysisSeconds: 1 });

  it("are found again, but not those of another version, nor half a line", async () => {
    const path = join(folder, "parts.jsonl");
    expect((await keptBlocks(path, "v3")).size).toBe(0);
    await keepBlock(path, "v3", result("a"));
    await keepBlock(path, "v2", result("b"));
    writeFileSync(path, `${readFileSync(path, "utf8")}\n{"settled":"v3","result":{"key":"c"`);
    await keepBlock(path, "v3", result("d"));
    expect([...(await keptBlocks(path, "v3")).keys()]).toEqual(["a", "d"]);
  });
});
