import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../src/core/settings";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { localEngine } from "../../src/node/engine-host";
import type { AnalysisContext } from "../../src/core/result";
import { scratchFolder } from "./scratch";

const folder = scratchFolder();
const context: AnalysisContext = { protocol: "unmarked", site: undefined, pairs: [], marks: [], holds: [], edits: [], overrides: [], rejected: [] };
const wave = (count: number): Float64Array => Float64Array.from({ length: count }, (_, k) => 2e-4 * Math.sin(k * 0.9) * (k % 400 < 150 ? 1 : 0.03));

const kinds = {
  "a.edf": () => writeEdf({ channels: [{ label: "R SOL", unit: "uV", samplingHz: 1000, samples: wave(8000) }], annotations: [], recordSeconds: 1 }),
  "a.csv": () => new TextEncoder().encode(`time (s),R SOL (mV)\n${Array.from(wave(8000), (value, k) => `${k / 1000},${(value * 1000).toFixed(6)}`).join("\n")}\n`),
  "a.hea": () => new TextEncoder().encode("a 1 1000 8000\na.dat 16 1000/mV 16 0 0 0 0 R SOL\n"),
} as const;
type Kind = keyof typeof kinds;
/** The file that holds the samples. */
const samplesOf = (kind: Kind): string => join(folder, kind === "a.hea" ? "a.dat" : kind);

function write(kind: Kind): string {
  writeFileSync(join(folder, kind), kinds[kind]());
  if (kind === "a.hea") writeFileSync(samplesOf(kind), new Uint8Array(Int16Array.from(wave(8000), (value) => value * 1e6).buffer));
  return join(folder, kind);
}

const changes: readonly (readonly [string, (path: string) => void])[] = [
  ["grows", (path) => appendFileSync(path, new Uint8Array(3000))],
  ["is truncated", (path) => truncateSync(path, 5000)],
  ["is deleted", (path) => rmSync(path)],
  ["is replaced", (path) => (writeFileSync(`${path}.new`, new Uint8Array(20_000)), renameSync(`${path}.new`, path))],
  ["is written again", (path) => writeFileSync(path, new Uint8Array(16_000))],
];
/** Longer than the interval in which a cached recording looks at its file. */
const A_MOMENT_MS = 300;

describe.each(Object.keys(kinds) as Kind[])("%s", (kind) => {
  it.each(changes)("that %s while it is open is told by name, with what to do, and gives no number", async (_, change) => {
    const host = localEngine();
    const refusal = { code: expect.stringMatching(/^(source-changed|missing-file)$/) as string, message: expect.stringMatching(/^“a\.\w+”.* [Oo]pen (it|the recording) again/) as string };
    try {
      // Before the scan: what the header promised is no longer so.
      const early = await host.caller.call("openRecording", { source: host.register(write(kind)), answers: {} });
      change(samplesOf(kind));
      await wait(A_MOMENT_MS);
      await expect(host.caller.call("scanRecording", { recordingId: early.recordingId, markWords: [] })).rejects.toMatchObject({ record: refusal });
      await host.caller.call("closeRecording", { recordingId: early.recordingId });

      // After it, when every byte is on hand.
      const { recordingId } = await host.caller.call("openRecording", { source: host.register(write(kind)), answers: {} });
      await host.caller.call("scanRecording", { recordingId, markWords: [] });
      const trace = { recordingId, channels: [0], view: "raw" as const, startSeconds: 0, endSeconds: 1, columns: 100, settings: defaultSettings };
      await host.caller.call("traces", trace);
      change(samplesOf(kind));
      await wait(A_MOMENT_MS);
      await expect(host.caller.call("analyse", { recordingId, settings: defaultSettings, context })).rejects.toMatchObject({ record: refusal });
      await host.caller.call("closeRecording", { recordingId });
    } finally {
      await host.close();
    }
  });
});
