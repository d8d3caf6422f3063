import { describe, expect, it } from "vitest";
import { attemptRows } from "../../../src/core/analysis/reflexes/attempts";
import { manoeuvresOf } from "../../../src/core/analysis/reflexes/manoeuvres";
import { sideRows } from "../../../src/core/analysis/muscles/sides";
import type { ChannelInfo } from "../../../src/core/recording";
import { distractionEffect } from "../../../src/core/reflex/distraction";
import type { ReflexResult } from "../../../src/core/reflex-result";
import type { BurstResult, ChannelResult, Mark, MarkKind, TrainResult } from "../../../src/core/result";

const HZ = 1000;
const mark = (kind: MarkKind, seconds: number, more: Partial<Mark> = {}): Mark => ({ kind, seconds, text: kind, origin: "file", ...more });
/** What a row looks at of a burst. */
const burst = (at: number, amplitude = 10): BurstResult => ({ onsetSeconds: at - 0.03, offsetSeconds: at + 0.03, timeSeconds: at, amplitudeMicrovolts: amplitude, netAmplitudeMicrovolts: amplitude, edited: false, onsetSample: Math.round((at - 0.03) * HZ), offsetSample: Math.round((at + 0.03) * HZ), thoughtFalse: false }) as BurstResult;
const run = (from: number, count: number, interval = 0.18, amplitude = 10): BurstResult[] => Array.from({ length: count }, (_, k) => burst(from + k * interval, amplitude));

function channelOf(index: number, label: string, side: "left" | "right", isolated: readonly BurstResult[] = [], unusable: string | null = null): ChannelResult {
  // What a row looks at of a channel.
  return { index, label, muscle: "soleus", side, role: "emg", unit: "uV", fileLabel: label, fileUnit: "uV", scale: 1, inverted: false, samplingHz: HZ, unusable, isolatedBursts: isolated, restMicrovolts: 1, issues: [] } as unknown as ChannelResult;
}

function infoOf(index: number, seconds = 60): ChannelInfo {
  return { index, label: `c${index}`, role: "emg", muscle: "soleus", side: "left", site: "ankle", candidates: [], unit: "uV", isVoltage: true, samplingHz: HZ, sampleCount: seconds * HZ, segments: [{ startSample: 0, endSample: seconds * HZ, startSeconds: 0 }], physicalRange: undefined, prefilter: "" };
}

/** What a row looks at of a train. */
function trainOf(id: string, channelIndex: number, bursts: readonly BurstResult[], more: Partial<TrainResult> = {}): TrainResult {
  return { id, channelIndex, bursts, beats: bursts.filter(({ thoughtFalse }) => !thoughtFalse).length, startSeconds: bursts[0]!.onsetSeconds, endSeconds: bursts[bursts.length - 1]!.offsetSeconds, endReason: "stopped", label: "clonus-like", pattern: "rhythmic", ...more } as TrainResult;
}

describe("manoeuvres", () => {
  it("are stretches with their holds, single taps, quick series of taps and holds given outright", () => {
    const marks = [mark("stretch", 5), mark("hold", 5.3), mark("release", 12), mark("tap", 20), mark("tap", 20.2), mark("tap", 20.4), mark("tap", 30), mark("hold", 40), mark("release", 44)];
    const holds = [{ startSeconds: 5.3, endSeconds: 12 }, { startSeconds: 40, endSeconds: 44 }, { startSeconds: 50, endSeconds: 55 }];
    expect(manoeuvresOf(marks, holds, 60).map(({ number, evokedBy, startSeconds, endSeconds, hold, markIndex }) => [number, evokedBy, startSeconds, endSeconds, hold?.startSeconds, markIndex])).toEqual([
      [1, "stretch", 5, 12, 5.3, 0], [2, "tap", 20, 30, undefined, 3], [3, "tap", 30, 40, undefined, 6], [4, "hold", 40, 44, 40, 7], [5, "hold", 50, 55, 50, undefined],
    ]);
    expect(manoeuvresOf([], [], 60)).toEqual([]);
    // What a nerve stimulus evokes is no response to the tap before it; during a hold it ends nothing.
    expect(manoeuvresOf([mark("tap", 5), mark("stimulus", 17), mark("stretch", 30), mark("stimulus", 32), mark("release", 40)], [{ startSeconds: 30, endSeconds: 40 }], 60).map(({ endSeconds }) => endSeconds)).toEqual([17, 40]);
  });
});

