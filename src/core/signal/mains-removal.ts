import { throwIfCancelled } from "../errors";
import type { Cancel } from "../errors";
import type { SampleRange, Segment } from "../timeline";
import { butterworthBandpass } from "./butterworth";
import { estimateMains } from "./mains";
import { widen } from "./tiled";
import type { ReadSamples } from "./trend";
import { sosfiltfilt } from "./zero-phase";

/** How a mains line is taken off: a sinusoid fitted at rest, or its bins of the spectrum interpolated (science.md 4.1). */
export type MainsMethod = "regression" | "interpolation";

/** The line that is taken off a channel. */
export interface MainsLine {
  readonly method: MainsMethod;
  readonly nominalHz: 50 | 60;
  /** Refined within ±0.5 Hz on the quietest baseline. */
  readonly lineHz: number;
  /** Its share of the power of that baseline, 0 … 1. */
  readonly share: number;
}

/** The fundamental and three harmonics: mains are odd-symmetric, rectifiers add the second (science.md 4.1 asks for three). */
const HARMONICS = [1, 2, 3, 5] as const;
/** Half-overlapped blocks: short enough for the phase to wander, long enough to resolve the line from the EMG around it by half a hertz. */
const BLOCK_SECONDS = 2;
/** Less of a baseline's power is no line to remove. JUDGEMENT: a fifth of what is told (science.md 4.1). */
const LEAST_SHARE = 0.02;
const WANDER_HZ = 0.5;
/** Places at which a quiet baseline is looked for. */
const PROBES = 15;
const PROBE_SECONDS = 4;
const PROBE_BAND_HZ = [30, 450] as const;
/** Bins around the line that are interpolated, and the neighbours on either side from which. */
const LINE_BINS = 1;
const NEIGHBOUR_BINS = 4;

/** A sinusoid in a block: cosine and sine amplitude about the block's first sample. */
export interface Sinusoid {
  readonly hz: number;
  readonly cosine: number;
  readonly sine: number;
}

/**
 * Looks for mains hum in the quietest of some stretches of a channel. @returns undefined where the line holds less than 2 % of the
 * baseline, or no stretch is long enough
 */
export async function findMainsLine(segments: readonly Segment[], samplingHz: number, method: MainsMethod, read: ReadSamples, cancel?: Cancel): Promise<MainsLine | undefined> {
  const high = Math.min(PROBE_BAND_HZ[1], 0.45 * samplingHz);
  if (high <= PROBE_BAND_HZ[0]) return undefined;
  const bandpass = butterworthBandpass(2, PROBE_BAND_HZ[0], high, samplingHz);
  let quietest: Float64Array | undefined;
  let least = Infinity;
  for (const range of probesOf(segments, Math.round(PROBE_SECONDS * samplingHz))) {
    throwIfCancelled(cancel);
    const raw = await read(range, cancel);
    if (!raw.every(Number.isFinite)) continue;
    const filtered = sosfiltfilt(bandpass, withoutMean(raw));
    const power = filtered.reduce((sum, value) => sum + value * value, 0) / filtered.length;
    if (power > 0 && power < least) [quietest, least] = [filtered, power];
  }
  if (quietest === undefined) return undefined;
  const estimate = estimateMains(quietest, samplingHz);
  if (estimate === undefined || estimate.share < LEAST_SHARE) return undefined;
  return { method, nominalHz: estimate.nominalHz, lineHz: refineLine(quietest, samplingHz, estimate.nominalHz), share: estimate.share };
}

function probesOf(segments: readonly Segment[], length: number): SampleRange[] {
  const long = segments.filter(({ startSample, endSample }) => endSample - startSample >= length / 2);
  const total = long.reduce((sum, { startSample, endSample }) => sum + endSample - startSample, 0);
  const probes: SampleRange[] = [];
  for (const { startSample, endSample } of long) {
    const count = Math.max(1, Math.round((PROBES * (endSample - startSample)) / total));
    const size = Math.min(length, endSample - startSample);
    for (let k = 0; k < count; k++) {
      const start = startSample + Math.round(((endSample - startSample - size) * k) / Math.max(1, count - 1));
      probes.push({ start, end: start + size });
    }
  }
  return probes.slice(0, 2 * PROBES);
}

