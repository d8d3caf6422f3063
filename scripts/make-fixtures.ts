// Writes the recordings in fixtures/ and, beside each, what it holds according to the generator.
//   npx tsx scripts/make-fixtures.ts        the same bytes every time
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { joinSimulations } from "../src/core/simulate/join";
import { type SimulatedChannel, type Simulation, simulate } from "../src/core/simulate/simulate";
import type { SimulationTruth } from "../src/core/simulate/truth";
import { type EdfPause, type EdfVariant, writeEdf } from "../src/formats/edf/edf-writer";

/** One file of the folder. */
export interface FixtureFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a reader must find: samples at a few places, to within half a step of the converter or of the last printed digit. */
interface ExpectedChannel {
  readonly label: string;
  readonly unit: string;
  readonly samplingHz: number;
  readonly sampleCount: number;
  /** Stored sample index and value in the unit of the file. */
  readonly samples: readonly (readonly [number, number])[];
  readonly tolerance: number;
}

interface Expected {
  readonly schema: "klonos-fixture/1";
  readonly file: string;
  readonly format: string;
  readonly durationSeconds: number;
  readonly channels: readonly ExpectedChannel[];
  readonly annotations: readonly { readonly onsetSeconds: number; readonly text: string }[];
  readonly gaps: readonly { readonly startSeconds: number; readonly endSeconds: number }[];
  readonly manoeuvres: readonly SimulationTruth[];
}

const MICROVOLTS = 1e6;
const encoder = new TextEncoder();

/** Every fixture, in the order of the folder. */
export function fixtureFiles(): readonly FixtureFile[] {
  return [...exampleSession(), ...mixedRates(), ...gaps(), ...bdf(), ...decimalComma()];
}

/**
 * The session a newcomer sees first: four stretches of one ankle. Seeds chosen so that each shows its pattern plainly: a clonus
 * that lasts as long as the hold, one that fades, a short train that cannot be decided, and an irregular one.
 */
function exampleSession(): readonly FixtureFile[] {
  const common = { samplingHz: 2000, synergist: "R MG", angle: true } as const;
  const session = joinSimulations([
    simulate({ ...common, class: "clonus", seed: 101, seconds: 13, snrDb: 20, antagonist: "alternating", leadSeconds: 6, tailSeconds: 4 }),
    simulate({ ...common, class: "clonoid", seed: 204, beats: 9, snrDb: 18, antagonist: "alternating", leadSeconds: 5, tailSeconds: 5 }),
    simulate({ ...common, class: "semi-regular", seed: 305, beats: 6, snrDb: 15, antagonist: "synchronous", leadSeconds: 5, tailSeconds: 4 }),
    simulate({ ...common, class: "pseudoclonus", seed: 405, beats: 12, snrDb: 18, antagonist: "random", leadSeconds: 5, tailSeconds: 5 }),
  ]);
  return edfFixture("example-session.edf", "EDF+C", session.channels, session.annotations, session.truths, { startDateTime: "2026-09-14T10:42:07" });
}

/** Three rates in one file, the slowest with one value in a tenth of a second. */
function mixedRates(): readonly FixtureFile[] {
  const simulation = simulate({ class: "clonus", seed: 11, beats: 12, samplingHz: 1000, snrDb: 18, antagonist: "none", leadSeconds: 2, angle: true });
  const slow: SimulatedChannel = { label: "Force", unit: "N", isVoltage: false, samplingHz: 10, samples: Float64Array.from({ length: Math.round(simulation.durationSeconds * 10) }, (_, i) => 20 + 5 * Math.sin(i / 7)) };
  const half = simulate({ class: "clonus", seed: 12, beats: 12, samplingHz: 500, snrDb: 12, antagonist: "none", leadSeconds: 2, labels: ["R TA", ""] });
  const other: SimulatedChannel = { ...half.channels[0]!, samples: fit(half.channels[0]!.samples, Math.round(simulation.durationSeconds * 500)) };
  const channels = [simulation.channels[0]!, other, simulation.channels[1]!, slow];
  return edfFixture("mixed-rates.edf", "EDF+C", channels, simulation.annotations, [simulation.truth]);
}

/** EDF+D: the recorder paused twice. The truth is in stored time, the gaps in true time. */
function gaps(): readonly FixtureFile[] {
  const simulation = simulate({ class: "clonus", seed: 21, beats: 20, samplingHz: 1000, snrDb: 18, antagonist: "alternating", leadSeconds: 2 });
  const pauses: readonly EdfPause[] = [{ atSeconds: 2, seconds: 3.25 }, { atSeconds: 4, seconds: 10 }];
  return edfFixture("gaps.edf", "EDF+D", simulation.channels, [{ onsetSeconds: 1, durationSeconds: 0, text: "before the gap", channel: undefined }, { onsetSeconds: 5.5, durationSeconds: 0, text: "after the gap", channel: undefined }], [], { pauses });
}

/** 24 bits, left arm, no stretch: voluntary tapping. */
function bdf(): readonly FixtureFile[] {
  const simulation = simulate({ class: "tapping", seed: 31, beats: 8, samplingHz: 2048, snrDb: 20, antagonist: "alternating", leadSeconds: 1, labels: ["L Bic", "L Tri"] });
  return edfFixture("tapping.bdf", "BDF+C", simulation.channels, simulation.annotations, [simulation.truth]);
}

