import { describe, expect, it } from "vitest";
import { withDistractions } from "../../../src/core/analysis/evidence/distraction-lines";
import type { DistractionResult } from "../../../src/core/reflex-result";
import type { Estimate, Mark, Reason, TrainResult } from "../../../src/core/result";
import { analysed } from "../schema/analysed";

const none: Estimate = { value: null, ci: null };
const row = (markSeconds: number, more: Partial<DistractionResult> = {}): DistractionResult => ({ channelIndex: 0, markSeconds, rateBeforeHz: 5, amplitudeRatio: { value: 0.8, ci: [0.7, 0.9] }, rateRatio: none, pauseSeconds: 0.2, effect: "unchanged", missing: { "rateRatio.value": "Fewer." }, ...more }) as DistractionResult;
/** What the lines look at of a train. */
const train = (channelIndex: number, startSeconds: number, endSeconds: number): TrainResult => ({ channelIndex, startSeconds, endSeconds, reasons: [] }) as unknown as TrainResult;
const linesOf = (rows: readonly DistractionResult[]): Readonly<Record<string, Reason>> => Object.fromEntries(withDistractions([train(0, 5, 20)], rows, 0.95)[0]!.reasons.map((reason) => [reason.measure, reason]));

describe("what a distraction did, in the evidence", () => {
  it("stands with the train that was going on at the mark, or had not yet paused, of the same channel", () => {
    const trains = [train(0, 5, 10), train(0, 12, 15), train(1, 5, 20)];
    const lines = (at: number): readonly number[] => withDistractions(trains, [row(at)], 0.95).map(({ reasons }) => reasons.length);
    expect(lines(8)).toEqual([2, 0, 0]);
    // A pause is three intervals, 0.6 s.
    expect(lines(10.5)).toEqual([2, 0, 0]);
    expect(lines(10.7)).toEqual([0, 0, 0]);
    expect(lines(4)).toEqual([0, 0, 0]);
  });

  it("has the interval over the bursts of one mark, none over two, and Student's over three", () => {
    expect(linesOf([row(10)])["distractionAmplitude"]).toMatchObject({ value: 80, interval: [70, 90], noInterval: null, unit: "%", threshold: null, says: "neutral", flip: null });
    const two = linesOf([row(10), row(15, { amplitudeRatio: { value: 0.2, ci: null } })])["distractionAmplitude"]!;
    expect(two).toMatchObject({ interval: null, noInterval: expect.stringContaining("needs three") as string });
    expect(two.value).toBeCloseTo(40, 9);
    const three = linesOf([0.5, 0.8, 1.25].map((value, k) => row(10 + k, { amplitudeRatio: { value, ci: null } })))["distractionAmplitude"]!;
    // scipy: np.exp(stats.t.interval(0.95, 2, x.mean(), x.std(ddof=1) / np.sqrt(3))) of x = np.log([0.5, 0.8, 1.25]).
    expect(three.value).toBeCloseTo(79.37005, 4);
    expect(three.interval![0]).toBeCloseTo(25.42919, 3);
    expect(three.interval![1]).toBeCloseTo(247.73122, 3);
  });

  it("says why there is no number", () => {
    const lines = linesOf([row(10, { pauseSeconds: null, effect: "not-assessed", missing: { pauseSeconds: "Too little." }, amplitudeRatio: none })]);
    expect(Object.keys(lines)).toEqual(["distractionPause"]);
    expect(lines["distractionPause"]).toMatchObject({ value: null, interval: null, noInterval: "There is no value.", text: "Too little. It describes, it never decides." });
  });

  it("changes nothing else of a train: labels, likelihoods and distances are the same with and without the mark", async () => {
    const spec = { class: "clonus", beats: 60, seed: 3 } as const;
    const plain = await analysed(spec);
    const middle = plain.trains.reduce((a, b) => (b.beats > a.beats ? b : a));
    const mark: Mark = { kind: "distraction", seconds: (middle.startSeconds + middle.endSeconds) / 2, text: "count backwards", origin: "file" };
    const distracted = await analysed(spec, { marks: [...plain.marks, mark] });
    const added = ["distractionPause", "distractionAmplitude", "distractionRate"];
    // Agonist and antagonist.
    expect(distracted.trains.flatMap(({ reasons }) => reasons.map(({ measure }) => measure)).filter((measure) => measure.startsWith("distraction"))).toEqual([...added, ...added]);
    expect(distracted.trains.map((one) => ({ ...one, reasons: one.reasons.filter(({ measure }) => !added.includes(measure)) }))).toEqual(plain.trains);
    const rate = distracted.trains.flatMap(({ reasons }) => reasons).find(({ measure }) => measure === "distractionRate")!;
    // Nothing was done to the simulated clonus: its rate is within what its own interval says.
    expect(rate.interval![0]).toBeLessThan(100);
    expect(rate.interval![1]).toBeGreaterThan(100);
  });
});
