import { describe, expect, it } from "vitest";
import { voltsPerUnit } from "../../src/core/units";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import golden from "./golden/written.json";

/** Small files that other programs wrote, against what another program reads from them (golden/make_written_golden.py). */
interface WrittenFile {
  readonly main: string;
  readonly files: Readonly<Record<string, string>>;
  readonly writer: string;
  readonly reader: string;
  readonly start: string | null;
  readonly channels: readonly {
    readonly label: string;
    readonly unit: string;
    readonly samplingHz: number;
    readonly startSeconds: number;
    readonly sampleCount: number;
    /** Each so-manieth value is kept. */
    readonly every: number;
    /** null where the program gives no value. */
    readonly values: readonly (number | null)[];
    readonly missing: number;
    readonly sumOfMagnitudes: number;
  }[];
  readonly annotations: readonly (readonly [number, string])[];
  /** Codes of what is to be told of the file. */
  readonly issues: readonly string[];
  /** Of the other program's values, in parts of the largest. */
  readonly tolerance: number;
}

function openWritten({ main, files }: WrittenFile): Promise<RecordingReader> {
  const source = (name: string): ReturnType<typeof memorySource> => memorySource(name, new Uint8Array(Buffer.from(files[name]!, "base64")));
  return openRecording(source(main), {}, undefined, async (name) => (files[name] === undefined ? undefined : source(name)));
}

describe("files that other programs wrote", () => {
  it.each(Object.entries(golden as unknown as Readonly<Record<string, WrittenFile>>))("%s", async (_, expected) => {
    const reader = await openWritten(expected);
    const scan = await reader.scan();
    expect(scan.issues.map(({ code }) => code)).toEqual(expected.issues);
    expect(scan.channels.map(({ label, sampleCount }) => [label, sampleCount])).toEqual(expected.channels.map(({ label, sampleCount }) => [label, sampleCount]));
    if (expected.start !== null) expect(reader.header.startDateTime).toBe(expected.start);
    for (const [index, other] of expected.channels.entries()) {
      const channel = scan.channels[index]!;
      expect(Math.abs(channel.samplingHz / other.samplingHz - 1)).toBeLessThan(1e-9);
      expect(channel.segments[0]!.startSeconds).toBeCloseTo(other.startSeconds, 9);
      const perUnit = channel.isVoltage ? voltsPerUnit(other.unit)! : 1;
      const values = await reader.read(index, { start: 0, end: channel.sampleCount });
      const used = values.filter((value) => !Number.isNaN(value));
      const largest = used.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      other.values.forEach((value, k) => {
        const own = values[k * other.every]!;
        if (value === null) expect(own).toBeNaN();
        else expect(Math.abs(own - value * perUnit)).toBeLessThanOrEqual(expected.tolerance * largest);
      });
      expect(values.length - used.length).toBe(other.missing);
      expect(Math.abs(used.reduce((sum, value) => sum + Math.abs(value), 0) / (other.sumOfMagnitudes * perUnit) - 1)).toBeLessThan(Math.max(1e-9, expected.tolerance));
    }
    expect(scan.annotations.map(({ onsetSeconds, text }) => [onsetSeconds, text])).toEqual(expected.annotations.map(([seconds, text]) => [expect.closeTo(seconds, 6), text]));
  });
});
