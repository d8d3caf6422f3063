import { thinned, thinningOf } from "../../bursts/detectors/detector";
import { peltVariance } from "../../bursts/detectors/pelt";
import { publishedDetectors, type PublishedDetectorName } from "../../bursts/detectors/published";
import type { DetectorDifference, DisagreementSpan } from "../../bursts/disagreement";
import { contestedShare, differenceFrom, disagreementSpans, medianSize } from "../../bursts/disagreement";
import { medianOf } from "../../bursts/local-reference";
import type { Cancel } from "../../errors";
import { throwIfCancelled } from "../../errors";
import type { BoundaryAudit, ChannelResult, DetectorDisagreement } from "../../result";
import type { SettingValues } from "../../settings";
import type { PreparedChannel } from "../../signal/prepared";
import { filteredOf } from "../../signal/sub-range";
import { widen } from "../../signal/tiled";
import type { ReadSamples } from "../../signal/trend";
import type { SampleRange } from "../../timeline";
import { detectorInput, restDistanceSeconds } from "../published-bursts";
import type { ScoreMemory } from "../score-memory";
import { edgesText } from "./train-edges";
import type { Train } from "./train-evidence";
import { burstSamples, secondsIn } from "../track";

/** Signal looked at on either side of a train: the detectors need rest to compare with. */
const marginSeconds = 2;
/** A longer train is compared in three pieces, at its beginning, middle and end: bounds time and memory. */
const wholeSeconds = 60;
const pieceSeconds = 20;
const pieces = 3;
/** Width of a cell of the strip: detectors differ by some 10 ms at every edge, which is no disagreement about a burst. */
const cellSeconds = 0.05;

/** Signal on either side of a boundary in which a change of variance is looked for, and how far from it one may lie. */
const auditSeconds = 0.3;
const auditReachSeconds = 0.15;

const milliseconds = 1000;

/** What other detectors say of one train. */
export interface SecondOpinion {
  readonly disagreement: DetectorDisagreement;
  readonly boundaryAudit: BoundaryAudit;
  readonly spans: ChannelResult["disagreementSpans"];
}

/** Runs the published detectors, and change-point detection at its ends, on the neighbourhood of one train. */
export function secondOpinion(train: Train, prepared: PreparedChannel, settings: SettingValues, read: ReadSamples, memory: ScoreMemory, cancel: Cancel | undefined): Promise<SecondOpinion> {
  const { bursts, place } = train;
  const edges = bursts.map(burstSamples);
  // Rest is looked for beside the bursts of the neighbourhood.
  const reach = Math.ceil((marginSeconds + restDistanceSeconds) * place.track.samplingHz);
  const around = { start: edges[0]!.start - reach, end: Math.max(...edges.map(({ end }) => end)) + reach };
  return memory.part(place.track).part("second opinion").recallLater(`${settings.detector}|${edgesText(bursts)}|${edgesText(place.bursts, [around])}`, () => askDetectors(train, prepared, settings, read, memory, cancel));
}

async function askDetectors(train: Train, prepared: PreparedChannel, settings: SettingValues, read: ReadSamples, memory: ScoreMemory, cancel: Cancel | undefined): Promise<SecondOpinion> {
  const { measure, spans } = await gatherDisagreement(train, prepared, settings, read, cancel);
  const { segment, samplingHz } = train.place.track;
  const seconds = (sample: number): number => secondsIn(segment, samplingHz, sample);
  return {
    disagreement: measure,
    boundaryAudit: await auditBoundaries(train, prepared, read, memory, cancel),
    spans: spans.map(({ start, end, level }) => ({ startSeconds: seconds(start), endSeconds: seconds(end), level })),
  };
}

function piecesOf(whole: SampleRange, samplingHz: number): SampleRange[] {
  const length = whole.end - whole.start;
  if (length <= wholeSeconds * samplingHz) return [whole];
  const piece = Math.round(pieceSeconds * samplingHz);
  return Array.from({ length: pieces }, (_, k) => {
    const start = whole.start + Math.round(((length - piece) * k) / (pieces - 1));
    return { start, end: start + piece };
  });
}

