import { describe, expect, it } from "vitest";
import { createScoreMemory, prepare, score } from "../../../src/core/analysis";
import type { AnalysisContext, AnalysisResult, Edit } from "../../../src/core/result";
import { defaultSettings, type SettingValues } from "../../../src/core/settings";
import { simulate } from "../../../src/core/simulate/simulate";
import { channelInfo, plainContext, readerOf } from "./support";

/** A clonus, then a pseudoclonus on the same channels: one train whose coarser envelopes are asked and one whose are not. */
async function session() {
  const [regular, irregular] = (["clonus", "pseudoclonus"] as const).map((kind, k) => simulate({ class: kind, seed: 21 + k, beats: 10, snrDb: 18, antagonist: "alternating", samplingHz: 1000, leadSeconds: 3, tailSeconds: 3 }));
  const channels = regular!.channels.filter(({ isVoltage }) => isVoltage).map((channel, k) => {
    const second = irregular!.channels[k]!.samples;
    const samples = new Float64Array(channel.samples.length + second.length);
    samples.set(channel.samples);
    samples.set(second, channel.samples.length);
    return { ...channel, samples };
  });
  const infos = channels.map((channel, k) => channelInfo(k, channel));
  const marks = regular!.truth.marks.map((mark) => ({ ...mark, origin: "file" as const }));
  const context: AnalysisContext = { ...plainContext, pairs: [{ agonist: 0, antagonist: 1 }], marks };
  const read = readerOf(channels);
  const prepared = new Map(await Promise.all(infos.map(async ({ index }, k) => [index, await prepare(infos[k]!, read, defaultSettings)] as const)));
  const reads = { count: 0 };
  const counted: typeof read = (...args) => {
    reads.count++;
    return read(...args);
  };
  return { infos, context, prepared, read: counted, reads };
}

describe("memory of scorings", () => {
  it("changes no result: after every kind of edit, mark and setting the same bytes as without", async () => {
    const { infos, context, prepared, read } = await session();
    const memories = new Map(infos.map(({ index }) => [index, createScoreMemory()]));
    const both = async (changed: AnalysisContext, settings: SettingValues = defaultSettings): Promise<AnalysisResult> => {
      const fresh = await score(prepared, infos, changed, settings, read);
      const remembered = await score(prepared, infos, changed, settings, read, undefined, undefined, memories);
      expect(JSON.stringify(remembered)).toBe(JSON.stringify(fresh));
      return fresh;
    };
    const first = await both(context);
    const train = first.trains.find(({ channelIndex, bursts }) => channelIndex === 0 && bursts.length > 8)!;
    const [burst, next] = [train.bursts[3]!, train.bursts[4]!];
    const { onsetSample: start, offsetSample: end } = burst;
    const steps: Edit[] = [
      { kind: "move-burst", channelIndex: 0, start, end, newStart: start - 12, newEnd: end + 5 },
      { kind: "remove-burst", channelIndex: 0, start: next.onsetSample, end: next.offsetSample },
      { kind: "split-train", channelIndex: 0, sample: next.onsetSample },
      { kind: "merge-trains", channelIndex: 0, start: 0, end: train.bursts.at(-1)!.offsetSample + 1 },
      { kind: "add-burst", channelIndex: 1, start: start + 40, end: end + 60 },
    ];
    const results = [JSON.stringify(first)];
    for (let k = 0; k < steps.length; k++) results.push(JSON.stringify(await both({ ...context, edits: steps.slice(0, k + 1) })));
    // Every step changed something: else nothing was compared.
    expect(new Set(results).size).toBe(results.length);
    await both({ ...context, marks: context.marks.map((mark) => ({ ...mark, seconds: mark.seconds + 0.03 })) });
    for (const changed of [{ edgeSigma: 3.3, ciLevel: 0.9 }, { detector: "wavelet" as const }]) await both(context, { ...defaultSettings, ...changed });
    await both(context);
  }, 60_000);

  it("reads no sample where nothing changed, and asks again after what was cancelled", async () => {
    const { infos, context, prepared, read, reads } = await session();
    const memories = new Map(infos.map(({ index }) => [index, createScoreMemory()]));
    const plain = { ...context, marks: [] };
    const stopped = { cancelled: false };
    const stopping: typeof read = (index, range, cancel) => {
      stopped.cancelled = true;
      return read(index, range, cancel);
    };
    await expect(score(prepared, infos, plain, defaultSettings, stopping, stopped, undefined, memories)).rejects.toMatchObject({ record: { code: "cancelled" } });
    const whole = await score(prepared, infos, plain, defaultSettings, read, undefined, undefined, memories);
    expect(whole).toEqual(await score(prepared, infos, plain, defaultSettings, read));
    const before = reads.count;
    await score(prepared, infos, plain, defaultSettings, read, undefined, undefined, memories);
    expect(reads.count).toBe(before);
  });

  it("forgets what nobody asked for during the last scorings", () => {
    const memory = createScoreMemory();
    let made = 0;
    const ask = (): number => memory.part("p").recall("q", () => ++made);
    expect([ask(), ask()]).toEqual([1, 1]);
    for (let k = 0; k < 4; k++) memory.begin();
    expect(ask()).toBe(1);
    for (let k = 0; k < 5; k++) memory.begin();
    expect(ask()).toBe(2);
    const track = {};
    const about = (): number => memory.part(track).recall("q", () => ++made);
    expect([about(), about()]).toEqual([3, 3]);
    for (let k = 0; k < 5; k++) memory.begin();
    expect(about()).toBe(4);
  });
});
