import { type Cancel, KlonosError, type Progress } from "../../core/errors";
import { type ByteCursor, createByteCursor } from "../byte-cursor";
import type { ByteSource } from "../byte-source";
import { isTime } from "../csv/csv-row-clock";
import type { IssueLog } from "../issue-log";
import { parseSmallXml, textAt, type XmlElement } from "../small-xml";
import { decodeStored, storedBytes } from "../stored-numbers";
import { isRegular, streamOf, type XdfEvent, type XdfStream } from "./xdf-stream";

/** What was found from the start of the file on. */
export interface XdfContents {
  /** By their identifiers, in the order of their headers. */
  readonly streams: ReadonlyMap<number, XdfStream>;
  readonly events: readonly XdfEvent[];
  /** Date and time at which the recorder began, as written; empty when it is not. */
  readonly dateTime: string;
  /** False when the walk stopped before the end of the file, as it was asked to. */
  readonly isWhole: boolean;
  /** Where it stopped. */
  readonly position: number;
}

const FILE_HEADER = 1;
const STREAM_HEADER = 2;
const SAMPLES = 3;
const CLOCK_OFFSET = 4;
const BOUNDARY = 5;
const STREAM_FOOTER = 6;
/** The first four bytes of every XDF file. */
export const XDF_MAGIC = "XDF:";
/** Longest description of a file or stream; thousands of channels fit. */
const LONGEST_XML_BYTES = 1024 * 1024;
/** Text of one marker. */
const LONGEST_TEXT_BYTES = 64 * 1024;
const MOST_STREAMS = 4096;
const MOST_EVENTS = 1_000_000;
/** Runs of samples kept in memory (24 bytes each): days of recording in chunks of 20 ms. */
const MOST_RUNS = 16_000_000;
/** Events with more values than this are no markers (eye tracker, motion capture without a rate). */
const MOST_EVENT_CHANNELS = 8;
/** Steps between two stamps that differ from the nominal one by more than this are kept. */
const JUMP_SECONDS = 0.05;
const RAW = { gain: 1, offset: 0 };
const IS_LITTLE = true;

/** A length of 1, 4 or 8 bytes, told by the byte before; undefined when that byte is none of these. `at` is where the length begins. */
function lengthAt(view: DataView, at: number): { readonly value: number; readonly bytes: number } | undefined {
  const bytes = at < view.byteLength ? view.getUint8(at) : 0;
  if (at + 1 + bytes > view.byteLength) return undefined;
  if (bytes === 1) return { value: view.getUint8(at + 1), bytes: 2 };
  if (bytes === 4) return { value: view.getUint32(at + 1, IS_LITTLE), bytes: 5 };
  if (bytes === 8) return { value: Number(view.getBigUint64(at + 1, IS_LITTLE)), bytes: 9 };
  return undefined;
}

async function readXml(cursor: ByteCursor, length: number): Promise<XmlElement | string> {
  if (length > LONGEST_XML_BYTES) return `its description is ${length} bytes long (at most ${LONGEST_XML_BYTES} are read)`;
  const view = await cursor.ahead(length);
  const text = new TextDecoder("utf-8").decode(new Uint8Array(view.buffer, view.byteOffset, Math.min(length, view.byteLength)));
  const parsed = parseSmallXml(text);
  return "problem" in parsed ? `its description is damaged: ${parsed.problem} (character ${parsed.at})` : parsed;
}

function keepStamp(stream: XdfStream, sample: number, seconds: number, isFirstOfChunk: boolean): void {
  const step = stream.nominalHz > 0 ? 1 / stream.nominalHz : 0;
  const isJump = Math.abs(seconds - stream.lastSeconds - step) > JUMP_SECONDS;
  stream.lastSeconds = seconds;
  if (!isTime(seconds) || !(isFirstOfChunk || isJump)) return;
  stream.anchorSample.push(sample);
  stream.anchorSeconds.push(seconds);
}

