import { type Cancel, throwIfCancelled } from "../../core/errors";
import type { Annotation, ChannelInfo } from "../../core/recording";
import type { ByteSource } from "../byte-source";
import type { EdfLayout, EdfSignal } from "./edf-header";
import { planSamples } from "./edf-plan";
import type { IssueLog } from "../issue-log";
import { sampleSeconds } from "../segment-time";

/** BioSemi's trigger word: the low 16 bits are the trigger inputs, those above tell of battery, range and speed. */
const TRIGGER_BITS = 0xffff;
/** A line that changes more often carries no triggers. */
const MOST_TRIGGERS = 50_000;

/** True for the trigger word of a BDF. */
export function isStatusSignal(family: EdfLayout["family"], label: string): boolean {
  return family === "BDF" && /^status$/i.test(label);
}

/**
 * Events of a `Status` channel: an annotation `Trigger n` wherever the trigger inputs change to another number than 0. What they show
 * at the first sample was set before the recording and is no event.
 */
export async function readStatusEvents(source: ByteSource, layout: EdfLayout, signal: EdfSignal, channel: ChannelInfo, issues: IssueLog, cancel: Cancel | undefined): Promise<Annotation[]> {
  const events: Annotation[] = [];
  let last: number | undefined;
  for (const read of planSamples(layout, signal, { start: 0, end: channel.sampleCount })) {
    throwIfCancelled(cancel);
    const bytes = await source.read(read.offset, read.length, cancel);
    for (const { offset, samples, outIndex } of read.wanted) {
      for (let k = 0, at = offset - read.offset; k < samples; k += 1, at += layout.bytesPerSample) {
        const code = (bytes[at]! | (bytes[at + 1]! << 8)) & TRIGGER_BITS;
        if (code !== last && last !== undefined && code !== 0) {
          if (events.length >= MOST_TRIGGERS) {
            issues.add({ code: "edf-status", severity: "warning", where: `channel ${channel.index + 1} (${channel.label})`, message: `The trigger inputs change more than ${MOST_TRIGGERS} times; they carry no triggers, and no events were made of them.` });
            return [];
          }
          events.push({ onsetSeconds: sampleSeconds(channel.segments, channel.samplingHz, outIndex + k), durationSeconds: 0, text: `Trigger ${code}`, channel: undefined });
        }
        last = code;
      }
    }
  }
  if (events.length > 0) issues.add({ code: "edf-status", severity: "info", where: `channel ${channel.index + 1} (${channel.label})`, message: `${events.length} event${events.length === 1 ? " was" : "s were"} read from the trigger inputs of ${channel.label}.` });
  return events;
}
