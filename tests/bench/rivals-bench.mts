/**
 * Reading speed beside other programs, in one run: EDF by edfjs and edfdecoder, CSV by papaparse (dynamicTyping) and pandas.
 * Run: `npm install --prefix FOLDER --no-save edfjs@0.6.0 edfdecoder@0.1.2`, then
 * `npx tsx tests/bench/rivals-bench.mts FOLDER [PYTHON with pandas]`. They are no dependencies of Klonos.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import Papa from "papaparse";
import { csvFormat } from "../../src/formats/csv-reader";
import { edfFormat } from "../../src/formats/edf-reader";
import { writeEdf } from "../../src/formats/edf-writer";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openFileSource } from "../../src/node/file-source";

const REPEATS = 4;
const [modules = "", python] = process.argv.slice(2);

interface EdfJs {
  readonly EDF: new () => { read_buffer(buffer: ArrayBuffer): void; readonly channels: readonly { readonly blob: Float32Array }[] };
}
interface EdfDecoder {
  readonly EdfDecoder: new () => { setInput(buffer: ArrayBuffer): void; decode(): void; getOutput(): { getNumberOfSignals(): number; getPhysicalSignalConcatRecords(index: number, first: number, count: number): Float32Array } };
}

/** Least processor time of several runs, taken in turn: on a busy machine the clock on the wall measures the neighbours. */
async function race(runs: Readonly<Record<string, () => unknown>>): Promise<Readonly<Record<string, number>>> {
  const best: Record<string, number> = {};
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    for (const [name, run] of Object.entries(runs)) {
      const start = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(start);
      best[name] = Math.min(best[name] ?? Infinity, (user + system) / 1000);
    }
  }
  return best;
}

function report(what: string, best: Readonly<Record<string, number>>): void {
  console.log(`\n${what}`);
  for (const [name, milliseconds] of Object.entries(best)) console.log(`  ${name.padEnd(44)} ${milliseconds.toFixed(0).padStart(6)} ms  ${(milliseconds / best["Klonos"]!).toFixed(2)} × Klonos`);
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
report(`EDF, 8 channels of 10 minutes at 2 kHz (${(edf.length / 1e6).toFixed(1)} MB), to a column of physical values a channel`, await race({
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
}));

const rows = 400_000;
const text = `time_s,${channels.map((channel) => `${channel.label} (mV)`).join(",")}\n${Array.from({ length: rows }, (_, k) => `${(k / 2000).toFixed(4)},${channels.map((_channel, c) => (samples[k + c]! * 1e3).toFixed(6)).join(",")}`).join("\n")}\n`;
const csv = new TextEncoder().encode(text);
const folder = mkdtempSync(join(tmpdir(), "klonos-bench-"));
const csvBest = { ...(await race({
  Klonos: async () => (await csvFormat.open(memorySource("x.csv", csv), {})).scan(),
  "Klonos, scan and a column of every channel": async () => {
    const reader = await csvFormat.open(memorySource("x.csv", csv), {});
    await columnsOf(reader, (await reader.scan()).channels);
  },
  "papaparse with dynamicTyping": () => Papa.parse(text, { dynamicTyping: true, header: false }),
})) };
if (python !== undefined) {
  const path = join(folder, "x.csv");
  writeFileSync(path, csv);
  const script = `import pandas, time, io\ndata = open(${JSON.stringify(path)}, "rb").read()\nbest = 1e9\nfor k in range(${REPEATS}):\n    start = time.process_time(); pandas.read_csv(io.BytesIO(data)); best = min(best, time.process_time() - start)\nprint(best * 1000)`;
  csvBest["pandas.read_csv"] = Number(execFileSync(python, ["-c", script], { encoding: "utf8" }));
}
report(`CSV, time and 8 channels, ${rows} rows (${(csv.length / 1e6).toFixed(1)} MB), every cell as a number`, csvBest);

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
