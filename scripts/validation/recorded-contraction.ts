import { shapeAt } from "../../src/core/simulate/burst-shape";
import { phenomenologicalActivity } from "../../src/core/simulate/phenomenological";
import { Random } from "../../src/core/simulate/random";
import { addInto, spanOf } from "../../src/core/simulate/render";
import type { Simulation } from "../../src/core/simulate/simulate";
import { drawTrainParameters } from "../../src/core/simulate/train-parameters";
import { readSonWaveform } from "./son32";

/** Recorded contraction and rest of one muscle (science.md 6.3): `tremor_mvc_ext.smr`, Ext, 5000 Hz. */
export interface RecordedContraction {
  readonly samplingHz: number;
  readonly contraction: Float64Array;
  readonly rest: Float64Array;
}

const SAMPLING_HZ = 5000;
/** Of the 4–7 s that science.md names, the part in which the muscle is at work: it starts at 4.3 s and fades from 6.85 s. */
const CONTRACTION_SECONDS: readonly [number, number] = [4.35, 6.85];
/** Rest as people have it, with small blips of activity; the contraction before it rings off until 12 s. */
const REST_SECONDS: readonly [number, number] = [12, 38];
const LEAD_SECONDS = 3;
const TAIL_SECONDS = 2;

/** @throws when the file is not there or is not that recording. */
export function readRecordedContraction(path: string): RecordedContraction {
  const samples = readSonWaveform(path, "Ext");
  const part = ([start, end]: readonly [number, number]): Float64Array => samples.slice(Math.round(start * SAMPLING_HZ), Math.round(end * SAMPLING_HZ));
  return { samplingHz: SAMPLING_HZ, contraction: part(CONTRACTION_SECONDS), rest: part(REST_SECONDS) };
}

/** Bursts of a class with the recorded contraction as carrier, over the recorded rest, both as loud as they were recorded. */
export function cutContraction(recording: RecordedContraction, kind: "clonus" | "clonoid" | "pseudoclonus", seed: number): Pick<Simulation, "channels"> & { readonly truth: Pick<Simulation["truth"], "marks" | "bursts"> } {
  const { samplingHz, contraction, rest } = recording;
  const random = new Random(seed, "recorded");
  const parameters = drawTrainParameters(kind, {}, random);
  const activity = phenomenologicalActivity(parameters, { beats: random.integer(8, 15) }, "none", LEAD_SECONDS, undefined, random);
  const length = Math.ceil((activity.agonist[activity.agonist.length - 1]!.offsetSeconds + TAIL_SECONDS) * samplingHz);
  const emg = new Float64Array(length);
  const spans = activity.agonist.map((burst) => spanOf(burst, samplingHz, length));
  activity.agonist.forEach((burst, k) => {
    const { start, end } = spans[k]!;
    const from = random.integer(0, contraction.length - (end - start));
    const duration = burst.offsetSeconds - burst.onsetSeconds;
    for (let i = start; i < end; i += 1) emg[i] = burst.amplitude * shapeAt(burst.shape, (i / samplingHz - burst.onsetSeconds) / duration) * contraction[from + i - start]!;
  });
  const begin = random.integer(0, rest.length - length);
  const samples = rest.slice(begin, begin + length);
  addInto(samples, emg, 1);
  return {
    channels: [{ label: "EMG Ext", unit: "V", isVoltage: true, samplingHz, samples }],
    truth: {
      marks: activity.marks,
      bursts: activity.agonist.map((burst) => ({ onsetSeconds: burst.onsetSeconds, offsetSeconds: burst.offsetSeconds, centroidSeconds: burst.centroidSeconds, amplitudeMicrovolts: 0, relativeAmplitude: burst.amplitude, phaseCycles: null })),
    },
  };
}
