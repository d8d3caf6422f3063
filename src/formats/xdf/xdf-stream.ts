import type { StoredNumber } from "../stored-numbers";
import { isSamplingRate } from "../sampling-rate";
import { childrenNamed, descendant, textAt, type XmlElement } from "../small-xml";

/** Samples in a row with one layout: each one flag byte, a time stamp where `isStamped`, and the values. */
export interface XdfRuns {
  readonly offset: number[];
  readonly firstSample: number[];
  readonly isStamped: boolean[];
}

/** What a stream's header says, and where its samples were found. */
export interface XdfStream {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly channelCount: number;
  /** 0 for events. */
  readonly nominalHz: number;
  /** undefined for text. */
  readonly number: StoredNumber | undefined;
  readonly labels: readonly string[];
  readonly units: readonly string[];
  readonly runs: XdfRuns;
  /** Time stamps worth keeping: (sample, stream clock in seconds), one a chunk and both sides of every jump. */
  readonly anchorSample: number[];
  readonly anchorSeconds: number[];
  /** Measured clock offsets, in their order: at `offsetAt` on the stream's clock, add `offsetSeconds`. */
  readonly offsetAt: number[];
  readonly offsetSeconds: number[];
  samples: number;
  lastSeconds: number;
}

/** Samples of text or without a rate. */
export interface XdfEvent {
  readonly stream: XdfStream;
  readonly seconds: number;
  readonly text: string;
}

/** Wider samples than any array; keeps one sample within one read. */
const MOST_CHANNELS = 65_536;
const NUMBERS: ReadonlyMap<string, StoredNumber | undefined> = new Map([
  ["int8", "int8"],
  ["int16", "int16"],
  ["int32", "int32"],
  ["int64", "int64"],
  ["float32", "float32"],
  ["double64", "float64"],
  ["string", undefined],
]);

/** A stream from its header, or why it cannot be read. */
export function streamOf(id: number, info: XmlElement): XdfStream | string {
  const name = textAt(info, "name");
  const format = textAt(info, "channel_format").toLowerCase();
  const channelCount = Number(textAt(info, "channel_count"));
  const nominalHz = Number(textAt(info, "nominal_srate"));
  if (!NUMBERS.has(format)) return `the channel format ${JSON.stringify(format.slice(0, 40))} is none`;
  if (!Number.isInteger(channelCount) || channelCount < 1 || channelCount > MOST_CHANNELS) return `${JSON.stringify(textAt(info, "channel_count").slice(0, 40))} channels are impossible`;
  if (nominalHz !== 0 && !isSamplingRate(nominalHz)) return `the rate ${JSON.stringify(textAt(info, "nominal_srate").slice(0, 40))} is impossible`;
  const channels = childrenNamed(descendant(info, "desc", "channels"), "channel");
  const described = channels.length === channelCount ? channels : [];
  return {
    id,
    name: name === "" ? `Stream ${id}` : name,
    type: textAt(info, "type"),
    channelCount,
    nominalHz,
    number: NUMBERS.get(format),
    labels: Array.from({ length: Math.min(channelCount, MOST_CHANNELS) }, (_, k) => textAt(described[k], "label") || textAt(described[k], "name")),
    units: Array.from({ length: channelCount }, (_, k) => textAt(described[k], "unit")),
    runs: { offset: [], firstSample: [], isStamped: [] },
    anchorSample: [],
    anchorSeconds: [],
    offsetAt: [],
    offsetSeconds: [],
    samples: 0,
    lastSeconds: NaN,
  };
}

/** True for streams that become channels; the others become annotations. */
export function isRegular(stream: XdfStream): boolean {
  return stream.number !== undefined && stream.nominalHz > 0;
}
