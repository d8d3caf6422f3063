// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { settingDefinitions } from "../../../../src/core/settings";
import { counterpart, whatIfRows, whatIfSliders } from "../../../../src/renderer/layout/what-if";
import { createSession } from "../../../../src/renderer/state/create-session";
import type { RecordingState } from "../../../../src/renderer/state/klonos-state";
import { flipOf, moveWhatIf, startWhatIf } from "../../../../src/renderer/state/analysis/what-if";
import type { EngineRequest } from "../../../../src/protocol/engine-api";
import { fakeHost } from "../../fake-host";
import { train } from "../../../figure/example-content";

const flip = (distance: number): { measure: string; distance: number; label: "indeterminate"; text: string } => ({ measure: "snrDb", distance, label: "indeterminate", text: "" });
const near = train("a", 0, "SOL", "clonus-like", [1, 1.2, 1.4], { nearestFlip: flip(0.1), snrDb: 7 });
const far = train("b", 0, "SOL", "clonus-like", [5, 5.2, 5.4], { nearestFlip: flip(0.6), snrDb: 20 });
const never = train("c", 1, "TA", "tonic", [1, 1.2, 1.4]);

describe("what if", () => {
  it("lists what flips first, then what is nearest to a flip", () => {
    expect(whatIfRows([never, far, near], undefined).map(({ before }) => before.id)).toEqual(["a", "b", "c"]);
    const rows = whatIfRows([never, far, near], [{ ...far, id: "x", label: "indeterminate" }, near, never]);
    expect(rows.map(({ before, flips }) => [before.id, flips])).toEqual([["b", true], ["a", false], ["c", false]]);
    expect(rows[0]!.after!.id).toBe("x");
  });

  it("finds a train again by channel and time, whatever its number", () => {
    expect(counterpart(near, [{ ...never, id: "a" }, { ...near, id: "z" }])!.id).toBe("z");
    expect(counterpart(near, [far])).toBeUndefined();
    expect(flipOf(near, [far])).toEqual({ after: undefined });
    expect(flipOf(near, [near])).toBeUndefined();
    expect(flipOf(near, undefined)).toBeUndefined();
  });

  it("reads a train on the scale of its setting", () => {
    const reading = (setting: string): number | undefined => whatIfSliders.find((slider) => slider.setting === setting)!.reading({ ...near, log10BayesFactor: -1.5, burstShape: null });
    expect(reading("rhythmicSnrDb")).toBe(7);
    expect(reading("decisionLog10BayesFactor")).toBe(1.5);
    for (const { setting } of whatIfSliders) expect(["rhythm", "gate", "persistence", "evidence"]).toContain(settingDefinitions[setting].group);
  });
});

describe("while the slider's answer is worked out", () => {
  it("a job shows how far it is; stopping it puts the slider back to where its answer is from", async () => {
    const calls: EngineRequest[] = [];
    const answers = new Map<number, (kind: "progress" | "fail") => void>();
    const fake = fakeHost((message, reply) => {
      calls.push(message);
      if (message.kind === "call" && message.method === "analyse") answers.set(message.id, (kind) => reply(kind === "progress" ? { kind, id: message.id, fraction: 0.25, doing: "bursts" } : { kind, id: message.id, error: { code: "cancelled", message: "", where: "", details: {} } }));
      if (message.kind === "cancel") answers.get(message.id)?.("fail");
    });
    const session = createSession(fake.host);
    try {
      startWhatIf(session);
      const { setting, value } = session.store.getState().whatIf!;
      moveWhatIf(session, value + 1);
      const channel = { index: 0, label: "SOL", samplingHz: 1000, sampleCount: 10_000, segments: [{ startSample: 0, endSample: 10_000, startSeconds: 0 }], role: "emg", unit: "uV", isVoltage: true, candidates: [] };
      const header = { channels: [channel], durationSeconds: 10, issues: [] };
      const recording = { sourceInfo: { id: "1", name: "a.edf", size: 1 }, opened: { recordingId: "r1", source: { name: "a.edf", size: 1 }, header, proposedPairs: [] }, answers: {}, scan: { ...header, marks: [], gaps: [] } } as unknown as RecordingState;
      session.store.setState({ recording });
      const job = () => session.store.getState().jobs.find(({ title }) => title === "Trying the setting");
      await expect.poll(job).toBeDefined();
      const asked = calls.filter((call) => call.kind === "call" && call.method === "analyse" && (call.args as { settings: Record<string, number> }).settings[setting] === value + 1);
      expect(asked).toHaveLength(1);
      answers.get(asked[0]!.id)!("progress");
      await expect.poll(() => job()?.fraction).toBe(0.25);
      job()!.cancel();
      await expect.poll(() => session.store.getState().whatIf?.value).toBe(value);
      expect(calls).toContainEqual({ kind: "cancel", id: asked[0]!.id });
    } finally {
      session.dispose();
    }
  });
});
