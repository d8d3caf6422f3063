import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { type EngineWorker, startEngineWorker } from "../../src/node/start-engine-worker";
import { createCaller } from "../../src/protocol/rpc";
import { scratchFolder } from "./scratch";

const folder = scratchFolder();
let worker: EngineWorker | undefined;
afterEach(async () => {
  await worker?.close();
  worker = undefined;
});

/** A thread that answers scanRecording with its generation and what it was told of sources, and dies of closeRecording. */
const mortal = join(folder, "mortal.cjs");
writeFileSync(
  mortal,
  `const { parentPort, workerData } = require("node:worker_threads");
   const known = [];
   parentPort.on("message", (m) => {
     if (m.kind === "source") known.push(m.id);
     else if (m.method === "closeRecording") throw new Error("died on purpose");
     else if (m.method === "scanRecording") parentPort.postMessage({ kind: "ok", id: m.id, value: { generation: workerData.generation, known } });
   });`,
);
const stillborn = join(folder, "stillborn.cjs");
writeFileSync(stillborn, `throw new Error("cannot start");`);

describe("the engine's thread", () => {
  it("opens a file by its id, and none that the parent has not announced", async () => {
    const path = join(folder, "one.edf");
    writeFileSync(path, writeEdf({ channels: [{ label: "R SOL", unit: "uV", samplingHz: 1000, samples: new Float64Array(3000) }], annotations: [] }));
    worker = startEngineWorker();
    const caller = createCaller(worker.endpoint);
    const source = { id: "id-1", name: "one.edf", size: 1 };
    await expect(caller.call("openRecording", { source, answers: {} })).rejects.toMatchObject({ record: { code: "unknown-source" } });
    await expect(caller.call("openRecording", { source: { ...source, id: path }, answers: {} })).rejects.toMatchObject({ record: { code: "unknown-source" } });
    worker.registerSource("id-1", path);
    const opened = await caller.call("openRecording", { source, answers: {} });
    expect(opened.header.channels.map(({ label, sampleCount }) => [label, sampleCount])).toEqual([["R SOL", 3000]]);
  }, 60_000);

  it("starts again after a crash: what was under way fails, sources are known again, recordings are new", async () => {
    const crashes: string[] = [];
    worker = startEngineWorker({ program: mortal, onCrash: (reason) => crashes.push(reason) });
    worker.registerSource("id-1", "/somewhere");
    const caller = createCaller(worker.endpoint);
    expect(await caller.call("scanRecording", { recordingId: "r1" })).toEqual({ generation: 0, known: ["id-1"] });
    const dying = [caller.call("closeRecording", { recordingId: "r1" }), caller.call("traces", {} as never)];
    for (const call of dying) await expect(call).rejects.toMatchObject({ record: { code: "engine-crashed" } });
    expect(await caller.call("scanRecording", { recordingId: "r1" })).toEqual({ generation: 1, known: ["id-1"] });
    expect(crashes).toEqual(["died on purpose"]);
  });

  it("gives up on a thread that cannot start, and says so to every call", async () => {
    const crashes: string[] = [];
    worker = startEngineWorker({ program: stillborn, onCrash: (reason) => crashes.push(reason) });
    const caller = createCaller(worker.endpoint);
    await vi.waitFor(() => expect(crashes).toHaveLength(3), 5000);
    await expect(caller.call("scanRecording", { recordingId: "r1" })).rejects.toMatchObject({ record: { code: "engine-crashed" } });
    expect(crashes).toEqual(["cannot start", "cannot start", "cannot start"]);
  });
});
