import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { defaultSettings } from "../../src/core/settings";
import { zipArchive } from "../../src/services/exports/zip-archive";
import { emptyContext, memoryEngine } from "./engine-parts";

it("puts files into an archive that another program reads", async ({ skip }) => {
  if (spawnSync("python3", ["--version"]).status !== 0) skip("python3 is not installed");
  const folder = mkdtempSync(join(tmpdir(), "klonos-zip-"));
  try {
    const path = join(folder, "a.zip");
    writeFileSync(path, await zipArchive([["trains.tsv", new TextEncoder().encode("µV\n")], ["leer.txt", new Uint8Array()], ["zähler.bin", new Uint8Array(70_000).fill(7)]]));
    const script = "import sys,zipfile,hashlib; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print([(n, len(z.read(n)), z.read(n)[:4].hex()) for n in z.namelist()])";
    expect(execFileSync("python3", ["-X", "utf8", "-c", script, path], { encoding: "utf8" }).trim()).toBe("[('trains.tsv', 4, 'c2b5560a'), ('leer.txt', 0, ''), ('zähler.bin', 70000, '07070707')]");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("compares the recordings that a window adds, and forgets them when told", async () => {
  const bytes = new Uint8Array(readFileSync(resolve(import.meta.dirname, "../../fixtures/example-session.edf")));
  const { engine } = memoryEngine({ "a.edf": bytes });
  const { recordingId, proposedPairs } = await engine.openRecording({ source: { id: "a.edf", name: "a.edf", size: bytes.length }, answers: {} });
  const args = { studyId: "w", recordingId, settings: defaultSettings, context: { ...emptyContext, pairs: proposedPairs } };
  for (const condition of ["rest", "load"]) await engine.addToStudy({ ...args, keys: { participant: "P1", session: "s", side: "", condition, trial: "1" } });
  const conditions = (await engine.studyTables({ studyId: "w" })).find(({ name }) => name === "conditions")!;
  const column = conditions.columns.findIndex(({ name }) => name === "condition");
  expect(new Set(conditions.rows.map((row) => row[column]))).toEqual(new Set(["rest", "load"]));
  const fractions: number[] = [];
  const { name, bytes: archive } = await engine.exportStudy({ studyId: "w", format: "csv" }, { cancel: { cancelled: false }, progress: (fraction) => fractions.push(fraction) });
  expect(fractions.length).toBeGreaterThan(5);
  expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
  expect(fractions[fractions.length - 1]).toBe(1);
  await expect(engine.exportStudy({ studyId: "w", format: "csv" }, { cancel: { cancelled: true }, progress: () => undefined })).rejects.toMatchObject({ record: { code: "cancelled" } });
  expect([name, new TextDecoder("latin1").decode(archive)]).toEqual(["klonos-tables.zip", expect.stringMatching(/trains\.csv[\s\S]*trains\.tsv[\s\S]*dictionary\.tsv[\s\S]*read_klonos\.py/) as string]);
  expect(new TextDecoder("latin1").decode(archive)).not.toContain("a.edf");
  await engine.forgetStudy({ studyId: "w" });
  await expect(engine.studyTables({ studyId: "w" })).rejects.toMatchObject({ record: { code: "unknown-study" } });
}, 60_000);
