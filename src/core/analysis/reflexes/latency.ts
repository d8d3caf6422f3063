import type { Cancel } from "../../errors";
import { firstLatency } from "../../reflex/first-latency";
import { evokingMark } from "../../reflex/marks";
import type { Mark } from "../../result";
import type { ReadSamples } from "../../signal/trend";
import type { Measurement } from "../../verdict/evidence";
import type { Train } from "../evidence/train-evidence";

/** Raw signal read before the mark: the background of science.md 5.1 needs 100 ms. */
const beforeSeconds = 0.15;
/** How long after the mark a response is looked for: pseudoclonus begins up to 400 ms after the stretch (science.md 6.1). */
const searchSeconds = 0.5;
/** Raw signal read beyond the search: the first peak of a late response. */
const afterSeconds = 0.1;

/** Seconds from the stretch or tap that a train answers to the first response on the raw signal (science.md 5.1). */
export async function gatherLatency(train: Train, startSeconds: number, marks: readonly Mark[], read: ReadSamples, cancel: Cancel | undefined): Promise<Measurement> {
  const mark = evokingMark(marks, startSeconds);
  if (mark === undefined) return { missing: "No stretch or tap is marked within half a second before this train." };
  if (mark.origin === "user") return { missing: "The mark was set by hand: it is too inexact for a latency. A trigger of the file, or an event confirmed from a channel, gives one." };
  const { segment, samplingHz } = train.place.track;
  const position = segment.startSample + (mark.seconds - segment.startSeconds) * samplingHz;
  const start = Math.max(segment.startSample, Math.floor(position - beforeSeconds * samplingHz));
  const end = Math.min(segment.endSample, Math.ceil(position + (searchSeconds + afterSeconds) * samplingHz));
  if (position < segment.startSample || end <= position) return { missing: "The mark lies in a gap." };
  const samples = await read({ start, end }, cancel);
  const latency = firstLatency({ samples, samplingHz, markSample: position - start, searchSeconds });
  return "seconds" in latency ? latency.seconds : { missing: `${latency.missing.charAt(0).toUpperCase()}${latency.missing.slice(1)}.` };
}
