import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EngineReply, EngineRequest } from "../../../../src/protocol/engine-api";
import { createSession } from "../../../../src/renderer/state/create-session";
import type { RecordingState } from "../../../../src/renderer/state/klonos-state";
import { fakeHost } from "../../fake-host";

const channel = { index: 0, label: "R SOL", muscle: undefined, side: undefined, site: undefined, candidates: [], unit: "uV", isVoltage: true, samplingHz: 1000, sampleCount: 10_000, segments: [{ startSample: 0, endSample: 10_000, startSeconds: 0 }], physicalRange: undefined, prefilter: "", role: "emg" } as const;

function recording(recordingId: string): RecordingState {
  const header = { format: "EDF+C", durationSeconds: 10, startDateTime: undefined, hasIdentity: false, issues: [], complete: true, channels: [channel] };
  return { sourceInfo: { id: recordingId, name: `${recordingId}.edf`, size: 1000 }, opened: { recordingId, source: { name: `${recordingId}.edf`, size: 1000 }, header, proposedPairs: [] }, scan: undefined, answers: {} };
}

const closed = { code: "closed", message: "the file is already closed.", where: "", details: {} } as const;

describe("traces that cannot be read", () => {
  let asked: { readonly message: Extract<EngineRequest, { kind: "call" }>; readonly reply: (message: EngineReply) => void }[];
  let session: ReturnType<typeof createSession>;
  beforeEach(() => {
    asked = [];
    session = createSession(fakeHost((message, reply) => {
      if (message.kind === "call" && message.method === "traces") asked.push({ message, reply });
    }).host);
  });
  afterEach(() => session.dispose());
  const show = (id: string): void => session.store.setState((state) => ({ recording: recording(id), view: { ...state.view, window: { start: 0, span: 10 }, plotPixels: 500 } }));
  const fail = ({ message, reply }: (typeof asked)[number]): void => reply({ kind: "fail", id: message.id, error: closed });
  const titles = (): readonly string[] => session.store.getState().notices.map(({ title }) => title);

  it("are told of the recording on the screen, and not of the one before it", async () => {
    show("first");
    await vi.waitFor(() => expect(asked.length).toBe(1));
    show("second");
    fail(asked[0]!);
    await vi.waitFor(() => expect(asked.length).toBe(2));
    expect(titles()).toEqual([]);
    fail(asked[1]!);
    await vi.waitFor(() => expect(titles()).toEqual(["The traces could not be read"]));
  });

  it("are asked for again when the window moves or the notice is dismissed, not because they were told", async () => {
    show("gone");
    await vi.waitFor(() => expect(asked.length).toBe(1));
    fail(asked[0]!);
    await vi.waitFor(() => expect(titles()).toEqual(["The traces could not be read"]));
    // Whatever else changes: a file that is gone is gone.
    for (let k = 1; k <= 5; k++) session.store.setState({ cursor: { seconds: k, channelIndex: 0 } as never });
    expect(asked.length).toBe(1);
    session.store.setState((state) => ({ view: { ...state.view, window: { start: 2, span: 5 } } }));
    await vi.waitFor(() => expect(asked.length).toBe(2));
    fail(asked[1]!);
    await vi.waitFor(() => expect(session.store.getState().notices[0]?.id).toBeGreaterThan(1));
    expect(asked.length).toBe(2);
    session.store.setState({ notices: [] });
    await vi.waitFor(() => expect(asked.length).toBe(3));
  });
});