describe("attempts", () => {
  const manoeuvres = manoeuvresOf([mark("stretch", 10), mark("release", 20), mark("stretch", 30), mark("release", 35)], [{ startSeconds: 10, endSeconds: 20 }, { startSeconds: 30, endSeconds: 35 }], 60);
  const latency = { markIndex: 0, channelIndex: 0, latencyMilliseconds: 42, missing: {} } as unknown as ReflexResult;

  it("are spoken for by a train that was there before the mark where none begins after it, and say so", () => {
    const hold = manoeuvresOf([], [{ startSeconds: 4, endSeconds: 8 }, { startSeconds: 10.5, endSeconds: 12 }], 60);
    // 50 beats that begin at 0.97 + 0.18 k s: k = 17 to 39 begin in the first hold, none in the second.
    const train = trainOf("1-1", 0, run(1, 50), { label: "indeterminate" });
    const rows = attemptRows({ manoeuvres: hold, channels: [infoOf(0)], results: [channelOf(0, "Flex", "left")], trains: [train], reflexes: [] });
    expect(rows[0]).toMatchObject({ beats: 23, activeSeconds: 4, trainIds: ["1-1"], outcome: "indeterminate", durationCensored: true, firstLatencyMilliseconds: null, missing: { firstLatencyMilliseconds: "The activity began before the mark." } });
    expect(rows[1]).toMatchObject({ beats: 0, trainIds: [], outcome: "no-response", durationCensored: false });
    // Its last two beats alone say nothing of the hold in which another train begins.
    const ending = manoeuvresOf([], [{ startSeconds: 9.5, endSeconds: 14 }], 60);
    const [both] = attemptRows({ manoeuvres: ending, channels: [infoOf(0)], results: [channelOf(0, "Flex", "left")], trains: [train, trainOf("1-2", 0, run(11, 5), { label: "tonic" })], reflexes: [] });
    expect(both).toMatchObject({ trainIds: ["1-2"], outcome: "tonic" });
    const [few] = attemptRows({ manoeuvres: ending, channels: [infoOf(0)], results: [channelOf(0, "Flex", "left")], trains: [train], reflexes: [] });
    expect(few).toMatchObject({ beats: 2, trainIds: [], outcome: "insufficient" });
  });

  it("last up to a pause where single bursts answer a tap that nothing ends", () => {
    const [only] = manoeuvresOf([mark("tap", 5)], [], 60);
    const [row] = attemptRows({ manoeuvres: [only!], channels: [infoOf(0)], results: [channelOf(0, "SOL", "left", [burst(5.05), burst(5.6), burst(20), burst(50)])], trains: [], reflexes: [] });
    expect(row).toMatchObject({ bursts: 4, beats: 0, trainIds: [] });
    expect(row!.durationSeconds).toBeCloseTo(0.61, 9);
  });

  it("count all bursts of the hold, not the longest train, and what goes on after the release", () => {
    const bursts = [...run(10.05, 12), burst(15), ...run(17, 15, 0.2)];
    // The second train ends at 17 + 14 · 0.2 = 19.8; three more come within 5 s of the release, none later than a second after the one before.
    const after = [burst(20.05), burst(20.6), burst(21.4)];
    const trains = [trainOf("1-1", 0, bursts.slice(0, 12)), trainOf("1-2", 0, [...bursts.slice(13), ...after], { label: "clonoid-like", endReason: "released" })];
    const channel = channelOf(0, "L SOL", "left", [burst(15), burst(24)]);
    const [first] = attemptRows({ manoeuvres, channels: [infoOf(0)], results: [channel], trains, reflexes: [latency] });
    expect(first).toMatchObject({ id: "A1-1", bursts: 28, beats: 27, trainIds: ["1-1", "1-2"], endReason: "released", durationCensored: false, outcome: "clonoid-like", firstLatencyMilliseconds: 42, burstsAfterRelease: 3 });
    expect(first!.durationSeconds).toBeCloseTo(19.83 - 10.02, 9);
    expect(first!.persistenceRatio).toBeCloseTo((19.83 - 10.02) / 10, 9);
    // Beats before 10.02 + 10 s: all of them.
    expect(first!.beatsInTenSeconds).toBe(27);
    expect(first!.afterReleaseSeconds).toBeCloseTo(1.43, 9);
    expect(first!.scatsBand).toMatch(/9\.8 s .* 3 to 10 s; a score needs/);
  });

  it("have a row without a response, and another one for a channel that was not analysed", () => {
    const rows = attemptRows({ manoeuvres, channels: [infoOf(0), infoOf(1), infoOf(2, 5)], results: [channelOf(0, "L SOL", "left"), channelOf(1, "R SOL", "right", [], "clipped"), channelOf(2, "L MG", "left")], trains: [], reflexes: [] });
    expect(rows).toHaveLength(6);
    expect(rows.map(({ outcome }) => outcome)).toEqual(["no-response", "not-analysed", "not-analysed", "no-response", "not-analysed", "not-analysed"]);
    for (const row of rows) {
      expect(row).toMatchObject({ durationSeconds: null, bursts: 0, beats: 0, endReason: null, scatsBand: null });
      for (const field of ["durationSeconds", "activeSeconds", "persistenceRatio", "firstLatencyMilliseconds", "burstsAfterRelease"]) expect(row.missing).toHaveProperty(field);
    }
    expect([rows[0]!.beatsInTenSeconds, rows[1]!.beatsInTenSeconds]).toEqual([0, null]);
  });

  it("call a duration whose end was not seen a lower bound", () => {
    const bursts = run(30.05, 20, 0.2);
    const rows = attemptRows({ manoeuvres, channels: [infoOf(0)], results: [channelOf(0, "L SOL", "left")], trains: [trainOf("1-1", 0, bursts, { endReason: "file-end" })], reflexes: [] });
    expect(rows[1]).toMatchObject({ durationCensored: true, scatsBand: expect.stringContaining("at least 3.9 s") });
  });
});

