import type { Steps } from "../steps";
import type { Random } from "./random";

/** Corner frequencies of the interference pattern's spectrum (science.md 6.1, Stulen–De Luca form). */
export const INTERFERENCE_LOW_HZ = 60;
/** Upper corner of the interference pattern, Hz (its lower one stands above). */
export const INTERFERENCE_HIGH_HZ = 120;

/** Power density of the interference pattern at `hz`, unnormalised: f_h⁴ f² / ((f² + f_l²)(f² + f_h²)²). */
export function interferencePower(hz: number): number {
  const f2 = hz * hz;
  const low2 = INTERFERENCE_LOW_HZ ** 2;
  const high2 = INTERFERENCE_HIGH_HZ ** 2;
  return (high2 * high2 * f2) / ((f2 + low2) * (f2 + high2) ** 2);
}

/** Longest block synthesised at once; longer carriers are joined from independent blocks. */
const LONGEST_BLOCK = 65_536;

/**
 * Gaussian noise with the spectrum of a surface interference pattern, expected RMS 1, `length` samples. Made in the frequency
 * domain, so that the spectrum is the formula's at every sampling rate and nothing is aliased.
 */
export function* interferenceCarrier(length: number, samplingHz: number, random: Random): Steps<Float64Array> {
  const out = new Float64Array(length);
  for (let start = 0; start < length; start += LONGEST_BLOCK) {
    const wanted = Math.min(LONGEST_BLOCK, length - start);
    out.set(shapedBlock(wanted, samplingHz, random), start);
    yield;
  }
  return out;
}

function shapedBlock(wanted: number, samplingHz: number, random: Random): Float64Array {
  // Twice the length: a block made by FFT is periodic, and its end must not be tied to its beginning.
  let size = 64;
  while (size < 2 * wanted) size *= 2;
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  let total = 0;
  for (let k = 1; k < size / 2; k += 1) {
    const power = interferencePower((k * samplingHz) / size);
    const amplitude = Math.sqrt(power);
    re[k] = amplitude * random.normal();
    im[k] = amplitude * random.normal();
    total += power;
  }
  inverseFft(re, im);
  // The real part of Σ_k (x + iy)·e^{iωt} has variance Σ_k power.
  const scale = 1 / Math.sqrt(total);
  const out = new Float64Array(wanted);
  for (let i = 0; i < wanted; i += 1) out[i] = re[i]! * scale;
  return out;
}

/** Radix-2 inverse transform in place, unscaled: out[t] = Σ_k in[k]·e^{+2πikt/n}. Length a power of two. */
function inverseFft(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i += 1) {
    let bit = n >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  const cosines = new Float64Array(n / 2);
  const sines = new Float64Array(n / 2);
  for (let k = 0; k < n / 2; k += 1) {
    cosines[k] = Math.cos((2 * Math.PI * k) / n);
    sines[k] = Math.sin((2 * Math.PI * k) / n);
  }
  for (let span = 2; span <= n; span *= 2) {
    const half = span / 2;
    const stride = n / span;
    for (let start = 0; start < n; start += span) {
      for (let k = 0; k < half; k += 1) {
        const c = cosines[k * stride]!;
        const s = sines[k * stride]!;
        const p = start + k;
        const q = p + half;
        const x = re[q]! * c - im[q]! * s;
        const y = re[q]! * s + im[q]! * c;
        re[q] = re[p]! - x;
        im[q] = im[p]! - y;
        re[p] = re[p]! + x;
        im[p] = im[p]! + y;
      }
    }
  }
}
