import { describe, expect, it } from "vitest";
import { type FuzzCase, fuzzCase, minimised, runCase } from "./fuzz-case";
import type { Mutation } from "./mutations";
import { fuzzSeeds } from "./seeds";

const seeds = fuzzSeeds();
/** About ten seconds on two quiet cores; `npm run fuzz` goes on for as long as wanted. */
const CASES = 1500;
const SEED = 20_261_127;

describe("the fuzzer", () => {
  it("begins with files that all open", async () => {
    for (const seed of seeds) {
      const failure = await runCase({ seed, sibling: undefined, mutations: [] });
      expect(failure, `${seed.reader} ${seed.name}`).toBeUndefined();
    }
  });

  it("tells a reader that breaks from one that refuses", async () => {
    // A program that believed this would break: the case itself must reach the reader.
    const broken: FuzzCase = { seed: seeds.find(({ reader }) => reader === "edf")!, sibling: undefined, mutations: [{ kind: "cut", at: 100 }] };
    expect(await runCase(broken)).toBeUndefined();
    expect(await runCase(broken, { cpuMilliseconds: -1, memoryBytes: Infinity })).toContain("processor time");
  });

  it(`finds nothing in ${CASES} damaged files`, async () => {
    for (let index = 0; index < CASES; index += 1) {
      const one = fuzzCase(seeds, SEED, index);
      const failure = await runCase(one);
      if (failure !== undefined) expect.fail(`${failure}\nnpm run fuzz -- --seed ${SEED} --case ${index}\n${one.seed.reader} ${JSON.stringify((await minimised(one)).mutations)}`);
    }
  }, 240_000);
});

const number = (index: number, text: string, keepWidth = false): Mutation => ({ kind: "number", index, text, keepWidth });

/** What the fuzzer found, each a case that failed before it was mended; tried on every file of its reader. */
const found: readonly (readonly [string, string, readonly Mutation[]])[] = [
  ["a physical range of 1e999", "edf", [number(97_428, "1e999", true)]],
  ["records of 1e308 s", "edf", [number(7, "1e308")]],
  ["a label of five kilobytes", "emgworks", [{ kind: "insert", at: 418, bytes: Array<number>(5000).fill(97) }]],
  ["fourteen thousand channels", "c3d", [{ kind: "byte", at: 5, value: 55 }]],
  ["a time of infinity between samples", "abf", [{ kind: "float", at: 130, width: 4, little: true, value: Infinity }]],
  ["episodes that are never apart", "abf", [{ kind: "float", at: 178, width: 4, little: true, value: Infinity }]],
  ["a scale so small that the converter's ends are one number", "spike2", [{ kind: "integer", at: 636, width: 2, little: false, value: 4095 }]],
  ["a time beyond all numbers", "noraxon", [{ kind: "byte", at: 259, value: 34 }, number(35, "1e999", true)]],
  ["a first time beyond all numbers", "biopac", [number(7, "1e999")]],
  ["a block that follows directly, by a rounded sum", "labchart", [number(31, "nan"), { kind: "remove", at: 194, length: 80 }]],
  ["a block that begins in the middle of the one before, which paused", "labchart", [{ kind: "swap", at: 347, other: 749, length: 128 }]],
  ["times that stand still and then jump", "emgworks", [{ kind: "repeat", at: 1868, length: 80, times: 50 }]],
  ["an offset that is no number", "c3d", [{ kind: "integer", at: 783, width: 1, little: true, value: 4 }]],
  ["a rate at which a sample takes longer than any clock", "mat", [{ kind: "float", at: 184, width: 8, little: false, value: 1_000_000_000 }]],
  ["a time stamp of 1e300 s", "xdf", [{ kind: "swap", at: 814, other: 1167, length: 80 }]],
];

describe("what the fuzzer found", () => {
  it.each(found)("%s (%s)", async (_, reader, mutations) => {
    for (const seed of seeds.filter((one) => one.reader === reader)) expect(await runCase({ seed, sibling: undefined, mutations })).toBeUndefined();
  });
});
