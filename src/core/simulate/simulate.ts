import type { Annotation } from "../recording";
import { finish, type Steps } from "../steps";
import type { Activity } from "./activity";
import { ANGLE_HZ, jointAngle } from "./angle";
import { baselineNoise } from "./baseline";
import { contaminate } from "./contaminate";
import { bandPassed, meanSquare, type Span, stationaryBandPower } from "./emg-band";
import { drawLoopParameters, dyingLoop, loopActivity } from "./loop-activity";
import { drawMotorUnits, type MotorUnit } from "./motor-units";
import { phenomenologicalActivity, tonicActivity } from "./phenomenological";
import { Random } from "./random";
import { addInto, type RenderCarrier, renderBursts, scaleInPlace, spanOf } from "./render";
import {
  type AntagonistPattern, type Carrier, checkSpec, DEFAULT_LEAD_SECONDS, DEFAULT_NOISE_MICROVOLTS, DEFAULT_SAMPLING_HZ, DEFAULT_SNR_DB,
  DEFAULT_TAIL_SECONDS, type Generator, type LoopParameters, restSeconds, type SimulationSpec, type TrainParameters,
} from "./spec";
import { drawAntagonist, drawBeats, drawTrainParameters } from "./train-parameters";
import { type SimulationTruth, type TrueBurst, trueBursts, type TrueChannel, truePhase } from "./truth";

/** One channel of a simulated record: volts where `isVoltage`, degrees for the angle. */
export interface SimulatedChannel {
  readonly label: string;
  /** Unit in which a file should hold it (`uV`, `deg`). */
  readonly unit: string;
  readonly isVoltage: boolean;
  readonly samplingHz: number;
  readonly samples: Float64Array;
}

/** A simulated recording with its truth. */
export interface Simulation {
  readonly samplingHz: number;
  readonly durationSeconds: number;
  readonly channels: readonly SimulatedChannel[];
  readonly annotations: readonly Annotation[];
  readonly truth: SimulationTruth;
}

const VOLTS_PER_MICROVOLT = 1e-6;
/** After the release, before the record ends. */
const AFTER_RELEASE_SECONDS = 0.5;
const DEFAULT_LABELS = ["R SOL", "R TA"] as const;

interface Plan {
  readonly activity: Activity | undefined;
  readonly antagonist: AntagonistPattern;
  readonly carrier: Carrier;
  readonly generator: Generator;
  readonly units: readonly MotorUnit[] | undefined;
  readonly parameters: TrainParameters | undefined;
  readonly loop: LoopParameters | undefined;
  readonly durationSeconds: number;
}

/**
 * A record with known truth (science.md 6). Deterministic: equal requests give equal samples, and the beats of a seed do not
 * depend on sampling rate, SNR or contaminants, their intervals not on the carrier either.
 * @throws KlonosError `simulate` for a request out of its limits.
 */
export function simulate(spec: SimulationSpec): Simulation {
  return finish(simulateInSteps(spec));
}

/**
 * `simulate` in steps of some milliseconds (tenths of a second in a record of millions of samples), so that it can be stopped.
 * @throws KlonosError `simulate` at the first step for a request out of its limits.
 */
