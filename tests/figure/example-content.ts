import type { AntagonistPhase, BurstResult, ChannelResult, Hold, Label, Mark, Pattern, Reason, ResultDocument, TrainResult } from "../../src/core/result";
import { defaultSettings } from "../../src/core/settings";
import type { FigureContent, FigureTrace, FigureTracePiece } from "../../src/figure/content";

const SAMPLING_HZ = 2000;

/** Deterministic noise in [−1, 1): a 32-bit linear congruential generator (Numerical Recipes constants). */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Burst times with the given intervals in seconds. */
export function timesFrom(start: number, intervals: readonly number[]): readonly number[] {
  const times = [start];
  for (const interval of intervals) times.push(times[times.length - 1]! + interval);
  return times;
}

/** A trace of noise with bursts: Gaussian-shaped, 60 ms wide, `peak` µV high, fading by `fade` per burst. */
export function burstTrace(channelIndex: number, label: string, unit: string, spans: readonly (readonly [number, number])[], times: readonly number[], peak: number, rest: number, fade = 1, seed = 1): FigureTrace {
  const random = noise(seed);
  const pieces = spans.map(([from, to]): FigureTracePiece => {
    const count = Math.round((to - from) * SAMPLING_HZ);
    const values = new Float32Array(count);
    for (let k = 0; k < count; k += 1) {
      const seconds = from + k / SAMPLING_HZ;
      let height = rest;
      for (const [position, time] of times.entries()) {
        const away = (seconds - time) / 0.018;
        if (Math.abs(away) < 5) height += peak * fade ** position * Math.exp(-0.5 * away * away);
      }
      values[k] = height * random();
    }
    return { startSeconds: from, secondsPerBucket: 1 / SAMPLING_HZ, minimum: values, maximum: values.slice() };
  });
  return { channelIndex, label, unit, pieces };
}

export function burst(timeSeconds: number, thoughtFalse = false): BurstResult {
  const onset = Math.round((timeSeconds - 0.03) * SAMPLING_HZ);
  const offset = Math.round((timeSeconds + 0.03) * SAMPLING_HZ);
  return { onsetSeconds: onset / SAMPLING_HZ, offsetSeconds: offset / SAMPLING_HZ, timeSeconds, amplitudeMicrovolts: 100, netAmplitudeMicrovolts: 100, edited: false, onsetSample: onset, offsetSample: offset, thoughtFalse };
}

const patterns: Readonly<Record<Label, Pattern>> = {
  "clonus-like": "rhythmic", "clonoid-like": "rhythmic", "pseudoclonus-like": "irregular", indeterminate: "indeterminate", tonic: "tonic", insufficient: "insufficient", withheld: "rhythmic",
};

/** A train over the given burst times; everything that the figure does not show is null with a reason. */
export function train(id: string, channelIndex: number, channel: string, label: Label, times: readonly number[], over: Partial<TrainResult> = {}): TrainResult {
  const intervals = times.slice(1).map((time, k) => time - times[k]!);
  const mean = intervals.reduce((sum, one) => sum + one, 0) / Math.max(1, intervals.length);
  const rate = intervals.length === 0 ? null : 1 / mean;
  return {
    id, channel, channelIndex, muscle: null, side: null, antagonist: null, antagonistIndex: null,
    startSeconds: times[0]! - 0.03, endSeconds: times[times.length - 1]! + 0.03, endReason: "stopped",
    beats: times.length, missedBeats: 0, falseBursts: 0, missedBeatSeconds: [], envelopeHz: 20,
    rateHz: rate, rateCi: rate === null ? null : [rate * 0.98, rate * 1.02], bursts: times.map((time) => burst(time)), intervalsSeconds: intervals,
    jitter: 0.053, jitterCi: [0.041, 0.076], jitterMedian: 0.05, localVariation: 0.004, log10BayesFactor: 3.2, driftPercentPerBeat: -0.4,
    durationCensored: false, review: null, amplitude: null, antagonistActivity: null, intervalHistograms: { binSeconds: 0.02, auto: [], cross: null }, rhythm: null, tempoExcursionHz: 0.3, amplitudeJitter: 0.2, burstShape: { durationSpread: 0.08, heightSpread: 0.21, activeShare: 0.56, log10Support: 0.7, combinedLog10: 4.9 }, modulationDepth: 0.95, quietFraction: 0.6, snrDb: 18, burstMilliseconds: 60,
    persistenceRatio: null, firstLatencyMilliseconds: null, antagonistPhase: null, pattern: patterns[label], persistence: "unknown",
    label, confidence: "clear", conditionalOn: null, reasons: [], wouldChange: [], nearestFlip: null, disagreement: null, boundaryAudit: null, segmentation: { splitScore: 0.4, splitSeconds: 1.1, mergeBeforeScore: null, mergeAfterScore: null }, missing: { persistenceRatio: "no hold", firstLatencyMilliseconds: "no stretch" },
    ...over,
  };
}

