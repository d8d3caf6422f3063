import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Progress } from "../../src/core/errors";
import { defaultSettings as settings } from "../../src/core/settings";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { openFileSource } from "../../src/node/file-source";
import { folderCache } from "../../src/node/folder-cache";
import { createEngine } from "../../src/services/engine";

const HZ = 2000;
const SAMPLES = 4_100_000;
const SECONDS = SAMPLES / HZ;

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "klonos-cache-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function recordingFile(peak: number): string {
  const samples = Float64Array.from({ length: SAMPLES }, (_, k) => ((k * 7919) % 13) * 1e-6);
  samples[1_234_567] = peak;
  const path = join(folder, "long.edf");
  writeFileSync(path, writeEdf({ channels: [{ label: "EMG", unit: "uV", samplingHz: HZ, samples, physicalRange: [-1e-3, 1e-3] }], annotations: [] }));
  return path;
}

/** Highest value of the whole recording by a fresh engine, and whether it went through the recording for it. */
async function peakOf(path: string): Promise<{ readonly peak: number; readonly built: boolean }> {
  let built = false;
  const engine = createEngine({ version: "t", cache: folderCache(join(folder, "cache")), assets: () => Promise.reject(new Error("none")), openSource: () => openFileSource(path) });
  const { recordingId } = await engine.openRecording({ source: { id: "a", name: "a", size: 1 }, answers: {} });
  const progress: Progress = (_, doing) => void (built ||= doing.startsWith("Reading the whole recording"));
  await engine.buildPyramids({ recordingId, channels: [0], view: "raw", settings }, { cancel: { cancelled: false }, progress });
  const [trace] = await engine.traces({ recordingId, channels: [0], view: "raw", startSeconds: 0, endSeconds: SECONDS, columns: 500, settings });
  expect(trace!.provisional).toBeUndefined();
  const peak = Math.max(...trace!.pieces.map(({ maximum }) => Math.max(...maximum)));
  await engine.closeRecording({ recordingId });
  return { peak, built };
}

describe("minima and maxima of a long recording", () => {
  it("are kept for the next session, which reads nothing again, and made anew when the file was written to", async () => {
    const path = recordingFile(400e-6);
    const first = await peakOf(path);
    expect(first.peak).toBeCloseTo(400e-6, 7);
    expect(first.built).toBe(true);
    const again = await peakOf(path);
    expect(again.peak).toBe(first.peak);
    expect(again.built).toBe(false);
    // The same size and the same first bytes, another time of writing.
    recordingFile(700e-6);
    utimesSync(path, new Date(2_000_000_000_000), new Date(2_000_000_000_000));
    expect((await peakOf(path)).peak).toBeCloseTo(700e-6, 7);
  });

  it("are made again where the kept ones are damaged", async () => {
    const path = recordingFile(400e-6);
    const { peak } = await peakOf(path);
    for (const name of readdirSync(join(folder, "cache"))) truncateSync(join(folder, "cache", name), 40);
    expect((await peakOf(path)).peak).toBe(peak);
  });
});

describe("the folder of the cache", () => {
  it("keeps what was used last within its budget, and refuses names that are no hash", async () => {
    const cache = folderCache(join(folder, "c"), 250);
    const name = (digit: string): string => digit.repeat(64);
    for (const digit of ["a", "b"]) await cache.save(name(digit), new Uint8Array(100));
    utimesSync(join(folder, "c", name("a")), new Date(1000), new Date(1000));
    utimesSync(join(folder, "c", name("b")), new Date(2000), new Date(2000));
    expect(await cache.load(name("a"))).toHaveLength(100);
    await cache.save(name("c"), new Uint8Array(100));
    expect(await cache.load(name("b")), "used longest ago").toBeUndefined();
    expect(await cache.load(name("a"))).toHaveLength(100);
    await expect(cache.load("../x")).rejects.toThrow(RangeError);
    expect(statSync(join(folder, "c", name("c"))).size).toBe(100);
  });

  it("harms nobody where it cannot be written", async () => {
    writeFileSync(join(folder, "file"), "");
    const cache = folderCache(join(folder, "file", "below"));
    await cache.save("a".repeat(64), new Uint8Array(3));
    expect(await cache.load("a".repeat(64))).toBeUndefined();
  });
});
