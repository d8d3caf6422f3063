import { findChannelBursts, burstPower, cellSpan, type SegmentBursts } from "../../src/core/analysis/channel-bursts";
import { highBandRhythm } from "../../src/core/analysis/evidence/high-band";
import { createScoreMemory } from "../../src/core/analysis/score-memory";
import { foundBursts, rememberedRhythm } from "../../src/core/analysis/rhythm/rhythm-memory";
import { coarseGuards } from "../../src/core/analysis/rhythm/scales";
import { gatherEvidence, type Train } from "../../src/core/analysis/evidence/train-evidence";
import { burstSeconds, burstSamples, gridHz } from "../../src/core/analysis/track";
import { attemptCuts, endsBeforeFirst, protocolOfMarks } from "../../src/core/reflex/marks";
import { trainPowers } from "../../src/core/bursts/train-quality";
import type { ChannelInfo } from "../../src/core/recording";
import type { Mark } from "../../src/core/result";
import type { SettingValues } from "../../src/core/settings";
import { prepare } from "../../src/core/analysis";
import { judgeTrain } from "../../src/core/verdict/judge";
import { isMeasured, measuredOr, type TrainEvidence } from "../../src/core/verdict/evidence";
import { decide } from "../../src/core/verdict/rule";
import { slowCycle } from "../../src/core/trains/slow-cycle";
import type { CohortRecord } from "./cohort";

/** A burst as the detector found it. */
export interface DumpedBurst {
  readonly t: number;
  /** Onset and offset, seconds. */
  readonly on: number;
  readonly off: number;
  /** Height over the floor in its σ. */
  readonly sigma: number;
  /** Mean power inside the edges over that of the quiet. */
  readonly power: number;
  /** Power of each grid cell inside the edges over that of the quiet. */
  readonly cells: readonly number[];
}

/** Everything about one train that a rule may look at, so that rules are tried without detecting again. */
export interface DumpedTrain {
  readonly bursts: readonly DumpedBurst[];
  /** Tallest peak between each burst and the next, σ. */
  readonly gaps: readonly number[];
  readonly blips: readonly number[];
  readonly rest: number;
  readonly scaleHz: number;
  readonly snrDb: number | null;
  readonly depth: number | null;
  readonly quiet: number | null;
  readonly coarseRatio: number;
  readonly coarseShare: number;
  readonly artefactRatio: number | null;
  readonly artefactShare: number | null;
  readonly beforeMark: boolean;
  readonly pattern: string;
  readonly failed: readonly string[];
  readonly log10BF: number;
  readonly part: number;
  readonly gridHz: number;
  readonly amplitudeJitter: number | null;
  readonly durationJitter: number | null;
  readonly slowCycle: number | null;
  /** log BF at 75–300 Hz; null where it was not asked or nothing is there. */
  readonly highBand: number | null;
}