export function* simulateInSteps(spec: SimulationSpec): Steps<Simulation> {
  checkSpec(spec);
  const samplingHz = spec.samplingHz ?? DEFAULT_SAMPLING_HZ;
  const plan = yield* makePlan(spec);
  const length = Math.round(plan.durationSeconds * samplingHz);
  const labels = spec.labels ?? DEFAULT_LABELS;
  const agonist = yield* makeChannel(spec, plan, "agonist", length, samplingHz, undefined);
  const antagonist = plan.antagonist === "none" ? undefined : yield* makeChannel(spec, plan, "antagonist", length, samplingHz, agonist);
  const emg: { readonly label: string; readonly role: MuscleRole; readonly made: MadeChannel }[] = [{ label: labels[0], role: "agonist", made: agonist }];
  if (antagonist !== undefined) emg.push({ label: labels[1], role: "antagonist", made: antagonist });
  if (spec.synergist !== undefined) emg.push({ label: spec.synergist, role: "synergist", made: yield* makeChannel(spec, plan, "synergist", length, samplingHz, agonist) });
  const channels: SimulatedChannel[] = emg.map(({ label, made }) => ({ label, unit: "uV", isVoltage: true, samplingHz, samples: made.samples }));
  const truths: TrueChannel[] = emg.map(({ label, role, made }) => ({ label, role, unit: "uV", samplingHz, snrDb: made.snrDb, noiseMicrovolts: made.noiseRms / VOLTS_PER_MICROVOLT }));
  if (spec.angle === true && plan.activity !== undefined) {
    channels.push({ label: "Angle", unit: "deg", isVoltage: false, samplingHz: ANGLE_HZ, samples: jointAngle(plan.activity, plan.durationSeconds, new Random(spec.seed, "angle")) });
    truths.push({ label: "Angle", role: "angle", unit: "deg", samplingHz: ANGLE_HZ, snrDb: null, noiseMicrovolts: null });
  }
  const marks = plan.activity?.marks ?? [];
  const truth: SimulationTruth = {
    schema: "klonos-truth/1",
    class: spec.class,
    generator: plan.generator,
    carrier: plan.carrier,
    seed: spec.seed,
    samplingHz,
    durationSeconds: length / samplingHz,
    requestedSnrDb: spec.snrDb ?? DEFAULT_SNR_DB,
    channels: truths,
    bursts: agonist.bursts,
    antagonistBursts: antagonist?.bursts ?? [],
    intervalsSeconds: plan.activity?.intervalsSeconds ?? [],
    smoothIntervalsSeconds: plan.activity?.smoothIntervalsSeconds ?? [],
    blockedSeconds: plan.activity?.blockedSeconds ?? [],
    antagonistPhase: plan.activity === undefined ? { pattern: plan.antagonist, meanCycles: null, resultant: null } : truePhase(plan.activity, plan.antagonist),
    marks,
    hold: plan.activity?.hold ?? null,
    parameters: plan.parameters ?? null,
    loop: plan.loop ?? null,
    motorUnits: plan.units?.length ?? null,
    contaminants: spec.contaminants ?? {},
  };
  const annotations = marks.map((mark): Annotation => ({ onsetSeconds: mark.seconds, durationSeconds: 0, text: mark.text, channel: undefined }));
  return { samplingHz, durationSeconds: length / samplingHz, channels, annotations, truth };
}

function* makePlan(spec: SimulationSpec): Steps<Plan> {
  const carrier = spec.carrier ?? (spec.class === "clonus" || spec.class === "clonoid" ? "volley" : "interference");
  const generator = spec.generator ?? "phenomenological";
  const units = carrier === "volley" ? drawMotorUnits(new Random(spec.seed, "units")) : undefined;
  const random = new Random(spec.seed, "plan");
  const lead = spec.leadSeconds ?? DEFAULT_LEAD_SECONDS;
  const base = { carrier, generator, units, parameters: undefined, loop: undefined };
  if (spec.class === "rest") {
    return { ...base, units: undefined, activity: undefined, antagonist: spec.antagonist === "none" ? "none" : "absent", durationSeconds: restSeconds(spec) };
  }
  if (spec.class === "tonic") {
    const antagonist = spec.antagonist ?? "synchronous";
    const activity = tonicActivity(spec.beats ?? 1, spec.seconds, antagonist, lead, random);
    return { ...base, activity, antagonist, durationSeconds: recordSeconds(activity, spec) };
  }
  const parameters = drawTrainParameters(spec.class, spec.parameters ?? {}, random);
  const antagonist = spec.antagonist ?? drawAntagonist(spec.class, random);
  if (generator === "loop" && (spec.class === "clonus" || spec.class === "clonoid")) {
    const drawn = drawLoopParameters(spec.class, spec.loop ?? {}, random);
    const wished = spec.beats !== undefined || spec.seconds !== undefined;
    const asked = spec.class === "clonoid" && wished && spec.loop?.gain === undefined ? yield* dyingLoop(drawn, spec) : drawn;
    const { activity, loop } = yield* loopActivity(asked, parameters, { kind: spec.class, beats: spec.beats, seconds: spec.seconds, antagonist, leadSeconds: lead, units }, random);
    return { ...base, activity, antagonist, parameters, loop, durationSeconds: recordSeconds(activity, spec) };
  }
  const beats = drawBeats(spec.class, random);
  const length = spec.seconds === undefined ? { beats: spec.beats ?? beats } : { seconds: spec.seconds };
  const activity = phenomenologicalActivity(parameters, length, antagonist, lead, units, random);
  return { ...base, activity, antagonist, parameters, durationSeconds: recordSeconds(activity, spec) };
}

/** Whole seconds (one EDF record each), except where a tail shorter than a second is asked for: then tenths. */
function recordSeconds(activity: Activity, spec: SimulationSpec): number {
  const tail = spec.tailSeconds ?? DEFAULT_TAIL_SECONDS;
  const lastBurst = activity.agonist[activity.agonist.length - 1]!.offsetSeconds;
  if (tail < 1) return Math.ceil((lastBurst + tail) * 10) / 10;
  return Math.ceil(Math.max(lastBurst + tail, (activity.hold?.endSeconds ?? 0) + AFTER_RELEASE_SECONDS));
}

type MuscleRole = "agonist" | "antagonist" | "synergist";

