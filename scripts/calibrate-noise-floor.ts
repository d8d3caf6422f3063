/**
 * Prints the corrections of science.md 4.3 step 1 by simulation: what band-limited Gaussian noise does on each envelope.
 * Run: npx tsx scripts/calibrate-noise-floor.ts [windows per cell, default 150]; the table goes to src/core/signal/noise-floor-constants.ts.
 */
import { prepareChannel } from "../src/core/signal/prepare";

const WINDOW_SECONDS = 20;
const BLOCK_SECONDS = 0.02;
const QUIET_SHARE = 0.2;
const windows = Number(process.argv[2] ?? 150);
/** Windows made at a time; the first and last second are left out, where the filters meet the ends. */
const BATCH = 10;
const EDGE_SECONDS = 1;

/** Gaussian noise: mulberry32 and Box–Muller. */
function gaussian(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

interface Cell {
  readonly quietToMean: number;
  readonly sigmaOverMean: number;
}

async function calibrate(samplingHz: number, band: readonly [number, number], envelopeHz: number, seed: number): Promise<Cell> {
  const draw = gaussian(seed);
  const ratios: number[] = [];
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let made = 0; made < windows; made += BATCH) {
    const samples = Math.round((BATCH * WINDOW_SECONDS + 2 * EDGE_SECONDS) * samplingHz);
    const x = Float64Array.from({ length: samples }, draw);
    const { segments, gridStep } = await prepareChannel({
      channel: { samplingHz, segments: [{ startSample: 0, endSample: samples, startSeconds: 0 }], physicalRange: undefined },
      read: (range) => Promise.resolve(x.slice(range.start, range.end)),
      bandLowHz: band[0],
      bandHighHz: band[1],
      envelopeHz,
    });
    const gridHz = samplingHz / gridStep;
    const envelope = segments[0]!.envelope.subarray(Math.round(EDGE_SECONDS * gridHz));
    const points = Math.round(WINDOW_SECONDS * gridHz);
    const blockPoints = Math.round(BLOCK_SECONDS * gridHz);
    for (let w = 0; w < BATCH; w++) {
      const window = envelope.subarray(w * points, (w + 1) * points);
      const blocks: { maximum: number; mean: number }[] = [];
      for (let at = 0; at + blockPoints <= window.length; at += blockPoints) {
        const block = window.subarray(at, at + blockPoints);
        blocks.push({ maximum: Math.max(...block), mean: block.reduce((a, b) => a + b, 0) / blockPoints });
      }
      blocks.sort((a, b) => a.maximum - b.maximum);
      const quiet = blocks.slice(0, Math.round(blocks.length * QUIET_SHARE));
      const mean = window.reduce((a, b) => a + b, 0) / window.length;
      ratios.push(mean / (quiet.reduce((a, { mean: m }) => a + m, 0) / quiet.length));
      for (const value of window) {
        sum += value;
        squares += value * value;
        count++;
      }
    }
  }
  const mean = sum / count;
  return { quietToMean: ratios.reduce((a, b) => a + b, 0) / ratios.length, sigmaOverMean: Math.sqrt(squares / count - mean * mean) / mean };
}

const envelopes = [20, 10, 6, 4];
const cells: readonly (readonly [number, readonly [number, number]])[] = [
  // Same band at other rates: does the rate itself matter?
  [1000, [30, 450]], [2000, [30, 450]], [4000, [30, 450]], [5000, [30, 450]],
  // Same width elsewhere: does the place matter?
  [2000, [150, 345]],
  // The table: widths 70 … 970 Hz. 30–225 Hz is what a 500-Hz recording gets.
  [500, [30, 225]], [2000, [30, 100]], [2000, [30, 150]], [2000, [30, 225]], [2000, [30, 300]], [4000, [30, 1000]],
];
async function main(): Promise<void> {
  console.log("rate Hz\tband Hz\tenvelope Hz\tquietToMean\tsigmaOverMean");
  for (const [samplingHz, band] of cells) {
    for (const envelopeHz of envelopes) {
      const { quietToMean, sigmaOverMean } = await calibrate(samplingHz, band, envelopeHz, 1 + samplingHz + envelopeHz + band[1]);
      console.log([samplingHz, band.join("–"), envelopeHz, quietToMean.toFixed(4), sigmaOverMean.toFixed(4)].join("\t"));
    }
  }
}

void main();
