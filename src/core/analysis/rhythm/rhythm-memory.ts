import type { SettingValues } from "../../settings";
import { credenceOf, type FoundBursts } from "../../trains/burst-credence";
import { noDrift } from "../../trains/drift-shape";
import type { RhythmJudgement } from "../../trains/rhythm-likelihood";
import { judgeRhythm, rhythmWorkspace } from "../../trains/rhythm-likelihood";
import { rhythmOptions, type RhythmOptions } from "../../trains/rhythm-model";
import { createScoreMemory, type ScoreMemory } from "../score-memory";
import type { TrackBurst } from "../track";
import { burstSeconds, fineScaleHz, gridHz } from "../track";

/** The rhythm of a run of bursts. */
export interface RhythmOf {
  (bursts: readonly TrackBurst[]): RhythmJudgement;
  /** Without the drift of a clonus' ends, a sixth of the work: for parts of a train, which have no ends of their own, and for coarser envelopes. */
  readonly straight: (bursts: readonly TrackBurst[]) => RhythmJudgement;
}

/** `judgeRhythm` that answers the same bursts once: a train is asked for when scales are chosen, when it is guarded and when it is judged. */
export function rememberedRhythm(settings: SettingValues, memory: ScoreMemory = createScoreMemory()): RhythmOf {
  const options = rhythmOptions(settings);
  return Object.assign(remembered(options, memory), { straight: remembered({ ...options, drift: noDrift }, memory) });
}

function remembered(options: RhythmOptions, memory: ScoreMemory): (bursts: readonly TrackBurst[]) => RhythmJudgement {
  const answers = memory.part(`rhythm ${JSON.stringify(options)}`);
  const workspace = rhythmWorkspace(options);
  return (bursts) => {
    const times = bursts.map(burstSeconds);
    const found = foundBursts(bursts);
    const { heightsSigma, durationsSeconds, gapPeaksSigma, blipsSigma, restSeconds } = found;
    // Joined, not JSON: a height or a gap may be infinite.
    return answers.recall([times, heightsSigma, durationsSeconds ?? [], gapPeaksSigma, blipsSigma, [restSeconds]].map((list) => list.join(" ")).join("|"), () => judgeRhythm(times, options, credenceOf(found, options), workspace));
  };
}

/** Seconds on either side of a train in which rest is looked at: half a noise-floor window. */
const SURROUNDINGS_SECONDS = 10;
/** Bursts nearer than this stir together; from this many on they are a train of their own and no blips. */
const BLIP_GAP_SECONDS = 0.45;
const LARGEST_BLIP_RUN = 4;

/** How the bursts of a train were found on their track, and what stirs around them. */
export function foundBursts(bursts: readonly TrackBurst[]): FoundBursts {
  const heightsSigma = bursts.map((burst) => heightOf(burst));
  const durationsSeconds = bursts.every((burst) => burst.track.scaleHz === fineScaleHz) ? bursts.map((burst) => (burst.offset - burst.onset) / gridHz(burst.track)) : undefined;
  const gapPeaksSigma = bursts.slice(1).map((burst, k) => gapPeak(bursts[k]!, burst));
  const first = bursts[0];
  const last = bursts[bursts.length - 1];
  if (first === undefined || last === undefined || last.track !== first.track) return { heightsSigma, durationsSeconds, gapPeaksSigma, blipsSigma: [], restSeconds: 0 };
  const { track } = first;
  const hz = gridHz(track);
  const from = Math.max(0, first.onset - SURROUNDINGS_SECONDS * hz);
  const to = Math.min(track.envelope.length, last.offset + SURROUNDINGS_SECONDS * hz);
  const blipsSigma: number[] = [];
  let occupied = 0;
  let run: number[] = [];
  let runLength = 0;
  let before = Number.NEGATIVE_INFINITY;
  const close = (): void => {
    if (run.length <= LARGEST_BLIP_RUN) blipsSigma.push(...run);
    else occupied += runLength;
    run = [];
    runLength = 0;
  };
  for (const burst of track.found) {
    if (burst.centroid < from || burst.centroid > to || (burst.centroid >= first.onset && burst.centroid <= last.offset)) continue;
    if (burst.centroid - before > BLIP_GAP_SECONDS * hz || (before < first.centroid && burst.centroid > last.centroid)) close();
    else runLength += burst.centroid - before;
    run.push(heightOf({ ...burst, track, edited: false }));
    before = burst.centroid;
  }
  close();
  return { heightsSigma, durationsSeconds, gapPeaksSigma, blipsSigma, restSeconds: Math.max(0, first.onset - from + (to - last.offset) - occupied) / hz };
}

/** Height over the noise floor in its σ. A person's burst, and any on a floor without spread, is no noise. */
function heightOf(burst: TrackBurst): number {
  const sigma = burst.track.sigma[burst.peak]!;
  return burst.edited || !(sigma > 0) ? Number.POSITIVE_INFINITY : burst.height / sigma;
}

/** Height in σ of the tallest local peak of the envelope between two bursts of one track; Infinity, which says nothing, across tracks. */
function gapPeak(left: TrackBurst, right: TrackBurst): number {
  if (left.track !== right.track) return Number.POSITIVE_INFINITY;
  const { envelope, mean, sigma } = left.track;
  let tallest = 0;
  for (let k = Math.max(1, Math.ceil(left.offset)); k < Math.min(envelope.length - 1, right.onset); k++) {
    if (envelope[k]! < envelope[k - 1]! || envelope[k]! < envelope[k + 1]!) continue;
    tallest = Math.max(tallest, sigma[k]! > 0 ? (envelope[k]! - mean[k]!) / sigma[k]! : Number.POSITIVE_INFINITY);
  }
  return tallest;
}
