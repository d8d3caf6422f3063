import type { ReadChannel } from "../../core/analysis";
import { effectiveRead } from "../../core/analysis/effective-read";
import { effectiveChannels } from "../../core/channel-overrides";
import type { Derivation } from "../../core/derivation";
import { type Cancel, KlonosError } from "../../core/errors";
import type { ChannelInfo } from "../../core/recording";
import type { ChannelOverride, TrainResult } from "../../core/result";
import type { SettingValues } from "../../core/settings";
import { summariseCurves } from "../../core/signal/burst-overlay";
import { filterResponse } from "../../core/signal/filter-response";
import { bandOf } from "../../core/signal/prepared";
import { spectrogram, summariseSpectrum } from "../../core/signal/spectrogram";
import { welch } from "../../core/signal/spectrum";
import { secondsToSample } from "../../core/timeline";
import type { BurstOverlay, BurstOverlayRequest, FilterResponseCurve, SignalRequest, SignalSamples, StretchSpectrum, TraceView } from "../../protocol/engine-api";
import { withDerivations } from "../derived-recording";
import { channelOf, knownChannels, type Recording } from "../recordings";
import { viewFilter, viewSamples } from "./view-samples";

/** Most samples of one answer of `signal`: some seconds at the highest rates, 2 MB. */
const MOST_SIGNAL_SAMPLES = 500_000;
/** Most samples of a spectrum: half an hour at 2 kHz. */
const MOST_SPECTRUM_SAMPLES = 4_000_000;
/** Piece of Welch's average: 2 Hz between independent bins. */
const WELCH_SECONDS = 0.5;
/** Piece of the spectrogram: a burst of clonus lasts 50 to 100 ms. */
const SPECTROGRAM_SECONDS = 0.128;
/** Columns of the spectrogram at most, and of a piece at least one eighth of it is new. */
const SPECTROGRAM_COLUMNS = 480;
const SPECTROGRAM_OVERLAP = 8;
/** A spectrum needs this many samples to say anything. */
const LEAST_SPECTRUM_SAMPLES = 32;
const RESPONSE_POINTS = 400;
/** Time on either side of a burst that is shown: half an interval, within these. */
const OVERLAY_SECONDS = [0.06, 0.4] as const;
const OVERLAY_POINTS = 240;
const OVERLAY_CURVES = 400;

/** The recording with its derivations, its channels and samples as a person says of them. */
function asSaid(fileRecording: Recording, { derivations = [], overrides = [] }: { readonly derivations?: readonly Derivation[] | undefined; readonly overrides?: readonly ChannelOverride[] | undefined }): { readonly channels: readonly ChannelInfo[]; readonly read: ReadChannel } {
  const recording = withDerivations(fileRecording, derivations, overrides);
  const known = knownChannels(recording);
  return { channels: effectiveChannels(known, overrides), read: effectiveRead(recording.read, known, overrides) };
}

interface Run {
  readonly startSeconds: number;
  readonly values: Float64Array;
}

interface Stretch {
  readonly view: TraceView;
  readonly samplingHz: number;
  /** Runs of finite samples, in time order. */
  readonly runs: readonly Run[];
}

async function readStretch(fileRecording: Recording, request: SignalRequest, most: number, cancel: Cancel | undefined): Promise<Stretch> {
  const { channels, read } = asSaid(fileRecording, request);
  const channel = channelOf(channels, request.channelIndex);
  const { samplingHz, segments } = channel;
  const filter = viewFilter(channel, request.view, request.settings);
  const start = secondsToSample(segments, samplingHz, request.startSeconds);
  const end = secondsToSample(segments, samplingHz, request.endSeconds);
  if (end - start > most) throw new KlonosError("stretch-too-long", `${Math.round((end - start) / samplingHz)} s of ${channel.label} were asked for; choose at most ${Math.floor(most / samplingHz)} s.`, channel.label, { samples: end - start, most });
  const runs: Run[] = [];
  for (const segment of segments) {
    const range = { start: Math.max(start, segment.startSample), end: Math.min(end, segment.endSample) };
    if (range.start >= range.end) continue;
    const values = await viewSamples(filter, segment, range, (window, stop) => read(channel.index, window, stop), cancel);
    for (let from = 0; from < values.length; ) {
      let to = from;
      while (to < values.length && Number.isFinite(values[to]!)) to++;
      if (to > from) runs.push({ startSeconds: segment.startSeconds + (range.start + from - segment.startSample) / samplingHz, values: values.subarray(from, to) });
      from = to + 1;
    }
  }
  return { view: filter.view, samplingHz, runs };
}

/** The samples of a stretch. @throws KlonosError `stretch-too-long`. */
export async function signalOf(fileRecording: Recording, request: SignalRequest, cancel?: Cancel): Promise<SignalSamples> {
  const { view, samplingHz, runs } = await readStretch(fileRecording, request, MOST_SIGNAL_SAMPLES, cancel);
  return { samplingHz, view, pieces: runs.map(({ startSeconds, values }) => ({ startSeconds, values: Float32Array.from(values) })) };
}

