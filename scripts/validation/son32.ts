import { readFileSync } from "node:fs";

/** Just enough of the 32-bit SON format (Spike2 .smr) to take one waveform out of a test recording. Not an importer. */
const FILE_HEADER_BYTES = 512;
const CHANNEL_HEADER_BYTES = 140;
const BLOCK_HEADER_BYTES = 20;
const WAVEFORM = 1;
/** Full scale of the converter in steps per `scale` unit. */
const STEPS_PER_UNIT = 6553.6;

/** Samples of the waveform channel with this title, in the file's unit. @throws Error when there is none. */
export function readSonWaveform(path: string, title: string): Float64Array {
  const bytes = readFileSync(path);
  const channels = bytes.readInt16LE(30);
  for (let index = 0; index < channels; index += 1) {
    const at = FILE_HEADER_BYTES + CHANNEL_HEADER_BYTES * index;
    const name = bytes.toString("latin1", at + 109, at + 109 + bytes[at + 108]!);
    if (bytes[at + 122] !== WAVEFORM || name !== title) continue;
    const scale = bytes.readFloatLE(at + 124);
    const offset = bytes.readFloatLE(at + 128);
    const out: number[] = [];
    for (let block = bytes.readInt32LE(at + 6); block > 0; block = bytes.readInt32LE(block + 4)) {
      const items = bytes.readInt16LE(block + 18);
      for (let i = 0; i < items; i += 1) out.push((bytes.readInt16LE(block + BLOCK_HEADER_BYTES + 2 * i) * scale) / STEPS_PER_UNIT + offset);
    }
    return Float64Array.from(out);
  }
  throw new Error(`${path} has no waveform channel ${title}`);
}