describe("a distraction", () => {
  const effect = (after: readonly BurstResult[], toSeconds = 30) =>
    distractionEffect({ id: "T1-1", mark: mark("distraction", 10) as Mark & { kind: "distraction" }, markIndex: 0, channel: channelOf(0, "L SOL", "left"), bursts: [...run(8, 11, 0.18), ...after], fromSeconds: 0, toSeconds, ciLevel: 0.95 });

  it("pauses the bursts", () => {
    const found = effect(run(12.5, 8));
    expect(found).toMatchObject({ effect: "paused", burstsBefore: 11, burstsAfter: 8, beforeSeconds: 5, afterSeconds: 5 });
    expect(found!.pauseSeconds).toBeCloseTo(12.47 - 10, 9);
    expect(found!.rateBeforeHz).toBeCloseTo(1 / 0.18, 6);
    expect(effect([])).toMatchObject({ effect: "paused", pauseSeconds: 5, rateAfterHz: null, missing: { rateAfterHz: expect.stringContaining("Fewer than 3") } });
  });

  it("halves their amplitude, or does nothing", () => {
    expect(effect(run(10.1, 20, 0.18, 4.9))).toMatchObject({ effect: "halved", amplitudeBeforeMicrovolts: 10, amplitudeAfterMicrovolts: 4.9 });
    const nothing = effect(run(10.1, 20, 0.18, 8));
    expect(nothing).toMatchObject({ effect: "unchanged" });
    expect(nothing!.text).toMatch(/80 % of before/);
    // Heights without any spread: the ratio is what it is. The same of the rate.
    expect(nothing!.amplitudeRatio).toEqual({ value: expect.closeTo(0.8, 12) as number, ci: [expect.closeTo(0.8, 12), expect.closeTo(0.8, 12)] });
    expect(nothing!.rateRatio.value).toBeCloseTo(1, 9);
  });

  it("is not assessed where the release comes too soon, and not at all where nothing went before", () => {
    expect(effect(run(10.1, 3), 11)).toMatchObject({ effect: "not-assessed", pauseSeconds: null, amplitudeRatio: { value: 1, ci: null }, missing: { "amplitudeRatio.ci": expect.stringContaining("Fewer than 5") as string } });
    expect(distractionEffect({ id: "T1-1", mark: mark("distraction", 10) as Mark & { kind: "distraction" }, markIndex: 0, channel: channelOf(0, "L", "left"), bursts: run(10.1, 9), fromSeconds: 0, toSeconds: 30, ciLevel: 0.95 })).toBeUndefined();
  });
});

describe("a distraction after the bursts had ended", () => {
  it("paused nothing: the pause began before it", () => {
    const row = distractionEffect({ id: "T1-1", mark: mark("distraction", 12) as Mark & { kind: "distraction" }, markIndex: 0, channel: channelOf(0, "L SOL", "left"), bursts: [...run(8, 11, 0.18), ...run(14, 8)], fromSeconds: 0, toSeconds: 30, ciLevel: 0.95 });
    expect(row).toMatchObject({ effect: "not-assessed", pauseSeconds: null, missing: { pauseSeconds: "The bursts had ended before the mark." }, text: "L SOL: the bursts had ended before the mark." });
  });
});

