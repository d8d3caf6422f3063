import { detectorOptions } from "../bursts/detector-options";
import type { Run, TrainGapOptions } from "../bursts/group-trains";
import type { CellSpan } from "../bursts/train-quality";
import { sumOver } from "../bursts/train-quality";
import type { Cancel } from "../errors";
import { throwIfCancelled } from "../errors";
import type { Edit } from "../result";
import type { SettingValues } from "../settings";
import type { PreparedChannel, PreparedSegment } from "../signal/prepared";
import type { CalibratedEnvelopeHz } from "../signal/noise-floor-constants";
import { noiseFloorCorrection } from "../signal/noise-floor-constants";
import { envelopeOf } from "../signal/sub-range";
import type { ReadSamples } from "../signal/trend";
import { editBursts, groupEdited } from "./edits";
import { detectPublished } from "./published-bursts";
import type { RhythmOf } from "./rhythm/rhythm-memory";
import { createScoreMemory, type ScoreMemory } from "./score-memory";
import type { CoarseDetection, CoarseDetector } from "./rhythm/scales";
import { chooseScales } from "./rhythm/scales";
import type { Track, TrackBurst } from "./track";
import { detectOn, fineScaleHz, gridHz } from "./track";

/** What was found in one contiguous stretch of a channel: bursts after edits, and how they group. */
export interface SegmentBursts {
  readonly segment: PreparedSegment;
  /** The 20 Hz track of the whole stretch. */
  readonly track: Track;
  readonly bursts: readonly TrackBurst[];
  /** Trains and isolated bursts (runs of one), in time order. */
  readonly runs: readonly Run[];
  /** The train rule that grouped them. */
  readonly gaps: TrainGapOptions;
  /** Coarser envelopes of parts of this stretch; answers are kept. */
  readonly coarse: CoarseDetector;
  /** False where the noise floor was nowhere measured on rest. */
  readonly restFound: boolean;
}

/** The bursts of one contiguous stretch on the finest envelope, before scales and edits, and the memory of its detections. */
export function detectFine(prepared: PreparedChannel, segment: PreparedSegment, settings: SettingValues, memory: ScoreMemory): { readonly detection: ScoreMemory; readonly fine: ReturnType<typeof detectOn> } {
  const place = { scaleHz: fineScaleHz, segment, samplingHz: prepared.samplingHz, step: prepared.gridStep, gridStart: 0 };
  const options = detectorOptions(settings, noiseFloorCorrection(fineScaleHz, prepared.bandHz));
  // Tracks are remembered, so that what is asked of the same track later is asked of the same object.
  const detection = memory.part(`detection ${JSON.stringify(options)}`);
  return { detection, fine: detection.recall(`${fineScaleHz} ${segment.startSample}`, () => detectOn(place, segment.envelope, options)) };
}

/** Detection, scales, edits and grouping of every stretch of one channel (science.md 4.3). `cutSeconds` as in `TrainGapOptions`. */
export async function findChannelBursts(prepared: PreparedChannel, read: ReadSamples, edits: readonly Edit[], settings: SettingValues, cutSeconds: readonly number[], rhythmOf: RhythmOf, cancel: Cancel | undefined, memory: ScoreMemory = createScoreMemory()): Promise<SegmentBursts[]> {
  const found: SegmentBursts[] = [];
  const gaps: TrainGapOptions = { ...settings, cutSeconds };
  for (const segment of prepared.segments) {
    throwIfCancelled(cancel);
    const { detection, fine } = detectFine(prepared, segment, settings, memory);
    const coarse: CoarseDetector = (scaleHz, from, to) => detection.recallLater(`${scaleHz} ${segment.startSample} ${from} ${to}`, () => detectCoarse(prepared, segment, read, settings, scaleHz, from, to, cancel));
    const chosen =
      settings.detector === "klonos"
        ? await chooseScales(fine.bursts, settings, gaps, coarse, rhythmOf)
        : await detection.recallLater(`${settings.detector} ${segment.startSample}`, () => detectPublished(settings.detector as Exclude<SettingValues["detector"], "klonos">, prepared, fine.track, fine.bursts, read, cancel));
    const bursts = editBursts(chosen, edits, fine.track);
    found.push({ segment, track: fine.track, bursts, runs: groupEdited(bursts, edits, gaps), gaps, coarse, restFound: fine.floorMeasured });
  }
  return found;
}

async function detectCoarse(prepared: PreparedChannel, segment: PreparedSegment, read: ReadSamples, settings: SettingValues, scaleHz: CalibratedEnvelopeHz, from: number, to: number, cancel: Cancel | undefined): Promise<CoarseDetection> {
  const step = prepared.gridStep;
  const range = { start: segment.startSample + from * step, end: Math.min(segment.endSample, segment.startSample + to * step) };
  const { envelope } = await envelopeOf(prepared, read, range, scaleHz, cancel);
  const place = { scaleHz, segment, samplingHz: prepared.samplingHz, step, gridStart: from };
  return detectOn(place, envelope, detectorOptions(settings, noiseFloorCorrection(scaleHz, prepared.bandHz)));
}

/** Edges of a burst in power cells of its segment. */
export function cellSpan(burst: TrackBurst): CellSpan {
  const { gridStart } = burst.track;
  return { onset: burst.onset + gridStart, offset: burst.offset + gridStart };
}

/** Mean power of the band-passed signal between the edges of a burst, in the square of the samples' unit; 0 for an empty burst. */
export function burstPower(burst: TrackBurst, segment: PreparedSegment): number {
  const { onset, offset } = cellSpan(burst);
  return offset > onset ? sumOver(segment.power, onset, offset) / (offset - onset) : 0;
}

/** RMS of the band-passed signal farther than `restDistanceSeconds` from every burst, in the samples' unit; undefined for less than `restMinimumSeconds` of it. */
export function restLevel(found: readonly SegmentBursts[], settings: SettingValues): number | undefined {
  const { level, seconds } = restOf(found, settings);
  return seconds >= settings.restMinimumSeconds ? level : undefined;
}

/** How long the channel rests, farther than `restDistanceSeconds` from every burst, and the RMS of the band-passed signal then (NaN for no time at all). */
export function restOf(found: readonly SegmentBursts[], settings: SettingValues): { readonly level: number; readonly seconds: number } {
  let energy = 0;
  let cells = 0;
  let seconds = 0;
  for (const { segment, track, bursts } of found) {
    const margin = settings.restDistanceSeconds * gridHz(track);
    let position = 0;
    const take = (end: number): void => {
      for (let k = position; k < end; k++) energy += segment.power[k]!;
      cells += Math.max(0, end - position);
      seconds += Math.max(0, end - position) / gridHz(track);
    };
    for (const burst of bursts) {
      take(Math.floor(cellSpan(burst).onset - margin));
      position = Math.max(position, Math.ceil(cellSpan(burst).offset + margin));
    }
    take(segment.power.length);
  }
  return { level: Math.sqrt(energy / cells), seconds };
}
