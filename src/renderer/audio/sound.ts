import type { SignalPiece } from "../../protocol/engine-api";

/** Length, frequency and height of the click at a burst. */
const CLICK_SECONDS = 0.012;
const CLICK_HZ = 2200;
const CLICK_LEVEL = 0.5;
/** Level of the signal below the click, so that both are heard. */
const SIGNAL_LEVEL = 0.6;

/** A stretch of a channel to be played, with its bursts. */
export interface SoundRequest {
  readonly samplingHz: number;
  readonly pieces: readonly SignalPiece[];
  /** Stretch of the recording in seconds. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Value that is played at full level; higher ones are cut. */
  readonly fullScale: number;
  /** Times of bursts, each of which gives a click. */
  readonly clicks: readonly number[];
  /** Seconds of the recording that pass in one second of listening. */
  readonly rate: number;
  readonly outputHz: number;
}

/**
 * What is heard of a stretch: the samples, interpolated to the output's rate, and a short click at each burst. Gaps are silent.
 * A click that begins before the stretch is not in it.
 */
export function renderSound({ samplingHz, pieces, startSeconds, endSeconds, fullScale, clicks, rate, outputHz }: SoundRequest): Float32Array<ArrayBuffer> {
  const sound = new Float32Array(Math.max(0, Math.round(((endSeconds - startSeconds) / rate) * outputHz)));
  const gain = SIGNAL_LEVEL / fullScale;
  const step = (rate * samplingHz) / outputHz;
  for (const { startSeconds: pieceStart, values } of pieces) {
    const offset = (startSeconds - pieceStart) * samplingHz;
    const first = Math.max(0, Math.ceil(-offset / step));
    for (let k = first; k < sound.length; k++) {
      const position = offset + k * step;
      const index = Math.floor(position);
      if (index + 1 >= values.length) break;
      const value = values[index]! + (position - index) * (values[index + 1]! - values[index]!);
      sound[k] = Math.max(-SIGNAL_LEVEL, Math.min(SIGNAL_LEVEL, value * gain));
    }
  }
  const length = Math.round(CLICK_SECONDS * outputHz);
  for (const seconds of clicks) {
    const at = Math.round(((seconds - startSeconds) / rate) * outputHz);
    if (at < 0) continue;
    for (let k = 0; k < length && at + k < sound.length; k++) sound[at + k]! += CLICK_LEVEL * (1 - k / length) * Math.sin((2 * Math.PI * CLICK_HZ * k) / outputHz);
  }
  return sound;
}
