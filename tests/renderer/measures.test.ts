import { describe, expect, it } from "vitest";
import { antagonistRows, detectorRows, isOfTrain, rhythmRows } from "../../src/renderer/layout/measure-rows";
import { messages } from "../../src/renderer/messages/messages";
import { intervalAnswer, tempoCourse } from "../../src/renderer/panels/interval-plot";
import { slowSentences } from "../../src/renderer/panels/phase-plot";
import { autoBins, crossBins, firstPeak, fullestBin } from "../../src/renderer/panels/histogram-plot";
import { intervalHistograms } from "../../src/core/trains/interval-histogram";
import { smoothedRates } from "../../src/core/trains/tempo-excursion";
import type { PairResult, TrainResult } from "../../src/core/result";
import { exampleDocument, exampleTrain } from "./example-result";

const words = messages().measures;

/** Title to value. */
function shown(rows: ReturnType<typeof detectorRows>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(rows.map(({ title, value, reason }) => [title, value ?? reason]));
}

describe("rows of the table of measures", () => {
  const pair: PairResult = { agonist: "SOL", agonistIndex: 0, antagonist: "TA", antagonistIndex: 1, zeroLagCorrelation: { value: -0.64, ci: [-0.7, -0.58] }, peakCorrelation: 0.85, peakLagSeconds: 0.56, pattern: "alternating", windows: 3, missing: {} };

  it("show what the other detectors and the change of variance say, or why they say nothing", () => {
    const train: TrainResult = exampleTrain({
      disagreement: { score: 0.1, notFoundShare: 0.05, mergedShare: 0, besideShare: 0.05, onsetMilliseconds: 12.5, offsetMilliseconds: null, assessedSeconds: 4, detectors: [{ name: "tkeo", contestedShare: 0.2, notFound: 1, merged: 0, beside: 1, onsetMilliseconds: 5, offsetMilliseconds: -4 }] },
      boundaryAudit: { startSeconds: 1, startDifferenceMilliseconds: 14, endSeconds: null, endDifferenceMilliseconds: null },
      missing: { "disagreement.offsetMilliseconds": "No burst meets just one range.", "boundaryAudit.endDifferenceMilliseconds": "No change of variance." },
    });
    expect(shown(detectorRows(train, words))).toMatchObject({ "Contested bursts, share": 0.1, "… by TKEO (Solnik 2010)": 0.2, "Onsets differ by, ms": 12.5, "Offsets differ by, ms": "No burst meets just one range.", "Start by change of variance, ms later": 14, "End by change of variance, ms later": "No change of variance." });
    expect(shown(detectorRows(exampleTrain({ missing: { "segmentation.mergeAfterScore": "No other train." } }), words))).toEqual({ "Largest gap over the longest that joins": 0.4, "… that over the gap to the train before": undefined, "… that over the gap to the next train": "No other train." });
  });

  it("hold phase, co-contraction and the slow envelopes of the train's own pair", () => {
    const activity = { rawCorrelation: 0.1, crossTalk: "none", rayleighP: 0.001, antagonistBursts: 3, coContractionBefore: null, coContractionBursts: 40, coContractionGaps: 3, gapLevel: 0.25, tonicCoactivation: true } as const;
    const train = exampleTrain({ antagonistActivity: activity, missing: { "antagonistActivity.coContractionBefore": "Neither muscle is active then." } });
    const result = { ...exampleDocument([train]), pairs: [pair, { ...pair, agonistIndex: 2 }] };
    const rows = antagonistRows(train, result, words);
    expect(shown(rows)).toMatchObject({ "Mean phase, cycles": 0.49, "Rayleigh p": 0.001, "Tonic coactivation": "yes", "%COCON (Winter, by shape) before": "Neither muscle is active then.", "Slow envelopes, all recording, r": -0.64, "… antagonist later by, ms": 560 });
    expect(rows.find(({ title }) => title === "Resultant of the phase")!.ci).toEqual([0.71, 0.95]);
    expect(rows.filter(({ title }) => title.startsWith("Slow envelopes"))).toHaveLength(1);
    expect(isOfTrain({ ...pair, agonistIndex: 1, antagonistIndex: 0 }, train)).toBe(true);
    expect(slowSentences(result.pairs, train)).toEqual(["slow envelopes of the recording: r \u22120.64 (\u22120.70 to \u22120.58)"]);
    expect(slowSentences([{ ...pair, zeroLagCorrelation: { value: null, ci: null } }], train)).toEqual([]);
  });

  it("say jitter and variation in percent, as panel, report and figure do", () => {
    const none = { value: null, ci: null };
    const rhythm = { jitter: { value: 0.107, ci: [0.098, 0.121] }, cv2: { value: 0.117, ci: null }, localVariation: { value: 0.0173, ci: null } };
    const names = ["jitterMedian", "cv", "cvCorrected", "detrendedCv", "driftPercentPerBeat", "driftRatio", "lagOneAutocorrelation", "stabilityIndexBeatsHz", "stabilityIndexCrossingsHz", "autocorrelationPeak", "spectrumPeakHz", "tempoExcursionHz", "firstIntervalRatio", "lastIntervalRatio"];
    const train = exampleTrain({ rhythm: { ...Object.fromEntries(names.map((name) => [name, none])), ...rhythm } as unknown as NonNullable<TrainResult["rhythm"]> });
    const rows = rhythmRows(train, words);
    expect(rows.find(({ title }) => title === "Jitter J, %")).toMatchObject({ value: 10.7, ci: [expect.closeTo(9.8, 9), expect.closeTo(12.1, 9)] });
    expect(shown(rows)).toMatchObject({ "CV2, %": expect.closeTo(11.7, 9), LV: 0.0173 });
  });

  it("have one title each: none is shown twice under a name", () => {
    for (const rows of [rhythmRows(exampleTrain(), words), detectorRows(exampleTrain(), words)]) expect(new Set(rows.map(({ title }) => title)).size).toBe(rows.length);
    expect(new Set(Object.values(words.names)).size).toBe(Object.values(words.names).length);
  });
});