describe("sides", () => {
  const channels = [channelOf(0, "L SOL", "left"), channelOf(1, "R SOL", "right")];
  const reflex = (evokedBy: "tap" | "stimulus", channelIndex: number, markIndex: number, height: number, latency: number): ReflexResult =>
    ({ id: `F${markIndex}`, markIndex, evokedBy, channelIndex, status: "present", peakToPeakMicrovolts: height, latencyMilliseconds: latency, ratioToM: null }) as unknown as ReflexResult;
  const marks = Array.from({ length: 12 }, (_, k) => mark("tap", 10 * k, { side: k < 6 ? "left" : "right" }));
  const rows = (evokedBy: "tap" | "stimulus", right: number) => marks.map((_, k) => reflex(evokedBy, k < 6 ? 0 : 1, k, (k < 6 ? 100 : right) + k, k < 6 ? 31 : 30));

  it("name the larger side and its two causes, and have no word for T-reflexes", () => {
    const [amplitude, latency] = sideRows({ channels, marks, reflexes: rows("tap", 400), attempts: [], trains: [], ciLevel: 0.95 });
    expect(amplitude).toMatchObject({ muscle: "soleus", measure: "t-reflex", unit: "µV", larger: "right", verdict: null, left: { count: 6, median: 102.5 }, right: { count: 6, median: 408.5 } });
    expect(amplitude!.ratio.value).toBeCloseTo(102.5 / 408.5, 12);
    expect(amplitude!.text).toMatch(/larger on the right.*A loss on one side or a gain on the other.*M-wave/);
    expect(amplitude!.missing).toHaveProperty("verdict");
    expect(latency).toMatchObject({ measure: "latency", unit: "ms", larger: "left", text: expect.stringMatching(/difference 1\.0 ms \[95 %: −1\.0 to −1\.0, right less left\]; later on the left/), difference: { value: -1, ci: [-1, -1] } });
  });

  it("have a word for H-reflexes", () => {
    expect(sideRows({ channels, marks, reflexes: rows("stimulus", 400), attempts: [], trains: [], ciLevel: 0.95 })[0]).toMatchObject({ measure: "h-reflex", verdict: "asymmetric" });
    expect(sideRows({ channels, marks, reflexes: rows("stimulus", 110), attempts: [], trains: [], ciLevel: 0.95 })[0]).toMatchObject({ verdict: "symmetric" });
  });

  it("name no larger side where the difference may as well be the other way round", () => {
    const heights = [100, 300, 90, 280, 110, 290, 105, 310, 95, 285, 120, 250];
    const [amplitude] = sideRows({ channels, marks, reflexes: marks.map((_, k) => reflex("tap", k < 6 ? 0 : 1, k, heights[k]!, 30)), attempts: [], trains: [], ciLevel: 0.95 });
    expect(amplitude!.difference.ci![0]).toBeLessThan(0);
    expect(amplitude!.difference.ci![1]).toBeGreaterThan(0);
    expect(amplitude!.text).toMatch(/^T-reflex not told apart on the two sides: left [\d.]+ µV, right [\d.]+ µV, smaller over larger [\d.]+ \[95 %: [\d.]+ to [\d.]+\]\. Without an M-wave/);
  });

  it("do not compare background with background: a response that is mostly absent on both sides", () => {
    const absent = (count: number) => marks.map((_, k): ReflexResult => ({ ...reflex("tap", k < 6 ? 0 : 1, k, 20 + k, 30), ...(k % 6 < count ? { status: "absent" as const, latencyMilliseconds: null } : {}) }));
    const measures = (count: number): readonly string[] => sideRows({ channels, marks, reflexes: absent(count), attempts: [], trains: [], ciLevel: 0.95 }).map(({ measure }) => measure);
    expect(measures(4)).toEqual([]);
    expect(measures(3)).toEqual(["t-reflex", "latency"]);
    // On one side alone it is what there is to find.
    const one = absent(6).map((row, k) => (k < 6 ? row : { ...row, status: "present" as const }));
    expect(sideRows({ channels, marks, reflexes: one, attempts: [], trains: [], ciLevel: 0.95 })[0]?.text).toMatch(/Absent: 6 of 6 left, 0 of 6 right/);
  });

  it("do not take one side's tap for a test of the other", () => {
    const unsided = marks.map(({ seconds }) => mark("tap", seconds));
    expect(sideRows({ channels, marks: unsided, reflexes: rows("tap", 400), attempts: [], trains: [], ciLevel: 0.95 })).toEqual([]);
  });

  it("compare clonus by beats and duration, never in mV", () => {
    const trains = [trainOf("1-1", 0, run(5, 4)), trainOf("2-1", 1, run(5, 16), { endReason: "file-end" })];
    const found = sideRows({ channels, marks: [], reflexes: [], attempts: [], trains, ciLevel: 0.95 });
    expect(found.map(({ measure, larger }) => [measure, larger])).toEqual([["clonus-beats", "right"], ["clonus-duration", "right"]]);
    expect(found[0]!.ratio).toEqual({ value: 0.25, ci: null });
    expect(found[1]!.text).toMatch(/lower bound/);
  });
});