/** Runs every published detector but the one that decides on the train's neighbourhood and compares (science.md 4.4: where detectors differ a person should look). */
async function gatherDisagreement(train: Train, prepared: PreparedChannel, settings: SettingValues, read: ReadSamples, cancel: Cancel | undefined): Promise<{ readonly measure: DetectorDisagreement; readonly spans: readonly DisagreementSpan[] }> {
  const { track } = train.place;
  const { samplingHz, segment } = track;
  const edges = train.bursts.map(burstSamples);
  const whole = { start: edges[0]!.start, end: Math.max(...edges.map(({ end }) => end)) };
  const names = (Object.keys(publishedDetectors) as PublishedDetectorName[]).filter((name) => name !== settings.detector);
  const differences = new Map<string, DetectorDifference[]>(names.map((name) => [name, []]));
  const spans: DisagreementSpan[] = [];
  let burstCount = 0;
  let assessed = 0;
  for (const piece of piecesOf(whole, samplingHz)) {
    throwIfCancelled(cancel);
    const range = widen(piece, Math.round(marginSeconds * samplingHz), { start: segment.startSample, end: segment.endSample });
    const input = await detectorInput(prepared, track, train.place.bursts, range, read, cancel);
    const inside = edges.filter(({ start, end }) => start >= piece.start && end <= piece.end);
    burstCount += inside.length;
    assessed += (piece.end - piece.start) / samplingHz;
    const detections: SampleRange[][] = [inside];
    for (const name of names) {
      const ranges = publishedDetectors[name](input).map(({ start, end }) => ({ start: start + range.start, end: end + range.start }));
      detections.push(ranges);
      differences.get(name)!.push(differenceFrom(inside, ranges, piece));
    }
    spans.push(...disagreementSpans(detections, piece, Math.max(1, Math.round(cellSeconds * samplingHz))));
  }
  const each = names.map((name) => oneDetector(name, differences.get(name)!, burstCount, samplingHz));
  const all = [...differences.values()].flat();
  const toMilliseconds = (samples: number | undefined): number | null => (samples === undefined ? null : (samples / samplingHz) * milliseconds);
  const mean = (of: (one: (typeof each)[number]) => number): number => each.reduce((sum, one) => sum + of(one), 0) / each.length;
  return {
    measure: {
      score: mean((one) => one.contestedShare),
      notFoundShare: mean((one) => one.notFound / burstCount),
      mergedShare: mean((one) => one.merged / burstCount),
      besideShare: mean((one) => one.beside / burstCount),
      onsetMilliseconds: toMilliseconds(medianSize(all.flatMap(({ onsets }) => onsets))),
      offsetMilliseconds: toMilliseconds(medianSize(all.flatMap(({ offsets }) => offsets))),
      assessedSeconds: assessed,
      detectors: each,
    },
    spans,
  };
}

function oneDetector(name: PublishedDetectorName, parts: readonly DetectorDifference[], burstCount: number, samplingHz: number): DetectorDisagreement["detectors"][number] {
  const sum = (of: (part: DetectorDifference) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const joined: DetectorDifference = {
    notFound: sum((part) => part.notFound),
    merged: sum((part) => part.merged),
    beside: sum((part) => part.beside),
    onsets: parts.flatMap((part) => part.onsets),
    offsets: parts.flatMap((part) => part.offsets),
  };
  const median = (samples: readonly number[]): number | null => (samples.length === 0 ? null : (medianOf(samples) / samplingHz) * milliseconds);
  const { notFound, merged, beside } = joined;
  return { name, contestedShare: contestedShare(joined, burstCount), notFound, merged, beside, onsetMilliseconds: median(joined.onsets), offsetMilliseconds: median(joined.offsets) };
}

/** The change of variance nearest to the start and to the end of a train, by PELT on the band-passed signal (Killick 2012). null where none lies within 150 ms. */
async function auditBoundaries(train: Train, prepared: PreparedChannel, read: ReadSamples, memory: ScoreMemory, cancel: Cancel | undefined): Promise<BoundaryAudit> {
  const { segment, samplingHz } = train.place.track;
  const edges = train.bursts.map(burstSamples);
  const start = edges[0]!.start;
  const end = edges[edges.length - 1]!.end;
  const changes = memory.part("change points");
  const startAt = await changes.recallLater(`rise ${start}`, () => nearestChange(start, true));
  const endAt = await changes.recallLater(`fall ${end}`, () => nearestChange(end, false));
  const seconds = (sample: number | undefined): number | null => (sample === undefined ? null : secondsIn(segment, samplingHz, sample));
  const difference = (sample: number | undefined, own: number): number | null => (sample === undefined ? null : ((sample - own) / samplingHz) * milliseconds);
  return { startSeconds: seconds(startAt), startDifferenceMilliseconds: difference(startAt, start), endSeconds: seconds(endAt), endDifferenceMilliseconds: difference(endAt, end) };

  async function nearestChange(boundary: number, rising: boolean): Promise<number | undefined> {
    const reach = Math.round(auditSeconds * samplingHz);
    const range = widen({ start: boundary, end: boundary }, reach, { start: segment.startSample, end: segment.endSample });
    const thinning = thinningOf({ samplingHz, bandHighHz: prepared.bandHz[1] });
    const x = thinned(await filteredOf(prepared, read, range, prepared.bandHz, cancel), thinning);
    const changes = peltVariance(x, samplingHz / thinning);
    let nearest: number | undefined;
    changes.forEach((change, k) => {
      const before = meanSquare(x, changes[k - 1] ?? 0, change);
      const after = meanSquare(x, change, changes[k + 1] ?? x.length);
      const sample = range.start + change * thinning;
      if (after > before !== rising || Math.abs(sample - boundary) > auditReachSeconds * samplingHz) return;
      if (nearest === undefined || Math.abs(sample - boundary) < Math.abs(nearest - boundary)) nearest = sample;
    });
    return nearest;
  }
}

function meanSquare(x: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += x[i]! * x[i]!;
  return sum / (to - from);
}
