/** Test-side spectrum: a recursive FFT that shares nothing with the code under test. Length a power of two. */
export function powerSpectrum(samples: Float64Array): Float64Array {
  const { re, im } = fft(samples, new Float64Array(samples.length));
  return Float64Array.from({ length: samples.length / 2 + 1 }, (_, k) => re[k]! ** 2 + im[k]! ** 2);
}

export function fft(re: Float64Array, im: Float64Array): { re: Float64Array; im: Float64Array } {
  const n = re.length;
  if (n === 1) return { re: re.slice(), im: im.slice() };
  const even = fft(re.filter((_, k) => k % 2 === 0), im.filter((_, k) => k % 2 === 0));
  const odd = fft(re.filter((_, k) => k % 2 === 1), im.filter((_, k) => k % 2 === 1));
  const outRe = new Float64Array(n);
  const outIm = new Float64Array(n);
  for (let k = 0; k < n / 2; k += 1) {
    const c = Math.cos((2 * Math.PI * k) / n);
    const s = -Math.sin((2 * Math.PI * k) / n);
    const x = odd.re[k]! * c - odd.im[k]! * s;
    const y = odd.re[k]! * s + odd.im[k]! * c;
    outRe[k] = even.re[k]! + x;
    outIm[k] = even.im[k]! + y;
    outRe[k + n / 2] = even.re[k]! - x;
    outIm[k + n / 2] = even.im[k]! - y;
  }
  return { re: outRe, im: outIm };
}

/** Zero-phase 30–450 Hz band-pass by multiplication with the squared response of SciPy's `butter(2, [30, hi], "bandpass")`. */
export function bandPassBySpectrum(samples: Float64Array, samplingHz: number): Float64Array {
  let size = 1;
  while (size < samples.length + samplingHz) size *= 2;
  const padded = new Float64Array(size);
  padded.set(samples);
  const { re, im } = fft(padded, new Float64Array(size));
  const warp = (hz: number): number => Math.tan((Math.PI * hz) / samplingHz);
  const low = warp(30);
  const high = warp(Math.min(450, 0.45 * samplingHz));
  for (let k = 0; k < size; k += 1) {
    const hz = (Math.min(k, size - k) * samplingHz) / size;
    const w = warp(hz);
    const ratio = hz === 0 ? Infinity : (w * w - low * high) / (w * (high - low));
    const gain = 1 / (1 + ratio ** 4);
    re[k] = re[k]! * gain;
    im[k] = im[k]! * gain;
  }
  // The inverse of a conjugate-symmetric spectrum is the forward transform of its conjugate.
  const back = fft(re, im.map((value) => -value));
  return Float64Array.from({ length: samples.length }, (_, i) => back.re[i]! / size);
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  return sum / values.length;
}

export function standardDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  return Math.sqrt(mean(Array.from(values, (value) => (value - centre) ** 2)));
}
