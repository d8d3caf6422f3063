import { expect, it } from "vitest";
import { killSaver } from "./kill-saver";

/** A few at every run; `npx tsx tests/bench/kill-bench.ts` does the thousand. */
const KILLS = 8;

/** A small generator, so that a failure can be had again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

it.skipIf(process.platform === "win32")("loses at most the last save when the program is killed", async () => {
  const one = await killSaver(KILLS, false, seeded(11));
  const several = await killSaver(KILLS, true, seeded(12));
  expect([...one.faults, ...several.faults]).toEqual([]);
  // A test in which no save was ever interrupted would show nothing.
  expect(one.duringSave + several.duringSave).toBeGreaterThan(0);
});