export function channel(index: number, label: string, isolatedBursts: readonly BurstResult[] = []): ChannelResult {
  return { index, label, muscle: null, side: null, role: "emg", unit: "uV", fileLabel: null, fileUnit: null, scale: 1, inverted: false, samplingHz: SAMPLING_HZ, unusable: null, isolatedBursts, restMicrovolts: 4, gates: [], artefacts: [], disagreementSpans: [], issues: [] };
}

export function resultDocument(trains: readonly TrainResult[], channels: readonly ChannelResult[], marks: readonly Mark[] = [], holds: readonly Hold[] = [], over: Partial<ResultDocument> = {}): ResultDocument {
  return {
    schema: "klonos-result/1",
    plan: null, version: "0.1.0", protocol: "stretch-hold", ciLevel: 0.95, rule: "v2", settings: defaultSettings, marks, holds, editCount: 0, derivations: [], rejected: [], channels, trains, episodes: [], attempts: [], pooled: [], pairs: [], reflexes: [], reflexSeries: [], sides: [], distractions: [], preflight: [], examination: null, caveats: [], issues: [],
    source: { name: "PATIENT-NAME.edf", sha256: "3f9c0d1e2b3a4f5968778695a4b3c2d1e0f00112233445566778899aabba71e", format: "EDF+C", durationSeconds: 60, recipe: null },
    ...over,
  };
}

export function mark(kind: Mark["kind"], seconds: number, text = ""): Mark {
  return { kind, seconds, text: text === "" ? kind : text, origin: "file" };
}

export function reason(text: string): Reason {
  return { measure: "log10BayesFactor", title: "Rhythm", value: 0.6, interval: null, threshold: 1, unit: "", scale: null, says: "withholds", text, noInterval: null, flip: null };
}

export function phase(times: readonly number[], meanCycles: number, over: Partial<AntagonistPhase> = {}): AntagonistPhase {
  const random = noise(7);
  return { meanCycles, resultant: 0.88, resultantCi: [0.71, 0.95], pattern: "alternating", perBeat: times.map(() => meanCycles + 0.06 * random()), ...over };
}

const fadingIntervals = [0.22, 0.2, 0.184, 0.183, 0.176, 0.187, 0.176, 0.18, 0.182, 0.178, 0.184, 0.17, 0.185];
const irregularIntervals = [0.31, 0.14, 0.24, 0.42, 0.17, 0.29, 0.12];

/** The case of the look: a fading rhythmic train of the soleus with its antagonist, during a hold. */
export function clonoidExample(widthMillimetres = 180): FigureContent {
  const times = timesFrom(1.1, fadingIntervals);
  const antagonistTimes = times.map((time) => time + 0.09);
  const sol = train("SOL-1", 0, "SOL", "clonoid-like", times, { antagonist: "TA", antagonistIndex: 1, antagonistPhase: phase(times, 0.49), persistence: "unsustained" });
  return {
    document: resultDocument([sol], [channel(0, "SOL"), channel(1, "TA")], [mark("stretch", 1), mark("release", 4.6)], [{ startSeconds: 1, endSeconds: 4.6 }]),
    trainId: "SOL-1", startSeconds: 0.4, endSeconds: 5,
    traces: [burstTrace(0, "SOL", "µV", [[0.4, 5]], times, 420, 14, 0.88, 3), burstTrace(1, "TA", "µV", [[0.4, 5]], antagonistTimes, 300, 12, 0.9, 5)],
    widthMillimetres,
  };
}

/** An irregular train with a beat thought missed, one thought false, an isolated burst, no antagonist, a setting changed. */
export function irregularExample(widthMillimetres = 180): FigureContent {
  const times = timesFrom(2, irregularIntervals);
  const intervals = [0.31, 0.14, 0.24, 0.21, 0.17, 0.29];
  const ta = train("TA-1", 3, "R TIB ANT", "pseudoclonus-like", times, {
    bursts: times.map((time, k) => burst(time, k === 7)), intervalsSeconds: intervals, missedBeats: 1, falseBursts: 1, missedBeatSeconds: [times[3]! + 0.21], beats: 7,
    jitter: 0.41, jitterCi: [0.28, 0.8], log10BayesFactor: -2.1, conditionalOn: "protocol",
  });
  return {
    document: resultDocument([ta], [channel(3, "R TIB ANT", [burst(4.6)])], [], [], { protocol: "unmarked", editCount: 1, settings: { ...defaultSettings, bandLowHz: 20 } }),
    trainId: "TA-1", startSeconds: 1.4, endSeconds: 5,
    traces: [burstTrace(3, "R TIB ANT", "µV", [[1.4, 5]], [...times, 4.6], 90, 5, 1, 11)],
    widthMillimetres,
  };
}

