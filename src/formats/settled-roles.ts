import { settledByNeighbours } from "../core/anatomy/electrode-montage";
import type { RecordingReader } from "./recording-reader";

/** A reader whose channels were looked at together: an electrode of a cap, or a lead of an ECG, is no EMG although its name alone could be. */
export function withSettledRoles(reader: RecordingReader): RecordingReader {
  const settled = settledByNeighbours(reader.header.channels);
  if (settled === reader.header.channels) return reader;
  return {
    ...reader,
    header: { ...reader.header, channels: settled },
    async scan(cancel, progress) {
      const scan = await reader.scan(cancel, progress);
      return { ...scan, channels: settledByNeighbours(scan.channels) };
    },
  };
}
