import type { Reason, ResultDocument, TrainResult } from "../../src/core/result";
import { defaultSettings } from "../../src/core/settings";

/** A reason with a scale from 0 to 10 that favours 4 and more. */
export function exampleReason(change: Partial<Reason> = {}): Reason {
  return { measure: "snrDb", title: "SNR", value: 6, interval: [5, 7.5], threshold: 4, unit: "dB", scale: { min: 0, max: 10, favourable: [4, 10] }, says: "for", text: "The bursts stand 6 dB above the signal around them.", noInterval: null, flip: null, ...change };
}

/** A train of three bursts a quarter of a second apart. */
export function exampleTrain(change: Partial<TrainResult> = {}): TrainResult {
  const bursts = [1, 1.25, 1.5].map((seconds) => ({
    onsetSeconds: seconds - 0.03,
    offsetSeconds: seconds + 0.03,
    timeSeconds: seconds,
    amplitudeMicrovolts: 100 * seconds, netAmplitudeMicrovolts: 100 * seconds,
    edited: seconds === 1.25,
    onsetSample: Math.round((seconds - 0.03) * 1000),
    offsetSample: Math.round((seconds + 0.03) * 1000),
    thoughtFalse: seconds === 1.5,
  }));
  return {
    id: "t1",
    channel: "SOL",
    channelIndex: 0,
    muscle: "soleus",
    side: "right",
    antagonist: "TA",
    antagonistIndex: 1,
    startSeconds: 0.97,
    endSeconds: 1.53,
    endReason: "released",
    durationCensored: false, review: null, amplitude: null, antagonistActivity: null, intervalHistograms: { binSeconds: 0.02, auto: [], cross: null },
    beats: 3,
    missedBeats: 1,
    falseBursts: 0,
    missedBeatSeconds: [1.375],
    envelopeHz: 20,
    rateHz: 4,
    rateCi: [3.9, 4.2],
    bursts,
    intervalsSeconds: [0.25, 0.25],
    jitter: 0.048,
    jitterCi: [0.03, 0.09],
    jitterMedian: 0.05,
    localVariation: 0.003,
    rhythm: null,
    log10BayesFactor: 2.1,
    driftPercentPerBeat: -1.2,
    tempoExcursionHz: null,
    amplitudeJitter: 0.2, burstShape: { durationSpread: 0.08, heightSpread: 0.21, activeShare: 0.56, log10Support: 0.7, combinedLog10: 4.9 },
    modulationDepth: 0.97,
    quietFraction: 0.55,
    snrDb: 16,
    burstMilliseconds: 60,
    persistenceRatio: 0.54,
    firstLatencyMilliseconds: 44,
    antagonistPhase: { meanCycles: 0.49, resultant: 0.88, resultantCi: [0.71, 0.95], pattern: "alternating", perBeat: [0.48, null, -0.49] },
    pattern: "rhythmic",
    persistence: "unsustained",
    label: "clonoid-like",
    confidence: "clear",
    conditionalOn: null,
    reasons: [exampleReason(), exampleReason({ measure: "jitter", title: "Jitter" }), exampleReason({ measure: "depth", title: "Depth" }), exampleReason({ measure: "gate", title: "Gate", says: "withholds", value: 2 }), exampleReason({ measure: "latency", title: "First latency", says: "neutral", scale: null, value: null })],
    wouldChange: ["Persistence 0.54 → 0.90 of the hold would read: clonus-like."],
    nearestFlip: { measure: "persistence", distance: 0.3, label: "clonus-like", text: "Persistence 0.54 → 0.90 of the hold" },
    disagreement: null,
    boundaryAudit: null, segmentation: { splitScore: 0.4, splitSeconds: 1.1, mergeBeforeScore: null, mergeAfterScore: null },
    missing: { tempoExcursionHz: "needs more than ten intervals" },
    ...change,
  };
}

/** A document around trains, with two EMG channels and a hold. */
export function exampleDocument(trains: readonly TrainResult[]): ResultDocument {
  const channel = { muscle: null, side: null, role: "emg", unit: "uV", fileLabel: null, fileUnit: null, scale: 1, inverted: false, samplingHz: 1000, isolatedBursts: [], restMicrovolts: 3, gates: [], artefacts: [], disagreementSpans: [] } as const;
  return {
    schema: "klonos-result/1",
    plan: null,
    version: "0.0.0-test",
    source: { name: "example.edf", sha256: "ab".repeat(32), format: "EDF", durationSeconds: 10, recipe: null },
    protocol: "stretch-hold",
    ciLevel: 0.95,
    rule: "v3",
    settings: defaultSettings,
    marks: [],
    holds: [{ startSeconds: 0.9, endSeconds: 5.7 }],
    editCount: 0,
    rejected: [],
    channels: [
      { ...channel, index: 0, label: "SOL", unusable: null, issues: [] },
      { ...channel, index: 1, label: "TA", unusable: "2 % of the samples are clipped", issues: [{ code: "mains", severity: "warning", where: "TA", message: "mains 38 % of the baseline" }] },
    ],
    trains,
    derivations: [],
    episodes: [],
    attempts: [],
    pooled: [], pairs: [], reflexes: [], reflexSeries: [], sides: [], distractions: [], preflight: [], examination: null, caveats: [],
    issues: [{ code: "gap", severity: "info", where: "byte 12", message: "one gap" }],
  };
}
