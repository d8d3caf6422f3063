import { describe, expect, it } from "vitest";
import type { AnalysisResult, TrainResult } from "../../../../src/core/result";
import { defaultSettings } from "../../../../src/core/settings";
import { Random } from "../../../../src/core/simulate/random";
import { analyseChannels, plainContext, type TestChannel } from "../support";

const samplingHz = 2000;
const seconds = 9;

type Course = readonly { readonly time: number; readonly microvolts: number; readonly width: number }[];

/** Beats of a carrier far above 75 Hz, blips of a carrier far below it, on faint white noise. */
function record(beats: Course, blips: Course): TestChannel {
  const random = new Random(77, "high-band");
  const samples = Float64Array.from({ length: seconds * samplingHz }, () => 4e-6 * random.normal());
  const add = ({ time, microvolts, width }: Course[number], hz: number): void => {
    for (let k = Math.round((time - width / 2) * samplingHz); k < (time + width / 2) * samplingHz; k++) {
      const t = k / samplingHz - time;
      samples[k] = samples[k]! + 1e-6 * microvolts * Math.cos((Math.PI * t) / width) ** 2 * Math.sin(2 * Math.PI * hz * t + 0.3);
    }
  };
  for (const beat of beats) add(beat, 190);
  // The 30 Hz high-pass halves them: as tall as the beats behind it.
  for (const blip of blips) add({ ...blip, microvolts: 2 * blip.microvolts }, 33);
  return { label: "R SOL", samplingHz, samples };
}

/** Bursts at these seconds: heights and lengths all alike, or all different. */
const course = (times: readonly number[], alike: boolean): Course => times.map((time, k) => ({ time, microvolts: alike ? 60 : 40 + 50 * ((7 * k) % 5) / 4, width: alike ? 0.06 : 0.05 + 0.06 * ((3 * k) % 5) / 4 }));
const cycle = course(Array.from({ length: 9 }, (_, k) => 4 + 0.3 * k), true);
const blips = course([4.13, 4.42, 4.75, 5.06, 5.31, 5.66, 6.09, 6.22, 6.53], false);
const ragged = [0, 0.31, 0.45, 0.86, 1.0, 1.38, 1.53, 1.95, 2.09, 2.61].map((time) => 4 + time);

const longest = (result: AnalysisResult): TrainResult => result.trains.reduce((best, train) => (train.bursts.length > best.bursts.length ? train : best));
const reason = (train: TrainResult): string | undefined => train.reasons.find(({ measure }) => measure === "highBand")?.says;

describe("irregular is asked again at 75–300 Hz (docs/rule-search.md, rule v6)", () => {
  it("slow blips as tall as the beats of a cycle do not make it irregular", async () => {
    const channels = [record(cycle, blips)];
    const alone = longest(await analyseChannels(channels, plainContext, { ...defaultSettings, highBandIrregularLog10: 0 }));
    expect(alone.bursts.length).toBeGreaterThan(14);
    expect(alone.pattern).toBe("irregular");
    const train = longest(await analyseChannels(channels));
    expect(train.pattern).toBe("indeterminate");
    expect(reason(train)).toBe("withholds");
  });

  it("ragged bursts are ragged in that band too", async () => {
    const train = longest(await analyseChannels([record(course(ragged, false), [])]));
    expect(train.pattern).toBe("irregular");
    expect(reason(train)).toBe("for");
  });

  it("bursts that only slow potentials make are not called irregular", async () => {
    const train = longest(await analyseChannels([record([], course(ragged, false))]));
    expect(train.pattern).not.toBe("irregular");
  });

  it("is not asked of bursts that a person set", async () => {
    const channels = [record(course(ragged, false), [])];
    const sample = (time: number): number => Math.round(time * samplingHz);
    const edits = [{ kind: "add-burst" as const, channelIndex: 0, start: sample(4.62), end: sample(4.68) }];
    const train = longest(await analyseChannels(channels, { ...plainContext, edits }));
    expect(train.bursts.some(({ edited }) => edited)).toBe(true);
    expect(train.reasons.some(({ measure }) => measure === "coarseBurstRatio")).toBe(true);
    expect(reason(train)).toBeUndefined();
  });
});
