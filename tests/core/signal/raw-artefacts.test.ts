import { describe, expect, it } from "vitest";
import { ArtefactScanner } from "../../../src/core/signal/raw-artefacts";
import { Random } from "../../../src/core/simulate/random";
import { simulate } from "../../../src/core/simulate/simulate";
import { analyseChannels, simulatedAgonist } from "../analysis/support";

const scan = (x: Float64Array, block = x.length, range?: readonly [number, number]): ReturnType<ArtefactScanner["artefacts"]> => {
  const scanner = new ArtefactScanner(1000, range);
  for (let from = 0; from < x.length; from += block) scanner.add(x, from, Math.min(x.length, from + block), from);
  scanner.breakRun(x.length);
  return scanner.artefacts();
};

const random = new Random(4);
const noise = Float64Array.from({ length: 20_000 }, () => random.normal());

describe("artefacts of the raw samples", () => {
  it("finds dropouts to the sample, whatever the blocks", () => {
    const x = noise.slice();
    x.fill(0, 5000, 5040);
    x.fill(x[9000]!, 9001, 9008);
    const whole = scan(x);
    expect(whole).toEqual([{ kind: "dropout", start: 5000, end: 5040, value: 0 }, { kind: "dropout", start: 9000, end: 9008, value: x[9000] }]);
    for (const block of [7, 999, 5020]) expect(scan(x, block)).toEqual(whole);
  });

  it("finds flattened tops, with and without a stated limit, and joins neighbours", () => {
    const clipped = noise.map((value) => Math.max(-2, Math.min(2, 3 * value)));
    const found = scan(clipped);
    expect(found.length).toBeGreaterThan(10);
    expect(found.every(({ kind, value }) => kind === "clipping" && Math.abs(value) === 2)).toBe(true);
    const limited = scan(clipped, clipped.length, [-2, 2]);
    expect(limited.length).toBeGreaterThan(0);
    for (let k = 1; k < limited.length; k++) expect(limited[k]!.start - limited[k - 1]!.end).toBeGreaterThan(50);
  });

  it("finds a step of the level where it is, with its height, and no drift or burst", () => {
    const stepped = noise.map((value, i) => value + (i >= 12_345 ? 15 : 0));
    const found = scan(stepped);
    expect(found.map(({ kind }) => kind)).toEqual(["baseline-step"]);
    expect(found[0]!.start).toBeLessThanOrEqual(12_345);
    expect(found[0]!.end).toBeGreaterThanOrEqual(12_345);
    expect(Math.abs(found[0]!.value - 15)).toBeLessThan(1);
    expect(scan(noise.map((value, i) => value + 0.002 * i))).toEqual([]);
    expect(scan(noise.map((value, i) => value * (i % 200 < 50 ? 20 : 1)))).toEqual([]);
  });

  it("finds nothing in clean noise, of a fine converter or a coarse one", () => {
    expect(scan(noise)).toEqual([]);
    expect(scan(noise.map((value) => Math.round(30 * value)))).toEqual([]);
    expect(scan(noise.map((value, i) => Math.round(value) + (i % 5000 === 0 ? 100 : 0)))).toEqual([]);
    expect(scan(new Float64Array(1000).fill(3))).toEqual([]);
  });

  it("finds the simulator's dropouts, in the result with their times", async () => {
    const spec = { class: "clonus", beats: 12, snrDb: 15, seed: 8, samplingHz: 2000 } as const;
    const plain = simulate(spec).channels[0]!.samples;
    const channel = simulatedAgonist({ ...spec, contaminants: { dropouts: { count: 3 } } });
    const changed = channel.samples.reduce((count, value, i) => count + (value === plain[i] ? 0 : 1), 0);
    const result = await analyseChannels([channel]);
    const dropouts = result.channels[0]!.artefacts.filter(({ kind }) => kind === "dropout");
    const seconds = dropouts.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0);
    expect(dropouts.length).toBeGreaterThan(0);
    expect(Math.abs(seconds * 2000 - changed)).toBeLessThan(5);
    expect(result.channels[0]!.issues.find(({ code }) => code === "dropout")!.message).toContain("reject");
    expect((await analyseChannels([simulatedAgonist(spec)])).channels[0]!.artefacts).toEqual([]);
  });
});