/** The frequency within ±0.5 Hz of the nominal one whose fundamental and harmonics explain most of x: a grid of 0.02 Hz, then a parabola. */
export function refineLine(x: Float64Array, samplingHz: number, nominalHz: number): number {
  const step = 0.02;
  const steps = Math.round(WANDER_HZ / step);
  const explained = (hz: number): number => {
    let power = 0;
    for (const harmonic of usableHarmonics(hz, samplingHz)) {
      const { cosine, sine } = projection(x, samplingHz, harmonic * hz);
      power += cosine * cosine + sine * sine;
    }
    return power;
  };
  const powers = Array.from({ length: 2 * steps + 1 }, (_, k) => explained(nominalHz + (k - steps) * step));
  let best = 0;
  powers.forEach((power, k) => {
    if (power > powers[best]!) best = k;
  });
  const [left, middle, right] = [powers[best - 1], powers[best]!, powers[best + 1]];
  const shift = left === undefined || right === undefined ? 0 : (left - right) / (2 * (left - 2 * middle + right));
  return nominalHz + (best - steps + (Number.isFinite(shift) ? shift : 0)) * step;
}

function usableHarmonics(hz: number, samplingHz: number): number[] {
  return HARMONICS.filter((harmonic) => (harmonic + 0.5) * hz < samplingHz / 2);
}

/** Amplitudes of the cosine and sine of one frequency, by projection over the whole of x. */
function projection(x: Float64Array, samplingHz: number, hz: number): Sinusoid {
  // Rotation by recurrence: no trigonometric function a sample.
  const [c, s] = [Math.cos((2 * Math.PI * hz) / samplingHz), Math.sin((2 * Math.PI * hz) / samplingHz)];
  let [re, im] = [1, 0];
  let [cosine, sine] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    cosine += x[i]! * re;
    sine += x[i]! * im;
    [re, im] = [re * c - im * s, re * s + im * c];
  }
  return { hz, cosine: (2 * cosine) / x.length, sine: (2 * sine) / x.length };
}

/** The line in one block of raw samples, as sinusoids to subtract. Samples without a value do not count. */
export function lineInBlock(raw: Float64Array, samplingHz: number, line: Pick<MainsLine, "method" | "lineHz">): Sinusoid[] {
  const harmonics = usableHarmonics(line.lineHz, samplingHz);
  return line.method === "regression" ? regression(raw, samplingHz, harmonics.map((harmonic) => harmonic * line.lineHz)) : interpolation(raw, samplingHz, line.lineHz, harmonics);
}

/** Least squares of level, slope, and cosine and sine of each frequency. */
function regression(raw: Float64Array, samplingHz: number, frequencies: readonly number[]): Sinusoid[] {
  const columns = 2 + 2 * frequencies.length;
  const gram = new Float64Array(columns * columns);
  const right = new Float64Array(columns);
  const row = new Float64Array(columns);
  const rotate = frequencies.map((hz) => [Math.cos((2 * Math.PI * hz) / samplingHz), Math.sin((2 * Math.PI * hz) / samplingHz)] as const);
  for (let k = 0; k < frequencies.length; k++) row[2 + 2 * k] = 1;
  row[0] = 1;
  for (let i = 0; i < raw.length; i++) {
    row[1] = (2 * i) / raw.length - 1;
    const value = raw[i]!;
    if (Number.isFinite(value)) {
      for (let a = 0; a < columns; a++) {
        right[a] = right[a]! + row[a]! * value;
        for (let b = 0; b <= a; b++) gram[a * columns + b] = gram[a * columns + b]! + row[a]! * row[b]!;
      }
    }
    for (let k = 0; k < rotate.length; k++) {
      const [c, s] = rotate[k]!;
      const [re, im] = [row[2 + 2 * k]!, row[3 + 2 * k]!];
      row[2 + 2 * k] = re * c - im * s;
      row[3 + 2 * k] = re * s + im * c;
    }
  }
  const solution = solveSymmetric(gram, right);
  return frequencies.map((hz, k) => ({ hz, cosine: solution[2 + 2 * k]!, sine: solution[3 + 2 * k]! }));
}

/** Cholesky; only the lower triangle of `gram` is read. A column without information gets 0. */
function solveSymmetric(gram: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = gram[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i === j) lower[i * n + i] = sum > 1e-12 * gram[i * n + i]! ? Math.sqrt(sum) : 0;
      else lower[i * n + j] = lower[j * n + j]! > 0 ? sum / lower[j * n + j]! : 0;
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = x[i]! - lower[i * n + k]! * x[k]!;
    x[i] = lower[i * n + i]! > 0 ? x[i]! / lower[i * n + i]! : 0;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = x[i]! - lower[k * n + i]! * x[k]!;
    x[i] = lower[i * n + i]! > 0 ? x[i]! / lower[i * n + i]! : 0;
  }
  return x;
}

/**
 * Spectrum interpolation (Mewett 2004): the amplitude of the bins at the line becomes the mean of their neighbours on both sides, their phase
 * stays. The bins are those of the longest part of the block with whole cycles.
 */