/** Samples of numbers at a rate: only where they are and when. Returns how many were whole. */
async function walkNumbers(cursor: ByteCursor, stream: XdfStream, count: number, end: number): Promise<number> {
  const width = storedBytes(stream.number!) * stream.channelCount;
  const { runs } = stream;
  let isInRun: boolean | undefined;
  let done = 0;
  while (done < count) {
    const view = await cursor.ahead(9 + width);
    const start = cursor.position();
    let at = 0;
    const before = done;
    for (; done < count; done += 1) {
      if (at >= view.byteLength) break;
      const stampBytes = view.getUint8(at);
      const whole = 1 + stampBytes + width;
      if ((stampBytes !== 0 && stampBytes !== 8) || at + whole > view.byteLength || start + at + whole > end) break;
      const isStamped = stampBytes === 8;
      if (isStamped !== isInRun) {
        runs.offset.push(start + at);
        runs.firstSample.push(stream.samples);
        runs.isStamped.push(isStamped);
        isInRun = isStamped;
      }
      if (isStamped) keepStamp(stream, stream.samples, view.getFloat64(at + 1, IS_LITTLE), done === 0);
      else stream.lastSeconds += 1 / stream.nominalHz;
      stream.samples += 1;
      at += whole;
    }
    cursor.skip(at);
    if (done === before) return done;
    if (runs.offset.length > MOST_RUNS) throw new KlonosError("xdf-chunk", `The stream ${stream.name} is cut into more than ${MOST_RUNS} pieces by byte ${cursor.position()}: this is no recording. Export it again.`, `byte ${cursor.position()}`);
  }
  return done;
}

/** One sample of an event stream: its text and how many bytes it takes; undefined when it is not whole. */
function eventAt(view: DataView, at: number, stream: XdfStream): { readonly text: string; readonly bytes: number } | undefined {
  if (stream.number !== undefined) {
    const width = storedBytes(stream.number);
    const bytes = width * stream.channelCount;
    if (at + bytes > view.byteLength) return undefined;
    const shown = Math.min(stream.channelCount, MOST_EVENT_CHANNELS);
    const values = new Float64Array(shown);
    decodeStored(stream.number, IS_LITTLE, new Uint8Array(view.buffer, view.byteOffset, view.byteLength), at, width, shown, RAW, values, 0);
    return { text: Array.from(values, String).join(" "), bytes };
  }
  const texts: string[] = [];
  let position = at;
  for (let channel = 0; channel < stream.channelCount; channel += 1) {
    const length = lengthAt(view, position);
    if (length === undefined || length.value > LONGEST_TEXT_BYTES || position + length.bytes + length.value > view.byteLength) return undefined;
    texts.push(new TextDecoder("utf-8").decode(new Uint8Array(view.buffer, view.byteOffset + position + length.bytes, length.value)).replace(/\0/g, " ").trim());
    position += length.bytes + length.value;
  }
  return { text: texts.filter((text) => text !== "").join(" "), bytes: position - at };
}

async function walkEvents(cursor: ByteCursor, stream: XdfStream, count: number, end: number, events: XdfEvent[], issues: IssueLog): Promise<number> {
  const least = Math.min(2 * LONGEST_TEXT_BYTES, end - cursor.position());
  for (let done = 0; done < count; done += 1) {
    const view = await cursor.ahead(Math.min(least, end - cursor.position()));
    const stampBytes = view.byteLength > 0 ? view.getUint8(0) : 1;
    if ((stampBytes !== 0 && stampBytes !== 8) || view.byteLength < 1 + stampBytes) return done;
    const seconds = stampBytes === 8 ? view.getFloat64(1, IS_LITTLE) : stream.lastSeconds + (stream.nominalHz > 0 ? 1 / stream.nominalHz : 0);
    const event = eventAt(view, 1 + stampBytes, stream);
    if (event === undefined || cursor.position() + 1 + stampBytes + event.bytes > end) return done;
    cursor.skip(1 + stampBytes + event.bytes);
    stream.samples += 1;
    stream.lastSeconds = seconds;
    if (event.text === "") continue;
    if (!Number.isFinite(seconds)) issues.add({ code: "xdf-event", severity: "warning", where: `byte ${cursor.position()}`, message: `An event of ${stream.name} (${event.text.slice(0, 40)}) has no time stamp and was left out.` });
    else if (events.length < MOST_EVENTS) events.push({ stream, seconds, text: event.text });
    else issues.add({ code: "xdf-event", severity: "error", where: `byte ${cursor.position()}`, message: `The file holds more than ${MOST_EVENTS} events; the rest is left out.` });
  }
  return count;
}

/**
 * Walks the chunks of a file up to its end, or to the first one at or behind `stopAt`. Damage ends the walk with an issue that
 * says how far the file is whole; what came before is kept.
 */
