import { describe, expect, it } from "vitest";
import { analyse, channelsToPrepare, preparationKey, prepare, score } from "../../../src/core/analysis";
import type { AnalysisContext, Edit } from "../../../src/core/result";
import { defaultSettings } from "../../../src/core/settings";
import { simulate } from "../../../src/core/simulate/simulate";
import { analyseChannels, channelInfo, plainContext, readerOf, simulatedAgonist } from "./support";

const clonus = simulatedAgonist({ class: "clonus", seed: 4, beats: 16, snrDb: 18 });

function withEdits(...edits: readonly Edit[]): AnalysisContext {
  return { ...plainContext, edits };
}

describe("analyse", () => {
  it("fills every field: nulls have a reason, numbers are finite", async () => {
    const simulation = simulate({ class: "clonus", seed: 9, beats: 14, snrDb: 18, antagonist: "alternating" });
    const marks = simulation.truth.marks.map((mark) => ({ ...mark, origin: "file" as const }));
    const result = await analyseChannels(simulation.channels.filter((channel) => channel.isVoltage), { ...plainContext, protocol: "unmarked", pairs: [{ agonist: 0, antagonist: 1 }], marks });
    expect(result.protocol).toBe("stretch-hold");
    expect(result.holds).toEqual([{ startSeconds: simulation.truth.hold!.startSeconds, endSeconds: simulation.truth.hold!.endSeconds }]);
    expect(JSON.stringify(result)).not.toContain("NaN");
    for (const train of result.trains) {
      for (const [field, value] of Object.entries(train)) {
        if (field === "conditionalOn" || field === "antagonistIndex") continue;
        if (value === null) expect(train.missing[field], field).toMatch(/\w/);
        if (typeof value === "number") expect(Number.isFinite(value), field).toBe(true);
      }
      for (const field of Object.keys(train.missing)) {
        const value = (train as unknown as Record<string, unknown>)[field];
        if (!field.includes(".") && field in train) expect(value ?? null, field).toBeNull();
      }
    }
    const [train] = result.trains;
    expect(train!.antagonistPhase!.perBeat.length).toBe(train!.bursts.length);
    expect(train!.intervalsSeconds.length).toBe(train!.beats - 1);
    // Truth of the generator: mean phase, and RMS amplitude within the noise of the edges.
    expect(Math.abs(Math.abs(train!.antagonistPhase!.meanCycles!) - 0.5)).toBeLessThan(0.1);
    const truth = simulation.truth.bursts.map((burst) => burst.amplitudeMicrovolts).sort((a, b) => a - b);
    const found = train!.bursts.map((burst) => burst.amplitudeMicrovolts!).sort((a, b) => a - b);
    expect(found[7]! / truth[7]!).toBeGreaterThan(0.8);
    expect(found[7]! / truth[7]!).toBeLessThan(1.25);
    expect(result.channels[0]!.restMicrovolts! / simulation.truth.channels[0]!.noiseMicrovolts!).toBeCloseTo(1, 1);
  });

  it("measures the latency of the first response on the raw signal", async () => {
    const simulation = simulate({ class: "clonus", seed: 13, beats: 12, snrDb: 25, parameters: { latencySeconds: 0.06 } });
    const { samples, ...channel } = simulation.channels[0]!;
    const marks = simulation.truth.marks.map((mark) => ({ ...mark, origin: "file" as const }));
    const onset = Math.round((marks[0]!.seconds + 0.042) * channel.samplingHz);
    const volley = samples.slice();
    for (let k = 0; k < 80; k++) volley[onset + k] = volley[onset + k]! + 1e-3 * Math.cos((2 * Math.PI * 120 * k) / channel.samplingHz);
    const result = await analyseChannels([{ ...channel, samples: volley }], { ...plainContext, protocol: "stretch-hold", marks });
    expect(Math.abs(result.trains[0]!.firstLatencyMilliseconds! - 42)).toBeLessThan(3);
  });

  it("gives the same through prepare and score, which can be repeated", async () => {
    const infos = [channelInfo(0, clonus)];
    const read = readerOf([clonus]);
    const prepared = new Map([[0, await prepare(infos[0]!, read, defaultSettings)]]);
    const whole = await analyse(infos, read, plainContext, defaultSettings);
    expect(await score(prepared, infos, plainContext, defaultSettings, read)).toEqual(whole);
    expect(await score(prepared, infos, plainContext, defaultSettings, read)).toEqual(whole);
    const channel = channelInfo(0, clonus);
    const key = preparationKey(channel, plainContext, defaultSettings);
    expect(preparationKey(channel, plainContext, { ...defaultSettings, seedSigma: 7 })).toBe(key);
    expect(preparationKey(channel, plainContext, { ...defaultSettings, bandLowHz: 20 })).not.toBe(key);
    expect(preparationKey(channel, plainContext, { ...defaultSettings, mainsRemoval: "regression" })).not.toBe(key);
    const keyWithout = (startSeconds: number): string => {
      const context = { ...plainContext, rejected: [{ channelIndex: 0, startSeconds, endSeconds: 2 }] };
      return preparationKey(channelsToPrepare([channel], context)[0]!, context, defaultSettings);
    };
    expect(keyWithout(1)).not.toBe(key);
    expect(keyWithout(1.5)).not.toBe(keyWithout(1));
  });

  it("reports progress that rises to one and stops on request", async () => {
    const fractions: number[] = [];
    await analyse([channelInfo(0, clonus)], readerOf([clonus]), plainContext, defaultSettings, undefined, (fraction) => fractions.push(fraction));
    for (let k = 1; k < fractions.length; k++) expect(fractions[k]!).toBeGreaterThanOrEqual(fractions[k - 1]!);
    expect(fractions[fractions.length - 1]).toBeLessThanOrEqual(1);
    await expect(analyse([channelInfo(0, clonus)], readerOf([clonus]), plainContext, defaultSettings, { cancelled: true })).rejects.toMatchObject({ record: { code: "cancelled" } });
  });
});

