import type { ReflexResult, ReflexSeriesResult } from "../reflex-result";
import type { Estimate, Mark } from "../result";
import { studentQuantile } from "../trains/special-functions";
import { bootstrapInterval, median } from "./median-bootstrap";

/** At least five stimuli, at least 10 s apart: responses fall on early repetition (science.md 5.2, [Stam89]; the numbers are JUDGEMENT). */
const WANTED_STIMULI = 5;
const WANTED_INTERVAL_SECONDS = 10;
/** Fewest responses for a trend: a line through three has one degree of freedom. */
const FEWEST_FOR_TREND = 4;

/** One row for each channel, kind of stimulus and stimulated side, in the order of the first response. */
export function reflexSeries(reflexes: readonly ReflexResult[], marks: readonly Mark[], ciLevel: number): readonly ReflexSeriesResult[] {
  const groups = new Map<string, ReflexResult[]>();
  for (const reflex of reflexes) {
    const key = `${reflex.evokedBy} ${marks[reflex.markIndex]?.side ?? ""} ${reflex.channelIndex}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [reflex]);
    else group.push(reflex);
  }
  return [...groups.values()].map((group, k) => seriesOf(`S${k + 1}`, group, marks, ciLevel));
}

function seriesOf(id: string, group: readonly ReflexResult[], marks: readonly Mark[], ciLevel: number): ReflexSeriesResult {
  const first = group[0]!;
  const missing: Record<string, string> = {};
  const assessed = group.filter(({ status }) => status === "present" || status === "absent");
  const present = assessed.filter(({ status }) => status === "present");
  const estimate = (field: string, values: readonly (number | null)[], reason: string): Estimate => {
    const numbers = values.filter((value): value is number => value !== null);
    const value = median(numbers);
    const ci = bootstrapInterval([numbers], ([drawn]) => median(drawn!), ciLevel);
    if (value === undefined) missing[`${field}.value`] = reason;
    if (ci === undefined) missing[`${field}.ci`] = "Fewer than three responses.";
    return { value: value ?? null, ci: ci ?? null };
  };
  const intervals = group.flatMap(({ sinceLastSeconds }) => (sinceLastSeconds === null ? [] : [sinceLastSeconds]));
  const intervalSeconds = median(intervals);
  if (intervalSeconds === undefined) missing["intervalSeconds"] = "One stimulus.";
  const habituation = habituationOf(assessed, ciLevel);
  if (habituation.value === null) missing["habituationPercent.value"] = `Fewer than ${FEWEST_FOR_TREND} responses with an amplitude.`;
  if (habituation.ci === null) missing["habituationPercent.ci"] = `Fewer than ${FEWEST_FOR_TREND} responses with an amplitude.`;
  const side = marks[first.markIndex]?.side ?? null;
  return {
    id,
    evokedBy: first.evokedBy,
    channel: first.channel,
    channelIndex: first.channelIndex,
    muscle: first.muscle,
    side: first.side,
    stimulatedSide: side,
    response: first.response,
    reflexIds: group.map((reflex) => reflex.id),
    stimuli: assessed.length,
    present: present.length,
    absent: assessed.length - present.length,
    latencyMilliseconds: estimate("latencyMilliseconds", present.map((reflex) => reflex.latencyMilliseconds), present.length === 0 ? "No response in the window." : "The marks were set by hand."),
    peakToPeakMicrovolts: estimate("peakToPeakMicrovolts", assessed.map((reflex) => reflex.peakToPeakMicrovolts), "No stimulus could be assessed in a channel of volts."),
    ratioToM: estimate("ratioToM", assessed.map((reflex) => reflex.ratioToM), "No M-wave was recorded on this channel."),
    habituationPercent: habituation,
    intervalSeconds: intervalSeconds ?? null,
    notes: [...notesOf(group, assessed.length, intervals), ...(habituation.value !== null && present.length < assessed.length ? [`The trend is that of present responses: ${assessed.length - present.length} absent left out.`] : [])],
    missing,
  };
}

/**
 * Least-squares slope of ln amplitude on the stimulus number, as a percentage from one stimulus to the next. Of present responses: what the background
 * shows in the place of an absent one lies orders of magnitude lower and would be the whole trend.
 */
function habituationOf(assessed: readonly ReflexResult[], ciLevel: number): Estimate {
  const points = assessed.flatMap(({ status, peakToPeakMicrovolts: height }, k) => (status === "present" && height !== null && height > 0 ? [[k, Math.log(height)] as const] : []));
  const n = points.length;
  if (n < FEWEST_FOR_TREND) return { value: null, ci: null };
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const sxx = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / sxx;
  const residual = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const half = studentQuantile((1 + ciLevel) / 2, n - 2) * Math.sqrt(residual / (n - 2) / sxx);
  const percent = (value: number): number => 100 * Math.expm1(value);
  return { value: percent(slope), ci: [percent(slope - half), percent(slope + half)] };
}

function notesOf(group: readonly ReflexResult[], count: number, intervals: readonly number[]): readonly string[] {
  const notes: string[] = [];
  if (count < WANTED_STIMULI) notes.push(`${count} of the ${WANTED_STIMULI} stimuli that a median wants.`);
  const close = intervals.filter((interval) => interval < WANTED_INTERVAL_SECONDS).length;
  if (close > 0) notes.push(`${close} of ${intervals.length} intervals are shorter than ${WANTED_INTERVAL_SECONDS} s: responses fall on early repetition.`);
  if (group.some(({ evokedBy }) => evokedBy === "stretch")) notes.push("Manual stretches are not comparable in amplitude without an angle, force or acceleration signal.");
  const outside = group.filter(({ status }) => status === "outside-window").length;
  if (outside > 0) notes.push(`${outside} ${outside === 1 ? "response lies" : "responses lie"} outside the window and ${outside === 1 ? "is" : "are"} left out.`);
  return notes;
}