function interpolation(raw: Float64Array, samplingHz: number, lineHz: number, harmonics: readonly number[]): Sinusoid[] {
  const cycles = Math.floor((raw.length * lineHz) / samplingHz);
  const length = Math.min(raw.length, Math.round((cycles * samplingHz) / lineHz));
  const centred = withoutMean(raw.subarray(0, length));
  const binHz = samplingHz / length;
  const sinusoids: Sinusoid[] = [];
  for (const harmonic of harmonics) {
    const at = (bin: number): Sinusoid => projection(centred, samplingHz, harmonic * lineHz + bin * binHz);
    let neighbours = 0;
    for (let bin = LINE_BINS + 1; bin <= LINE_BINS + NEIGHBOUR_BINS; bin++) for (const side of [-bin, bin]) neighbours += amplitude(at(side));
    const wanted = neighbours / (2 * NEIGHBOUR_BINS);
    for (let bin = -LINE_BINS; bin <= LINE_BINS; bin++) {
      const found = at(bin);
      const excess = amplitude(found) > wanted ? 1 - wanted / amplitude(found) : 0;
      sinusoids.push({ hz: found.hz, cosine: excess * found.cosine, sine: excess * found.sine });
    }
  }
  return sinusoids;
}

function amplitude({ cosine, sine }: Sinusoid): number {
  return Math.sqrt(cosine * cosine + sine * sine);
}

/** x less its mean; samples without a value become 0. */
function withoutMean(x: Float64Array): Float64Array {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]!)) continue;
    sum += x[i]!;
    count++;
  }
  const mean = count === 0 ? 0 : sum / count;
  return x.map((value) => (Number.isFinite(value) ? value - mean : 0));
}

/**
 * The channel's samples without the line. Blocks of two seconds, half overlapped, laid out from the start of each segment; between the
 * middles of two blocks what is subtracted goes over from the one to the other, so that the phase may wander. The result does not depend on
 * how the ranges are cut; blocks are remembered. Comes before detrending and every filter.
 */
export function withoutMains(segments: readonly Segment[], samplingHz: number, line: MainsLine, read: ReadSamples): ReadSamples {
  const hop = Math.max(1, Math.round((BLOCK_SECONDS / 2) * samplingHz));
  const remembered = new Map<number, Sinusoid[]>();
  return async (range, cancel) => {
    const untouched = await read(range, cancel);
    const values = untouched.slice();
    for (const segment of segments) {
      const own = { start: Math.max(range.start, segment.startSample), end: Math.min(range.end, segment.endSample) };
      if (own.end <= own.start) continue;
      const limits = { start: segment.startSample, end: segment.endSample };
      const last = Math.max(0, Math.ceil((segment.endSample - segment.startSample) / hop) - 2);
      const first = Math.min(last, Math.max(0, Math.floor((own.start - segment.startSample) / hop) - 1));
      for (let block = first; block <= last && segment.startSample + block * hop < own.end; block++) {
        throwIfCancelled(cancel);
        const start = segment.startSample + block * hop;
        const extent = widen({ start, end: block === last ? segment.endSample : start + 2 * hop }, 0, limits);
        let sinusoids = remembered.get(start);
        if (sinusoids === undefined) {
          const isInside = extent.start >= range.start && extent.end <= range.end;
          const raw = isInside ? untouched.subarray(extent.start - range.start, extent.end - range.start) : await read(extent, cancel);
          sinusoids = lineInBlock(raw, samplingHz, line);
          remembered.set(start, sinusoids);
        }
        subtract(values, range.start, { start: Math.max(own.start, extent.start), end: Math.min(own.end, extent.end) }, extent, sinusoids, samplingHz, hop, block === 0, block === last);
      }
    }
    return values;
  };
}

/** Subtracts the sinusoids of one block, weighted by its share of the going-over: rising over its first half, falling over its second. */
function subtract(values: Float64Array, valuesStart: number, range: SampleRange, extent: SampleRange, sinusoids: readonly Sinusoid[], samplingHz: number, hop: number, isFirst: boolean, isLast: boolean): void {
  for (const { hz, cosine, sine } of sinusoids) {
    if (cosine === 0 && sine === 0) continue;
    const omega = (2 * Math.PI * hz) / samplingHz;
    const [c, s] = [Math.cos(omega), Math.sin(omega)];
    let [re, im] = [Math.cos(omega * (range.start - extent.start)), Math.sin(omega * (range.start - extent.start))];
    for (let i = range.start; i < range.end; i++) {
      const at = i - extent.start;
      const weight = at < hop ? (isFirst ? 1 : at / hop) : isLast ? 1 : Math.max(0, 2 - at / hop);
      values[i - valuesStart] = values[i - valuesStart]! - weight * (cosine * re + sine * im);
      [re, im] = [re * c - im * s, re * s + im * c];
    }
  }
}
