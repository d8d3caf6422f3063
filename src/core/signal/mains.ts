import { integrate, welch } from "./spectrum";
import type { PowerSpectrum } from "./spectrum";

/** How much of a quiet stretch is mains hum. */
export interface MainsEstimate {
  readonly nominalHz: 50 | 60;
  /** Frequency of the line's highest bin. */
  readonly lineHz: number;
  /** Amplitude (peak) of the line in the unit of the samples. */
  readonly amplitude: number;
  /** Power of the line above the floor around it, over the power of the whole stretch: 0 … 1. */
  readonly share: number;
}

/** Segment length: 2 s resolve a line from the EMG around it; a stretch shorter than a quarter of it says nothing. */
const SEGMENT_SECONDS = 2;
const LEAST_SECONDS = 0.5;
/** Mains wander (science.md 4.1: ±0.5 Hz). */
const WANDER_HZ = 0.5;
/** The main lobe of a Hann window is 2 bins wide on either side. */
const LOBE_BINS = 2;
/** Width of the floor's neighbourhood on either side of the line. */
const FLOOR_HZ = 6;

/**
 * Strongest of the 50 and 60 Hz lines in a quiet stretch of raw or filtered samples (science.md 4.1 offers removal above a
 * share of 0.1). undefined where the stretch is shorter than half a second, holds no power, or is sampled at 130 Hz or less.
 */
export function estimateMains(x: Float64Array, samplingHz: number): MainsEstimate | undefined {
  if (x.length < LEAST_SECONDS * samplingHz || samplingHz / 2 <= 60 + FLOOR_HZ - 1) return undefined;
  const spectrum = welch(x, samplingHz, Math.round(SEGMENT_SECONDS * samplingHz));
  const total = integrate(spectrum, 0, samplingHz / 2);
  if (!(total > 0)) return undefined;
  const windowBins = Math.min(x.length, Math.round(SEGMENT_SECONDS * samplingHz));
  const lobeHz = (LOBE_BINS * samplingHz) / windowBins;
  const [fifty, sixty] = ([50, 60] as const).map((nominalHz) => lineAt(spectrum, nominalHz, lobeHz, total));
  return fifty!.share >= sixty!.share ? fifty : sixty;
}

function lineAt(spectrum: PowerSpectrum, nominalHz: 50 | 60, lobeHz: number, total: number): MainsEstimate {
  const { density, resolutionHz } = spectrum;
  let peak = Math.round(nominalHz / resolutionHz);
  for (let k = Math.ceil((nominalHz - WANDER_HZ) / resolutionHz); k <= (nominalHz + WANDER_HZ) / resolutionHz; k++) if (density[k]! > density[peak]!) peak = k;
  const lineHz = peak * resolutionHz;
  const around: number[] = [];
  for (let k = 0; k < density.length; k++) {
    const distance = Math.abs(k * resolutionHz - lineHz);
    if (distance > lobeHz && distance <= lobeHz + FLOOR_HZ) around.push(density[k]!);
  }
  around.sort((a, b) => a - b);
  const floor = around[around.length >> 1] ?? 0;
  const power = Math.max(0, integrate(spectrum, lineHz - lobeHz, lineHz + lobeHz) - floor * 2 * lobeHz);
  return { nominalHz, lineHz, amplitude: Math.sqrt(2 * power), share: Math.min(1, power / total) };
}