/** Welch's spectrum and a spectrogram of the longest run in a stretch. @throws KlonosError `stretch-too-long`, `stretch-too-short`. */
export async function spectrumOf(fileRecording: Recording, request: SignalRequest, cancel?: Cancel): Promise<StretchSpectrum> {
  const { view, samplingHz, runs } = await readStretch(fileRecording, request, MOST_SPECTRUM_SAMPLES, cancel);
  const run = runs.reduce<Run | undefined>((longest, candidate) => (longest !== undefined && longest.values.length >= candidate.values.length ? longest : candidate), undefined);
  if (run === undefined || run.values.length < LEAST_SPECTRUM_SAMPLES) {
    throw new KlonosError("stretch-too-short", `A spectrum needs at least ${LEAST_SPECTRUM_SAMPLES} valid samples without a gap; this stretch has ${run?.values.length ?? 0}. Select a longer one.`);
  }
  const { values, startSeconds } = run;
  const average = welch(values, samplingHz, Math.round(WELCH_SECONDS * samplingHz));
  // A filtered view holds nothing outside its band; of raw samples everything but the offset counts.
  const [low, high] = view === "filtered" ? bandOf(request.settings.bandLowHz, request.settings.bandHighHz, samplingHz) : [average.resolutionHz / 2, samplingHz / 2];
  const summary = summariseSpectrum(average, low, high);
  const piece = Math.min(values.length, Math.max(LEAST_SPECTRUM_SAMPLES, Math.round(SPECTROGRAM_SECONDS * samplingHz)));
  const hop = Math.max(1, Math.ceil(piece / SPECTROGRAM_OVERLAP), Math.ceil((values.length - piece) / SPECTROGRAM_COLUMNS));
  const image = spectrogram(values, samplingHz, piece, hop);
  return {
    channelIndex: request.channelIndex,
    view,
    startSeconds,
    endSeconds: startSeconds + values.length / samplingHz,
    averages: average.averages,
    resolutionHz: average.resolutionHz,
    density: Float32Array.from(average.density),
    bandHz: [low, high],
    peakHz: summary?.peakHz ?? null,
    medianHz: summary?.medianHz ?? null,
    meanHz: summary?.meanHz ?? null,
    rms: summary === undefined ? null : Math.sqrt(summary.power),
    spectrogram: { ...image, firstSeconds: startSeconds + image.firstSeconds, density: Float32Array.from(image.density) },
  };
}

/** The filters of the method at a rate. @throws KlonosError `filter-band`. */
export function responseCurve(settings: SettingValues, samplingHz: number): FilterResponseCurve {
  const { frequenciesHz, bandGain, envelopeGain, ...rest } = filterResponse(settings, samplingHz, RESPONSE_POINTS);
  return { ...rest, frequenciesHz: Float32Array.from(frequenciesHz), bandGain: Float32Array.from(bandGain), envelopeGain: Float32Array.from(envelopeGain) };
}

/** All bursts of a train over each other. @throws KlonosError `no-bursts` where none has whole surroundings. */
export async function overlayOf(fileRecording: Recording, train: TrainResult, { view, settings, context }: Pick<BurstOverlayRequest, "view" | "settings" | "context">, cancel?: Cancel): Promise<BurstOverlay> {
  const { channels, read } = asSaid(fileRecording, context);
  const channel = channelOf(channels, train.channelIndex);
  const { samplingHz } = channel;
  const filter = viewFilter(channel, view, settings);
  const reach = Math.round(overlayReach(train) * samplingHz);
  const stride = Math.max(1, Math.floor((2 * reach) / OVERLAY_POINTS));
  const points = 2 * Math.floor(reach / stride) + 1;
  const before = Math.floor(reach / stride) * stride;
  const numbers: number[] = [];
  const curves: Float64Array[] = [];
  for (const [position, burst] of train.bursts.slice(0, OVERLAY_CURVES).entries()) {
    if (burst.thoughtFalse) continue;
    const segment = channel.segments.find(({ startSample, endSample }) => burst.onsetSample >= startSample && burst.onsetSample < endSample);
    if (segment === undefined) continue;
    const centre = segment.startSample + Math.round((burst.timeSeconds - segment.startSeconds) * samplingHz);
    const range = { start: centre - before, end: centre + before + 1 };
    if (range.start < segment.startSample || range.end > segment.endSample) continue;
    const values = await viewSamples(filter, segment, range, (window, stop) => read(channel.index, window, stop), cancel);
    const curve = Float64Array.from({ length: points }, (_, k) => values[k * stride]!);
    if (!curve.every(Number.isFinite)) continue;
    numbers.push(position + 1);
    curves.push(curve);
  }
  if (curves.length === 0) throw new KlonosError("no-bursts", `No burst of this train on ${train.channel} has ${Math.round((reach / samplingHz) * 1000)} ms of signal without a gap on both sides.`, train.channel);
  const { mean, spread, likeness, medianLikeness } = summariseCurves(curves);
  return {
    channelIndex: channel.index,
    view: filter.view,
    firstSeconds: -before / samplingHz,
    stepSeconds: stride / samplingHz,
    numbers,
    curves: curves.map((curve) => Float32Array.from(curve)),
    mean: Float32Array.from(mean),
    spread: Float32Array.from(spread),
    likeness: Array.from(likeness, (value) => (Number.isFinite(value) ? value : null)),
    medianLikeness: medianLikeness ?? null,
  };
}

function overlayReach({ rateHz }: TrainResult): number {
  return Math.min(OVERLAY_SECONDS[1], Math.max(OVERLAY_SECONDS[0], rateHz === null ? OVERLAY_SECONDS[1] : 0.5 / rateHz));
}
