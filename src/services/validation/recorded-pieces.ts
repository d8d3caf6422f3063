import type { ByteSource } from "../../formats/byte-source";
import { openRecording } from "../../formats/registry";

/** A stretch of contraction and one of rest of the same recording and channel. */
export interface RecordedPiece {
  readonly name: string;
  readonly samplingHz: number;
  readonly contraction: Float64Array;
  readonly rest: Float64Array;
}

/** Opens a recording of the folder of real recordings by its path inside it; undefined where it is not there. */
export type OpenRecordingFile = (path: string) => Promise<ByteSource | undefined>;

interface PieceSource {
  readonly name: string;
  readonly path: string;
  readonly channel: string;
  /** For files that do not say it; 1000 Hz is the usual assumption there. */
  readonly samplingHz?: number;
  /** Seconds. */
  readonly contraction: readonly [number, number];
  readonly rest: readonly [number, number];
}

/** Where the muscles work and rest was read off the RMS in half seconds. `blips`: the muscle rests badly there. */
const pieceSources: readonly PieceSource[] = [
  { name: "mvc extensor", path: "emg/spike2py_smr/tremor_mvc_ext.smr", channel: "Ext", contraction: [4.35, 6.85], rest: [22.5, 38] },
  { name: "mvc extensor, blips", path: "emg/spike2py_smr/tremor_mvc_ext.smr", channel: "Ext", contraction: [4.35, 6.85], rest: [12, 38] },
  { name: "mvc flexor", path: "emg/spike2py_smr/tremor_mvc_ext.smr", channel: "Flex", contraction: [4.35, 6.35], rest: [22.5, 38] },
  { name: "biomechanics proximal", path: "emg/spike2py_smr/biomech5deg.smr", channel: "prox_EMG", contraction: [3.2, 4.7], rest: [35, 53] },
  { name: "biomechanics distal", path: "emg/spike2py_smr/biomech5deg.smr", channel: "dist_EMG", contraction: [3.3, 4.8], rest: [50, 80] },
  { name: "biceps", path: "emg/uci_physical_action/sub03/Standing.txt", channel: "", samplingHz: 1000, contraction: [5.7, 9.5], rest: [0, 5.3] },
];

/** Every recorded piece whose recording is at hand, read by Klonos' own readers. @throws KlonosError for a recording that is there and cannot be read. */
export async function recordedPieces(open: OpenRecordingFile): Promise<readonly RecordedPiece[]> {
  const pieces: RecordedPiece[] = [];
  for (const source of pieceSources) {
    const bytes = await open(source.path);
    if (bytes === undefined) continue;
    try {
      const reader = await openRecording(bytes, source.samplingHz === undefined ? {} : { samplingHz: source.samplingHz, unit: "uV" });
      await reader.scan();
      const channel = reader.header.channels.find(({ label }) => label.toLowerCase().includes(source.channel.toLowerCase()));
      if (channel === undefined) throw new RangeError(`${source.path} has no channel ${source.channel}; it has ${reader.header.channels.map(({ label }) => label).join(", ")}.`);
      const { samplingHz } = channel;
      const part = ([start, end]: readonly [number, number]): Promise<Float64Array> => reader.read(channel.index, { start: Math.round(start * samplingHz), end: Math.round(end * samplingHz) });
      pieces.push({ name: source.name, samplingHz, contraction: await part(source.contraction), rest: await part(source.rest) });
    } finally {
      await bytes.close();
    }
  }
  return pieces;
}
