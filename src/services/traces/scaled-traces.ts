import { polarityOf, sampleFactor } from "../../core/channel-overrides";
import type { ChannelInfo } from "../../core/recording";
import type { ChannelOverride } from "../../core/result";
import type { Trace, TracePiece } from "../../protocol/engine-api";

/**
 * Traces in the unit, at the scale and with the polarity that a person says. What is kept of a trace (pyramids) stays as the file has
 * it: filters and envelopes are linear in a positive factor, and what is rectified has no polarity.
 *
 * @param channels as the file describes them
 */
export function scaledTraces(traces: readonly Trace[], channels: readonly ChannelInfo[], overrides: readonly ChannelOverride[]): readonly Trace[] {
  if (overrides.length === 0) return traces;
  return traces.map((trace) => {
    const channel = channels.find(({ index }) => index === trace.channelIndex);
    if (channel === undefined) return trace;
    const polarity = trace.view === "envelope" || trace.view === "rectified" ? 1 : polarityOf(channel.index, overrides);
    const factor = sampleFactor(channel, overrides) * polarity;
    return factor === 1 ? trace : { ...trace, pieces: trace.pieces.map((piece) => scaledPiece(piece, factor)) };
  });
}

function scaledPiece(piece: TracePiece, factor: number): TracePiece {
  const times = (values: Float32Array): Float32Array => values.map((value) => value * factor);
  const [minimum, maximum] = factor < 0 ? [piece.maximum, piece.minimum] : [piece.minimum, piece.maximum];
  return { ...piece, minimum: times(minimum), maximum: times(maximum) };
}