/** What a spreadsheet in German writes: semicolons, decimal comma, units in the header, millivolts. */
function decimalComma(): readonly FixtureFile[] {
  const simulation = simulate({ class: "clonus", seed: 41, beats: 9, samplingHz: 1000, snrDb: 20, antagonist: "alternating", leadSeconds: 1, labels: ["R SOL", "R TA"] });
  const [soleus, tibialis] = [simulation.channels[0]!, simulation.channels[1]!];
  const comma = (value: number, digits: number): string => value.toFixed(digits).replace(".", ",");
  const lines = ["Zeit [s];R SOL [mV];R TA [mV]"];
  for (let i = 0; i < soleus.samples.length; i += 1) lines.push(`${comma(i / 1000, 3)};${comma(soleus.samples[i]! * 1000, 4)};${comma(tibialis.samples[i]! * 1000, 4)}`);
  const name = "decimal-comma.csv";
  const expected: Expected = {
    schema: "klonos-fixture/1",
    file: name,
    format: "CSV",
    durationSeconds: simulation.durationSeconds,
    channels: simulation.channels.map((channel) => expectedChannel(channel, "mV", 1000, 1e-4)),
    annotations: [],
    gaps: [],
    manoeuvres: [simulation.truth],
  };
  return [{ name, bytes: encoder.encode(`${lines.join("\r\n")}\r\n`) }, json(name, expected)];
}

interface EdfExtras {
  readonly pauses?: readonly EdfPause[];
  readonly startDateTime?: string;
}

function edfFixture(name: string, variant: EdfVariant, channels: readonly SimulatedChannel[], annotations: Simulation["annotations"], truths: readonly SimulationTruth[], extras: EdfExtras = {}): readonly FixtureFile[] {
  const bits = variant.startsWith("BDF") ? 24 : 16;
  const ranged = channels.map((channel) => ({ channel, range: niceRange(channel) }));
  const bytes = writeEdf({
    channels: ranged.map(({ channel, range }) => ({ ...channel, physicalRange: [-range, range] as const, prefilter: channel.isVoltage ? "HP:10Hz LP:500Hz" : "" })),
    annotations,
    variant,
    recordSeconds: 1,
    ...extras,
  });
  const pauses = extras.pauses ?? [];
  const longest = Math.max(...channels.map((channel) => channel.samples.length / channel.samplingHz));
  let missing = 0;
  const gapList = pauses.map((pause) => {
    const startSeconds = pause.atSeconds + missing;
    missing += pause.seconds;
    return { startSeconds, endSeconds: startSeconds + pause.seconds };
  });
  const expected: Expected = {
    schema: "klonos-fixture/1",
    file: name,
    format: variant,
    durationSeconds: longest + missing,
    channels: ranged.map(({ channel, range }) => {
      const scale = channel.isVoltage ? MICROVOLTS : 1;
      return expectedChannel(channel, channel.unit, scale, (range * scale) / (2 ** (bits - 1) - 1));
    }),
    annotations: annotations.map(({ onsetSeconds, text }) => ({ onsetSeconds, text })),
    gaps: gapList,
    manoeuvres: truths,
  };
  return [{ name, bytes }, json(name, expected)];
}

/** Smallest 1-2-5 number above every value: what an amplifier's range looks like. In the unit of the samples. */
function niceRange(channel: SimulatedChannel): number {
  const unit = channel.isVoltage ? 1 / MICROVOLTS : 1;
  const most = channel.samples.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / unit;
  const decade = 10 ** Math.floor(Math.log10(most));
  return unit * (([1, 2, 5, 10].find((step) => step * decade > most) ?? 10) * decade);
}

function expectedChannel(channel: SimulatedChannel, unit: string, scale: number, step: number): ExpectedChannel {
  const { samples, label, samplingHz } = channel;
  const places = [0, 1, Math.floor(samples.length / 3), Math.floor((2 * samples.length) / 3), samples.length - 1];
  return { label, unit, samplingHz, sampleCount: samples.length, samples: places.map((at) => [at, samples[at]! * scale] as const), tolerance: 0.51 * step };
}

function json(name: string, value: Expected): FixtureFile {
  // Seven significant digits: beyond what any file holds, and the same on every machine.
  const text = JSON.stringify(value, (_, part: unknown) => (typeof part === "number" && !Number.isInteger(part) ? Number(part.toPrecision(7)) : part), 1);
  return { name: `${name.replace(/\.[^.]+$/, "")}.json`, bytes: encoder.encode(`${text}\n`) };
}

function fit(samples: Float64Array, length: number): Float64Array {
  const out = new Float64Array(length);
  out.set(samples.subarray(0, length));
  return out;
}

/** Writes the folder. */
export function writeFixtures(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of fixtureFiles()) {
    writeFileSync(join(folder, file.name), file.bytes);
    process.stdout.write(`${file.name} ${file.bytes.length} bytes\n`);
  }
}

if (process.argv[1]?.endsWith("make-fixtures.ts") === true) writeFixtures("fixtures");
