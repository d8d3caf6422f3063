import { describe, expect, it } from "vitest";
import type { AnalysisResult } from "../../../src/core/result";
import { settingDefinitions } from "../../../src/core/settings";
import { quickCriteria, studyCriteria } from "../../../src/services/validation/criteria";
import { type Outcome, outcomeOf } from "../../../src/services/validation/outcome";
import { runBlock } from "../../../src/services/validation/run-block";
import { curveSection } from "../../../src/services/validation/section-labels";
import { calibrationSection } from "../../../src/services/validation/section-rule";
import { makeRecord } from "../../../src/services/validation/study-cell";
import { ablations, FIRST_SEED, quickBlocks, sensitivityChanges, sizeOf, studyBlocks } from "../../../src/services/validation/study-plan";
import { summarise, wilson } from "../../../src/services/validation/summary";

const zero = [0, 0, 0] as const;
function outcome(seed: number, main: string, more: Partial<Outcome> = {}): Outcome {
  return {
    seed, main, rhythmic: main === "rhythmic", irregular: main === "irregular", clear: false, unsustained: false, log10BayesFactor: null, snrDb: 12, rateError: 0, jitter: null,
    bursts: { truth: 0, detected: 0, matched: 0, centroid: zero, onset: zero, offset: zero }, ...more,
  };
}

describe("the plan of the study", () => {
  const blocks = studyBlocks(sizeOf(20), FIRST_SEED, true);

  it("has a key of its own for every block and never uses a seed for two cells", () => {
    expect(new Set(blocks.map(({ key }) => key)).size).toBe(blocks.length);
    const cellOf = new Map<number, string>();
    for (const { cell, seeds } of blocks) {
      for (const seed of seeds) {
        expect(cellOf.get(seed) ?? cell.name).toBe(cell.name);
        cellOf.set(seed, cell.name);
      }
    }
  });

  it("gives a cell the same seeds whether recordings are at hand or not", () => {
    const without = new Map(studyBlocks(sizeOf(20), FIRST_SEED, false).map(({ key, seeds }) => [key, seeds]));
    expect(without.size).toBeGreaterThan(100);
    for (const [key, seeds] of without) expect(blocks.find((block) => block.key === key)?.seeds).toEqual(seeds);
    expect([...without.keys()].some((key) => key.includes("recorded carrier"))).toBe(false);
  });

  it("moves every number of the method within its limits", () => {
    const moved = sensitivityChanges();
    for (const [name, definition] of Object.entries(settingDefinitions)) {
      if (typeof definition.default !== "number") continue;
      const { min, max } = definition as { min: number; max: number };
      const values = moved.filter((change) => change.name === name).map(({ value }) => value);
      expect(values.length, name).toBeGreaterThan(0);
      for (const value of values) expect(value >= min && value <= max && value !== definition.default, `${name} ${value}`).toBe(true);
    }
    for (const { changes } of ablations) for (const [name, value] of Object.entries(changes)) {
      const { min, max } = settingDefinitions[name as "rhythmicSnrDb"];
      expect(value >= min && value <= max, `${name} ${value}`).toBe(true);
    }
  });
});

describe("gates left out", () => {
  it("are all of them, but for what a second channel or another rate would need", () => {
    const opened = new Set(ablations.flatMap(({ changes }) => Object.keys(changes)));
    // The second of two numbers of a gate that the first one opens already.
    const partners = ["snrSpanSeconds", "artefactPresenceDb", "artefactBurstShare", "labileDuration", "sparseHeights"];
    const notAsked = ["pairTimingNeeded", "minimumSamplingHz"];
    const gates = Object.entries(settingDefinitions).flatMap(([name, { group }]) => (group === "gate" ? [name] : []));
    expect(gates.filter((name) => !opened.has(name)).sort()).toEqual([...partners, ...notAsked].sort());
  });
});

describe("the counts", () => {
  // scipy.stats.binomtest(k, n).proportion_ci(0.95, method="wilson"), SciPy 1.x
  it.each([
    [10, 100, 0.05522913706067509, 0.17436566150491348],
    [0, 20, 0, 0.16112515805281935],
    [34, 35, 0.8546691276638633, 0.9949385081445558],
  ])("of %i in %i have Wilson's interval", (hits, of, low, high) => {
    const [a, b] = wilson({ hits, of });
    expect(a).toBeCloseTo(low, 10);
    expect(b).toBeCloseTo(high, 10);
  });
});

describe("what must hold", () => {
  const blocks = quickBlocks(FIRST_SEED);
  const answered = (patternOf: (name: string) => string): ReturnType<typeof quickCriteria> =>
    quickCriteria(summarise(blocks, new Map(blocks.map(({ key, cell, seeds }) => [key, { key, detectors: [], signalSeconds: 1, analysisSeconds: 1, outcomes: seeds.map((seed) => outcome(seed, patternOf(cell.name), { bursts: { truth: 20, detected: 20, matched: 20, centroid: [20, 20, 40], onset: zero, offset: zero } })) }]))));
  const right = (name: string): string => (name.startsWith("controls") ? "no train" : name.endsWith("pseudoclonus") ? "irregular" : "rhythmic");

  it("holds where every record is rightly decided", () => {
    expect(answered(right).filter(({ passes }) => passes !== true)).toEqual([]);
  });

  it("fails for one clonus that is called irregular, and for one tonic contraction that is called rhythmic", () => {
    expect(answered((name) => (name.includes("3 dB") ? "irregular" : right(name))).filter(({ passes }) => passes === false).map(({ title }) => title)).toEqual(["clonus or fading clonus irregular"]);
    expect(answered((name) => (name.endsWith("tonic") ? "rhythmic" : right(name))).filter(({ passes }) => passes === false).map(({ title }) => title)).toEqual(["tonic, rest, artefact: a label of either kind"]);
  });

  it("is unknown and not held where nothing was run", () => {
    expect(studyCriteria([]).map(({ passes }) => passes)).toEqual(studyCriteria([]).map(() => undefined));
  });
});

