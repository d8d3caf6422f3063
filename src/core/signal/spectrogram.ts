import { createTransform, powerOfTwoFrom } from "./fft";
import { hannWindow, integrate, type PowerSpectrum } from "./spectrum";

/** One-sided power spectral density of overlapping pieces. `density[column · rows + row]` in unit²/Hz. */
export interface Spectrogram {
  /** Middle of the first piece, from the first sample. */
  readonly firstSeconds: number;
  readonly stepSeconds: number;
  readonly resolutionHz: number;
  readonly rows: number;
  readonly columns: number;
  readonly density: Float64Array;
}

/**
 * Spectra of pieces of `segmentSamples` that begin every `hopSamples`: each freed of its mean, Hann window, zero-padded to a power
 * of two; equals SciPy `spectrogram(x, fs, window='hann', nperseg, noverlap, nfft, detrend='constant')`. No piece is cut short.
 * @throws RangeError where the signal is shorter than one piece.
 */
export function spectrogram(x: Float64Array, samplingHz: number, segmentSamples: number, hopSamples: number): Spectrogram {
  if (x.length < segmentSamples || segmentSamples < 2 || hopSamples < 1) throw new RangeError(`a spectrogram of ${x.length} samples in pieces of ${segmentSamples} every ${hopSamples} was asked for`);
  const window = hannWindow(segmentSamples);
  const transform = createTransform(powerOfTwoFrom(segmentSamples));
  const buffer = new Float64Array(transform.size);
  const rows = transform.size / 2 + 1;
  const columns = 1 + Math.floor((x.length - segmentSamples) / hopSamples);
  const density = new Float64Array(rows * columns);
  let windowPower = 0;
  for (const w of window) windowPower += w * w;
  const oneSide = 1 / (samplingHz * windowPower);
  for (let column = 0; column < columns; column++) {
    const start = column * hopSamples;
    let mean = 0;
    for (let i = 0; i < segmentSamples; i++) mean += x[start + i]!;
    mean /= segmentSamples;
    for (let i = 0; i < segmentSamples; i++) buffer[i] = (x[start + i]! - mean) * window[i]!;
    const { real, imaginary } = transform.forward(buffer);
    // Every bin but DC and Nyquist stands for its mirror image too.
    for (let row = 0; row < rows; row++) density[column * rows + row] = (row === 0 || row === rows - 1 ? oneSide : 2 * oneSide) * (real[row]! * real[row]! + imaginary[row]! * imaginary[row]!);
  }
  return { firstSeconds: segmentSamples / 2 / samplingHz, stepSeconds: hopSamples / samplingHz, resolutionHz: samplingHz / transform.size, rows, columns, density };
}

/** Where the power of a spectrum lies between two frequencies. */
export interface SpectrumSummary {
  /** Frequency with the highest density. */
  readonly peakHz: number;
  /** Half of the power lies below. */
  readonly medianHz: number;
  /** Centre of gravity of the power. */
  readonly meanHz: number;
  /** Power in the band, unit². */
  readonly power: number;
}

/** Peak, median and mean frequency of the power between two frequencies; undefined where there is none. */
export function summariseSpectrum(spectrum: PowerSpectrum, lowHz: number, highHz: number): SpectrumSummary | undefined {
  const power = integrate(spectrum, lowHz, highHz);
  if (!(power > 0)) return undefined;
  const { density, resolutionHz } = spectrum;
  let peak = -1;
  let moment = 0;
  let below = 0;
  let medianHz = lowHz;
  for (let k = 0; k < density.length; k++) {
    const [from, to] = [Math.max(lowHz, (k - 0.5) * resolutionHz), Math.min(highHz, (k + 0.5) * resolutionHz)];
    if (!(to > from)) continue;
    if (peak === -1 || density[k]! > density[peak]!) peak = k;
    const own = density[k]! * (to - from);
    moment += own * ((from + to) / 2);
    // Inside its bin the density is flat: the median lies in proportion.
    if (below < power / 2 && below + own >= power / 2) medianHz = from + ((power / 2 - below) / own) * (to - from);
    below += own;
  }
  return { peakHz: peak * resolutionHz, medianHz, meanHz: moment / power, power };
}