/** Detects and judges one record with the present rule, and keeps what the rule looked at. */
export async function dumpRecord(record: CohortRecord, settings: SettingValues): Promise<readonly DumpedTrain[]> {
  const { samples, samplingHz } = record;
  const channel: ChannelInfo = {
    index: 0, label: "EMG", unit: "V", isVoltage: true, role: "emg", samplingHz, sampleCount: samples.length,
    segments: [{ startSample: 0, endSample: samples.length, startSeconds: 0 }], physicalRange: undefined, prefilter: "",
  } as unknown as ChannelInfo;
  const read = (range: { readonly start: number; readonly end: number }): Promise<Float64Array> => Promise.resolve(samples.slice(range.start, range.end));
  const prepared = await prepare(channel, (_, range) => read(range), settings);
  if (prepared === undefined) return [];
  const marks: Mark[] = record.marks.map((mark) => ({ ...mark, origin: "file" as const }));
  const protocol = protocolOfMarks(marks);
  const rhythmOf = rememberedRhythm(settings);
  const found = await findChannelBursts(prepared, read, [], settings, attemptCuts(marks, protocol), rhythmOf, undefined);
  const out: DumpedTrain[] = [];
  for (const train of trainsOf(found)) {
    const own = await gatherEvidence(train, [], settings, read, rhythmOf, undefined);
    const base: TrainEvidence = {
      ...own, protocol, site: undefined, generalised: false, firstLatencySeconds: { missing: "not asked" },
      beforeFirstMark: endsBeforeFirst(own.endSeconds, marks, protocol), antagonist: undefined,
    };
    const highBand = decide(base, settings).leaning === "irregular" ? await highBandRhythm(train, prepared, settings, read, rhythmOf, createScoreMemory(), undefined) : undefined;
    const full: TrainEvidence = { ...base, highBand };
    const { place, bursts } = train;
    const long = bursts.length >= settings.minimumBursts;
    const guards = long ? await coarseGuards(bursts, settings, place.gaps, place.coarse, rhythmOf) : { burstRatio: 1, rhythmicShare: 0 };
    const { track } = bursts[0]!;
    const around = foundBursts(bursts);
    const powers = trainPowers(place.segment.power, gridHz(track), bursts.map(cellSpan), place.bursts.map(cellSpan), track.mean[bursts[0]!.peak]!, settings.snrSpanSeconds);
    const seconds = (sample: number): number => sample / samplingHz;
    out.push({
      bursts: bursts.map((burst) => ({
        t: round(burstSeconds(burst)), on: round(seconds(burstSamples(burst).start)), off: round(seconds(burstSamples(burst).end)),
        sigma: Number((burst.height / burst.track.sigma[burst.peak]!).toPrecision(5)),
        power: Number((burstPower(burst, place.segment) / (powers?.quiet ?? 1)).toPrecision(5)),
        cells: Array.from(place.segment.power.subarray(Math.floor(cellSpan(burst).onset), Math.ceil(cellSpan(burst).offset)), (power) => Number((power / (powers?.quiet ?? 1)).toPrecision(3))),
      })),
      gaps: around.gapPeaksSigma.map((gap) => Number(gap.toPrecision(4))),
      blips: around.blipsSigma.map((blip) => Number(blip.toPrecision(4))),
      rest: Number(around.restSeconds.toFixed(2)),
      scaleHz: track.scaleHz,
      snrDb: measuredOr(own.snrDb) ?? null,
      depth: measuredOr(own.modulationDepth) ?? null,
      quiet: measuredOr(own.quietFraction) ?? null,
      coarseRatio: guards.burstRatio,
      coarseShare: guards.rhythmicShare,
      artefactRatio: measuredOr(own.artefact.lowToHighPower) ?? null,
      artefactShare: isMeasured(own.artefact.burstsInHighBand) ? own.artefact.burstsInHighBand : null,
      beforeMark: full.beforeFirstMark,
      highBand: highBand?.log10BayesFactor ?? null,
      pattern: judgeTrain(full, settings).pattern,
      failed: decide(full, settings).failed.map(({ measure }) => measure),
      log10BF: Number(own.rhythm.log10BayesFactor.toFixed(4)),
      part: own.scales.rhythmicPart,
      gridHz: gridHz(track),
      amplitudeJitter: measuredOr(own.amplitude)?.amplitudeJitter ?? null,
      durationJitter: own.durationJitter ?? null,
      slowCycle: long ? (slowCycle(track.envelope.slice(Math.max(0, Math.floor(bursts[0]!.onset)), Math.ceil(bursts[bursts.length - 1]!.offset) + 1), gridHz(track))?.correlation ?? null) : null,
    });
  }
  return out;
}

function round(seconds: number): number {
  return Number(seconds.toFixed(5));
}

function trainsOf(found: readonly SegmentBursts[]): Train[] {
  return found.flatMap((place, position) =>
    place.runs.flatMap((run) => {
      const bursts = place.bursts.slice(run.first, run.end);
      return bursts.length < 2 ? [] : [{ place, bursts, segmentIsLast: position === found.length - 1, cut: false }];
    }),
  );
}
