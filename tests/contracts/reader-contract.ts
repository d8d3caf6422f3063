import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KlonosError } from "../../src/core/errors";
import type { ByteSource, SiblingSource } from "../../src/formats/byte-source";
import { memorySource } from "../../src/formats/memory-source";
import type { ImportOptions, RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { type HostileSource, hostileSource } from "./hostile-source";

export interface ReaderCase {
  readonly title: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly options?: ImportOptions;
  /** The other files of a recording that spans several. */
  readonly siblings?: Readonly<Record<string, Uint8Array>>;
  /** What went into the file: volts for voltages, else the unit's values, and how far the file's digits may be from them. */
  readonly truth: readonly { readonly label: string; readonly samplingHz: number; readonly samples: Float64Array; readonly tolerance: number }[];
  /** Bytes at the start in which every place of truncation is tried. */
  readonly headerBytes: number;
}

/** No single read may be longer than this whatever the file claims. */
const LONGEST_READ = 2 * 1024 * 1024;

/** Gives the other files of a recording, each through `open`. */
function siblingsOf(subject: ReaderCase, open: (name: string, bytes: Uint8Array) => ByteSource): SiblingSource | undefined {
  const files = subject.siblings;
  if (files === undefined) return undefined;
  return async (name) => (Object.hasOwn(files, name) ? open(name, files[name]!) : undefined);
}

async function readAll(reader: RecordingReader): Promise<Float64Array[]> {
  const { channels } = await reader.scan();
  return Promise.all(channels.map((channel) => reader.read(channel.index, { start: 0, end: channel.sampleCount })));
}

/** Opens, scans and reads a damaged file. Anything but success or a KlonosError is a failure of the reader. */
async function survives(bytes: Uint8Array, subject: ReaderCase): Promise<void> {
  const source = hostileSource(subject.name, bytes);
  const others: HostileSource[] = [];
  const siblings = siblingsOf(subject, (name, content) => {
    const other = hostileSource(name, content);
    others.push(other);
    return other;
  });
  try {
    const reader = await openRecording(source, subject.options, undefined, siblings);
    const scan = await reader.scan();
    for (const channel of scan.channels) {
      expect(channel.samplingHz).toBeGreaterThan(0);
      const values = await reader.read(channel.index, { start: Math.max(0, channel.sampleCount - 5), end: channel.sampleCount });
      expect(values.length).toBe(Math.min(5, channel.sampleCount));
    }
    for (const issue of scan.issues) expect(issue.message.length).toBeGreaterThan(10);
  } catch (thrown) {
    if (!(thrown instanceof KlonosError)) throw thrown;
    expect(thrown.record.message.length).toBeGreaterThan(10);
  }
  for (const read of [source, ...others]) expect(read.longestRead()).toBeLessThanOrEqual(LONGEST_READ);
}

/** What every reader must do, whatever the format. */
export function describeReader(subject: ReaderCase): void {
  const open = (): Promise<RecordingReader> => openRecording(memorySource(subject.name, subject.bytes), subject.options, undefined, siblingsOf(subject, memorySource));

  describe(`reader contract: ${subject.title}`, () => {
    it("tells the channels, and their samples as they were written", async () => {
      const reader = await open();
      const { channels } = await reader.scan();
      expect(channels.map((channel) => channel.label)).toEqual(subject.truth.map((channel) => channel.label));
      const read = await readAll(reader);
      subject.truth.forEach((truth, index) => {
        expect(channels[index]!.index).toBe(index);
        expect(channels[index]!.samplingHz).toBeCloseTo(truth.samplingHz, 6);
        expect(channels[index]!.sampleCount).toBe(truth.samples.length);
        let worst = 0;
        truth.samples.forEach((value, k) => (worst = Math.max(worst, Number.isNaN(value) === Number.isNaN(read[index]![k]!) ? Math.abs(value - read[index]![k]!) || 0 : Infinity)));
        expect(worst).toBeLessThanOrEqual(truth.tolerance);
      });
    });

    it("has segments that tile the samples, in time order, without overlap", async () => {
      const { channels, gaps } = await (await open()).scan();
      for (const channel of channels) {
        let sample = 0;
        let seconds = 0;
        for (const segment of channel.segments) {
          expect(segment.startSample).toBe(sample);
          expect(segment.endSample).toBeGreaterThan(segment.startSample);
          expect(segment.startSeconds).toBeGreaterThanOrEqual(seconds - 1e-9);
          sample = segment.endSample;
          seconds = segment.startSeconds + (segment.endSample - segment.startSample) / channel.samplingHz;
        }
        expect(sample).toBe(channel.sampleCount);
        expect(channel.segments.length).toBeLessThanOrEqual(gaps.length + 1);
      }
    });

    it("gives the same values however the range is cut, and over a hostile source", async () => {
      const whole = await readAll(await open());
      const siblings = siblingsOf(subject, (name, bytes) => hostileSource(name, bytes, { odd: true }));
      const reader = await openRecording(hostileSource(subject.name, subject.bytes, { odd: true }), subject.options, undefined, siblings);
      await reader.scan();
      for (const [index, expected] of whole.entries()) {
        const cuts = [0, 1, 2, 97, 1023, 1024, 1025, Math.floor(expected.length / 2), expected.length - 1, expected.length].filter((cut) => cut >= 0 && cut <= expected.length).sort((a, b) => a - b);
        const parts = await Promise.all(cuts.slice(1).map((end, k) => reader.read(index, { start: cuts[k]!, end })));
        const joined = new Float64Array(expected.length);
        parts.forEach((part, k) => joined.set(part, cuts[k]!));
        expect(parts.reduce((sum, part) => sum + part.length, 0)).toBe(expected.length);
        expect(Buffer.compare(Buffer.from(joined.buffer), Buffer.from(expected.buffer))).toBe(0);
      }
    });

    it("hands over arrays that the caller owns", async () => {
      const reader = await open();
      const end = Math.min(50, reader.header.channels[0]!.sampleCount);
      const first = await reader.read(0, { start: 0, end });
      const kept = first.slice();
      first.fill(NaN);
      expect(await reader.read(0, { start: 0, end })).toEqual(kept);
    });

    it("scans once, whoever asks, and again after a cancelled scan", async () => {
      const media: HostileSource[] = [];
      const source = hostileSource(subject.name, subject.bytes);
      media.push(source);
      const siblings = siblingsOf(subject, (name, bytes) => {
        const medium = hostileSource(name, bytes);
        media.push(medium);
        return medium;
      });
      const bytesRead = (): number => media.reduce((sum, medium) => sum + medium.bytesRead(), 0);
      const reader = await openRecording(source, subject.options, undefined, siblings);
      await expect(reader.scan({ cancelled: true })).rejects.toMatchObject({ record: { code: "cancelled" } });
      const [first, second] = await Promise.all([reader.scan(), reader.scan()]);
      const read = bytesRead();
      expect(second).toBe(first);
      expect(await reader.scan()).toBe(first);
      expect(bytesRead()).toBe(read);
    });

    it("stops when cancelled and refuses ranges outside the channel", async () => {
      const reader = await open();
      await reader.scan();
      const end = reader.header.channels[0]!.sampleCount;
      await expect(reader.read(0, { start: 0, end }, { cancelled: true })).rejects.toMatchObject({ record: { code: "cancelled" } });
      for (const range of [{ start: -1, end: 1 }, { start: 0, end: 1e9 }, { start: 3, end: 2 }, { start: 0.5, end: 2 }]) {
        await expect(reader.read(0, range)).rejects.toBeInstanceOf(RangeError);
      }
      await expect(reader.read(99, { start: 0, end: 1 })).rejects.toBeInstanceOf(RangeError);
      expect((await reader.read(0, { start: end, end })).length).toBe(0);
    });

    it("passes on what the source says when the file is cut while open, and closes it", async () => {
      const isCut = { now: false };
      const media: HostileSource[] = [];
      const cuttable = (name: string, bytes: Uint8Array): ByteSource => {
        const medium = hostileSource(name, bytes);
        media.push(medium);
        return { ...medium, read: (offset: number, length: number): Promise<Uint8Array> => (isCut.now ? Promise.reject(new KlonosError("short-read", "cut")) : medium.read(offset, length)) };
      };
      const reader = await openRecording(cuttable(subject.name, subject.bytes), subject.options, undefined, siblingsOf(subject, cuttable));
      await reader.scan();
      isCut.now = true;
      const end = reader.header.channels[0]!.sampleCount;
      await expect(reader.read(0, { start: 0, end })).rejects.toMatchObject({ record: { code: "short-read" } });
      await reader.close();
      expect(media.every((medium) => medium.isClosed())).toBe(true);
    });

    it("survives truncation all over the header and anywhere in the data", async () => {
      const places = new Set<number>();
      // Every byte of a short header; of a long one the first and then every few.
      const step = Math.max(1, Math.floor(subject.headerBytes / 40));
      for (let at = 0; at <= subject.headerBytes; at += at < 16 ? 1 : step) places.add(at);
      for (let k = 0; k < 12; k += 1) places.add(subject.headerBytes + Math.floor(((subject.bytes.length - subject.headerBytes) * k) / 12));
      await Promise.all([...places].map((at) => survives(subject.bytes.slice(0, at), subject)));
    });

    // Only where there are any: a format of one file has nothing to skip.
    const { siblings: otherFiles } = subject;
    if (otherFiles !== undefined) it("survives truncation and changed bytes in its other files, and their absence", async () => {
      for (const [name, content] of Object.entries(otherFiles)) {
        const rest = Object.fromEntries(Object.entries(otherFiles).filter(([other]) => other !== name));
        await survives(subject.bytes, { ...subject, siblings: rest });
        const cuts = Array.from({ length: 24 }, (_, k) => (k < 12 ? k : Math.floor((content.length * (k - 12)) / 12)));
        await Promise.all(cuts.map((cut) => survives(subject.bytes, { ...subject, siblings: { ...rest, [name]: content.slice(0, cut) } })));
        await fc.assert(
          fc.asyncProperty(fc.array(fc.tuple(fc.nat(content.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), async (changes) => {
            const bytes = content.slice();
            for (const [at, byte] of changes) bytes[at] = byte;
            await survives(subject.bytes, { ...subject, siblings: { ...rest, [name]: bytes } });
          }),
          { numRuns: 5 },
        );
      }
    });

    it("survives changed bytes", async () => {
      const position = fc.oneof(fc.nat(subject.headerBytes - 1), fc.nat(subject.bytes.length - 1));
      // Digits, signs and delimiters change what numbers mean; any byte may come from a bad disk.
      const value = fc.oneof(fc.constantFrom(..."0123456789-+., \t\n\r\"#eE\0".split("").map((c) => c.charCodeAt(0))), fc.nat(255));
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(position, value), { minLength: 1, maxLength: 6 }), async (changes) => {
          const bytes = subject.bytes.slice();
          for (const [at, byte] of changes) bytes[at] = byte;
          await survives(bytes, subject);
        }),
        // A few of each; `tests/fuzz` damages every format more and in more ways.
        { numRuns: 8 },
      );
    });
  });
}