/** Burst RMS of a synergist relative to the agonist. */
const SYNERGIST_GAIN = 0.6;

interface MadeChannel {
  readonly samples: Float64Array;
  readonly bursts: readonly TrueBurst[];
  readonly snrDb: number | null;
  readonly noiseRms: number;
  readonly burstPower: number;
  /** Noise-free EMG in volts, for cross-talk; undefined in a channel without bursts. */
  readonly clean: Float64Array | undefined;
}

function* makeChannel(spec: SimulationSpec, plan: Plan, role: MuscleRole, length: number, samplingHz: number, agonist: MadeChannel | undefined): Steps<MadeChannel> {
  const noiseRms = (spec.noiseMicrovolts ?? DEFAULT_NOISE_MICROVOLTS) * VOLTS_PER_MICROVOLT;
  const samples = yield* baselineNoise(length, samplingHz, noiseRms, new Random(spec.seed, `noise-${role}`));
  const noisePower = stationaryBandPower(samples, samplingHz);
  yield;
  const events = plan.activity === undefined || spec.class === "artefact" ? [] : role === "antagonist" ? plan.activity.antagonist : plan.activity.agonist;
  const spans = events.map((event) => spanOf(event, samplingHz, length));
  let clean: Float64Array | undefined;
  let bursts: readonly TrueBurst[] = [];
  let burstPower = 0;
  if (events.length > 0) {
    const carrier = carrierOf(plan, role, spec.seed);
    clean = yield* renderBursts(length, samplingHz, events, carrier, new Random(spec.seed, `emg-${role}`));
    const band = bandPassed(clean, samplingHz);
    yield;
    const gain = role === "synergist" ? SYNERGIST_GAIN : (plan.parameters?.antagonistGain ?? meanAmplitude(events));
    const wanted = agonist === undefined ? 10 ** ((spec.snrDb ?? DEFAULT_SNR_DB) / 10) * noisePower : gain ** 2 * agonist.burstPower;
    const factor = Math.sqrt(wanted / meanSquare(band, spans));
    scaleInPlace(clean, factor);
    scaleInPlace(band, factor);
    burstPower = meanSquare(band, spans);
    bursts = trueBursts(events, spans, band);
    addInto(samples, clean, 1);
    yield;
  }
  const crosstalk = spec.contaminants?.crosstalk;
  if (crosstalk !== undefined && role === "antagonist" && agonist?.clean !== undefined) addInto(samples, agonist.clean, crosstalk.share, Math.round((crosstalk.lagMilliseconds / 1000) * samplingHz));
  yield* spoil(samples, spec, plan, { role, spans, samplingHz, noisePower, burstPower });
  const snrDb = burstPower > 0 ? 10 * Math.log10(burstPower / noisePower) : null;
  return { samples, bursts, snrDb, noiseRms: Math.sqrt(noisePower), burstPower, clean };
}

/** Share of limb shake over the baseline for the class `artefact`, where none is asked for (science.md 8: 30× fakes a rhythm). */
const ARTEFACT_SHARE = 30;

function* spoil(samples: Float64Array, spec: SimulationSpec, plan: Plan, channel: { role: string; spans: readonly Span[]; samplingHz: number; noisePower: number; burstPower: number }): Steps<void> {
  const motion = spec.contaminants?.motion ?? (spec.class === "artefact" && channel.role === "agonist" ? ({ kind: "locked", share: ARTEFACT_SHARE, of: "baseline" } as const) : undefined);
  const agonist = plan.activity?.agonist ?? [];
  const first = agonist[0];
  const last = agonist[agonist.length - 1];
  const train = first === undefined || last === undefined ? { start: 0, end: 0 } : { start: spanOf(first, channel.samplingHz, samples.length).start, end: spanOf(last, channel.samplingHz, samples.length).end };
  yield* contaminate(samples, { ...spec.contaminants, motion }, {
    samplingHz: channel.samplingHz,
    baselineRms: Math.sqrt(channel.noisePower),
    emgRms: Math.sqrt(channel.burstPower),
    bursts: channel.spans,
    clockSeconds: plan.activity?.clockSeconds ?? [],
    train,
  }, new Random(spec.seed, `contaminants-${channel.role}`));
}

function carrierOf(plan: Plan, role: MuscleRole, seed: number): RenderCarrier {
  if (plan.units === undefined) return { kind: "interference" };
  const units = role === "agonist" ? plan.units : drawMotorUnits(new Random(seed, `${role}-units`));
  return { kind: "volley", units, repeated: plan.activity?.sustained === true };
}

/** A tonic antagonist carries its gain in its events. */
function meanAmplitude(events: Activity["agonist"]): number {
  return events.reduce((sum, event) => sum + event.amplitude, 0) / events.length;
}
