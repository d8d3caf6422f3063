import { basename } from "node:path";
import { errorRecord } from "../../core/errors";
import { type SimulationSpec, simulationClasses } from "../../core/simulate/spec";
import { saveAtomically } from "../../node/atomic-save";
import { type SimulatedRecording, simulateRecording } from "../../services/simulation";
import { exitCodes } from "../exit-codes";
import { numberOption, oneOf, readOptions, usageError } from "../options";
import type { Command } from "./command";

const DEFAULT_SEED = 1;
const MAX_BEATS = 5000;
const MAX_SECONDS = 24 * 3600;
const MAX_SAMPLING_HZ = 20_000;
const MIN_SAMPLING_HZ = 500;

const options = {
  class: { type: "string", value: "NAME", help: simulationClasses.join(", ") },
  beats: { type: "string", value: "N", help: "number of bursts (a clonoid of the loop dies by itself: about as many)" },
  seconds: { type: "string", value: "S", help: "length, instead of --beats" },
  sampling: { type: "string", value: "HZ", help: "sampling rate (default 2000)" },
  snr: { type: "string", value: "DB", help: "burst over noise power in 30–450 Hz (default 12)" },
  seed: { type: "string", value: "N", help: `equal seeds give equal files (default ${DEFAULT_SEED})` },
  generator: { type: "string", value: "NAME", help: "phenomenological (default) or loop: a simulated stretch reflex" },
  carrier: { type: "string", value: "NAME", help: "volley or interference (default: by class)" },
  lead: { type: "string", value: "S", help: "rest before the stretch (default 3)" },
  out: { type: "string", value: "FILE.edf", help: "where to write; FILE.truth.json goes beside it" },
} as const;

/** `klonos simulate` */
export const simulateCommand: Command = {
  name: "simulate",
  operands: "--class NAME (--beats N | --seconds S) --out FILE.edf",
  summary: "write a recording whose truth is known, and its truth",
  options,
  notes: ["The truth (klonos-truth/1) holds the class, every burst's onset, offset, centroid and amplitude, the noise-free intervals, phase, marks, the SNR of each channel and the seed."],
  async run(argv, io) {
    const { values, positionals } = readOptions(options, argv);
    if (positionals.length > 0) throw usageError(`simulate takes no operand “${positionals[0]}”.`);
    if (values.class === undefined) throw usageError(`--class is needed: ${simulationClasses.join(", ")}.`, "--class");
    if (values.out === undefined) throw usageError("--out FILE.edf is needed.", "--out");
    if ((values.beats === undefined) === (values.seconds === undefined)) throw usageError("Give either --beats or --seconds.", "--beats");
    const number = (name: "beats" | "seconds" | "sampling" | "snr" | "seed" | "lead", min: number, max: number, whole: boolean): number | undefined => {
      const value = values[name];
      return value === undefined ? undefined : numberOption(name, value, min, max, whole);
    };
    const { edf, truth } = simulated({
      class: oneOf("class", values.class, simulationClasses),
      beats: number("beats", 1, MAX_BEATS, true),
      seconds: number("seconds", 0.1, MAX_SECONDS, false),
      samplingHz: number("sampling", MIN_SAMPLING_HZ, MAX_SAMPLING_HZ, false),
      snrDb: number("snr", -20, 60, false),
      seed: number("seed", 0, Number.MAX_SAFE_INTEGER, true) ?? DEFAULT_SEED,
      generator: values.generator === undefined ? undefined : oneOf("generator", values.generator, ["phenomenological", "loop"]),
      carrier: values.carrier === undefined ? undefined : oneOf("carrier", values.carrier, ["volley", "interference"]),
      leadSeconds: number("lead", 0, MAX_SECONDS, false),
    });
    const truthPath = `${values.out.replace(/\.edf$/i, "")}.truth.json`;
    await saveAtomically(values.out, edf);
    await saveAtomically(truthPath, `${JSON.stringify(truth, null, 2)}\n`);
    await io.out(`${basename(values.out)}: ${truth.class}, ${truth.bursts.length} bursts in ${truth.durationSeconds.toFixed(1)} s; truth in ${basename(truthPath)}\n`);
    return exitCodes.done;
  },
};

/** Options that do not go together are a wrong command line, not a bad file. */
function simulated(spec: SimulationSpec): SimulatedRecording {
  try {
    return simulateRecording(spec);
  } catch (thrown) {
    const { code, message } = errorRecord(thrown);
    throw code === "simulate" ? usageError(message) : thrown;
  }
}
