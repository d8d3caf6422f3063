import { KlonosError } from "../errors";

/** What is simulated: science.md 6.1, and `rest` (noise alone) and `artefact` (limb shake at the clonus rate without any EMG). */
export type SimulationClass = "clonus" | "clonoid" | "pseudoclonus" | "tapping" | "semi-regular" | "tonic" | "rest" | "artefact";
/** Which generator makes the burst times: the formula of science.md 6.1 or the reflex loop of 6.2. */
export type Generator = "phenomenological" | "loop";
/** What fills a burst: motor units that fire once each, or an interference pattern (science.md 6.1). */
export type Carrier = "volley" | "interference";
/** `none`: no second channel. `absent`: the channel exists and rests. */
export type AntagonistPattern = "alternating" | "synchronous" | "random" | "absent" | "none";
/** Course of a burst's amplitude: 15 % rise and an exponential fall, or a Gaussian. */
export type BurstShape = "asymmetric" | "gaussian";

/** The classes that can be asked for, in the order of the help text. */
export const simulationClasses = ["clonus", "clonoid", "pseudoclonus", "tapping", "semi-regular", "tonic", "rest", "artefact"] as const satisfies readonly SimulationClass[];

/** What spoils a recording. Every ratio is of RMS values; levels are relative so that they follow the signal's unit. */
export interface Contaminants {
  /** `share` of the baseline RMS in the line and its third and fifth harmonic; `offsetHz` up to ±0.3. */
  readonly mains?: { readonly hz: number; readonly share: number; readonly offsetHz?: number | undefined } | undefined;
  /** Limb movement. `random`: noise of 1–12 Hz over the whole record; `locked`: the beat clock and its harmonics to 30 Hz during the train. */
  readonly motion?: { readonly kind: "random" | "locked"; readonly share: number; readonly of: "emg" | "baseline" } | undefined;
  /** QRS complexes at `bpm` (RR SD 3 %), R peak = `share` × baseline RMS. */
  readonly ecg?: { readonly bpm: number; readonly share: number } | undefined;
  /** Part of the agonist that the antagonist's electrodes see, and how much later. */
  readonly crosstalk?: { readonly share: number; readonly lagMilliseconds: number } | undefined;
  /** Share of the samples inside the bursts that hit the converter's rail. */
  readonly clippedShare?: number | undefined;
  /** Stretches of 5–200 ms that read zero. */
  readonly dropouts?: { readonly count: number } | undefined;
  /** Tonic activity during the train, as a share of the bursts' RMS. */
  readonly tonicShare?: number | undefined;
  /** Both EMG channels upside down. */
  readonly inverted?: boolean | undefined;
  /** Co-contraction of both muscles before the first burst, as a share of the bursts' RMS. */
  readonly coactivation?: { readonly seconds: number; readonly share: number } | undefined;
}

/** The numbers of one train. Ranges per class are drawn in `train-parameters`; any of them may be given outright. */
export interface TrainParameters {
  /** Rate without drift, Hz. */
  readonly baseHz: number;
  /** Relative jitter c of one interval. */
  readonly jitter: number;
  /** ln-lengthening of the first intervals, and its decay in beats. */
  readonly onsetDrift: number;
  readonly onsetDecayBeats: number;
  /** ln-lengthening of the last intervals, and its decay in beats. */
  readonly endDrift: number;
  readonly endDecayBeats: number;
  /** ln-change of the interval over the whole train. */
  readonly linearDrift: number;
  readonly burstSeconds: number;
  /** CV of the burst duration. */
  readonly burstCv: number;
  /** ln-change α of the amplitude over the train. */
  readonly amplitudeSlope: number;
  /** SD s_A of ln amplitude. */
  readonly amplitudeJitter: number;
  /** First burst's onset after the stretch mark. */
  readonly latencySeconds: number;
  /** Antagonist amplitude relative to the agonist, and SD of its phase in cycles. */
  readonly antagonistGain: number;
  readonly antagonistPhaseSd: number;
  readonly shape: BurstShape;
  /** Hold after the last burst; negative when the release ends the train. */
  readonly holdAfterSeconds: number;
  /** Share of the beats that do not happen (blocked volleys); the clock goes on. */
  readonly missedShare: number;
}

/** Physical constants of the reflex loop (science.md 6.2). */
export interface LoopParameters {
  /** kg m². */
  readonly inertia: number;
  /** N m s/rad. */
  readonly damping: number;
  /** N m/rad. */
  readonly stiffness: number;
  readonly twitchSeconds: number;
  readonly delaySeconds: number;
  readonly gain: number;
  readonly threshold: number;
  /** N m of a full contraction. */
  readonly force: number;
  /** N m of the hand that holds the stretch. */
  readonly holdTorque: number;
  /** SD of a random torque with a memory of 30 ms, N m: hand and load are never quite still. */
  readonly torqueNoise: number;
}

