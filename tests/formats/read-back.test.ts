import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Annotation } from "../../src/core/recording";
import { voltsPerUnit } from "../../src/core/units";
import { exportEdf } from "../../src/formats/edf/edf-export";
import { joinedPieces } from "../../src/formats/joined-pieces";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { spanOfRecording, type SpanRequest } from "../../src/formats/recording-span";
import { openRecording } from "../../src/formats/registry";

/** One line of `scripts/read-back.py`. */
interface ReadBack {
  readonly refused: Readonly<Record<string, string>>;
  readonly pyedflib?: {
    readonly start: string;
    readonly patient: readonly string[];
    readonly labels: readonly string[];
    readonly units: readonly string[];
    readonly hz: readonly number[];
    readonly stored: readonly (readonly number[])[];
    readonly values: readonly (readonly number[])[];
    readonly annotations: readonly (readonly [number, number, string])[];
  };
  readonly mne?: {
    readonly start: string;
    readonly subject: string;
    readonly channels: readonly { readonly label: string; readonly hz: number; readonly unit: string; readonly values: readonly number[]; readonly stored: readonly number[]; readonly offGrid: number }[];
    readonly annotations: readonly (readonly [number, number, string, readonly string[]])[];
  };
}

const root = resolve(import.meta.dirname, "../..");
const hasReaders = spawnSync("python3", ["-c", "import mne, pyedflib"]).status === 0;
if (!hasReaders) console.warn("skipped: reading written EDF+ and BDF+ back with MNE and pyedflib (python3 with both is absent: pip install mne pyedflib)");

const open = (bytes: Uint8Array, name: string): Promise<RecordingReader> => openRecording(memorySource(name, bytes));
const fixture = (name: string): Promise<RecordingReader> => open(new Uint8Array(readFileSync(join(root, "fixtures", name))), name);

/** A recording with what is easily lost: a start between seconds, text beyond ASCII, notes of a channel whose label is long, three rates. */
function rich(): Promise<RecordingReader> {
  const wave = (count: number, scale: number, step: number): Float64Array => Float64Array.from({ length: count }, (_, k) => scale * Math.sin(k / step) + (scale / 50) * (k % 13));
  return open(
    writeEdf({
      channels: [
        { label: "R SOL", unit: "uV", samplingHz: 2000, samples: wave(8000, 3e-4, 9) },
        { label: "L TA", unit: "mV", samplingHz: 1000, samples: wave(4000, 2e-3, 5) },
        { label: "Angle", unit: "deg", samplingHz: 50, samples: wave(200, 40, 30) },
      ],
      annotations: [{ onsetSeconds: 0.5, durationSeconds: 0.25, text: "Dehnung µ → ü" }, { onsetSeconds: 2.125, durationSeconds: 0, text: "tap@@L TA" }],
      recordSeconds: 0.5,
      startDateTime: "2024-02-29T23:59:58.75",
      patient: "4711 F 01-JAN-1950 Somebody",
    }),
    "rich.edf",
  );
}

interface Written {
  readonly name: string;
  readonly reader: RecordingReader;
  readonly startDateTime: string | undefined;
  readonly annotations: readonly Annotation[];
}

const sources: readonly { readonly name: string; readonly source: () => Promise<RecordingReader>; readonly span: SpanRequest; readonly more?: readonly Annotation[] }[] = [
  { name: "rich.edf", source: rich, span: {} },
  { name: "rich.bdf", source: rich, span: { startSeconds: 0.5 } },
  { name: "session.edf", source: () => fixture("example-session.edf"), span: { startSeconds: 2, endSeconds: 8 }, more: [{ onsetSeconds: 3.5, durationSeconds: 0.06, text: "Klonos burst", channel: 0 }] },
  { name: "tapping.bdf", source: () => fixture("tapping.bdf"), span: { endSeconds: 6 } },
  { name: "gaps.edf", source: () => fixture("gaps.edf"), span: {} },
];

const folder = mkdtempSync(join(tmpdir(), "klonos-read-back-"));
const written: Written[] = [];
let back: readonly ReadBack[] = [];

