import type { ChannelInfo } from "../../recording";
import { distractionEffect } from "../../reflex/distraction";
import { reflexSeries } from "../../reflex/reflex-series";
import type { DistractionResult } from "../../reflex-result";
import type { AnalysisResult, ChannelResult, Hold, Mark, TrainResult } from "../../result";
import { caveatsOf } from "../../verdict/caveats";
import { attemptRows, burstsOfChannel } from "./attempts";
import type { Manoeuvre } from "./manoeuvres";
import { manoeuvresOf } from "./manoeuvres";
import { preflightChannels, preflightRows } from "../quality/preflight";
import { reflexRows } from "./reflexes";
import type { ScoreRequest } from "../score-request";
import { sideRows } from "../muscles/sides";

/** The rows that marks, sides and context add to the trains of a result. */
export type ExaminationRows = Pick<AnalysisResult, "attempts" | "reflexes" | "reflexSeries" | "sides" | "distractions" | "preflight" | "examination" | "caveats">;

/** What was found before: everything of the result that these rows look at. */
export interface Found {
  readonly protocol: AnalysisResult["protocol"];
  readonly channels: readonly ChannelResult[];
  readonly trains: readonly TrainResult[];
  readonly holds: readonly Hold[];
}

/** Rows of manoeuvres, reflexes, sides, distractions and pre-flight, and the caveats that apply (science.md 5, 7, 8 D). Changes no train. */
export async function examinationRows(found: Found, channels: readonly ChannelInfo[], request: ScoreRequest): Promise<ExaminationRows> {
  const { context, settings, read, cancel, prepared } = request;
  const { marks } = context;
  const analysed = channels.filter(({ index, role }) => role === "emg" && found.channels.some((channel) => channel.index === index && channel.unusable === null));
  const reflexes = await reflexRows({ marks, channels: analysed, heightCentimetres: context.examination?.heightCentimetres, read, cancel });
  const end = recordingEnd(channels);
  const manoeuvres = manoeuvresOf(marks, found.holds, end);
  const attempts = attemptRows({ manoeuvres, channels, results: found.channels, trains: found.trains, reflexes });
  const sided = withExaminedSide(marks, context.examination?.side);
  const sides = sideRows({ channels: found.channels, marks: sided, reflexes, attempts, trains: found.trains, ciLevel: settings.ciLevel });
  const distractions = distractionRows(marks, manoeuvres, found, end, settings.ciLevel);
  const examination = context.examination ?? null;
  return {
    attempts,
    reflexes,
    reflexSeries: reflexSeries(reflexes, marks, settings.ciLevel),
    sides,
    distractions,
    preflight: preflightRows({ channels: preflightChannels(found.channels, found.trains, prepared), marks, holds: found.holds.length, settings }),
    examination,
    caveats: caveatsOf({ ...found, attempts, reflexes, sides, distractions, marks, examination }, settings),
  };
}

/** Where a mark does not say its side, the examined side stands for it. */
function withExaminedSide(marks: readonly Mark[], side: Mark["side"]): readonly Mark[] {
  return side === undefined ? marks : marks.map((mark) => (mark.side === undefined ? { ...mark, side } : mark));
}

function recordingEnd(channels: readonly ChannelInfo[]): number {
  let end = 0;
  for (const { segments, samplingHz } of channels) for (const { startSeconds, startSample, endSample } of segments) end = Math.max(end, startSeconds + (endSample - startSample) / samplingHz);
  return end;
}

function distractionRows(marks: readonly Mark[], manoeuvres: readonly Manoeuvre[], found: Found, end: number, ciLevel: number): readonly DistractionResult[] {
  const rows: DistractionResult[] = [];
  const starts = marks.filter(isDistraction).map(({ seconds }) => seconds);
  for (const [markIndex, mark] of marks.entries()) {
    if (!isDistraction(mark)) continue;
    const during = manoeuvres.filter(({ startSeconds }) => startSeconds <= mark.seconds).pop();
    const before = starts.filter((seconds) => seconds < mark.seconds);
    const after = starts.filter((seconds) => seconds > mark.seconds);
    const fromSeconds = Math.max(0, during?.startSeconds ?? 0, ...before);
    const toSeconds = Math.min(end, during !== undefined && during.endSeconds > mark.seconds ? during.endSeconds : (manoeuvres.find(({ startSeconds }) => startSeconds > mark.seconds)?.startSeconds ?? end), ...after);
    for (const channel of found.channels) {
      if (channel.role !== "emg" || channel.unusable !== null) continue;
      const row = distractionEffect({ id: `T${markIndex + 1}-${channel.index + 1}`, mark, markIndex, channel, bursts: burstsOfChannel(channel, found.trains), fromSeconds, toSeconds, ciLevel });
      if (row !== undefined) rows.push(row);
    }
  }
  return rows;
}

function isDistraction(mark: Mark): mark is Mark & { readonly kind: DistractionResult["kind"] } {
  return mark.kind === "distraction" || mark.kind === "contralateral-tapping";
}