/** Many short trains of every label, taps, a gap, a channel without a unit and an angle. */
export function crowdedExample(widthMillimetres = 180): FigureContent {
  const labels: readonly Label[] = ["clonus-like", "pseudoclonus-like", "indeterminate", "tonic", "insufficient", "withheld", "clonoid-like", "indeterminate"];
  const trains = labels.map((label, k) => {
    const times = timesFrom(1 + k * 3.6, [0.18, 0.19, 0.17, 0.18, 0.2].slice(0, label === "insufficient" ? 2 : 5));
    const why = label === "indeterminate" || label === "withheld" ? { reasons: [reason("log10 Bayes factor 0.6 lies between −1 and +1")] } : {};
    return train(`SOL-${k + 1}`, 0, "SOL", label, times, why);
  });
  const all = trains.flatMap((one) => one.bursts.map((each) => each.timeSeconds));
  const ramp = Float32Array.from({ length: 300 }, (_, k) => 90 + 20 * Math.sin(k / 30));
  const angle: FigureTrace = { channelIndex: 2, label: "Ankle angle", unit: "deg", pieces: [{ startSeconds: 0, secondsPerBucket: 0.1, minimum: ramp, maximum: ramp }] };
  return {
    document: resultDocument(trains, [channel(0, "SOL"), channel(1, "Gastrocnemius medialis links"), channel(2, "Ankle angle")], Array.from({ length: 24 }, (_, k) => mark("tap", 0.9 + k * 1.2)), [], { protocol: "tap" }),
    trainId: undefined, startSeconds: 0, endSeconds: 30,
    traces: [burstTrace(0, "SOL", "µV", [[0, 14.2], [17, 30]], all, 800, 20), burstTrace(1, "Gastrocnemius medialis links", "", [[0, 30]], all, 0.02, 0.002), angle],
    widthMillimetres,
  };
}

/** A long train with a train of the antagonist under it, a second short one behind it, and a clipped one at the edge. */
export function longExample(widthMillimetres = 140): FigureContent {
  const times = timesFrom(2, Array.from({ length: 45 }, (_, k) => 0.18 + 0.01 * Math.sin(k)));
  const later = timesFrom(11.2, [0.2, 0.22, 0.19]);
  const edge = timesFrom(13.4, Array.from({ length: 8 }, () => 0.2));
  const sol = train("SOL-1", 0, "L SOL", "clonus-like", times, { antagonist: "L TA", antagonistIndex: 1, antagonistPhase: phase(times, -0.02, { pattern: "synchronous", resultant: 0.97, resultantCi: [0.95, 0.98] }) });
  const ta = train("TA-1", 1, "L TA", "indeterminate", times.slice(5, 20), { reasons: [reason("SNR 4.1 dB is below the 6 dB that rhythm needs")] });
  return {
    document: resultDocument(
      [sol, train("SOL-2", 0, "L SOL", "insufficient", later), train("SOL-3", 0, "L SOL", "clonus-like", edge), ta],
      [channel(0, "L SOL"), channel(1, "L TA")], [mark("stretch", 1.9), mark("other", 2.4, "distraction: count backwards"), mark("release", 12)], [{ startSeconds: 1.9, endSeconds: 12 }],
    ),
    trainId: "SOL-1", startSeconds: 1, endSeconds: 14,
    traces: [burstTrace(0, "L SOL", "µV", [[1, 14]], [...times, ...later, ...edge], 600, 14), burstTrace(1, "L TA", "µV", [[1, 14]], times, 40, 12, 1, 5)],
    widthMillimetres,
  };
}

/** No train, no mark: an overview of rest. */
export function restExample(widthMillimetres = 180): FigureContent {
  return {
    document: resultDocument([], [channel(0, "FCR"), channel(1, "EDC")]),
    trainId: undefined, startSeconds: 0, endSeconds: 10,
    traces: [burstTrace(0, "FCR", "µV", [[0, 10]], [], 0, 6), burstTrace(1, "EDC", "µV", [[0, 10]], [], 0, 5, 1, 9)],
    widthMillimetres,
  };
}
