import type { TrainGapOptions } from "../../bursts/group-trains";
import { groupTrains } from "../../bursts/group-trains";
import { modulationDepth } from "../../bursts/train-quality";
import type { SettingValues } from "../../settings";
import type { RhythmJudgement } from "../../trains/rhythm-likelihood";
import type { RhythmOf } from "./rhythm-memory";
import type { Track, TrackBurst } from "../track";
import { burstSeconds, gridHz, sampleAt } from "../track";

/** Cut-offs of the coarser envelopes that guard "irregular", finest first (science.md 4.3.8). */
export const coarseScalesHz = [10, 6] as const;
/**
 * Those that may answer in place of the finest one. Movements at 2 to 3 Hz (clapping, hammering) strike more than once a cycle and are one burst a
 * cycle only at 4 Hz. So slow an envelope makes anything slow and even: it needs more bursts to speak, and does not guard.
 */
const answeringScalesHz = [...coarseScalesHz, 4] as const;
/** Cut-off of an envelope that may answer in place of the finest one, Hz. */
export type CoarseScaleHz = (typeof answeringScalesHz)[number];

function fewestBursts(scaleHz: number, settings: SettingValues): number {
  return coarseScalesHz.some((scale) => scale === scaleHz) ? settings.minimumBursts : Math.max(settings.minimumBursts, settings.slowScaleBursts);
}

/** Seconds of signal on either side of a train that its coarser envelopes see: half a noise-floor window. */
export const coarseContextSeconds = 10;

/** Bursts of one coarser scale over a stretch of a segment. */
export interface CoarseDetection {
  readonly track: Track;
  readonly bursts: readonly TrackBurst[];
}

/** Detects on a coarser envelope over grid points [from, to) of the segment of `track`. */
export type CoarseDetector = (scaleHz: CoarseScaleHz, from: number, to: number) => Promise<CoarseDetection>;

/** What the coarser scales say about a train that stays on the finest one. */
export interface CoarseGuards {
  /** Bursts on the 10 Hz envelope inside the train over its own bursts. */
  readonly burstRatio: number;
  /** Greatest share of the train that a rhythmic train of a coarser envelope covers. */
  readonly rhythmicShare: number;
}

/** First and last edge of a run of bursts, in absolute samples. */
interface Extent {
  readonly start: number;
  readonly end: number;
}

/** From the onset of the first burst to the offset of the last, samples. */
export function extentOf(bursts: readonly TrackBurst[]): Extent {
  const first = bursts[0]!;
  const last = bursts[bursts.length - 1]!;
  return { start: sampleAt(first.track, first.onset), end: sampleAt(last.track, last.offset) };
}

function overlapShare(inner: Extent, outer: Extent): number {
  const length = inner.end - inner.start;
  return length > 0 ? Math.max(0, Math.min(inner.end, outer.end) - Math.max(inner.start, outer.start)) / length : 0;
}

/** True where the rhythm of a run is irregular or undecided: the coarser scales are asked (science.md 4.3.8). */
function isDoubtful(rhythm: RhythmJudgement, settings: SettingValues): boolean {
  return rhythm.log10BayesFactor < settings.decisionLog10BayesFactor || rhythm.betweenExcess > settings.betweenExcess;
}

async function coarseAround(bursts: readonly TrackBurst[], scaleHz: CoarseScaleHz, detect: CoarseDetector): Promise<CoarseDetection> {
  const { track } = bursts[0]!;
  const margin = coarseContextSeconds * gridHz(track);
  const points = Math.ceil((track.segment.endSample - track.segment.startSample) / track.step);
  const last = bursts[bursts.length - 1]!;
  return detect(scaleHz, Math.max(0, Math.floor(track.gridStart + bursts[0]!.onset - margin)), Math.min(points, Math.ceil(last.track.gridStart + last.offset + margin)));
}

/** Trains of a coarse detection over a part of `extent` that are rhythmic, modulated and long enough to speak. */
function rhythmicTrains(detection: CoarseDetection, extent: Extent, settings: SettingValues, gaps: TrainGapOptions, rhythmOf: RhythmOf): TrackBurst[][] {
  const trains: TrackBurst[][] = [];
  for (const run of groupTrains(detection.bursts.map(burstSeconds), gaps)) {
    const bursts = detection.bursts.slice(run.first, run.end);
    if (bursts.length < fewestBursts(detection.track.scaleHz, settings) || overlapShare(extent, extentOf(bursts)) === 0) continue;
    const depth = modulationDepth(bursts, detection.track);
    if (depth === undefined || depth < settings.tonicModulation) continue;
    const rhythm = rhythmOf.straight(bursts);
    if (rhythm.log10BayesFactor >= settings.coarseBayesFactor && rhythm.betweenExcess <= settings.betweenExcess) trains.push(bursts);
  }
  return trains;
}

