import { describe, expect, it, vi } from "vitest";
import { KlonosError } from "../../src/core/errors";
import { defaultSettings } from "../../src/core/settings";
import type { CallContext, Engine } from "../../src/protocol/engine";
import type { EngineReply, EngineRequest, TraceRequest } from "../../src/protocol/engine-api";
import { memoryEndpointPair } from "../../src/protocol/memory-endpoint";
import { createCaller } from "../../src/protocol/rpc";
import { NO_CALL_ID, ownedBuffers, serveEngine } from "../../src/protocol/serve";

const request: TraceRequest = { recordingId: "r1", channels: [0], view: "raw", startSeconds: 0, endSeconds: 1, columns: 100, settings: defaultSettings };

/** An engine of which a test gives the methods that it calls. */
function connect(methods: Partial<Engine>, now?: () => number) {
  const unexpected = (): Promise<never> => Promise.reject(new Error("not expected in this test"));
  const engine = new Proxy(methods, { get: (own, name) => own[name as keyof Engine] ?? unexpected }) as Engine;
  const [client, server] = memoryEndpointPair<EngineReply, EngineRequest>(structuredClone);
  const stop = serveEngine(server, engine, now);
  return { caller: createCaller(client), client, stop };
}

/** Resolves when the call has been cancelled, then throws as the engine does. */
async function untilCancelled({ cancel }: CallContext): Promise<never> {
  while (!cancel.cancelled) await new Promise((resolve) => setTimeout(resolve, 1));
  throw new KlonosError("cancelled", "The work was stopped on request.");
}

describe("a call", () => {
  it("brings the arguments there and the result back", async () => {
    const traces = vi.fn<Engine["traces"]>(async () => [{ channelIndex: 0, view: "raw", samplingHz: 2000, pieces: [] }]);
    const { caller } = connect({ traces });
    expect(await caller.call("traces", request)).toEqual([{ channelIndex: 0, view: "raw", samplingHz: 2000, pieces: [] }]);
    expect(traces.mock.calls[0]![0]).toEqual(request);
  });

  it("keeps answers apart when they come in another order", async () => {
    // The first is answered when the answer to the second has arrived, however busy the machine is.
    let second: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (second = resolve));
    const { caller } = connect({
      traces: async ({ columns }) => {
        if (columns === 1) await answered;
        return [{ channelIndex: columns, view: "raw", samplingHz: 1, pieces: [] }];
      },
    });
    const order: number[] = [];
    const calls = [1, 2].map(async (columns) => {
      const [trace] = await caller.call("traces", { ...request, columns });
      order.push(columns);
      if (columns === 2) second();
      expect(trace!.channelIndex).toBe(columns);
    });
    await Promise.all(calls);
    expect(order).toEqual([2, 1]);
  });

  it("rejects with the engine's error, its class and its numbers", async () => {
    const { caller } = connect({ scanRecording: async () => Promise.reject(new KlonosError("short-read", "Too short by 3.", "byte 236", { offset: 236, wanted: 8, got: 5 })) });
    const failure = await caller.call("scanRecording", { recordingId: "r1" }).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(KlonosError);
    expect((failure as KlonosError).record).toEqual({ code: "short-read", message: "Too short by 3.", where: "byte 236", details: { offset: 236, wanted: 8, got: 5 } });
  });

  it("turns a developer's error into code internal", async () => {
    const { caller } = connect({ scanRecording: async () => Promise.reject(new TypeError("x is undefined")) });
    await expect(caller.call("scanRecording", { recordingId: "r1" })).rejects.toMatchObject({ record: { code: "internal", message: "x is undefined" } });
  });

  it("is told to the engine when it is cancelled, and rejects when the engine has let go", async () => {
    const { caller } = connect({ scanRecording: (_, call) => untilCancelled(call!) });
    const stop = new AbortController();
    const call = caller.call("scanRecording", { recordingId: "r1" }, { signal: stop.signal });
    setTimeout(() => stop.abort(), 5);
    await expect(call).rejects.toMatchObject({ record: { code: "cancelled" } });
  });

  it("is cancelled even when the engine finishes in spite of it", async () => {
    const { caller } = connect({
      scanRecording: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return undefined as never;
      },
    });
    const stop = new AbortController();
    const call = caller.call("scanRecording", { recordingId: "r1" }, { signal: stop.signal });
    stop.abort();
    await expect(call).rejects.toMatchObject({ record: { code: "cancelled" } });
  });

  it("never reaches the engine when it was cancelled before", async () => {
    const scanRecording = vi.fn<Engine["scanRecording"]>();
    const { caller } = connect({ scanRecording });
    await expect(caller.call("scanRecording", { recordingId: "r1" }, { signal: AbortSignal.abort() })).rejects.toMatchObject({ record: { code: "cancelled" } });
    expect(scanRecording).not.toHaveBeenCalled();
  });

  it("rejects when the caller is closed, before and after", async () => {
    const { caller } = connect({ scanRecording: () => new Promise(() => undefined) });
    const pending = caller.call("scanRecording", { recordingId: "r1" });
    caller.close();
    await expect(pending).rejects.toMatchObject({ record: { code: "engine-closed" } });
    await expect(caller.call("scanRecording", { recordingId: "r1" })).rejects.toMatchObject({ record: { code: "engine-closed" } });
  });

  it("rejects when its arguments cannot be sent", async () => {
    const { caller } = connect({});
    await expect(caller.call("scanRecording", { recordingId: (() => "r1") as never })).rejects.toMatchObject({ record: { code: "internal" } });
  });
});

