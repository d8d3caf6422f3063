import { truncateSync, writeFileSync } from "node:fs";

/** Seeded noise in (−0.5, 0.5): Park and Miller's generator, the same on every machine. */
export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 0x7fffffff;
    return state / 0x7fffffff - 0.5;
  };
}

/**
 * A table of text with one column a label: noise with bursts of 60 ms at 5 Hz from the first to the last second but one. The first label is a
 * time column in seconds when `samplingHz` is given.
 */
export function sineTable(labels: readonly string[], rows: number, samplingHz?: number): string {
  const random = noise(7);
  const rate = samplingHz ?? 2000;
  const lines = [labels.join(",")];
  for (let row = 0; row < rows; row++) {
    const seconds = row / rate;
    const isBurst = seconds > 1 && seconds < rows / rate - 0.5 && seconds % 0.2 < 0.06;
    const cells = labels.map((_, column) => (samplingHz !== undefined && column === 0 ? seconds.toFixed(5) : (random() * (isBurst ? 2 : 0.05)).toFixed(5)));
    lines.push(cells.join(","));
  }
  return `${lines.join("\n")}\n`;
}

/** Where `longEdf` has its one-sample spike. */
export const SPIKE = { channel: 5, seconds: 300.25, microvolts: 3000 } as const;

const EDF_DIGITAL = 32767;
const EDF_MICROVOLTS = 5000;

/** A field of an EDF header: ASCII, padded with spaces. */
function field(text: string | number, length: number): string {
  return String(text).padEnd(length).slice(0, length);
}

/** The header of an EDF file of `channels` EMG signals in records of a second. */
function edfHeader(channels: number, seconds: number, rate: number): string {
  const each = (text: (channel: number) => string | number, length: number): string => Array.from({ length: channels }, (_, channel) => field(text(channel), length)).join("");
  return [
    field("0", 8),
    field("X X X X", 80),
    field("Startdate X X X X", 80),
    field("14.09.26", 8),
    field("10.42.07", 8),
    field(256 * (channels + 1), 8),
    field("", 44),
    field(seconds, 8),
    field(1, 8),
    field(channels, 4),
    each((channel) => `EMG ${channel + 1}`, 16),
    each(() => "", 80),
    each(() => "uV", 8),
    each(() => -EDF_MICROVOLTS, 8),
    each(() => EDF_MICROVOLTS, 8),
    each(() => -EDF_DIGITAL, 8),
    each(() => EDF_DIGITAL, 8),
    each(() => "", 80),
    each(() => rate, 8),
    each(() => "", 32),
  ].join("");
}

/**
 * Writes an EDF file of many hours: noise in its first seconds, nothing after. The disk keeps only what was written.
 * @returns its path
 */
export function sparseEdf(path: string, channels: number, seconds: number, rate: number): string {
  const header = edfHeader(channels, seconds, rate);
  const noisySeconds = 60;
  const random = noise(3);
  const samples = Int16Array.from({ length: noisySeconds * channels * rate }, () => Math.round((random() * 20 * EDF_DIGITAL) / EDF_MICROVOLTS));
  writeFileSync(path, Buffer.concat([Buffer.from(header, "latin1"), Buffer.from(samples.buffer)]));
  truncateSync(path, header.length + seconds * channels * rate * 2);
  return path;
}

/**
 * An EDF file of `channels` signals at 2 kHz with noise of a few microvolts and, in one channel, a single sample of 3 mV.
 * Written here byte by byte (Kemp et al. 1992), and not by Klonos' own writer.
 */
export function longEdf(channels: number, seconds: number): Buffer {
  const rate = 2000;
  const header = edfHeader(channels, seconds, rate);
  const record = channels * rate * 2;
  const bytes = Buffer.alloc(header.length + seconds * record);
  bytes.write(header, "latin1");
  const random = noise(11);
  // One second of noise, shifted from record to record: white enough to look at, and made in a moment.
  const second = Int16Array.from({ length: rate * 2 }, () => Math.round((random() * 20 * EDF_DIGITAL) / EDF_MICROVOLTS));
  for (let index = 0; index < seconds; index++) {
    for (let channel = 0; channel < channels; channel++) {
      const shift = (index * 37 + channel * 101) % rate;
      Buffer.from(second.buffer, shift * 2, rate * 2).copy(bytes, header.length + index * record + channel * rate * 2);
    }
  }
  const at = header.length + Math.floor(SPIKE.seconds) * record + SPIKE.channel * rate * 2 + Math.round((SPIKE.seconds % 1) * rate) * 2;
  bytes.writeInt16LE(Math.round((SPIKE.microvolts * EDF_DIGITAL) / EDF_MICROVOLTS), at);
  return bytes;
}
