import type { Activity, BurstEvent, PlannedMark } from "./activity";
import { asymmetricShape, gaussianShape, plateauShape, relativeCentroid, type ShapeTable } from "./burst-shape";
import { type MotorUnit, shortestVolley, volleyCentroid } from "./motor-units";
import type { Random } from "./random";
import type { AntagonistPattern, TrainParameters } from "./spec";
import { type PlannedBurst, planTrain, type TrainLength } from "./train-plan";

/** Where the edges of a burst lie about its centroid: as its shape says, or as the volley of the pool does. */
interface Placement {
  readonly shape: ShapeTable;
  readonly centroidShare: number;
  readonly units: readonly MotorUnit[] | undefined;
}

/** Stretch at `leadSeconds`, a train after its latency, release. `units` are given where the carrier is a volley. */
export function phenomenologicalActivity(parameters: TrainParameters, length: TrainLength, antagonist: AntagonistPattern, leadSeconds: number, units: readonly MotorUnit[] | undefined, random: Random): Activity {
  const plan = planTrain(parameters, length, antagonist, random);
  const shape = parameters.shape === "gaussian" ? gaussianShape() : asymmetricShape();
  const placement: Placement = { shape, centroidShare: relativeCentroid(shape), units };
  const first = place(plan.bursts[0]!, 0, placement);
  const zero = leadSeconds + parameters.latencySeconds - first.onsetSeconds;
  const agonist = plan.bursts.map((burst) => place(burst, zero, placement));
  const releaseSeconds = Math.max(leadSeconds, agonist[agonist.length - 1]!.offsetSeconds + parameters.holdAfterSeconds);
  return {
    agonist,
    antagonist: plan.antagonist.map((burst) => place(burst, zero, placement)).filter((burst) => burst.onsetSeconds > 0),
    clockSeconds: plan.clockSeconds.map((seconds) => seconds + zero),
    intervalsSeconds: plan.intervalsSeconds,
    smoothIntervalsSeconds: plan.smoothIntervalsSeconds,
    blockedSeconds: plan.blockedSeconds.map((seconds) => seconds + zero),
    marks: stretchMarks(leadSeconds, releaseSeconds),
    hold: { startSeconds: leadSeconds, endSeconds: releaseSeconds },
    angle: undefined,
    sustained: false,
  };
}

function place(burst: PlannedBurst, zero: number, placement: Placement): BurstEvent {
  const { units, shape } = placement;
  const duration = units === undefined ? burst.durationSeconds : Math.max(burst.durationSeconds, shortestVolley(units));
  const share = units === undefined ? placement.centroidShare : volleyCentroid(units, duration);
  const centroidSeconds = zero + burst.centroidSeconds;
  const onsetSeconds = centroidSeconds - share * duration;
  return { onsetSeconds, offsetSeconds: onsetSeconds + duration, centroidSeconds, amplitude: burst.amplitude, shape, phaseCycles: burst.phaseCycles };
}

/** Ranges of science.md 6.1, tonic spasm. */
const TONIC_SECONDS: readonly [number, number] = [0.5, 5];
const TONIC_LATENCY_SECONDS: readonly [number, number] = [0.03, 0.3];
const TONIC_PAUSE_SECONDS: readonly [number, number] = [2, 4];
const TONIC_EDGE_SHARE = 0.1;
const COCONTRACTION_GAIN: readonly [number, number] = [0.2, 0.6];

/** Sustained contractions with a co-contracting antagonist. */
export function tonicActivity(contractions: number, seconds: number | undefined, antagonist: AntagonistPattern, leadSeconds: number, random: Random): Activity {
  const shape = plateauShape(TONIC_EDGE_SHARE);
  const share = relativeCentroid(shape);
  const agonist: BurstEvent[] = [];
  const others: BurstEvent[] = [];
  let onsetSeconds = leadSeconds + random.between(TONIC_LATENCY_SECONDS[0], TONIC_LATENCY_SECONDS[1]);
  for (let k = 0; k < contractions; k += 1) {
    const duration = seconds ?? random.between(TONIC_SECONDS[0], TONIC_SECONDS[1]);
    const event: BurstEvent = { onsetSeconds, offsetSeconds: onsetSeconds + duration, centroidSeconds: onsetSeconds + share * duration, amplitude: 1, shape, phaseCycles: undefined };
    agonist.push(event);
    if (antagonist !== "absent" && antagonist !== "none") others.push({ ...event, amplitude: random.between(COCONTRACTION_GAIN[0], COCONTRACTION_GAIN[1]), phaseCycles: 0 });
    onsetSeconds += duration + random.between(TONIC_PAUSE_SECONDS[0], TONIC_PAUSE_SECONDS[1]);
  }
  const releaseSeconds = agonist[agonist.length - 1]!.offsetSeconds;
  const clock = agonist.map((event) => event.centroidSeconds);
  const intervals = clock.slice(1).map((time, k) => time - clock[k]!);
  return {
    agonist,
    antagonist: others,
    clockSeconds: clock,
    intervalsSeconds: intervals,
    smoothIntervalsSeconds: intervals,
    blockedSeconds: [],
    marks: stretchMarks(leadSeconds, releaseSeconds),
    hold: { startSeconds: leadSeconds, endSeconds: releaseSeconds },
    angle: undefined,
    sustained: true,
  };
}

/** The two marks of a stretch that is held. */
export function stretchMarks(stretchSeconds: number, releaseSeconds: number): readonly PlannedMark[] {
  return [
    { kind: "stretch", seconds: stretchSeconds, text: "stretch" },
    { kind: "release", seconds: releaseSeconds, text: "release" },
  ];
}
