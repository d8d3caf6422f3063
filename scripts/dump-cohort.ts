// Detected bursts and evidence of a cohort, one JSON line a record, so that rules can be rescored in seconds.
//   nice -n 19 npx tsx scripts/dump-cohort.ts --out FILE [--runs 100] [--first-seed 10000001] [--only "own|recorded"] [--settings '{"openingDrift":0}']
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { defaultSettings, type SettingValues } from "../src/core/settings";
import { dumpRecord } from "./validation/burst-dump";
import { cellName, cohortCells, cohortMaker } from "./validation/cohort";

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: "string" }, runs: { type: "string", default: "100" }, "first-seed": { type: "string", default: "10000001" }, only: { type: "string", default: "" }, settings: { type: "string", default: "{}" } } });
  const settings: SettingValues = { ...defaultSettings, ...(JSON.parse(values.settings) as Partial<SettingValues>) };
  if (values.out === undefined) throw new Error("--out FILE is needed.");
  const runs = Number(values.runs);
  const first = Number(values["first-seed"]);
  const done = new Set(existsSync(values.out) ? readFileSync(values.out, "utf8").split("\n").filter((line) => line !== "").map((line) => (JSON.parse(line) as { seed: number }).seed) : []);
  const make = cohortMaker();
  const cells = cohortCells();
  const began = Date.now();
  let lines = "";
  for (let run = 0; run < runs; run += 1) {
    for (const [k, cell] of cells.entries()) {
      // Seeds belong to a cell and a run whatever the number of runs: 10,000 a cell.
      const seed = first + 10_000 * k + run;
      if (done.has(seed) || !new RegExp(values.only).test(cellName(cell))) continue;
      const record = make(cell, seed);
      const trains = await dumpRecord(record, settings);
      lines += `${JSON.stringify({ cell: cellName(cell), generator: cell.generator, class: cell.class, beats: cell.beats, snrDb: cell.snrDb ?? null, seed, jitter: record.jitter, carrier: record.carrier, truth: record.truth.map((burst) => Number(burst.centroidSeconds.toFixed(5))), trains })}\n`;
    }
    if (lines !== "" && (run % 5 === 4 || run === runs - 1)) {
      appendFileSync(values.out, lines);
      lines = "";
      process.stderr.write(`${run + 1} of ${runs} runs, ${((Date.now() - began) / 1000).toFixed(0)} s\n`);
    }
  }
}

void main();