describe("the report", () => {
  it("says on which side the factor errs: regular trains that it calls strongly irregular are counted", () => {
    const blocks = quickBlocks(FIRST_SEED).filter(({ cell }) => cell.part === "labels" && ["clonus", "pseudoclonus"].includes(cell.class));
    const paragraphOf = (factorOf: (isRegular: boolean, place: number) => number): string => {
      const results = new Map(blocks.map(({ key, cell, seeds }) => [key, { key, detectors: [], signalSeconds: 1, analysisSeconds: 1, outcomes: seeds.map((seed, k) => outcome(seed, "indeterminate", { log10BayesFactor: factorOf(cell.class === "clonus", k) })) }]));
      const text = calibrationSection(summarise(blocks, results), "0").find((block) => block.kind === "paragraph");
      return text?.kind === "paragraph" ? text.text : "";
    };
    const [regular, irregular] = ["clonus", "pseudoclonus"].map((kind) => blocks.filter(({ cell }) => cell.class === kind));
    const count = (of: typeof blocks, isCounted: (place: number) => boolean): number => of.reduce((sum, { seeds }) => sum + seeds.filter((_, k) => isCounted(k)).length, 0);
    expect(paragraphOf((isRegular) => (isRegular ? 4 : -4))).toContain("No regular train lies below −2.");
    expect(paragraphOf((isRegular, k) => (isRegular && k > 0 ? 4 : -4))).toContain(`Below −2 lie ${count(irregular!, () => true)} of ${count(irregular!, () => true)} irregular trains, and ${count(regular!, (k) => k === 0)} of ${count(regular!, () => true)} regular ones`);
  });
});

describe("the curves", () => {
  it("name the jitters at which trains of one kind get either label", () => {
    const blocks = studyBlocks(sizeOf(20), FIRST_SEED, false).filter(({ cell }) => cell.part === "curves");
    const textOf = (mainOf: (jitter: number, place: number) => string): string => {
      const results = new Map(blocks.map(({ key, cell, seeds }) => [key, { key, detectors: [], signalSeconds: 1, analysisSeconds: 1, outcomes: seeds.map((seed, k) => outcome(seed, mainOf(Number(cell.column), k))) }]));
      const text = curveSection(summarise(blocks, results), "0").find((block) => block.kind === "paragraph");
      return text?.kind === "paragraph" ? text.text : "";
    };
    expect(textOf((jitter) => (jitter < 0.15 ? "rhythmic" : "irregular"))).toContain("No jitter gets both labels in 10 % of the trains or more.");
    expect(textOf((jitter, k) => (jitter < 0.15 || (jitter === 0.18 && k % 2 === 0) ? "rhythmic" : "irregular"))).toContain("At 18 % of jitter each of the two labels goes to 10 % or more");
  });
});

describe("an outcome", () => {
  it("compares the rate with the clock's: a beat that was blocked is a cycle", () => {
    const burst = (beat: number) => ({ onsetSeconds: 1 + beat / 6 - 0.02, offsetSeconds: 1 + beat / 6 + 0.04, centroidSeconds: 1 + beat / 6 });
    const record = { channels: [], marks: [], bursts: [0, 1, 3, 4].map(burst), blockedSeconds: [1 + 2 / 6], jitter: 0 };
    const result = { trains: [{ channelIndex: 0, pattern: "rhythmic", startSeconds: 0.9, endSeconds: 1.8, rateHz: 6, bursts: [] }], channels: [{ isolatedBursts: [] }] } as unknown as AnalysisResult;
    expect(outcomeOf(1, record, result).rateError).toBeCloseTo(0, 5);
    expect(outcomeOf(1, { ...record, blockedSeconds: [] }, result).rateError).toBeCloseTo(6 / (3 / (4 / 6)) - 1, 4);
  });
});

describe("a block", () => {
  it("analyses what it makes, the same whenever it is run, and finds its bursts", async () => {
    const block = quickBlocks(FIRST_SEED).find(({ cell }) => cell.name === "bursts: 10 dB: interference")!;
    const one = { ...block, seeds: block.seeds.slice(0, 1) };
    let clock = 0;
    const result = await runBlock(one, [], () => (clock += 500));
    expect(result.outcomes).toEqual((await runBlock(one, [], () => 0)).outcomes);
    const record = makeRecord(block.cell, one.seeds[0]!, []);
    expect(result.outcomes[0]).toMatchObject({ main: "rhythmic", bursts: { truth: record.bursts.length } });
    expect(result.outcomes[0]!.bursts.matched).toBeGreaterThan(18);
    expect(Math.abs(result.outcomes[0]!.rateError!)).toBeLessThan(0.01);
    expect(result.analysisSeconds).toBe(0.5);
    expect(result.signalSeconds).toBeCloseTo(record.channels[0]!.samples.length / record.channels[0]!.samplingHz, 3);
  });
});