/**
 * Step 8 of science.md 4.3, the replacement: where a coarser envelope has a rhythmic train over more than half of a fine train
 * that is irregular or undecided, its bursts take the place of the fine ones over its whole extent; the 10 Hz envelope is
 * asked before the 6 Hz one, and that before the 4 Hz one. Fine trains that are rhythmic themselves keep their bursts.
 *
 * @param fine the bursts of one segment on the finest scale, ascending
 * @returns the bursts of the segment, each on the scale that answers for it, ascending
 */
export async function chooseScales(fine: readonly TrackBurst[], settings: SettingValues, gaps: TrainGapOptions, detect: CoarseDetector, rhythmOf: RhythmOf): Promise<TrackBurst[]> {
  const taken: CoarseAnswer[] = [];
  let left = fine;
  // An answer can cover a part of a run only; what is left of it is a train of its own and has the same right to be asked.
  for (let before = -1; before < taken.length; ) {
    before = taken.length;
    await askCoarser(left, taken, settings, gaps, detect, rhythmOf);
    left = left.filter((burst) => !taken.some((answer) => answer.replaced.has(burst)));
  }
  if (taken.length === 0) return [...fine];
  return [...left, ...taken.flatMap((answer) => answer.bursts)].sort((a, b) => burstSeconds(a) - burstSeconds(b));
}

/** A coarser train that answers for a stretch, and the fine bursts in whose place it stands. */
interface CoarseAnswer {
  readonly extent: Extent;
  readonly bursts: readonly TrackBurst[];
  readonly replaced: ReadonlySet<TrackBurst>;
}

/** Asks the coarser envelopes about each doubtful run of `fine` and adds their answers to `taken`. */
async function askCoarser(fine: readonly TrackBurst[], taken: CoarseAnswer[], settings: SettingValues, gaps: TrainGapOptions, detect: CoarseDetector, rhythmOf: RhythmOf): Promise<void> {
  const runs = groupTrains(fine.map(burstSeconds), gaps).map((run) => fine.slice(run.first, run.end));
  const doubtful = runs.map((run) => run.length >= settings.minimumBursts && isDoubtful(rhythmOf(run), settings));
  const rhythmic = runs.filter((run, k) => run.length >= settings.minimumBursts && !doubtful[k]!).map(extentOf);
  for (let k = 0; k < runs.length; k++) {
    if (!doubtful[k]!) continue;
    const extent = extentOf(runs[k]!);
    if (taken.some((other) => overlapShare(extent, other.extent) > settings.coarseShare)) continue;
    const answer = await coarserAnswer(runs[k]!, extent, settings, gaps, detect, rhythmOf);
    if (answer === undefined) continue;
    // What a finer train or an earlier answer already explains is not explained twice.
    const free = answer.filter((burst) => !inAny(burst, rhythmic) && !taken.some((other) => inAny(burst, [other.extent])));
    if (free.length < settings.minimumBursts) continue;
    const freeExtent = extentOf(free);
    taken.push({ extent: freeExtent, bursts: free, replaced: new Set(fine.filter((burst) => inAny(burst, [freeExtent]) && !inAny(burst, rhythmic))) });
  }
}

function inAny(burst: TrackBurst, extents: readonly Extent[]): boolean {
  const time = sampleAt(burst.track, burst.centroid);
  return extents.some((extent) => time >= extent.start && time <= extent.end);
}

async function coarserAnswer(run: readonly TrackBurst[], extent: Extent, settings: SettingValues, gaps: TrainGapOptions, detect: CoarseDetector, rhythmOf: RhythmOf): Promise<readonly TrackBurst[] | undefined> {
  for (const scaleHz of answeringScalesHz) {
    const trains = rhythmicTrains(await coarseAround(run, scaleHz, detect), extent, settings, gaps, rhythmOf);
    const answer = trains.find((train) => overlapShare(extent, extentOf(train)) > settings.coarseShare);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** Step 8 of science.md 4.3, the guards: what keeps a fine train from being called irregular. Asked for irregular trains only. */
export async function coarseGuards(run: readonly TrackBurst[], settings: SettingValues, gaps: TrainGapOptions, detect: CoarseDetector, rhythmOf: RhythmOf): Promise<CoarseGuards> {
  const extent = extentOf(run);
  let rhythmicShare = 0;
  let burstRatio = 1;
  for (const scaleHz of coarseScalesHz) {
    const detection = await coarseAround(run, scaleHz, detect);
    if (scaleHz === coarseScalesHz[0]) burstRatio = detection.bursts.filter((burst) => inAny(burst, [extent])).length / run.length;
    for (const train of rhythmicTrains(detection, extent, settings, gaps, rhythmOf)) rhythmicShare = Math.max(rhythmicShare, overlapShare(extent, extentOf(train)));
  }
  return { burstRatio, rhythmicShare };
}
