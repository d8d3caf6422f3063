import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { voltsPerUnit } from "../../src/core/units";
import golden from "./golden/instruments.json";
import { syntheticFiles } from "./synthetic-instruments";

/** Real recordings; not part of the repository. Their values come from neo, ezc3d and py-c3d (golden/make_instrument_golden.py). */
export const DATA = "../shared/data/";
export const hasData = existsSync(DATA);
if (!hasData) console.warn(`skipped: tests against real recordings (${DATA} is absent)`);

export function openData(path: string): Promise<RecordingReader> {
  return openRecording(memorySource(path.replace(/.*\//, ""), readFileSync(DATA + path)));
}

interface GoldenRecording {
  readonly reader: string;
  readonly start: string | null;
  readonly channels: readonly { readonly label: string; readonly unit: string; readonly samplingHz: number; readonly sampleCount: number; readonly startSeconds: number | null; readonly at: readonly number[]; readonly values: readonly number[]; readonly sum: number; readonly sumOfMagnitudes: number }[];
  /** Name of the events → their number, first and last time. */
  readonly events: Readonly<Record<string, readonly [number, number, number]>>;
}

/** Every channel of a recording against the numbers of the other program: labels, rates, counts, values, sums; and its events. */
export async function expectGolden(reader: RecordingReader, expected: GoldenRecording): Promise<void> {
  const scan = await reader.scan();
  expect(scan.channels.map(({ label }) => label)).toEqual(expected.channels.map(({ label }) => label));
  for (const [index, other] of expected.channels.entries()) {
    const channel = scan.channels[index]!;
    expect(channel.unit).toBe(other.unit);
    // Some readers keep rates in single precision.
    expect(Math.abs(channel.samplingHz / other.samplingHz - 1)).toBeLessThan(1e-6);
    expect(channel.sampleCount).toBe(other.sampleCount);
    if (other.startSeconds !== null) expect(channel.segments[0]!.startSeconds).toBeCloseTo(other.startSeconds, 9);
    const values = await reader.read(index, { start: 0, end: channel.sampleCount });
    const perUnit = channel.isVoltage ? voltsPerUnit(other.unit)! : 1;
    const size = Math.max(...other.values.map(Math.abs), other.sumOfMagnitudes / Math.max(1, other.sampleCount)) * perUnit;
    other.at.forEach((at, k) => expect(Math.abs(values[at]! - other.values[k]! * perUnit)).toBeLessThanOrEqual(1e-12 * size));
    const sum = values.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum - other.sum * perUnit)).toBeLessThanOrEqual(1e-12 * size * other.sampleCount);
  }
  for (const [text, [count, first, last]] of Object.entries(expected.events)) {
    const found = scan.annotations.filter((note) => note.text === text || note.text.startsWith(`${text} `));
    expect(found.length).toBe(count);
    if (count === 0) continue;
    expect(found[0]!.onsetSeconds).toBeCloseTo(first, 6);
    expect(found[count - 1]!.onsetSeconds).toBeCloseTo(last, 6);
  }
  if (expected.start !== null) expect(reader.header.startDateTime?.slice(0, 19)).toBe(expected.start);
}

/** The real recording at this path against its golden entry. */
export async function compareWithGolden(path: string): Promise<void> {
  const entry = (golden as unknown as Record<string, GoldenRecording>)[path];
  if (entry === undefined) throw new Error(`no golden values for ${path}`);
  await expectGolden(await openData(path), entry);
}

/** A file of our own writer against what another program read in the same bytes. */
export async function compareSynthetic(name: string): Promise<void> {
  const bytes = syntheticFiles()[name];
  const entry = (golden as unknown as Record<string, GoldenRecording & { readonly sha256?: string }>)[`synthetic/${name}`];
  if (bytes === undefined || entry === undefined) throw new Error(`no synthetic file or golden values called ${name}`);
  // Other bytes than those the other program saw would prove nothing.
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(entry.sha256);
  await expectGolden(await openRecording(memorySource(name, bytes)), entry);
}