describe("gaps", () => {
  it("end a train, and time goes on across them", async () => {
    const middle = Math.round((clonus.truth.bursts[7]!.offsetSeconds + clonus.truth.bursts[8]!.onsetSeconds) / 2 * clonus.samplingHz);
    const segments = [
      { startSample: 0, endSample: middle, startSeconds: 0 },
      { startSample: middle, endSample: clonus.samples.length, startSeconds: 100 },
    ];
    const result = await analyseChannels([{ ...clonus, info: { segments } }]);
    expect(result.trains.length).toBe(2);
    expect(result.trains[0]!.endReason).toBe("gap");
    expect(result.trains[0]!.endSeconds).toBeLessThanOrEqual(middle / clonus.samplingHz);
    expect(result.trains[1]!.startSeconds).toBeGreaterThanOrEqual(100);
    expect(result.trains[1]!.bursts[0]!.onsetSample).toBeGreaterThanOrEqual(middle);
  });

  it("are made of samples without a value, and are said so", async () => {
    const samples = clonus.samples.slice();
    const at = Math.round(clonus.truth.bursts[8]!.centroidSeconds * clonus.samplingHz);
    samples.fill(Number.NaN, at - 20, at + 20);
    const result = await analyseChannels([{ ...clonus, samples }]);
    expect(result.trains.length).toBe(2);
    expect(result.channels[0]!.issues.map((issue) => issue.code)).toContain("invalid-samples");
  });
});

