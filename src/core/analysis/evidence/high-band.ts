import { detectorOptions } from "../../bursts/detector-options";
import { groupTrains } from "../../bursts/group-trains";
import type { Cancel } from "../../errors";
import type { SettingValues } from "../../settings";
import { noiseFloorCorrection } from "../../signal/noise-floor-constants";
import { bandOf, type PreparedChannel } from "../../signal/prepared";
import { envelopeOf } from "../../signal/sub-range";
import { widen } from "../../signal/tiled";
import type { ReadSamples } from "../../signal/trend";
import type { HighBandEvidence } from "../../verdict/evidence";
import type { RhythmOf } from "../rhythm/rhythm-memory";
import type { ScoreMemory } from "../score-memory";
import { edgesText } from "./train-edges";
import { trainSpan, type Train } from "./train-evidence";
import { burstSamples, burstSeconds, detectOn, fineScaleHz } from "../track";

/** The part of the EMG that no limb shake reaches (science.md 4.1); the band with the best envelope of clonus, 75–194 Hz, lies in it [Mumm12]. */
const highBandHz = [75, 300] as const;
/** Surroundings that the noise floor and the rest are taken from: half a noise-floor window on either side. */
const marginSeconds = 10;

/**
 * The same train looked for a second time, by the same detector, in the upper band alone: slow potentials of single units, which stir at rest and spoil
 * a beat's centroid, are small there. Asked only where a label depends on it: it filters the train and its surroundings again.
 *
 * @returns undefined where it cannot be asked: a coarser envelope, bursts that a person set, a rate without that band
 */
export async function highBandRhythm(train: Train, prepared: PreparedChannel, settings: SettingValues, read: ReadSamples, rhythmOf: RhythmOf, memory: ScoreMemory, cancel: Cancel | undefined): Promise<HighBandEvidence | undefined> {
  const { bursts, place } = train;
  const band = bandOf(highBandHz[0], highBandHz[1], prepared.samplingHz);
  if (bursts.some((burst) => burst.edited || burst.track !== place.track) || !(band[1] > band[0])) return undefined;
  return memory.part(place.track).part(JSON.stringify(settings)).part("upper-band").recallLater(`${edgesText(bursts)}|${(place.gaps.cutSeconds ?? []).join(" ")}`, async () => {
    const { segment, track } = place;
    const { samplingHz } = track;
    const own = { start: burstSamples(bursts[0]!).start, end: burstSamples(bursts[bursts.length - 1]!).end };
    const range = widen(own, Math.round(marginSeconds * samplingHz), { start: segment.startSample, end: segment.endSample });
    const { startSample, gridStep, envelope } = await envelopeOf({ ...prepared, bandHz: band }, read, range, fineScaleHz, cancel);
    const gridStart = (startSample - segment.startSample) / gridStep;
    const found = detectOn({ scaleHz: fineScaleHz, segment, samplingHz, step: gridStep, gridStart }, envelope, detectorOptions(settings, noiseFloorCorrection(fineScaleHz, band))).bursts;
    const span = trainSpan(bursts);
    let best: { readonly covered: number; readonly run: typeof found } | undefined;
    for (const { first, end } of groupTrains(found.map(burstSeconds), place.gaps)) {
      const run = found.slice(first, end);
      const { startSeconds, endSeconds } = trainSpan(run);
      const covered = Math.min(endSeconds, span.endSeconds) - Math.max(startSeconds, span.startSeconds);
      if (run.length > 1 && covered > 0 && (best === undefined || covered > best.covered)) best = { covered, run };
    }
    return best === undefined ? { count: 0, log10BayesFactor: undefined } : { count: best.run.length, log10BayesFactor: rhythmOf(best.run).log10BayesFactor };
  });
}
