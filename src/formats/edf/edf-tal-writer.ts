import { KlonosError } from "../../core/errors";

/** An annotation to be written; the onset in seconds from the first sample, pauses included. */
export interface WrittenAnnotation {
  readonly onsetSeconds: number;
  /** 0 for a point in time: no duration is written. */
  readonly durationSeconds: number;
  /** Any Unicode; the control characters 0, 20 and 21 that delimit annotations become spaces. */
  readonly text: string;
}

/** An annotation signal of an EDF+ or BDF+: the same number of samples in each data record. */
export interface AnnotationSignal {
  readonly samplesPerRecord: number;
  /** One block a data record, of samplesPerRecord times the bytes of a sample. */
  readonly records: readonly Uint8Array[];
}

/** Decimals of an onset: a tenth of a microsecond is finer than any sample. */
const ONSET_DECIMALS = 7;
/** EDF+ has at most 99999999 samples a record in its header field; an annotation longer than this is a mistake. */
const LONGEST_TAL_BYTES = 65536;

function secondsText(seconds: number): string {
  const text = seconds.toFixed(ONSET_DECIMALS);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function onsetText(seconds: number): string {
  const text = secondsText(seconds);
  return text.startsWith("-") && Number(text) !== 0 ? text : `+${text.replace("-", "")}`;
}

function tal(annotation: WrittenAnnotation, fraction: number, encoder: TextEncoder): Uint8Array {
  const duration = annotation.durationSeconds > 0 ? `\x15${secondsText(annotation.durationSeconds)}` : "";
  const text = annotation.text.replace(/[\x00\x14\x15]/g, " ");
  const bytes = encoder.encode(`${onsetText(annotation.onsetSeconds + fraction)}${duration}\x14${text}\x14\x00`);
  if (!Number.isFinite(annotation.onsetSeconds) || bytes.length > LONGEST_TAL_BYTES) {
    throw new KlonosError("edf-write", `The annotation "${annotation.text.slice(0, 40)}" has no finite onset or is longer than ${LONGEST_TAL_BYTES} bytes.`);
  }
  return bytes;
}

/** Puts the lists, in order, into the first record with room; true when all fitted. */
function fill(records: readonly Uint8Array[], used: number[], lists: readonly Uint8Array[]): boolean {
  let record = 0;
  for (const list of lists) {
    while (record < records.length && used[record]! + list.length > records[record]!.length) record += 1;
    if (record === records.length) return false;
    records[record]!.set(list, used[record]!);
    used[record] = used[record]! + list.length;
  }
  return true;
}

/**
 * Time-stamped annotation lists (EDF+ 2003, 2.2.4) for `signalCount` annotation signals. The first signal's block of every
 * record begins with that record's time; the annotations, in time order, are dealt out to the signals in turn.
 */
export function encodeTals(
  annotations: readonly WrittenAnnotation[],
  recordOnsets: Float64Array,
  fraction: number,
  signalCount: number,
  bytesPerSample: number,
): AnnotationSignal[] {
  const encoder = new TextEncoder();
  const ordered = [...annotations].sort((a, b) => a.onsetSeconds - b.onsetSeconds);
  const lists = ordered.map((annotation) => tal(annotation, fraction, encoder));
  const signals: AnnotationSignal[] = [];
  for (let signal = 0; signal < signalCount; signal += 1) {
    const own = lists.filter((_, index) => index % signalCount === signal);
    const times = Array.from(recordOnsets, (onset) => (signal === 0 ? encoder.encode(`${onsetText(onset)}\x14\x14\x00`) : new Uint8Array(0)));
    const longestTime = times.reduce((longest, time) => Math.max(longest, time.length), 0);
    const longest = own.reduce((length, list) => Math.max(length, list.length), 0);
    const total = own.reduce((length, list) => length + list.length, 0);
    for (let room = Math.max(longest, Math.ceil(total / times.length)); ; room += Math.max(longest, 16)) {
      const samplesPerRecord = Math.max(8, Math.ceil((longestTime + room) / bytesPerSample));
      const records = times.map((time) => {
        const block = new Uint8Array(samplesPerRecord * bytesPerSample);
        block.set(time);
        return block;
      });
      if (fill(records, times.map((time) => time.length), own)) {
        signals.push({ samplesPerRecord, records });
        break;
      }
    }
  }
  return signals;
}