export async function walkXdf(source: ByteSource, stopAt: number, issues: IssueLog, cancel?: Cancel, progress?: Progress): Promise<XdfContents> {
  const cursor = createByteCursor(source, XDF_MAGIC.length, cancel);
  const streams = new Map<number, XdfStream>();
  const events: XdfEvent[] = [];
  const unreadable = new Set<number>();
  let dateTime = "";
  let chunks = 0;

  function broken(at: number, message: string): void {
    issues.add({ code: "xdf-truncated", severity: "warning", where: `byte ${at}`, message: `${message}; the first ${chunks} chunks (${at} of ${source.size} bytes) are whole and are offered.` });
  }

  async function samples(contentEnd: number, isCut: boolean, chunkAt: number): Promise<boolean> {
    const head = await cursor.ahead(13);
    if (head.byteLength < 4) return false;
    const id = head.getUint32(0, IS_LITTLE);
    const count = lengthAt(head, 4);
    const stream = streams.get(id);
    if (stream === undefined) {
      if (!unreadable.has(id)) issues.add({ code: "xdf-stream", severity: "warning", where: `byte ${chunkAt}`, message: `Samples of stream ${id} stand here, but the file describes no such stream; they were left out.` });
      unreadable.add(id);
      return true;
    }
    if (count === undefined) return false;
    cursor.skip(4 + count.bytes);
    const done = isRegular(stream) ? await walkNumbers(cursor, stream, count.value, contentEnd) : await walkEvents(cursor, stream, count.value, contentEnd, events, issues);
    if (done < count.value && !isCut) {
      issues.add({ code: "xdf-chunk", severity: "warning", where: `byte ${cursor.position()}`, message: `A chunk of ${stream.name} announces ${count.value} samples; ${done} of them are whole and are used.` });
    }
    return done === count.value;
  }

  for (;;) {
    const at = cursor.position();
    if (at >= source.size || at >= stopAt) break;
    progress?.(at / source.size, "indexing the streams");
    const view = await cursor.ahead(11);
    const length = lengthAt(view, 0);
    if (length === undefined || length.bytes + 2 > view.byteLength || length.value < 2) {
      broken(at, length === undefined && view.byteLength >= 9 ? "What follows is no chunk of an XDF file" : "The file ends inside the head of a chunk");
      break;
    }
    const tag = view.getUint16(length.bytes, IS_LITTLE);
    const start = at + length.bytes + 2;
    const end = at + length.bytes + length.value;
    if (tag < FILE_HEADER || tag > STREAM_FOOTER) {
      broken(at, `What follows is no chunk of an XDF file (tag ${tag})`);
      break;
    }
    const isCut = !(end <= source.size);
    cursor.skip(start - at);
    const content = length.value - 2;
    if (tag === SAMPLES) await samples(Math.min(end, source.size), isCut, at);
    if (isCut) {
      broken(at, "The file ends inside a chunk");
      cursor.skip(source.size - cursor.position());
      break;
    }
    if (tag === FILE_HEADER) {
      const info = await readXml(cursor, content);
      if (typeof info !== "string") dateTime = textAt(info, "datetime");
    } else if (tag === STREAM_HEADER && content >= 4) {
      const id = (await cursor.ahead(4)).getUint32(0, IS_LITTLE);
      cursor.skip(4);
      const info = await readXml(cursor, content - 4);
      const stream = typeof info === "string" ? info : streamOf(id, info);
      if (typeof stream === "string" || streams.has(id) || streams.size >= MOST_STREAMS) {
        unreadable.add(id);
        const why = typeof stream === "string" ? stream : "it is described twice, or there are too many";
        issues.add({ code: "xdf-stream", severity: "error", where: `byte ${at}`, message: `Stream ${id} is left out: ${why}.` });
      } else streams.set(id, stream);
    } else if (tag === CLOCK_OFFSET && content >= 20) {
      const offset = await cursor.ahead(20);
      const stream = streams.get(offset.getUint32(0, IS_LITTLE));
      const [when, value] = [offset.getFloat64(4, IS_LITTLE), offset.getFloat64(12, IS_LITTLE)];
      if (stream !== undefined && isTime(when) && isTime(value)) {
        stream.offsetAt.push(when);
        stream.offsetSeconds.push(value);
      }
    } else if (tag === BOUNDARY || tag === STREAM_FOOTER) {
      // Marks for repair and sums of what was read: nothing is in them that is not known by now.
    }
    cursor.skip(end - cursor.position());
    chunks += 1;
  }
  return { streams, events, dateTime, isWhole: cursor.position() >= source.size || cursor.position() < stopAt, position: cursor.position() };
}
