import { describe, expect, it } from "vitest";
import type { Trace } from "../../../../src/protocol/engine-api";
import { createSession } from "../../../../src/renderer/state/create-session";
import { fillGains } from "../../../../src/renderer/state/views/gains";
import type { KlonosState, RecordingState } from "../../../../src/renderer/state/klonos-state";
import { durationOf } from "../../../../src/renderer/state/klonos-state";
import { fakeHost } from "../../fake-host";

const channel = { label: "RAW", muscle: undefined, side: undefined, site: undefined, candidates: [], unit: "", isVoltage: false, samplingHz: 1000, sampleCount: 1000, segments: [{ startSample: 0, endSample: 1000, startSeconds: 0 }], physicalRange: undefined, prefilter: "", role: "emg", index: 0 } as const;

function stateWith(over: Partial<KlonosState>): KlonosState {
  const session = createSession(fakeHost().host);
  const state = session.store.getState();
  session.dispose();
  const recording: RecordingState = {
    sourceInfo: { id: "1", name: "a.edf", size: 1 },
    opened: { recordingId: "r", source: { name: "a.edf", size: 1 }, header: { format: "EDF", durationSeconds: 1, startDateTime: undefined, hasIdentity: false, issues: [], complete: true, channels: [channel] }, proposedPairs: [] },
    scan: undefined,
    answers: {},
  };
  return { ...state, recording, ...over };
}

const traceOf = (height: number): Trace => {
  const values = Float32Array.from({ length: 100 }, (_, k) => height * (k % 2 === 0 ? 1 : -1));
  return { channelIndex: 0, view: "filtered", samplingHz: 1000, pieces: [{ startSeconds: 0, startSample: 0, samplesPerBucket: 1, minimum: values, maximum: values }] };
};

describe("fresh gains", () => {
  it.each([[1e-16, 1], [0, 1], [2.5, 1], [0.005, 0.002]])("a trace that moves by %d gets %d a division: what arithmetic leaves of a constant is no signal", (height, gain) => {
    const state = stateWith({});
    const filled = fillGains({ ...state, traces: { main: new Map([[0, traceOf(height)]]), second: new Map() } as unknown as KlonosState["traces"] });
    expect(filled.gains[0]).toBeCloseTo(gain, 12);
  });
});

describe("the length of a recording", () => {
  it("of events alone is that of the events", () => {
    const state = stateWith({});
    const scan = { channels: [], durationSeconds: 0, gaps: [], issues: [], marks: [], sha256: "", annotations: [{ onsetSeconds: 0, durationSeconds: 30_630, text: "W" }, { onsetSeconds: 30_630, durationSeconds: 120, text: "1" }, { onsetSeconds: 30_700, durationSeconds: undefined, text: "note" }] };
    expect(durationOf({ ...state, recording: { ...state.recording!, scan: scan as unknown as RecordingState["scan"] } })).toBe(30_750);
    expect(durationOf(state)).toBe(1);
  });
});