async function write({ name, source, span, more = [] }: (typeof sources)[number]): Promise<Written> {
  const reader = await source();
  const scan = await reader.scan();
  const { chunks } = await exportEdf(reader, { ...reader.header, channels: scan.channels }, spanOfRecording(scan.channels, span), [...scan.annotations, ...more].sort((a, b) => a.onsetSeconds - b.onsetSeconds), name.endsWith("bdf") ? "BDF" : "EDF");
  const bytes = await joinedPieces(chunks);
  writeFileSync(join(folder, name), bytes);
  const again = await open(bytes, name);
  const { annotations } = await again.scan();
  return { name, reader: again, startDateTime: again.header.startDateTime, annotations };
}

beforeAll(async () => {
  if (!hasReaders) return;
  for (const one of sources) written.push(await write(one));
  const run = spawnSync("python3", [join(root, "scripts/read-back.py"), ...written.map(({ name }) => join(folder, name))], { encoding: "utf8", maxBuffer: 1e9 });
  expect(run.status, run.stderr).toBe(0);
  back = run.stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as ReadBack);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** What other programs show: values in the channel's own unit, here volts for voltages. */
const inFileUnit = (unit: string, value: number): number => value / (voltsPerUnit(unit) ?? 1);
/** pyedflib keeps times in units of 100 ns, MNE in µs. */
const SAME_ONSET_DIGITS = 6;

describe.skipIf(!hasReaders)("written EDF+ and BDF+ in other programs", () => {
  it.each(sources.map(({ name }, k) => [name, k] as const))("%s: pyedflib and MNE read the stored integers, values, labels, units, rates, start and annotations", async (name, k) => {
    const { reader, startDateTime, annotations } = written[k]!;
    const { refused, pyedflib, mne } = back[k]!;
    const { channels } = await reader.scan();
    // EDFlib reads no EDF+D whatever is in it; MNE reads its samples and joins the gaps.
    expect(refused).toEqual(name === "gaps.edf" ? { pyedflib: expect.stringContaining("discontinuous") as string } : {});
    expect(mne!.subject).not.toContain("Somebody");
    for (const [index, channel] of channels.entries()) {
      const range = { start: 0, end: channel.sampleCount };
      const stored = Array.from((await reader.readStored!([index], range))[0]!);
      const values = Array.from(await reader.read(index, range));
      const other = mne!.channels[index]!;
      expect([other.label, other.hz, other.stored]).toEqual([channel.label, channel.samplingHz, stored]);
      expect(other.offGrid).toBeLessThan(1e-5);
      if (pyedflib === undefined) continue;
      expect([pyedflib.labels[index], pyedflib.units[index], pyedflib.hz[index], pyedflib.stored[index]]).toEqual([channel.label, channel.unit, channel.samplingHz, stored]);
      // The same formula in another order of operations: equal but for the last bits of a double.
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(inFileUnit(channel.unit, value))), 0);
      values.forEach((value, at) => expect(Math.abs(pyedflib.values[index]![at]! - inFileUnit(channel.unit, value))).toBeLessThanOrEqual(largest * 1e-12));
    }
    // "Not stated" is 1 January 1985, as the clock of the format begins. MNE leaves fractions of a second of the start out.
    const start = startDateTime ?? "1985-01-01T00:00:00";
    expect(mne!.start.slice(0, 19)).toBe(start.slice(0, 19));
    if (pyedflib !== undefined) {
      expect(pyedflib.start.replace(/(\.\d*?)0+$/, "$1")).toBe(start);
      expect(pyedflib.patient[0]).toBe("X");
      expect(pyedflib.annotations.map(([onset, duration, text]) => [onset.toFixed(SAME_ONSET_DIGITS), Math.max(0, duration).toFixed(SAME_ONSET_DIGITS), text])).toEqual(
        annotations.map(({ onsetSeconds, durationSeconds, text, channel }) => [onsetSeconds.toFixed(SAME_ONSET_DIGITS), durationSeconds.toFixed(SAME_ONSET_DIGITS), channel === undefined ? text : `${text}@@${channels[channel]!.label}`]),
      );
    }
    expect(mne!.annotations.map(([onset, duration, text, labels]) => [onset.toFixed(SAME_ONSET_DIGITS), duration.toFixed(SAME_ONSET_DIGITS), text, labels])).toEqual(
      annotations.map(({ onsetSeconds, durationSeconds, text, channel }) => [onsetSeconds.toFixed(SAME_ONSET_DIGITS), durationSeconds.toFixed(SAME_ONSET_DIGITS), text, channel === undefined ? [] : [channels[channel]!.label]]),
    );
    expect(annotations.length).toBeGreaterThan(0);
  });
});
