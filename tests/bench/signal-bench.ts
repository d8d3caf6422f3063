/**
 * Speed of core/signal, beside SciPy on the same samples and one thread. Run: npx tsx tests/bench/signal-bench.ts
 * Exits with 1 when a filter is less than 1.5 times as fast as SciPy or differs from it by more than 1e−12 of max|y|, or when
 * eight channels of ten minutes at 2 kHz take a second. Needs python3 with SciPy (else the comparison is left out, and said so).
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { butterworthBandpass, butterworthLowpass } from "../../src/core/signal/butterworth";
import { prepareChannel } from "../../src/core/signal/prepare";
import { appendToPyramid, createPyramid, queryPyramid } from "../../src/core/signal/pyramid";
import { sosfiltfilt } from "../../src/core/signal/zero-phase";

const SAMPLING_HZ = 2000;
const SAMPLES = 10 * 60 * SAMPLING_HZ;
const CHANNELS = 8;
const RUNS = 60;
/** Untimed runs first, until the engine has compiled the loops. */
const WARM_UPS = 4;
const LEAST_RATIO = 1.5;
const MOST_SECONDS = 1;
const TOLERANCE = 1e-12;

const SCIPY = `
import sys, time, json
import numpy as np, scipy
from scipy.signal import butter, sosfiltfilt
folder, runs, fs = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
x = np.fromfile(folder + "/x.f64")
def best(f):
    f()
    times = []
    for _ in range(runs):
        t = time.perf_counter(); f(); times.append(time.perf_counter() - t)
    return min(times)
band = butter(2, [30, 450], "bandpass", fs=fs, output="sos")
low = butter(2, 20, fs=fs, output="sos")
y = sosfiltfilt(band, x); r = np.abs(y)
y.tofile(folder + "/band.f64"); r.tofile(folder + "/rectified.f64"); sosfiltfilt(low, r).tofile(folder + "/envelope.f64")
print(json.dumps({"version": scipy.__version__, "band": best(lambda: sosfiltfilt(band, x)), "envelope": best(lambda: sosfiltfilt(low, r)),
                  "both": best(lambda: sosfiltfilt(low, np.abs(sosfiltfilt(band, x))))}))
`;

interface ScipyTimes {
  readonly version: string;
  readonly band: number;
  readonly envelope: number;
  readonly both: number;
}

/** The fastest of the runs: what other programs do to the machine at the time only ever adds. SciPy is timed the same way. */
function fastestSeconds(work: () => void): number {
  for (let k = 0; k < WARM_UPS; k++) work();
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    work();
    return (performance.now() - start) / 1000;
  });
  return Math.min(...times);
}

/** Noise in steps of a 16-bit converter of ±5 mV. */
function samples(): Float64Array {
  let state = 1;
  return Float64Array.from({ length: SAMPLES }, () => {
    state = (16807 * state) % 2147483647;
    return Math.round((state / 2147483647 - 0.5) * 2000) * 1.5e-7;
  });
}

function doubles(path: string): Float64Array {
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function relativeDifference(a: Float64Array, b: Float64Array): number {
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < b.length; i++) {
    difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
    largest = Math.max(largest, Math.abs(b[i]!));
  }
  return difference / largest;
}

async function main(): Promise<void> {
  const x = samples();
  const band = butterworthBandpass(2, 30, 450, SAMPLING_HZ);
  const low = butterworthLowpass(2, 20, SAMPLING_HZ);
  const rectified = sosfiltfilt(band, x).map(Math.abs);
  const ours = {
    band: fastestSeconds(() => sosfiltfilt(band, x)),
    envelope: fastestSeconds(() => sosfiltfilt(low, rectified)),
    both: fastestSeconds(() => {
      const y = sosfiltfilt(band, x);
      for (let i = 0; i < y.length; i++) y[i] = Math.abs(y[i]!);
      sosfiltfilt(low, y);
    }),
  };
  console.log(`Node ${process.version}, ${cpus()[0]?.model ?? "?"} (${availableParallelism()} threads); ${SAMPLES} samples, fastest of ${RUNS} runs`);
  let failed = false;
  const folder = mkdtempSync(join(tmpdir(), "klonos-bench-"));
  writeFileSync(join(folder, "x.f64"), new Uint8Array(x.buffer));
  const one = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
  const python = spawnSync("python3", ["-c", SCIPY, folder, String(RUNS), String(SAMPLING_HZ)], { encoding: "utf8", env: { ...process.env, ...one } });
  if (python.status === 0) {
    const theirs = JSON.parse(python.stdout) as ScipyTimes;
    const difference = {
      band: relativeDifference(sosfiltfilt(band, x), doubles(join(folder, "band.f64"))),
      envelope: relativeDifference(sosfiltfilt(low, doubles(join(folder, "rectified.f64"))), doubles(join(folder, "envelope.f64"))),
      both: relativeDifference(sosfiltfilt(low, rectified), doubles(join(folder, "envelope.f64"))),
    };
    for (const name of ["band", "envelope", "both"] as const) {
      const ratio = theirs[name] / ours[name];
      failed ||= ratio < LEAST_RATIO || !(difference[name] <= TOLERANCE);
      console.log(`${name.padEnd(9)} Klonos ${(1000 * ours[name]).toFixed(1)} ms, SciPy ${theirs.version} ${(1000 * theirs[name]).toFixed(1)} ms: ${ratio.toFixed(2)} times as fast, difference ${difference[name].toExponential(1)} of max|y|`);
    }
  } else console.log(`SciPy comparison left out: ${python.error?.message ?? python.stderr.trim().split("\n").at(-1)}`);
  rmSync(folder, { recursive: true });

  const channel = { samplingHz: SAMPLING_HZ, segments: [{ startSample: 0, endSample: SAMPLES, startSeconds: 0 }], physicalRange: [-5e-3, 5e-3] as const };
  const read = (range: { start: number; end: number }): Promise<Float64Array> => Promise.resolve(x.slice(range.start, range.end));
  for (const [name, wholeSamples] of [["read once", undefined], ["read twice, tiles of 65536", 0]] as const) {
    const times: number[] = [];
    for (let run = 0; run < RUNS / 4; run++) {
      const start = performance.now();
      for (let c = 0; c < CHANNELS; c++) await prepareChannel({ channel, read, bandLowHz: 30, bandHighHz: 450, wholeSamples, tileSamples: 65_536 });
      times.push((performance.now() - start) / 1000);
    }
    const seconds = Math.min(...times);
    failed ||= seconds >= MOST_SECONDS;
    console.log(`prepare ${CHANNELS} channels × 10 min (quality, detrend, band-pass, power, envelope; ${name}): ${seconds.toFixed(3)} s`);
  }

  const build = fastestSeconds(() => appendToPyramid(createPyramid(channel.segments, SAMPLING_HZ), 0, x));
  const pyramid = createPyramid(channel.segments, SAMPLING_HZ);
  appendToPyramid(pyramid, 0, x);
  const query = fastestSeconds(() => queryPyramid(pyramid, { start: 0, end: SAMPLES }, 2000));
  console.log(`pyramid of one channel: built in ${(1000 * build).toFixed(1)} ms, 2000 columns of 10 min in ${(1000 * query).toFixed(2)} ms`);
  if (failed) process.exitCode = 1;
}

void main();
