/**
 * Reading speed of EDF, BDF and text. Run: npx tsx tests/bench/formats-bench.ts
 * The text is parsed by papaparse (dynamicTyping, as one would use it for numbers) in the same run, for the ratio.
 */
import Papa from "papaparse";
import { edfFormat } from "../../src/formats/edf/edf-reader";
import { csvFormat } from "../../src/formats/csv/csv-reader";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";

const REPEATS = 5;

async function best(run: () => Promise<unknown>): Promise<number> {
  let seconds = Infinity;
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const start = performance.now();
    await run();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return seconds;
}

async function readAll(reader: RecordingReader): Promise<number> {
  let sum = 0;
  const { channels } = await reader.scan();
  for (const channel of channels) {
    const values = await reader.read(channel.index, { start: 0, end: channel.sampleCount });
    sum += values[values.length >> 1] ?? 0;
  }
  return sum;
}

function line(what: string, bytes: number, seconds: number): void {
  console.log(`| ${what} | ${(bytes / 1e6).toFixed(1)} MB | ${(seconds * 1000).toFixed(0)} ms | ${(bytes / 1e6 / seconds).toFixed(0)} MB/s |`);
}

async function main(): Promise<void> {
  console.log("| what | size | time | rate |\n|---|---|---|---|");
  const samples = Float64Array.from({ length: 1_200_000 }, (_, k) => 3e-4 * Math.sin(k / 17) + 1e-5 * Math.sin(k * k));
  const channels = Array.from({ length: 8 }, (_, k) => ({ label: `EMG ${k}`, unit: "uV", samplingHz: 2000, samples }));
  for (const variant of ["EDF+C", "BDF+C"] as const) {
    const bytes = writeEdf({ channels, annotations: [], variant, recordSeconds: 1 });
    line(`${variant}, 8 channels, 10 min, 2 kHz: scan and all samples to volts`, bytes.length, await best(async () => readAll(await edfFormat.open(memorySource("x", bytes), {}))));
  }
  const rows = 400_000;
  const text = `time_s,${channels.map((channel) => `${channel.label} (mV)`).join(",")}\n${Array.from({ length: rows }, (_, k) => `${(k / 2000).toFixed(4)},${channels.map((_, c) => (samples[k + c]! * 1e3).toFixed(6)).join(",")}`).join("\n")}\n`;
  const bytes = new TextEncoder().encode(text);
  const scan = await best(async () => (await csvFormat.open(memorySource("x.csv", bytes), {})).scan());
  line("CSV, time and 8 channels: scan (every cell read and checked, rows indexed)", bytes.length, scan);
  const reader = await csvFormat.open(memorySource("x.csv", bytes), {});
  await reader.scan();
  const one = await best(() => reader.read(3, { start: 0, end: rows }));
  line("CSV, one channel of it after the scan", bytes.length, one);
  const papa = await best(async () => Papa.parse(text, { dynamicTyping: true, header: false }));
  line("the same text by papaparse with dynamicTyping", bytes.length, papa);
  console.log(`\nEvery cell of the table: ${(papa / scan).toFixed(1)} times as fast as papaparse.`);
}

void main();
