/**
 * Reading speed beside other programs, in turn in one run, processor time and that of the clock on the wall: EDF by edfjs and edfdecoder, CSV by papaparse (dynamicTyping) and pandas.
 * It bundles itself first, as the readers are shipped: run from their sources, by a loader that keeps the names of functions, they are a fifth slower.
 * Run: `npm install --prefix FOLDER --no-save edfjs@0.6.0 edfdecoder@0.1.2`, then
 * `npx tsx tests/bench/rivals-bench.mts FOLDER [PYTHON with pandas]`. They are no dependencies of Klonos.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { buildSync } from "esbuild";
import Papa from "papaparse";
import { csvFormat } from "../../src/formats/csv/csv-reader";
import { edfFormat } from "../../src/formats/edf/edf-reader";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openFileSource } from "../../src/node/file-source";

const ROUNDS = 9;
const BUNDLE = "node_modules/.cache/rivals-bench.mjs";
/** Pages of memory that the collector gave up are taken back beside the program. */
const SWEEP_MILLISECONDS = 30;
const [modules = "", python] = process.argv.slice(2);

if (!process.argv[1]!.endsWith(BUNDLE)) {
  buildSync({ entryPoints: [fileURLToPath(import.meta.url)], bundle: true, platform: "node", format: "esm", outfile: BUNDLE, packages: "external", logLevel: "error" });
  process.exit(spawnSync(process.execPath, [resolve(BUNDLE), ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1);
}

interface EdfJs {
  readonly EDF: new () => { read_buffer(buffer: ArrayBuffer): void; readonly channels: readonly { readonly blob: Float32Array }[] };
}
interface EdfDecoder {
  readonly EdfDecoder: new () => { setInput(buffer: ArrayBuffer): void; decode(): void; getOutput(): { getNumberOfSignals(): number; getPhysicalSignalConcatRecords(index: number, first: number, count: number): Float32Array } };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

type Runs = Readonly<Record<string, () => unknown>>;

/** Milliseconds. */
interface Time {
  readonly processor: number;
  readonly wall: number;
}
type Times = Readonly<Record<string, readonly Time[]>>;

const isTime = (value: unknown): value is Time => typeof value === "object" && value !== null && "processor" in value && "wall" in value;

/** Times of each run, the programs in turn in every round: on a busy machine the clock on the wall measures the neighbours too, and two rounds are not alike. A run may measure itself and return that. */
async function race(runs: Runs): Promise<Times> {
  const times: Record<string, Time[]> = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, run] of Object.entries(runs)) {
      // What the one before left behind is not this one's to clear away.
      collectGarbage();
      await pause(SWEEP_MILLISECONDS);
      const started = performance.now();
      const start = process.cpuUsage();
      const own = await run();
      const { user, system } = process.cpuUsage(start);
      (times[name] ??= []).push(isTime(own) ? own : { processor: (user + system) / 1000, wall: performance.now() - started });
    }
  }
  return times;
}

const median = (values: readonly number[]): number => [...values].sort((x, y) => x - y)[Math.floor((values.length - 1) / 2)]!;

/** Least and median time, and the median of the ratios to Klonos in the same round. */
function report(what: string, times: Times, to = "Klonos"): void {
  console.log(`\n${what}`);
  const told = (name: string, which: keyof Time): string => {
    const own = times[name]!.map((time) => time[which]);
    return `least ${Math.min(...own).toFixed(0).padStart(5)} ms, median ${median(own).toFixed(0).padStart(5)} ms, ${median(own.map((time, round) => time / times[to]![round]![which])).toFixed(2)} × ${to}`;
  };
  for (const name of Object.keys(times)) console.log(`  ${name.padEnd(58)} processor: ${told(name, "processor")}; wall: ${told(name, "wall")}`);
}

/** A Python that runs a statement when it is told to and says its times: in turn with the others, and started once. */
function pandasOn(program: string, path: string): { readonly run: () => Promise<Time>; readonly stop: () => void } {
  const script = `import pandas, time, io, sys\ndata = open(${JSON.stringify(path)}, "rb").read()\nfor line in sys.stdin:\n    wall = time.perf_counter(); start = time.process_time(); pandas.read_csv(io.BytesIO(data)); print((time.process_time() - start) * 1000, (time.perf_counter() - wall) * 1000, flush=True)`;
  const child = spawn(program, ["-c", script], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    run: async () => {
      child.stdin.write("go\n");
      const [processor = NaN, wall = NaN] = String((await lines.next()).value).split(" ").map(Number);
      return { processor, wall };
    },
    stop: () => child.kill(),
  };
}

async function columnsOf(reader: RecordingReader, channels = reader.header.channels): Promise<readonly Float64Array[]> {
  const columns: Float64Array[] = [];
  for (const { index, sampleCount } of channels) columns.push(await reader.read(index, { start: 0, end: sampleCount }));
  await reader.close();
  return columns;
}