describe("edits", () => {
  it("remove, add and move bursts, flag them and score again", async () => {
    const before = await analyseChannels([clonus]);
    const fifth = before.trains[0]!.bursts[5]!;
    const range = { channelIndex: 0, start: fifth.onsetSample, end: fifth.offsetSample };
    const removed = await analyseChannels([clonus], withEdits({ kind: "remove-burst", ...range }));
    expect(removed.trains[0]!.bursts.length).toBe(before.trains[0]!.bursts.length - 1);
    expect(removed.trains[0]!.missedBeats).toBe(1);
    expect(removed.trains[0]!.missedBeatSeconds[0]).toBeCloseTo(fifth.timeSeconds, 1);
    const restored = await analyseChannels([clonus], withEdits({ kind: "remove-burst", ...range }, { kind: "add-burst", ...range }));
    const back = restored.trains[0]!.bursts[5]!;
    expect(back.edited).toBe(true);
    expect(back.onsetSample).toBe(fifth.onsetSample);
    expect(back.timeSeconds).toBeCloseTo(fifth.timeSeconds, 2);
    expect(restored.editCount).toBe(2);
    const moved = await analyseChannels([clonus], withEdits({ kind: "move-burst", ...range, newStart: fifth.onsetSample - 20, newEnd: fifth.offsetSample + 10 }));
    expect(moved.trains[0]!.bursts[5]).toMatchObject({ edited: true, onsetSample: fifth.onsetSample - 20, offsetSample: fifth.offsetSample + 10 });
    expect(moved.trains[0]!.bursts.filter((burst) => burst.edited).length).toBe(1);
  });

  it("split and merge trains; the last word counts", async () => {
    const before = await analyseChannels([clonus]);
    const bursts = before.trains[0]!.bursts;
    const split: Edit = { kind: "split-train", channelIndex: 0, sample: bursts[7]!.onsetSample };
    const merge: Edit = { kind: "merge-trains", channelIndex: 0, start: bursts[0]!.onsetSample, end: bursts[bursts.length - 1]!.offsetSample };
    const two = await analyseChannels([clonus], withEdits(split));
    expect(two.trains.map((train) => train.bursts.length)).toEqual([7, bursts.length - 7]);
    expect(two.trains[0]!.endReason).toBe("unknown");
    expect((await analyseChannels([clonus], withEdits(split, merge))).trains).toEqual(before.trains);
    expect((await analyseChannels([clonus], withEdits(merge, split))).trains.length).toBe(2);
  });

  it("do not join a blip before the stretch to what the stretch evokes", async () => {
    const stretch = clonus.truth.marks.find(({ kind }) => kind === "stretch")!;
    const at = Math.round((stretch.seconds - 0.2) * clonus.samplingHz);
    const blip: Edit = { kind: "add-burst", channelIndex: 0, start: at - 50, end: at + 50 };
    const plain = await analyseChannels([clonus]);
    const joined = await analyseChannels([clonus], withEdits(blip));
    expect(joined.trains[0]!.bursts.length).toBe(plain.trains[0]!.bursts.length + 1);
    const marked = await analyseChannels([clonus], { ...withEdits(blip), marks: [{ ...stretch, origin: "file" }] });
    // The blip takes a little from the rest that is subtracted from every amplitude.
    const shapes = ({ trains }: typeof plain): unknown => trains[0]!.bursts.map((burst) => ({ ...burst, netAmplitudeMicrovolts: 0 }));
    expect(shapes(marked)).toEqual(shapes(plain));
    expect(marked.channels[0]!.isolatedBursts.length).toBe(1);
  });

  it("leave other channels alone and say when their channel is no EMG", async () => {
    const edit: Edit = { kind: "remove-burst", channelIndex: 1, start: 0, end: 1e9 };
    const quiet = { ...clonus, label: "Angle", info: { role: "angle" as const, unit: "deg", isVoltage: false } };
    const result = await analyseChannels([clonus, quiet], withEdits(edit));
    expect(result.trains.length).toBe(1);
    expect(result.issues.map((issue) => issue.code)).toEqual(["edits-ignored"]);
  });
});

describe("channel gates", () => {
  it("name the reason, and a person may insist", async () => {
    const limit = clonus.samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * 0.35;
    const clipped = { ...clonus, samples: clonus.samples.map((value) => Math.max(-limit, Math.min(limit, value))) };
    const refused = await analyseChannels([clipped]);
    expect(refused.channels[0]!.unusable).toMatch(/clipped/);
    expect(refused.trains).toEqual([]);
    const insisted = await analyseChannels([clipped], { ...plainContext, overrides: [{ channelIndex: 0, insist: true }] });
    expect(insisted.channels[0]!.unusable).toBeNull();
    expect(insisted.channels[0]!.issues.map((issue) => issue.code)).toContain("gate-overruled");
    expect(insisted.trains.length).toBe(1);
  });

  it("refuse slow, flat and empty channels", async () => {
    const slow = { label: "slow", samplingHz: 100, samples: clonus.samples.slice(0, 3000) };
    const flat = { label: "flat", samplingHz: 2000, samples: new Float64Array(4000).fill(3e-6) };
    const empty = { label: "empty", samplingHz: 2000, samples: new Float64Array(0), info: { segments: [] } };
    const tiny = { label: "very slow", samplingHz: 40, samples: new Float64Array(400).map((_, k) => Math.sin(k)) };
    const result = await analyseChannels([slow, flat, empty, tiny]);
    expect(result.channels.map((channel) => channel.unusable)).toEqual([
      expect.stringMatching(/100 Hz.*500 Hz/), expect.stringMatching(/flat/), expect.stringMatching(/no samples/), expect.stringMatching(/40 Hz/),
    ]);
  });

  it("warn of amplitudes that no muscle has", async () => {
    const volts = { ...clonus, samples: clonus.samples.map((value) => value * 1e4) };
    const result = await analyseChannels([volts]);
    expect(result.channels[0]!.issues.map((issue) => issue.code)).toContain("amplitude-scale");
    expect((await analyseChannels([clonus])).channels[0]!.issues).toEqual([]);
  });
});

describe("overrides", () => {
  it("change role, muscle and side", async () => {
    const infos = [channelInfo(0, { ...clonus, info: { role: "other" } })];
    const context: AnalysisContext = { ...plainContext, overrides: [{ channelIndex: 0, role: "emg", muscle: "soleus", side: "left" }] };
    expect(channelsToPrepare(infos, plainContext)).toEqual([]);
    expect(channelsToPrepare(infos, context).map((channel) => channel.index)).toEqual([0]);
    const result = await analyse(infos, readerOf([clonus]), context, defaultSettings);
    expect(result.trains[0]).toMatchObject({ muscle: "soleus", side: "left" });
  });
});
