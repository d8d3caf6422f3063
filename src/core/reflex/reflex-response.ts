import { butterworthBandpass } from "../signal/butterworth";
import { sosfiltfilt } from "../signal/zero-phase";
import { firstLatency } from "./first-latency";
import type { ReflexWindow } from "./reflex-windows";

/** Raw signal around one stimulus. */
export interface ResponseSignal {
  /** Raw samples, any unit. */
  readonly samples: Float64Array;
  readonly samplingHz: number;
  /** Position of the mark in `samples`; may be fractional. */
  readonly markSample: number;
  readonly window: ReflexWindow;
  /** False for a mark set by hand: the response is then looked for in a wider window and has no latency. */
  readonly exactMark: boolean;
}

/** What was found. Amplitudes are in the unit of the samples. */
export interface ReflexResponse {
  readonly status: "present" | "absent" | "outside-window" | "not-assessed";
  /** Seconds after the mark. */
  readonly latency: { readonly seconds: number } | { readonly missing: string };
  readonly peakToPeak: number | undefined;
  readonly mWave: number | undefined;
  readonly background: number | undefined;
}

/** Raw signal that is needed before and after the mark, seconds: the broad band's high-pass settles within. */
export const RESPONSE_BEFORE_SECONDS = 0.6;
/** Signal needed after an event to measure its response, s. */
export const RESPONSE_AFTER_SECONDS = 0.6;

/** The broad band for peak-to-peak values: nothing of a volley is lost, electrode drift is (science.md 4.1, ISEK 5–500 Hz). */
const BROAD_LOW_HZ = 5;
const BROAD_HIGH_HZ = 450;
const BAND_LIMIT = 0.45;
const ORDER = 2;
/** Length of a tendon reflex or H-reflex from its onset. JUDGEMENT. */
const RESPONSE_SECONDS = 0.03;
/** The onset is found a little late: what lies this much before belongs to the response. */
const BEFORE_ONSET_SECONDS = 0.003;
/** A hand-set mark is no more exact than this. JUDGEMENT. */
const HAND_SECONDS = 0.05;
/** After the window's end a late response is looked for up to here: pseudoclonus begins up to 400 ms after the stretch (science.md 6.1). */
const LATE_SECONDS = 0.5;
/** An M-wave is this many times as high as the background's peak to peak. JUDGEMENT. */
const M_WAVE_OVER_BACKGROUND = 3;

/**
 * Latency by the raw-signal method of science.md 5.1 from the start of the window on, amplitude peak to peak in a broad band of its own (before the
 * 30 Hz high-pass), M-wave and background. A response whose onset lies outside the window is reported with its latency and is not the reflex.
 */
export function measureResponse(signal: ResponseSignal): ReflexResponse {
  const { samples, samplingHz, markSample, window, exactMark } = signal;
  const at = (seconds: number): number => Math.round(markSample + seconds * samplingHz);
  const slack = exactMark ? 0 : HAND_SECONDS;
  if (at(-0.1 - slack) < 0 || at(window.to + slack + RESPONSE_SECONDS) > samples.length) {
    return { status: "not-assessed", latency: { missing: "too little signal around the mark" }, peakToPeak: undefined, mWave: undefined, background: undefined };
  }
  const broad = broadBand(samples, samplingHz);
  const background = rms(broad, at(-0.1 - slack), at(-0.01 - slack));
  const mWave = window.mWave === undefined ? undefined : mWaveOf(broad, at, window.mWave);
  const search = { samples, samplingHz, markSample: markSample - slack * samplingHz, fromSeconds: exactMark ? window.from : 0, skipEarlier: window.mWave !== undefined };
  const found = firstLatency({ ...search, searchSeconds: Math.max(LATE_SECONDS, window.to) + 2 * slack });
  const onset = "seconds" in found ? found.seconds - slack : undefined;
  const noise = peakToPeak(broad, at(window.from - slack), at(window.to + slack));
  if (onset === undefined) {
    const blocked = "missing" in found && !found.missing.startsWith("no response");
    return { status: blocked ? "not-assessed" : "absent", latency: found, peakToPeak: blocked ? undefined : noise, mWave, background };
  }
  const inside = onset >= window.from - slack && onset <= window.to + slack;
  const height = peakToPeak(broad, at(onset - BEFORE_ONSET_SECONDS), at(onset + RESPONSE_SECONDS));
  const latency = exactMark ? { seconds: onset } : { missing: "the mark was set by hand: it is too inexact for a latency" };
  if (inside) return { status: "present", latency, peakToPeak: height, mWave, background };
  return { status: "outside-window", latency, peakToPeak: noise, mWave, background };
}

function broadBand(samples: Float64Array, samplingHz: number): Float64Array {
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  const sos = butterworthBandpass(ORDER, BROAD_LOW_HZ, Math.min(BROAD_HIGH_HZ, BAND_LIMIT * samplingHz), samplingHz);
  return sosfiltfilt(sos, samples.map((value) => value - mean));
}

function mWaveOf(broad: Float64Array, at: (seconds: number) => number, [from, to]: readonly [number, number]): number | undefined {
  const height = peakToPeak(broad, at(from), at(to));
  const noise = peakToPeak(broad, at(-0.1), at(-0.1 + (to - from)));
  return height !== undefined && noise !== undefined && height >= M_WAVE_OVER_BACKGROUND * noise ? height : undefined;
}

function peakToPeak(values: Float64Array, from: number, to: number): number | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (let k = Math.max(0, from); k < Math.min(values.length, to); k++) {
    low = Math.min(low, values[k]!);
    high = Math.max(high, values[k]!);
  }
  return high >= low ? high - low : undefined;
}

function rms(values: Float64Array, from: number, to: number): number | undefined {
  let squares = 0;
  for (let k = from; k < to; k++) squares += values[k]! ** 2;
  return to > from ? Math.sqrt(squares / (to - from)) : undefined;
}
