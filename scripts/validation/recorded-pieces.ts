import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readSonWaveform } from "./son32";

/** A stretch of contraction and one of rest of the same recording and channel. */
export interface RecordedPiece {
  readonly name: string;
  readonly samplingHz: number;
  readonly contraction: Float64Array;
  readonly rest: Float64Array;
}

const DATA = resolve(__dirname, "../../../shared/data/emg");

interface Source {
  readonly name: string;
  readonly file: string;
  readonly title: string;
  readonly samplingHz: number;
  readonly contraction: readonly [number, number];
  readonly rest: readonly [number, number];
}

/** Where the muscles work and rest was read off the RMS in half seconds. `blips`: the muscle rests badly there. */
const sources: readonly Source[] = [
  { name: "mvc extensor", file: "spike2py_smr/tremor_mvc_ext.smr", title: "Ext", samplingHz: 5000, contraction: [4.35, 6.85], rest: [22.5, 38] },
  { name: "mvc extensor, blips", file: "spike2py_smr/tremor_mvc_ext.smr", title: "Ext", samplingHz: 5000, contraction: [4.35, 6.85], rest: [12, 38] },
  { name: "mvc flexor", file: "spike2py_smr/tremor_mvc_ext.smr", title: "Flex", samplingHz: 5000, contraction: [4.35, 6.35], rest: [22.5, 38] },
  { name: "biomechanics proximal", file: "spike2py_smr/biomech5deg.smr", title: "prox_EMG", samplingHz: 5000, contraction: [3.2, 4.7], rest: [35, 53] },
  { name: "biomechanics distal", file: "spike2py_smr/biomech5deg.smr", title: "dist_EMG", samplingHz: 5000, contraction: [3.3, 4.8], rest: [50, 80] },
];

/** Every recorded piece that is at hand; none where the recordings are not there. */
export function recordedPieces(): readonly RecordedPiece[] {
  if (!existsSync(DATA)) return [];
  const pieces = sources.map(({ name, file, title, samplingHz, contraction, rest }): RecordedPiece => {
    const samples = readSonWaveform(resolve(DATA, file), title);
    const part = ([start, end]: readonly [number, number]): Float64Array => samples.slice(Math.round(start * samplingHz), Math.round(end * samplingHz));
    return { name, samplingHz, contraction: part(contraction), rest: part(rest) };
  });
  return [...pieces, standing()];
}

/** Right biceps of sub03/Standing: rest until 5.4 s, then a contraction; 1000 Hz is the usual assumption. */
function standing(): RecordedPiece {
  const samples = Float64Array.from(readFileSync(resolve(DATA, "uci_physical_action/sub03/Standing.txt"), "utf8").trim().split(/\r?\n/), (line) => Number(line.trim().split(/\s+/)[0]));
  return { name: "biceps", samplingHz: 1000, contraction: samples.slice(5700, 9500), rest: samples.slice(0, 5300) };
}
