import dsp from "dsp.js";

/** Discrete Fourier transform X[k] = Σ x[n] e^(−2πikn/N), unscaled, bins 0 … N/2 of a real signal. */
export interface HalfSpectrum {
  /** N/2 + 1 values: DC first, Nyquist last. */
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Transform of one size, with its tables. `forward` gives views that the next call overwrites. */
export interface Transform {
  readonly size: number;
  forward(x: Float64Array): HalfSpectrum;
}

/**
 * Prepares transforms of `size` real samples (a power of two from 2). This is the only file that knows dsp.js: its own
 * `spectrum` array halves nothing at DC and has no Nyquist bin, its RFFT is one bin off, so only the complex output of its FFT is used.
 */
export function createTransform(size: number): Transform {
  if (!(Number.isInteger(size) && size >= 2 && (size & (size - 1)) === 0)) throw new RangeError(`FFT size ${size} is not a power of two`);
  const fft = new dsp.FFT(size, size);
  const spectrum = { real: fft.real.subarray(0, size / 2 + 1), imaginary: fft.imag.subarray(0, size / 2 + 1) };
  return {
    size,
    forward(x) {
      if (x.length !== size) throw new RangeError(`FFT of ${size} samples was given ${x.length}`);
      fft.forward(x);
      return spectrum;
    },
  };
}

/** Smallest power of two that is not below `n` (at least 2). */
export function powerOfTwoFrom(n: number): number {
  let size = 2;
  while (size < n) size *= 2;
  return size;
}
