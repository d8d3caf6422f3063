import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { proposeEvents } from "../../../src/core/reflex/propose-events";
import { levelText, type ProposalOutcome } from "../../../src/core/reflex/proposal";
import type { ChannelInfo } from "../../../src/core/recording";
import { memorySource } from "../../../src/formats/memory-source";
import { openRecording } from "../../../src/formats/registry";

type Role = ChannelInfo["role"];

async function propose(samples: Float64Array, samplingHz: number, role: Role, label: string = role): Promise<ProposalOutcome> {
  const segments = [{ startSample: 0, endSample: samples.length, startSeconds: 0 }];
  return proposeEvents({ label, unit: "", role, samplingHz, segments, sampleCount: samples.length }, async ({ start, end }) => samples.slice(start, end));
}

/** Noise without a generator of its own: a linear congruence (Numerical Recipes), twelve draws a value. */
function noisy(count: number, spread: number, value: (k: number) => number): Float64Array {
  let seed = 12345;
  const draw = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Float64Array.from({ length: count }, (_, k) => {
    let sum = -6;
    for (let j = 0; j < 12; j++) sum += draw();
    return value(k) + spread * sum;
  });
}

const ramp = (seconds: number, from: number, to: number): number => Math.min(1, Math.max(0, (seconds - from) / (to - from)));
const kinds = ({ proposals }: ProposalOutcome): string[] => proposals.map(({ kind }) => kind);

describe("events from an angle", () => {
  it("finds the marks of the example session within 50 ms, and a hold after each stretch", async () => {
    const reader = await openRecording(memorySource("example-session.edf", new Uint8Array(readFileSync("fixtures/example-session.edf"))));
    const { channels } = await reader.scan();
    const angle = channels.find(({ role }) => role === "angle")!;
    const outcome = await proposeEvents(angle, (range, cancel) => reader.read(angle.index, range, cancel));
    const truth = (JSON.parse(readFileSync("fixtures/example-session.json", "utf8")) as { readonly annotations: readonly { readonly onsetSeconds: number; readonly text: string }[] }).annotations;
    const found = outcome.proposals.filter(({ kind }) => kind !== "hold");
    expect(found.map(({ kind }) => kind)).toEqual(truth.map(({ text }) => text));
    found.forEach(({ seconds }, k) => expect(Math.abs(seconds - truth[k]!.onsetSeconds)).toBeLessThan(0.05));
    expect(kinds(outcome).filter((kind) => kind === "hold")).toHaveLength(4);
  });

  it("does not depend on sign, unit and scale", async () => {
    const angle = noisy(2000, 0.05, (k) => 20 * ramp(k / 100, 4, 4.1) - 20 * ramp(k / 100, 9, 9.3));
    const plain = await propose(angle, 100, "angle");
    expect(kinds(plain)).toEqual(["stretch", "hold", "release"]);
    const turned = await propose(angle.map((value) => -0.01 * value - 7), 100, "angle");
    // Channels are looked at in single precision.
    turned.proposals.forEach(({ seconds }, k) => expect(seconds).toBeCloseTo(plain.proposals[k]!.seconds, 4));
  });

  it("says where noise hides when a movement begins", async () => {
    const angle = noisy(2000, 0.6, (k) => 20 * ramp(k / 100, 4, 4.1) - 20 * ramp(k / 100, 9, 9.3));
    const { proposals, explanation } = await propose(angle, 100, "angle");
    expect(proposals.map(({ kind }) => kind)).toEqual(["stretch", "hold", "release"]);
    expect(explanation).toContain("Noise hides where movements begin (2)");
    expect((await propose(noisy(2000, 0.05, (k) => 20 * ramp(k / 100, 4, 4.1) - 20 * ramp(k / 100, 9, 9.3)), 100, "angle")).explanation).not.toContain("Noise hides");
  });

  it("takes neither noise, nor drift, nor a limb that swings for a stretch", async () => {
    expect((await propose(noisy(3000, 1, () => 0), 100, "angle")).proposals).toEqual([]);
    expect((await propose(noisy(3000, 0.05, (k) => k / 300), 100, "angle")).proposals).toEqual([]);
    expect((await propose(noisy(3000, 0.05, (k) => (k < 300 ? 0 : 10 - 10 * Math.cos((k - 300) * 0.12))), 100, "angle")).proposals).toEqual([]);
    expect((await propose(new Float64Array(500), 100, "angle")).proposals).toEqual([]);
  });
});

