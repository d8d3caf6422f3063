import { describe, expect, it } from "vitest";
import { channelsToPrepare, createScoreMemory, prepare } from "../../../../src/core/analysis";
import { firstLook } from "../../../../src/core/analysis/first-look";
import { lookStretches } from "../../../../src/core/analysis/look-stretches";
import type { PreflightRow } from "../../../../src/core/reflex-result";
import type { AnalysisContext } from "../../../../src/core/result";
import { defaultSettings } from "../../../../src/core/settings";
import { simulate } from "../../../../src/core/simulate/simulate";
import type { SimulationSpec } from "../../../../src/core/simulate/spec";
import { analyseChannels, channelInfo, plainContext, readerOf, type TestChannel } from "../support";

const marked: AnalysisContext = { ...plainContext, protocol: "stretch-hold", pairs: [{ agonist: 0, antagonist: 1 }], marks: [{ kind: "stretch", seconds: 3, text: "stretch", origin: "file" }] };
const base = { class: "clonus", beats: 14, snrDb: 16, seed: 11, antagonist: "synchronous" } as const;

function channelsOf(spec: SimulationSpec): readonly TestChannel[] {
  return simulate(spec).channels.map(({ label, samplingHz, samples }) => ({ label, samplingHz, samples }));
}

function look(channels: readonly TestChannel[], context: AnalysisContext) {
  const infos = channels.map((channel, k) => channelInfo(k, channel));
  const read = readerOf(channels);
  return firstLook({ channels: channelsToPrepare(infos, context), context, settings: defaultSettings, read, prepare: async (channel) => ({ prepared: await prepare(channel, read, defaultSettings), memory: createScoreMemory() }) });
}

/** What both say of the first channel: the first look at a record, and its analysis. */
async function bothSay(channels: readonly TestChannel[], context: AnalysisContext = marked): Promise<readonly [PreflightRow, PreflightRow]> {
  const { rows } = await look(channels, context);
  return [rows[0]!, (await analyseChannels(channels, context)).preflight[0]!];
}

const codes = (row: PreflightRow): readonly string[] => row.findings.map(({ code }) => code);

describe("the pre-flight, as the generator spoilt the record", () => {
  const cases: readonly (readonly [string, SimulationSpec, AnalysisContext, PreflightRow["verdict"], readonly string[]])[] = [
    ["nothing", base, marked, "analysable", []],
    ["mains of 1.2 baselines", { ...base, contaminants: { mains: { hz: 50, share: 1.2 } } }, marked, "limited", ["mains"]],
    ["a converter that is too small", { ...base, contaminants: { clippedShare: 0.03 } }, marked, "repeat", ["clipping"]],
    ["electrodes that hear the other muscle", { ...base, antagonist: "absent", contaminants: { crosstalk: { share: 1, lagMilliseconds: 0 } } }, marked, "limited", ["cross-talk"]],
    ["no mark", base, { ...marked, protocol: "unmarked", marks: [] }, "limited", ["marks"]],
    ["no activity", { class: "rest", seconds: 8, seed: 4 }, marked, "limited", ["beats"]],
    ["taps that nothing answers", { class: "rest", seconds: 8, seed: 4 }, { ...marked, protocol: "tap", marks: [{ kind: "tap", seconds: 3, text: "tap", origin: "file" }] }, "analysable", []],
    ["a signal of 3 dB", { ...base, snrDb: 3, carrier: "interference", beats: 30 }, marked, "limited", ["snr"]],
  ];
  it.each(cases)("%s", async (_, spec, context, verdict, expected) => {
    for (const row of await bothSay(channelsOf(spec), context)) {
      expect(row.verdict).toBe(verdict);
      expect(codes(row)).toEqual(expected);
      for (const { text, advice } of row.findings) expect(text.length * advice.length).toBeGreaterThan(0);
    }
  });

  it("shows every gate with its value, passed or not", async () => {
    const gatesOf = async (spec: SimulationSpec) => Object.fromEntries((await analyseChannels(channelsOf(spec), marked)).channels[0]!.gates.map((gate) => [gate.gate, gate]));
    const plain = await gatesOf({ ...base, samplingHz: 2000, leadSeconds: 3 });
    expect(plain["samplingHz"]).toMatchObject({ value: 2000, limit: 500, passes: true });
    expect(plain["clippedPercent"]).toMatchObject({ value: 0, limit: 0.1, passes: true, sense: "at-most" });
    // Three seconds of rest before the first burst, and what comes after the last one.
    expect(plain["restSeconds"]!.value).toBeGreaterThan(2.5);
    expect(plain["mainsPercent"]!.value).toBeLessThan(10);
    const hum = (await gatesOf({ ...base, contaminants: { mains: { hz: 50, share: 1.2 } } }))["mainsPercent"]!;
    // 1.2² of 1 + 1.2² is hum in all, fundamental and two harmonics.
    expect(hum.passes).toBe(false);
    expect(Math.abs(hum.value! - (100 * 1.44) / 2.44)).toBeLessThan(12);
    const clipped = (await gatesOf({ ...base, contaminants: { clippedShare: 0.03 } }))["clippedPercent"]!;
    expect(clipped.passes).toBe(false);
    expect(clipped.value).toBeGreaterThan(0.1);
  });

  it("finds no rest where there is none", async () => {
    const [agonist] = channelsOf({ ...base, beats: 40, leadSeconds: 3 });
    const from = Math.round(4 * agonist!.samplingHz);
    const filled: TestChannel = { ...agonist!, samples: agonist!.samples.slice(from, from + 4 * agonist!.samplingHz) };
    for (const row of await bothSay([filled], { ...marked, pairs: [], marks: [{ kind: "stretch", seconds: 0.01, text: "stretch", origin: "file" }] })) expect(codes(row)).toContain("rest");
  });

  it("refuses a flat channel and one that is sampled too slowly, by name", async () => {
    const flat: TestChannel = { label: "TA", samplingHz: 1000, samples: new Float64Array(8000) };
    const slow: TestChannel = { label: "MG", samplingHz: 100, samples: Float64Array.from({ length: 800 }, (_, k) => Math.sin(k)) };
    const { rows } = await look([flat, slow], { ...marked, pairs: [] });
    expect(rows.map(({ channel, verdict }) => [channel, verdict])).toEqual([["TA", "repeat"], ["MG", "repeat"]]);
    expect(rows[1]!.findings[0]!.text).toContain("100 Hz");
  });
});

