import { type Cancel, type Progress, throwIfCancelled } from "../../core/errors";
import type { Annotation } from "../../core/recording";
import type { Segment } from "../../core/timeline";
import type { ByteSource } from "../byte-source";
import { brainVisionFields } from "./brainvision-header";
import type { IssueLog } from "../issue-log";
import { sampleSeconds } from "../segment-time";
import { sourceLines } from "../source-lines";

/** One line of a marker file, positions counted from 0. */
export interface BrainVisionMarker {
  readonly type: string;
  readonly text: string;
  readonly sample: number;
  readonly samples: number;
  /** From 0; undefined for all channels. */
  readonly channel: number | undefined;
  /** Date and time of a new segment, in the digits of the file (`YYYYMMDDhhmmssuuuuuu`); empty when none. */
  readonly date: string;
}

const MOST_MARKERS = 1_000_000;
const NEW_SEGMENT = /^new segment$/i;

/** Reads a marker file (`.vmrk`). Damaged lines are told and left out. */
export async function readBrainVisionMarkers(source: ByteSource, issues: IssueLog, cancel?: Cancel, progress?: Progress): Promise<BrainVisionMarker[]> {
  const markers: BrainVisionMarker[] = [];
  let isMarkers = false;
  for await (const { text, number, offset } of sourceLines(source, "brainvision-markers", cancel)) {
    if (/^\s*\[/.test(text)) isMarkers = /^\s*\[marker infos\]/i.test(text);
    const match = isMarkers ? /^\s*Mk(\d+)\s*=(.*)$/i.exec(text) : null;
    if (match === null) continue;
    if (number % 4096 === 0) progress?.(offset / source.size, "reading markers");
    const [type = "", description = "", position = "", size = "", channel = "", date = ""] = brainVisionFields(match[2]!);
    const sample = Number(position) - 1;
    const where = `${source.name}, line ${number}`;
    if (!Number.isSafeInteger(sample) || sample < 0 || position === "") {
      issues.add({ code: "brainvision-marker", severity: "warning", where, message: `Marker ${match[1]} has the position ${JSON.stringify(position.slice(0, 40))}, which is no sample; it was left out.` });
      continue;
    }
    if (markers.length >= MOST_MARKERS) {
      issues.add({ code: "brainvision-marker", severity: "error", where, message: `${source.name} holds more than ${MOST_MARKERS} markers; the rest is left out.` });
      break;
    }
    const samples = Number(size);
    const channelNumber = Number(channel);
    markers.push({
      type,
      text: description,
      sample,
      samples: Number.isSafeInteger(samples) && samples > 1 ? samples : 0,
      channel: Number.isSafeInteger(channelNumber) && channelNumber > 0 ? channelNumber - 1 : undefined,
      date: /^\d{14,20}$/.test(date) && !/^0+$/.test(date) ? date : "",
    });
  }
  throwIfCancelled(cancel);
  return markers;
}

/** ISO date and time of a marker's digits, undefined when they are none. */
export function markerDateTime(date: string): string | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d*)$/.exec(date);
  if (match === null) return undefined;
  const [, year, month, day, hours, minutes, seconds, fraction = ""] = match;
  const text = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}`;
  if (new Date(`${text}Z`).toJSON()?.startsWith(text) !== true) return undefined;
  const digits = fraction.replace(/0+$/, "");
  return digits === "" ? text : `${text}.${digits}`;
}

/** Seconds since 1970 of a marker's digits, to the microsecond; differences are what is used. */
function markerSeconds(date: string): { readonly whole: number; readonly micro: number } | undefined {
  const text = markerDateTime(date);
  if (text === undefined) return undefined;
  return { whole: Date.parse(`${text.slice(0, 19)}Z`) / 1000, micro: Number(date.slice(14).padEnd(6, "0").slice(0, 6)) };
}

/**
 * Runs without interruption: every "New Segment" begins one. The pause before it is the difference of the two markers' clock
 * times less the samples between them; where a time is missing or contradicts the samples the run follows directly, with an
 * issue, and nothing is computed across the border all the same.
 */
export function brainVisionSegments(markers: readonly BrainVisionMarker[], points: number, samplingHz: number, issues: IssueLog): Segment[] {
  const starts = markers.filter((marker) => NEW_SEGMENT.test(marker.type) && marker.sample > 0 && marker.sample < points).sort((a, b) => a.sample - b.sample);
  let begun: BrainVisionMarker | undefined = markers.find((marker) => NEW_SEGMENT.test(marker.type) && marker.sample === 0);
  const segments: Segment[] = [];
  let startSample = 0;
  let startSeconds = 0;
  for (const start of starts) {
    if (start.sample === startSample) continue;
    const span = (start.sample - startSample) / samplingHz;
    const [from, to] = [markerSeconds(begun?.date ?? ""), markerSeconds(start.date)];
    const pause = from === undefined || to === undefined ? undefined : to.whole - from.whole + (to.micro - from.micro) / 1e6 - span;
    const where = `sample ${start.sample + 1}`;
    segments.push({ startSample, endSample: start.sample, startSeconds });
    startSeconds += span;
    if (pause === undefined) {
      issues.add({ code: "brainvision-pause", severity: "warning", where, message: `The recording was interrupted before sample ${start.sample + 1}, but the markers do not say for how long; later times are too early by the pause.` });
    } else if (pause > 0) startSeconds += pause;
    else if (-pause * samplingHz > 0.5) {
      issues.add({ code: "brainvision-pause", severity: "warning", where, message: `The new segment at sample ${start.sample + 1} is stamped ${(-pause).toFixed(6)} s before the end of the one before; it was put directly after it.` });
    }
    startSample = start.sample;
    begun = start;
  }
  if (points > 0) segments.push({ startSample, endSample: points, startSeconds });
  return segments;
}

/** What the markers mean as annotations; new segments are interruptions and none. */
export function brainVisionAnnotations(markers: readonly BrainVisionMarker[], segments: readonly Segment[], samplingHz: number, channels: number): Annotation[] {
  return markers
    .filter((marker) => !NEW_SEGMENT.test(marker.type))
    .map((marker) => ({
      onsetSeconds: sampleSeconds(segments, samplingHz, marker.sample),
      durationSeconds: marker.samples / samplingHz,
      text: marker.text === "" ? marker.type : marker.text,
      channel: marker.channel !== undefined && marker.channel < channels ? marker.channel : undefined,
    }))
    .sort((a, b) => a.onsetSeconds - b.onsetSeconds);
}