describe("taps from strokes", () => {
  it("finds each blow of a hammer on its sample, once, in both signs", async () => {
    const taps = [2.5, 5, 8.25];
    const blow = (k: number): number => taps.reduce((sum, at) => sum + (k / 1000 >= at ? 5 * Math.exp(-(k / 1000 - at) / 0.01) * Math.cos((k / 1000 - at) * 400) : 0), 0);
    for (const sign of [1, -1]) {
      const { proposals } = await propose(noisy(10_000, 0.02, (k) => 9.81 + sign * blow(k)), 1000, "acceleration");
      expect(proposals.map(({ kind }) => kind)).toEqual(["tap", "tap", "tap"]);
      proposals.forEach(({ seconds }, k) => expect(Math.abs(seconds - taps[k]!)).toBeLessThan(0.002));
    }
  });

  it("leaves a push to the movements: a force that is held is a stretch", async () => {
    const push = noisy(4000, 0.02, (k) => 8 * ramp(k / 200, 3, 3.2) - 8 * ramp(k / 200, 12, 12.3));
    expect(kinds(await propose(push, 200, "force"))).toEqual(["stretch", "hold", "release"]);
  });
});

describe("levels in what is said", () => {
  it("are as fine as the movement, with their unit", async () => {
    const segments = [{ startSample: 0, endSample: 20_000, startSeconds: 0 }];
    const angle = noisy(20_000, 0.002, (k) => 0.00427 + 15 * ramp(k / 1000, 5, 5.1) - 15 * ramp(k / 1000, 12, 12.4));
    const { explanation } = await proposeEvents({ label: "ANGLE", unit: "deg", role: "angle", samplingHz: 1000, segments, sampleCount: 20_000 }, async ({ start, end }) => angle.slice(start, end));
    expect(explanation).toMatch(/movements of ANGLE from 0 deg towards 15 deg,/);
    expect([levelText(-0.004, 5), levelText(2.4837, 2.5), levelText(103.26, 150), levelText(0.000123, 0.0004)]).toEqual(["0", "2.48", "103", "0.000123"]);
  });
});

describe("edges of a trigger", () => {
  it("finds pulses of a single sample, rising or falling, and names them by the label", async () => {
    const line = new Float64Array(20_000).fill(5);
    for (const at of [3000, 9001, 15_555]) line[at] = 0;
    const { proposals } = await propose(line, 2000, "trigger", "Stim");
    expect(proposals).toEqual([1.5, 4.5005, 7.7775].map((seconds) => ({ kind: "stimulus", seconds, text: "stimulus (Stim)" })));
  });

  it("takes a gate for stretch and release, and a line that is on at the beginning for none", async () => {
    const line = new Float64Array(10_000).map((_, k) => (k < 500 || (k >= 4000 && k < 7000) ? 1 : 0));
    expect((await propose(line, 1000, "trigger", "DI1")).proposals.map(({ kind, seconds }) => [kind, seconds])).toEqual([["stretch", 4], ["release", 7]]);
  });

  it("takes a clock for no event line", async () => {
    const line = new Float64Array(10_000).map((_, k) => Math.floor(k / 50) % 2);
    const outcome = await propose(line, 1000, "trigger");
    expect(outcome.proposals).toEqual([]);
    expect(outcome.explanation).toContain("edges a second");
  });
});

const smr = "../shared/data/emg/spike2py_smr";

describe.skipIf(!existsSync(smr))("recorded channels (shared data)", () => {
  it("finds both pulls on the torque, and nothing on the knee that was fixed", async () => {
    const reader = await openRecording(memorySource("biomech5deg.smr", new Uint8Array(readFileSync(`${smr}/biomech5deg.smr`))));
    const { channels } = await reader.scan();
    const of = (label: string): Promise<ProposalOutcome> => {
      const channel = channels.find((candidate) => candidate.label === label)!;
      return proposeEvents(channel, (range, cancel) => reader.read(channel.index, range, cancel));
    };
    expect((await of("k_angle")).proposals).toEqual([]);
    const torque = await of("k_torque");
    expect(kinds(torque)).toEqual(["stretch", "hold", "release", "stretch", "hold", "release"]);
    // Independent of the method: the times at which |torque| first passes half of its extreme, and last does, in each pull.
    const channel = channels.find(({ label }) => label === "k_torque")!;
    const values = await reader.read(channel.index, { start: 0, end: channel.sampleCount });
    const least = values.reduce((low, value) => Math.min(low, value), 0);
    const above = Array.from(values.keys()).filter((k) => values[k]! < least / 2);
    const first = above[0]! / channel.samplingHz;
    expect(Math.abs(torque.proposals[0]!.seconds - first)).toBeLessThan(1);
  });

  it("asks for the role of a channel that could be anything", async () => {
    const reader = await openRecording(memorySource("physiology.smr", new Uint8Array(readFileSync(`${smr}/physiology.smr`))));
    const { channels } = await reader.scan();
    const heart = channels.find(({ label }) => label === "HR")!;
    const outcome = await proposeEvents(heart, (range, cancel) => reader.read(heart.index, range, cancel));
    expect(outcome).toMatchObject({ proposals: [] });
    expect(outcome.explanation).toContain("role");
  });
});