const samples = Float64Array.from({ length: 1_200_000 }, (_, k) => 3e-4 * Math.sin(k / 17) + 1e-5 * Math.sin(k * k));
const channels = Array.from({ length: 8 }, (_, k) => ({ label: `EMG ${k}`, unit: "uV", samplingHz: 2000, samples }));
const edf = writeEdf({ channels, annotations: [], variant: "EDF", recordSeconds: 1 });
const buffer = edf.buffer.slice(edf.byteOffset, edf.byteOffset + edf.byteLength) as ArrayBuffer;
const edfjs = (await import(pathToFileURL(resolve(modules, "node_modules/edfjs/src/index.js")).href)) as EdfJs;
const edfdecoder = createRequire(import.meta.url)(resolve(modules, "node_modules/edfdecoder/dist/edfdecoder.umd.js")) as EdfDecoder;
report(`EDF, 8 channels of 10 minutes at 2 kHz (${(edf.length / 1e6).toFixed(1)} MB), to columns: of 64-bit volts (Klonos), of stored integers, and as the others have them`, await race({
  Klonos: async () => columnsOf(await edfFormat.open(memorySource("x.edf", edf), {})),
  "Klonos, stored integers": async () => {
    const reader = await edfFormat.open(memorySource("x.edf", edf), {});
    await reader.readStored!(reader.header.channels.map(({ index }) => index), { start: 0, end: reader.header.channels[0]!.sampleCount });
  },
  edfjs: () => new edfjs.EDF().read_buffer(buffer),
  edfdecoder: () => {
    const decoder = new edfdecoder.EdfDecoder();
    decoder.setInput(buffer);
    decoder.decode();
    const output = decoder.getOutput();
    for (let index = 0; index < output.getNumberOfSignals(); index += 1) output.getPhysicalSignalConcatRecords(index, 0, 600);
  },
}), "Klonos, stored integers");

const folder = mkdtempSync(join(tmpdir(), "klonos-bench-"));
const mV = (value: number): string => (value * 1e3).toFixed(6);
/** What is measured; papaparse, which takes seconds, in the first only. */
const SHAPES = [
  ["time and 8 channels, 6 decimals of mV", 8, 400_000, mV],
  ["time and 2 channels, 6 decimals of mV", 2, 1_000_000, mV],
  ["time and 8 channels, 9 decimals of V", 8, 300_000, (value: number) => value.toFixed(9)],
  ["time and 8 channels, 6 decimals of mV, long", 8, 1_100_000, mV],
] as const;
for (const [shape, columns, rows, write] of SHAPES) {
  const names = Array.from({ length: columns }, (_, c) => `EMG ${c} (${write === mV ? "mV" : "V"})`);
  const text = `time_s,${names.join(",")}\n${Array.from({ length: rows }, (_, k) => `${(k / 2000).toFixed(4)},${names.map((_name, c) => write(samples[(k + c) % samples.length]!)).join(",")}`).join("\n")}\n`;
  const csv = new TextEncoder().encode(text);
  const path = join(folder, "x.csv");
  writeFileSync(path, csv);
  const pandas = python === undefined ? undefined : pandasOn(python, path);
  report(`CSV, ${shape}, ${rows} rows (${(csv.length / 1e6).toFixed(1)} MB)`, await race({
    Klonos: async () => {
      const reader = await csvFormat.open(memorySource("x.csv", csv), {});
      await columnsOf(reader, (await reader.scan()).channels);
    },
    "Klonos: opened, every cell a number, rows indexed, gaps sought": async () => (await csvFormat.open(memorySource("x.csv", csv), {})).scan(),
    ...(shape !== SHAPES[0][0] ? {} : { "papaparse with dynamicTyping": () => void Papa.parse(text, { dynamicTyping: true, header: false }) }),
    ...(pandas === undefined ? {} : { "pandas.read_csv": pandas.run }),
  }));
  pandas?.stop();
}

// A long recording as a file with a hole: header and first page must not wait for the rest.
const long: Record<string, () => unknown> = {};
for (const [name, records] of [["Klonos", 312], ["Klonos, 10 GB", 312_000]] as const) {
  const path = join(folder, `${records}.edf`);
  const header = edf.slice(0, 256 * 9);
  header.set(new TextEncoder().encode(String(records).padEnd(8)), 236);
  writeFileSync(path, header);
  truncateSync(path, header.length + records * 8 * 2000 * 2);
  long[name] = async () => {
    const reader = await edfFormat.open(await openFileSource(path), {});
    for (const { index } of reader.header.channels) await reader.read(index, { start: 0, end: 20_000 });
    await reader.close();
  };
}
report("Header and the first 10 s of 8 channels, 10 MB and 10 GB", await race(long));
rmSync(folder, { recursive: true });
