import { type Cancel, KlonosError } from "../../core/errors";
import type { ChannelInfo } from "../../core/recording";
import type { SettingValues } from "../../core/settings";
import { type Cascade, DEFAULT_ENVELOPE_HZ, designCascade, minimumSamplesOf, rectify } from "../../core/signal/prepare";
import { bandOf } from "../../core/signal/prepared";
import { settlingSamples } from "../../core/signal/sos";
import { widen } from "../../core/signal/tiled";
import { sosfiltfiltInPlace } from "../../core/signal/zero-phase";
import type { SampleRange, Segment } from "../../core/timeline";
import type { TraceView } from "../../protocol/engine-api";

/** How the samples of one channel become the view that is drawn. Raw has no filters. */
export interface ViewFilter {
  readonly view: TraceView;
  readonly cascade: Cascade | undefined;
  /** Samples read on either side so that the view does not depend on where the window lies. */
  readonly margin: number;
  /** Tells views of different filter settings apart. */
  readonly key: string;
}

type Read = (range: SampleRange, cancel?: Cancel) => Promise<Float64Array>;

const RAW: ViewFilter = { view: "raw", cascade: undefined, margin: 0, key: "raw" };

/**
 * The filter of a view. Channels that are no EMG, and channels whose rate leaves no room for the band, are shown raw: the
 * reply's `view` says so.
 */
export function viewFilter(channel: ChannelInfo, view: TraceView, settings: SettingValues): ViewFilter {
  if (view === "raw" || channel.role !== "emg") return RAW;
  const bandHz = bandOf(settings.bandLowHz, settings.bandHighHz, channel.samplingHz);
  try {
    const cascade = designCascade(bandHz, DEFAULT_ENVELOPE_HZ, channel.samplingHz);
    const margin = settlingSamples(cascade.bandpass) + (view === "envelope" ? settlingSamples(cascade.lowpass) : 0);
    return { view, cascade, margin, key: `${view} ${bandHz.join("-")}` };
  } catch (thrown) {
    if (thrown instanceof KlonosError && thrown.record.code === "filter-band") return RAW;
    throw thrown;
  }
}

/** Samples [start, end) of one segment in a view, in a new array. Invalid samples, and runs too short to filter, are NaN. */
export async function viewSamples(filter: ViewFilter, segment: Segment, range: SampleRange, read: Read, cancel?: Cancel): Promise<Float64Array> {
  const window = widen(range, filter.margin, { start: segment.startSample, end: segment.endSample });
  const values = await read(window, cancel);
  if (filter.cascade !== undefined) filterRuns(values, filter.cascade, filter.view);
  return values.subarray(range.start - window.start, range.end - window.start);
}

/** Filters each run of finite values by itself, in place: nothing is computed across an invalid sample. */
function filterRuns(values: Float64Array, cascade: Cascade, view: TraceView): void {
  const minimum = minimumSamplesOf(cascade);
  for (let start = 0; start < values.length; ) {
    let end = start;
    while (end < values.length && Number.isFinite(values[end]!)) end++;
    const run = values.subarray(start, end);
    if (run.length < minimum) {
      run.fill(NaN);
    } else {
      sosfiltfiltInPlace(cascade.bandpass, run);
      if (view !== "filtered") rectify(run);
      if (view === "envelope") sosfiltfiltInPlace(cascade.lowpass, run);
    }
    if (end < values.length) values[end] = NaN;
    start = end + 1;
  }
}
