import type { AnalysisContext } from "../../src/core/result";
import type { ByteSource } from "../../src/formats/byte-source";
import { type EdfWriteRequest, writeEdf } from "../../src/formats/edf/edf-writer";
import { memorySource } from "../../src/formats/memory-source";
import type { Engine } from "../../src/protocol/engine";
import { createEngine } from "../../src/services/engine";
import { loadAssets } from "../figure/assets";

/** Bytes that were read from the medium, to see what is read again. */
export interface Meter {
  bytes: number;
  reads: number;
  closed: boolean;
}

/** A source that counts what is read of it. */
export function meteredSource(source: ByteSource, meter: Meter): ByteSource {
  return {
    ...source,
    read(offset, length, cancel) {
      meter.bytes += length;
      meter.reads++;
      return source.read(offset, length, cancel);
    },
    async close() {
      meter.closed = true;
      await source.close();
    },
  };
}

/** An engine over files in memory, by id. */
export function memoryEngine(files: Readonly<Record<string, Uint8Array>>): { readonly engine: Engine; readonly meter: Meter } {
  const meter: Meter = { bytes: 0, reads: 0, closed: false };
  const engine = createEngine({
    version: "9.9.9-test",
    assets: async () => loadAssets(),
    openSource: async ({ id }) => meteredSource(memorySource(id, files[id]!), meter),
  });
  return { engine, meter };
}

/** Writes, opens and scans one recording. */
export async function openedEdf(request: EdfWriteRequest, name = "session.edf") {
  const bytes = writeEdf(request);
  const { engine, meter } = memoryEngine({ [name]: bytes });
  const opened = await engine.openRecording({ source: { id: name, name, size: bytes.length }, answers: {} });
  return { engine, meter, bytes, opened, recordingId: opened.recordingId };
}

/** A context without anything. */
export const emptyContext: AnalysisContext = { protocol: "unmarked", site: undefined, pairs: [], marks: [], holds: [], edits: [], overrides: [], rejected: [] };
