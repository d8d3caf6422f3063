import { butterworthBandpass } from "../../signal/butterworth";
import { minimumSamples } from "../../signal/sos";
import type { ReadSamples } from "../../signal/trend";
import { sosfiltfilt } from "../../signal/zero-phase";
import type { Cancel } from "../../errors";
import type { AmplitudeResult } from "../../result";
import type { SettingValues } from "../../settings";
import { amplitudeIntervals, amplitudeNoiseFloor } from "../../trains/amplitude-measures";
import { blockBootstrap } from "../../trains/block-bootstrap";
import { type Stereotypy, stereotypy } from "../../trains/stereotypy";
import { isMeasured, measuredOr, type TrainEvidence } from "../../verdict/evidence";
import { burstPower } from "../channel-bursts";
import type { Measures } from "../measures";
import { rawRanges } from "../quality/raw-checks";
import type { ScoreMemory } from "../score-memory";
import { edgesText } from "./train-edges";
import type { Train } from "./train-evidence";
import { sampleAt } from "../track";

/** Band, half width and lag search of the raw comparison. Science.md 3.6. */
const rawBandHz: readonly [number, number] = [20, 300];
const bandLimit = 0.45;
const bandOrder = 2;
const halfWidthSeconds = 0.05;
const largestLagSeconds = 0.008;
/** Bursts compared; more of them are taken evenly. */
const mostBursts = 60;
/** As for the jitter (science.md 3.4): of fewer bursts the blocks are so few that the interval may lie beside its value. */
const fewestForInterval = 10;

/** How alike the raw bursts are; read where a train is long enough to be judged. */
export async function gatherStereotypy(train: Train, beats: readonly number[], settings: SettingValues, read: ReadSamples, memory: ScoreMemory, cancel: Cancel | undefined): Promise<Stereotypy | undefined> {
  if (beats.length < settings.minimumBursts) return undefined;
  const centres = beats.map((beat) => Math.round(sampleAt(train.bursts[beat]!.track, train.bursts[beat]!.centroid)));
  return memory.part("stereotypy").recallLater(`${edgesText(train.bursts)}|${centres.join(" ")}`, () => alikeAt(train, centres, read, cancel));
}

async function alikeAt(train: Train, centres: readonly number[], read: ReadSamples, cancel: Cancel | undefined): Promise<Stereotypy | undefined> {
  const { samplingHz } = train.place.track;
  const high = Math.min(rawBandHz[1], bandLimit * samplingHz);
  if (high <= rawBandHz[0]) return undefined;
  const filter = butterworthBandpass(bandOrder, rawBandHz[0], high, samplingHz);
  const lag = Math.round(largestLagSeconds * samplingHz);
  const half = Math.round(halfWidthSeconds * samplingHz) + lag;
  const windows: Float64Array[] = [];
  for (const range of rawRanges(train.bursts)) {
    const raw = await read(range, cancel);
    if (raw.length < minimumSamples(filter)) continue;
    const filtered = sosfiltfilt(filter, raw);
    for (const sample of centres) {
      const centre = sample - range.start;
      if (centre - half >= 0 && centre + half <= filtered.length) windows.push(filtered.subarray(centre - half, centre + half));
    }
  }
  const kept = windows.length <= mostBursts ? windows : Array.from({ length: mostBursts }, (_, k) => windows[Math.floor((k * windows.length) / mostBursts)]!);
  return stereotypy(kept, lag);
}

/** Amplitude block of a train; null below three beats. */
export function amplitudeResult(train: Train, evidence: TrainEvidence, raw: Stereotypy | undefined, restPower: number | undefined, settings: SettingValues, measures: Measures, memory: ScoreMemory): AmplitudeResult | null {
  const { amplitude } = evidence;
  if (!isMeasured(amplitude)) return measures.absent("amplitude", amplitude.missing);
  const powers = evidence.rhythm.path.beats.map((beat) => burstPower(train.bursts[beat]!, train.place.segment));
  const intervals = restPower === undefined ? undefined : amplitudeIntervals(powers, restPower, amplitude.amplitudeJitter, amplitude.fadePerBeat, settings.ciLevel);
  const flat = "The amplitudes have no spread.";
  const stereotyped = raw === undefined ? undefined : raw.mean;
  return {
    jitter: measures.estimate("amplitude.jitter", { value: amplitude.amplitudeJitter, interval: intervals?.jitter }, flat),
    jitterNoiseFloor: measures.number("amplitude.jitterNoiseFloor", amplitudeNoiseFloor(measuredOr(evidence.medianBurstSeconds) ?? NaN), flat),
    fadePercentPerBeat: measures.estimate("amplitude.fadePercentPerBeat", { value: 100 * amplitude.fadePerBeat, interval: intervals?.fadePercentPerBeat }, flat),
    lastToFirst: measures.number("amplitude.lastToFirst", amplitude.lastToFirst, flat),
    stereotypy: measures.estimate("amplitude.stereotypy", {
      value: stereotyped,
      interval: raw === undefined || raw.correlations.length < fewestForInterval ? undefined : memory.part(raw).recall(`interval ${settings.ciLevel}`, () => blockBootstrap(raw.correlations, settings.ciLevel)),
    }, `Fewer than ${settings.minimumBursts} beats whose raw signal lies wholly in the recording.`, `Fewer than ${fewestForInterval} bursts: no interval.`),
  };
}