describe("histograms of the times between bursts", () => {
  it("peak at the cycle and not at a multiple of it, and where the antagonist comes", () => {
    const bursts = Array.from({ length: 20 }, (_, k) => 1 + 0.17 * k);
    const histograms = intervalHistograms(bursts, bursts.map((time) => time + 0.085));
    const result = { ...histograms, cross: histograms.cross ?? null };
    // Bins of 20 ms: the middle of that in which 170 and 85 ms lie.
    expect(firstPeak(autoBins(result))).toBeCloseTo(170, 9);
    expect(Math.abs(fullestBin(crossBins(result))!)).toBeCloseTo(80, 9);
    expect(fullestBin({ counts: [0, 0], from: 0, width: 20 })).toBeUndefined();
    expect(firstPeak({ counts: [], from: 0, width: 20 })).toBeUndefined();
    // A few blips before the peak are no peak.
    expect(firstPeak({ counts: [0, 2, 1, 9, 4, 8], from: 0, width: 20 })).toBe(70);
  });
});

describe("the smoothed rate in the plot of intervals", () => {
  it("lies at the middle of its five intervals, as an interval", () => {
    const intervals = [0.2, 0.2, 0.2, 0.2, 0.2, 0.25, 0.25];
    const tempoRateHz = smoothedRates(intervals);
    const rhythm = { tempoRateHz, tempoSlowestHz: 4.6, tempoFastestHz: 5, firstIntervalRatio: { value: null, ci: null }, stableFromBeat: null } as unknown as TrainResult["rhythm"];
    const course = tempoCourse({ rhythm });
    expect(course.map(([index]) => index)).toEqual([2, 3, 4]);
    expect(course[0]![1]).toBeCloseTo(200, 9);
    expect(course[2]![1]).toBeCloseTo(1000 * (0.2 ** 3 * 0.25 ** 2) ** 0.2, 9);
    expect(tempoCourse({ rhythm: null })).toEqual([]);
    expect(intervalAnswer(exampleTrain({ rhythm }), 0.95, messages().intervals)).toContain("smoothed 4.6 to 5.0 Hz");
  });
});
