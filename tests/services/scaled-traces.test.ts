import { describe, expect, it } from "vitest";
import type { ChannelInfo } from "../../src/core/recording";
import type { Trace, TraceView } from "../../src/protocol/engine-api";
import { scaledTraces } from "../../src/services/traces/scaled-traces";

const channels = [{ index: 0, unit: "mV" }] as unknown as readonly ChannelInfo[];
const trace = (view: TraceView): Trace => ({ channelIndex: 0, view, samplingHz: 1000, pieces: [{ startSample: 0, startSeconds: 0, samplesPerBucket: 2, minimum: Float32Array.of(-1, 0), maximum: Float32Array.of(2, 4) }] });

describe("traces with what a person says of the channel", () => {
  it("turns minima into maxima where the polarity is inverted", () => {
    const [drawn] = scaledTraces([trace("raw")], channels, [{ channelIndex: 0, scale: 2, inverted: true }]);
    expect(drawn!.pieces[0]).toMatchObject({ minimum: Float32Array.of(-4, -8), maximum: Float32Array.of(2, -0) });
  });

  it("never draws an envelope below zero", () => {
    const [drawn] = scaledTraces([trace("envelope")], channels, [{ channelIndex: 0, scale: 2, inverted: true }]);
    expect(drawn!.pieces[0]).toMatchObject({ minimum: Float32Array.of(-2, 0), maximum: Float32Array.of(4, 8) });
  });

  it("gives back the very traces where nobody said anything of them", () => {
    const traces = [trace("raw")];
    expect(scaledTraces(traces, channels, [{ channelIndex: 0, muscle: "soleus" }])[0]).toBe(traces[0]);
  });
});