/** A request. Everything but class and seed has a default; equal requests give equal samples. */
export interface SimulationSpec {
  readonly class: SimulationClass;
  /** Safe integer ≥ 0. */
  readonly seed: number;
  /** Bursts of the train (contractions for `tonic`). Exclusive with `seconds`. */
  readonly beats?: number | undefined;
  /** Length of the train; of the whole record for `rest`; of the contraction for `tonic`. */
  readonly seconds?: number | undefined;
  /** Hz, 500–20 000; default 2000. */
  readonly samplingHz?: number | undefined;
  /** Mean power of the agonist's true bursts over noise power, both in 30–450 Hz; default 12 dB. */
  readonly snrDb?: number | undefined;
  readonly generator?: Generator | undefined;
  /** Default by class: volley for clonus and clonoid, interference for the rest. */
  readonly carrier?: Carrier | undefined;
  /** Rest before the stretch; default 3 s. */
  readonly leadSeconds?: number | undefined;
  /** Least time after the last burst; default 1 s. */
  readonly tailSeconds?: number | undefined;
  /** Default `R SOL` and `R TA`. */
  readonly labels?: readonly [string, string] | undefined;
  /** Default drawn by class. */
  readonly antagonist?: AntagonistPattern | undefined;
  /** Adds a second muscle that works with the agonist (medial gastrocnemius beside the soleus) under this label. */
  readonly synergist?: string | undefined;
  /** Adds the joint angle in degrees at 100 Hz. */
  readonly angle?: boolean | undefined;
  /** Baseline noise RMS in 30–450 Hz; default 5 µV. */
  readonly noiseMicrovolts?: number | undefined;
  readonly contaminants?: Contaminants | undefined;
  readonly parameters?: Partial<TrainParameters> | undefined;
  readonly loop?: Partial<LoopParameters> | undefined;
}

/** Sampling rate where none is asked for, Hz. */
export const DEFAULT_SAMPLING_HZ = 2000;
/** Signal-to-noise ratio where none is asked for, dB. */
export const DEFAULT_SNR_DB = 12;
/** Rest before the first beat, s. */
export const DEFAULT_LEAD_SECONDS = 3;
/** Rest after the last beat, s. */
export const DEFAULT_TAIL_SECONDS = 1;
/** RMS of the rest, µV. */
export const DEFAULT_NOISE_MICROVOLTS = 5;
const DEFAULT_REST_SECONDS = 60;

const SAMPLING_LIMITS = [500, 20_000] as const;
const MOST_SECONDS = 86_400;
const MOST_BEATS = 100_000;

/** @throws KlonosError `simulate` naming the field, its limits and the value. */
export function checkSpec(spec: SimulationSpec): void {
  if (!simulationClasses.includes(spec.class)) refuse("class", `one of ${simulationClasses.join(", ")}`, String(spec.class));
  if (!Number.isSafeInteger(spec.seed) || spec.seed < 0) refuse("seed", "an integer ≥ 0", spec.seed);
  if (spec.beats !== undefined && spec.seconds !== undefined) refuse("beats", "given alone, without seconds", spec.beats);
  within("beats", spec.beats, 1, MOST_BEATS);
  if (spec.beats !== undefined && !Number.isInteger(spec.beats)) refuse("beats", "a whole number", spec.beats);
  within("seconds", spec.seconds, 0.05, MOST_SECONDS);
  within("samplingHz", spec.samplingHz, SAMPLING_LIMITS[0], SAMPLING_LIMITS[1]);
  within("snrDb", spec.snrDb, -30, 80);
  within("leadSeconds", spec.leadSeconds, 0, MOST_SECONDS);
  within("tailSeconds", spec.tailSeconds, 0, MOST_SECONDS);
  within("noiseMicrovolts", spec.noiseMicrovolts, 1e-3, 1e4);
  if (spec.class === "rest" && spec.beats !== undefined) refuse("beats", "left out: rest has none, give seconds", spec.beats);
  if (spec.generator === "loop" && spec.class !== "clonus" && spec.class !== "clonoid") {
    refuse("generator", "phenomenological for this class: the reflex loop only makes clonus and clonoid", `loop with ${spec.class}`);
  }
}

/** Length of a rest record. */
export function restSeconds(spec: SimulationSpec): number {
  return spec.seconds ?? DEFAULT_REST_SECONDS;
}

function within(field: string, value: number | undefined, low: number, high: number): void {
  if (value !== undefined && !(value >= low && value <= high)) refuse(field, `between ${low} and ${high}`, value);
}

function refuse(field: string, wanted: string, got: string | number): never {
  throw new KlonosError("simulate", `The simulation's ${field} must be ${wanted}; it is ${got}.`, field);
}
