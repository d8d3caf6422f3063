import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { validateMarked } from "../../src/cli/validation-marked";
import { defaultSettings } from "../../src/core/settings";
import { scratchFolder } from "../node/scratch";
import { klonos } from "./cli-runner";

const folder = scratchFolder();
const table = join(folder, "marks.csv");
const header = "file,channel,start,end,label";
const rows: string[] = [];

beforeAll(async () => {
  for (const [name, kind] of [["doe-jane-1", "clonus"], ["doe-jane-2", "pseudoclonus"], ["doe-jane-3", "clonus"]] as const) {
    expect((await klonos("simulate", "--class", kind, "--beats", "12", "--snr", "20", "--seed", "720000001", "--out", join(folder, `${name}.edf`))).code).toBe(0);
    const { bursts } = JSON.parse(readFileSync(join(folder, `${name}.truth.json`), "utf8")) as { bursts: { onsetSeconds: number; offsetSeconds: number }[] };
    rows.push(`${name}.edf,R SOL,${bursts[0]!.onsetSeconds},${bursts[bursts.length - 1]!.offsetSeconds},${kind}`);
  }
  writeFileSync(join(folder, "broken-name.edf"), "0       not an EDF");
  writeFileSync(table, [header, rows[0], "gone-name.edf,,,,", rows[1], "broken-name.edf,,,,", rows[2], "./doe-jane-3.edf,R TA,,,", ""].join("\n"));
}, 60_000);

const reportOf = (out: string): readonly string[] => ["agreement.md", "agreement.html"].map((name) => readFileSync(join(out, name), "utf8"));
const marked = (out: string, ...more: readonly string[]): ReturnType<typeof klonos> => klonos("validate", "--marked", table, "--out", join(folder, out), ...more);

describe("klonos validate --marked", () => {
  // The same with threads: process.test.ts, on the built program.
  it("compares a person's marks, has a row for what cannot be read, and names no file", async () => {
    const one = await marked("one", "--workers", "1");
    expect([one.code, one.out.split(";")[0]]).toEqual([1, "3 of 5 recordings compared"]);
    const [text] = reportOf(join(folder, "one"));
    expect(text).toContain("4 channels, 3 trains marked by the expert");
    expect(text).toMatch(/\| one of the expert's, one of Klonos' \| 3 \|/);
    expect(text).toContain("| rhythmic | 2 | 0 | 0 |\n| irregular | 0 | 1 | 0 |");
    expect(text).toMatch(/## Left out\n\n.*\n\|---\|---\|\n\| 3 \| .+ \|\n\| 5 \| .+ \|\n/);
    for (const written of [...reportOf(join(folder, "one")), readFileSync(join(folder, "one", "parts.jsonl"), "utf8")]) expect(written).not.toMatch(/doe|jane|gone-name|broken-name/i);
  }, 60_000);

  it("analyses again only what has changed: a recording or the settings, never for a mark", async () => {
    const before = reportOf(join(folder, "one"));
    const keptIn = async (...more: readonly string[]): Promise<number> => Number(/\((\d) kept/.exec((await marked("one", "--workers", "1", ...more)).out)?.[1] ?? 0);
    expect(await keptIn()).toBe(3);
    expect(reportOf(join(folder, "one"))).toEqual(before);
    utimesSync(join(folder, "doe-jane-2.edf"), 1e9, 1e9);
    expect(await keptIn()).toBe(2);
    writeFileSync(table, readFileSync(table, "utf8").replace("pseudoclonus", "clonus"));
    expect(await keptIn()).toBe(3);
    expect(reportOf(join(folder, "one"))[0]).toContain("| rhythmic | 2 | 1 | 0 |");
    const settings = join(folder, "own-settings.json");
    writeFileSync(settings, JSON.stringify({ rhythmicSnrDb: 5 }));
    expect(await keptIn("--settings", settings)).toBe(0);
    expect(reportOf(join(folder, "one"))[0]).toContain("5 instead of 6");
  }, 60_000);

  it("stops between two recordings, keeps what is done and writes no report", async () => {
    const out = join(folder, "stopped");
    const stopper = new AbortController();
    const progress = (_: string, fraction: number): void => {
      // More than the first of five and the absent second.
      if (fraction > 2 / 5) stopper.abort();
    };
    const io = { out: async () => undefined, note: () => undefined, progress };
    await expect(validateMarked({ table, out, settings: defaultSettings, workers: 1 }, io, stopper.signal)).rejects.toMatchObject({ record: { code: "cancelled", message: expect.stringContaining("goes on from there") as string } });
    expect(existsSync(join(out, "agreement.md"))).toBe(false);
    expect(readFileSync(join(out, "parts.jsonl"), "utf8").trim().split("\n")).toHaveLength(1);
    expect((await marked("stopped", "--workers", "1")).out).toContain("3 of 5 recordings compared (1 kept from an earlier run)");
  }, 60_000);

  it("refuses what belongs to the study on generated records", async () => {
    for (const more of [["--runs", "3"], ["--minutes", "1"], ["--recordings", folder], ["--first-seed", "1"]]) expect(await marked("none", ...more)).toMatchObject({ code: 2, notes: expect.stringContaining(`${more[0]!} is of the study`) as string });
    expect((await klonos("validate", "--quick", "--marked", table)).code).toBe(2);
    expect((await klonos("validate", "--marked", table, "--out", "")).code).toBe(2);
    expect(await klonos("validate", "--quick", "--minutes", "1")).toMatchObject({ code: 2, notes: expect.stringContaining("sizes of its own") as string });
    expect((await klonos("validate", "--settings", table, "--out", folder)).code).toBe(2);
    expect(existsSync(join(folder, "none"))).toBe(false);
  });

  it("says at once that what is done could not be kept", async () => {
    const out = join(folder, "full");
    mkdirSync(join(out, "parts.jsonl"), { recursive: true });
    expect(await marked("full", "--workers", "1")).toMatchObject({ code: 73 });
  });
});