describe("a first look at a long recording", () => {
  const hour = [{ startSample: 0, endSample: 3600 * 1000, startSeconds: 0 }, { startSample: 3600 * 1000, endSample: 5400 * 1000, startSeconds: 4000 }];

  it("takes stretches at marks and others spread over the rest, within its budget", () => {
    const found = lookStretches(hour, 1000, [1000, 5000], 200);
    const seconds = found.reduce((sum, { startSample, endSample }) => sum + (endSample - startSample) / 1000, 0);
    expect(seconds).toBeLessThanOrEqual(200);
    expect(seconds).toBeGreaterThan(150);
    for (const mark of [1000, 5000]) expect(found.some(({ startSeconds, startSample, endSample }) => startSeconds < mark - 2 && startSeconds + (endSample - startSample) / 1000 > mark + 10)).toBe(true);
    // Beginning, end, and what comes after the gap.
    expect(found[0]!.startSeconds).toBeLessThan(600);
    expect(found[found.length - 1]!.startSeconds).toBeGreaterThan(4000 + 1200);
    for (const { startSample, startSeconds } of found) expect(startSeconds).toBeCloseTo(startSample < hour[0]!.endSample ? startSample / 1000 : 4000 + (startSample - hour[0]!.endSample) / 1000, 9);
  });

  it("takes a short one as it is", () => {
    expect(lookStretches(hour, 1000, [], 5400)).toBe(hour);
  });

  it("says that it looked at a part, and what is not found is not there yet", async () => {
    const samplingHz = 1000;
    const samples = new Float64Array(samplingHz * 6100);
    let state = 7;
    for (let k = 0; k < samples.length; k++) samples[k] = ((state = (16807 * state) % 2147483647) / 2147483647 - 0.5) * 1e-6;
    const { rows, lookedSeconds, totalSeconds } = await look([{ label: "SOL", samplingHz, samples }], { ...marked, pairs: [] });
    expect(totalSeconds).toBe(6100);
    expect(lookedSeconds).toBeLessThanOrEqual(6000);
    expect(lookedSeconds).toBeGreaterThan(3000);
    expect(rows[0]!.findings.map(({ text }) => text).join()).toContain("in the stretches that were looked at");
  });
});
