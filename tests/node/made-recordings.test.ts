import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isMadeName, keepMade } from "../../src/node/made-recordings";
import { simulatedClasses, simulationLimits } from "../../src/protocol/simulation";
import { simulatedFile } from "../../src/services/simulation";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "klonos-made-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("takes every name that a simulation has, and no other", async () => {
  for (const kind of simulatedClasses) {
    for (const snrDb of [simulationLimits.snrDb.min, 1e-7, 12.5]) {
      const { file } = await simulatedFile({ class: kind, generator: kind === "clonus" ? "loop" : "phenomenological", seconds: 1, samplingHz: 500, snrDb, seed: 1 }, async () => undefined);
      expect(isMadeName(file.name)).toBe(true);
    }
  }
  for (const name of ["", ".edf", "..edf", "con.edf", "preferences.json", "simulated-.json", "simulated-a/../../b.edf", "simulated-a\\b.edf", "../simulated-a.edf", "simulated-a.edf\n", "simulated-a:b.edf", "simulated-a.edf\0.edf"]) {
    expect(isMadeName(name), JSON.stringify(name)).toBe(false);
  }
});

it("writes a recording once: the same again leaves the file that may be open alone, a damaged one is written anew", async () => {
  const made = join(folder, "profile", "simulated");
  const bytes = Uint8Array.of(1, 2, 3);
  const path = await keepMade(made, "simulated-a.edf", bytes);
  expect(path).toBe(join(made, "simulated-a.edf"));
  const { ino } = statSync(path);
  expect(await keepMade(made, "simulated-a.edf", bytes)).toBe(path);
  expect(statSync(path).ino).toBe(ino);
  writeFileSync(path, "damaged");
  await keepMade(made, "simulated-a.edf", bytes);
  expect([...readFileSync(path)]).toEqual([1, 2, 3]);
  expect(readdirSync(made)).toEqual(["simulated-a.edf"]);
});