describe("progress", () => {
  it("comes at most ten times a second, always with the last step, within 0 and 1", async () => {
    let at = 0;
    const { caller } = connect(
      {
        scanRecording: async (_, call) => {
          for (let step = 0; step <= 100; step++, at += 10) call!.progress(step === 100 ? 1.0001 : step / 100, `step ${step}`);
          return undefined as never;
        },
      },
      () => at,
    );
    const heard: (readonly [number, string])[] = [];
    await caller.call("scanRecording", { recordingId: "r1" }, { onProgress: (fraction, doing) => heard.push([fraction, doing]) });
    expect(heard.map(([, doing]) => doing)).toEqual(["step 0", ...Array.from({ length: 10 }, (_, index) => `step ${(index + 1) * 10}`)]);
    expect(heard.at(-1)![0]).toBe(1);
  });
});

describe("the served engine", () => {
  const answersTo = async (message: unknown): Promise<readonly EngineReply[]> => {
    const { client } = connect({ scanRecording: async () => undefined as never });
    const replies: EngineReply[] = [];
    client.onMessage((reply) => replies.push(reply));
    client.post(message as EngineRequest);
    await new Promise((resolve) => setTimeout(resolve, 10));
    return replies;
  };

  it.each([
    ["nothing", null, NO_CALL_ID, "bad-message"],
    ["text", "hello", NO_CALL_ID, "bad-message"],
    ["no kind", { id: 4 }, 4, "bad-message"],
    ["an unknown kind", { kind: "eval", id: 4, code: "1" }, 4, "bad-message"],
    ["an id that is no number", { kind: "call", id: "4", method: "scanRecording", args: {} }, NO_CALL_ID, "bad-message"],
    ["a negative id", { kind: "cancel", id: -3 }, NO_CALL_ID, "bad-message"],
    ["an unknown method", { kind: "call", id: 4, method: "readFile", args: {} }, 4, "bad-message"],
    ["an inherited property as method", { kind: "call", id: 4, method: "constructor", args: {} }, 4, "bad-message"],
    ["missing arguments", { kind: "call", id: 4, method: "scanRecording" }, 4, "bad-message"],
    ["wrong arguments", { kind: "call", id: 4, method: "scanRecording", args: {} }, 4, "bad-argument"],
    ["superfluous arguments", { kind: "call", id: 4, method: "scanRecording", args: { recordingId: "r1", path: "/etc/passwd" } }, 4, "bad-argument"],
  ])("answers %s with a fail record", async (_, message, id, code) => {
    expect(await answersTo(message)).toEqual([{ kind: "fail", id, error: expect.objectContaining({ code }) as unknown }]);
  });

  it("says nothing to a cancel that comes too late", async () => {
    expect(await answersTo({ kind: "cancel", id: 99 })).toEqual([]);
  });

  it("refuses an id that is still running, and answers the first call all the same", async () => {
    const { client } = connect({ scanRecording: (_, call) => untilCancelled(call!) });
    const replies: EngineReply[] = [];
    client.onMessage((reply) => replies.push(reply));
    const call: EngineRequest = { kind: "call", id: 7, method: "scanRecording", args: { recordingId: "r1" } };
    client.post(call);
    client.post(call);
    await vi.waitFor(() => expect(replies).toHaveLength(1));
    expect(replies[0]).toMatchObject({ kind: "fail", id: 7, error: { code: "bad-message" } });
    client.post({ kind: "cancel", id: 7 });
    await vi.waitFor(() => expect(replies).toHaveLength(2));
    expect(replies[1]).toMatchObject({ kind: "fail", id: 7, error: { code: "cancelled" } });
  });

  it("gives away buffers that a result owns whole, each once, and no part of a shared one", () => {
    const whole = new Float32Array(4);
    const part = new Float32Array(8).subarray(2, 4);
    expect(ownedBuffers([{ pieces: [{ minimum: whole, maximum: whole, other: part }], bytes: new Uint8Array(0) }])).toEqual([whole.buffer]);
  });
});
