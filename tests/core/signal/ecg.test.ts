import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../../src/core/settings";
import { findEcg, withoutEcg } from "../../../src/core/signal/ecg";
import { simulate } from "../../../src/core/simulate/simulate";
import { analyseChannels, plainContext } from "../analysis/support";

const spec = { class: "clonus", beats: 12, snrDb: 15, seed: 31, samplingHz: 1000 } as const;
const clean = simulate(spec).channels[0]!.samples;
const withHeart = simulate({ ...spec, contaminants: { ecg: { bpm: 72, share: 6 } } }).channels[0]!.samples;
const segmentsOf = (x: Float64Array): { startSample: number; endSample: number; startSeconds: number }[] => [{ startSample: 0, endSample: x.length, startSeconds: 0 }];
const readerOf = (x: Float64Array) => (range: { start: number; end: number }): Promise<Float64Array> => Promise.resolve(x.slice(range.start, range.end));
const power = (x: Float64Array): number => x.reduce((sum, value) => sum + value * value, 0) / x.length;

describe("a heart in an EMG channel", () => {
  it("is found at its rate and mostly gone after subtraction, however it is read", async () => {
    const track = (await findEcg(segmentsOf(withHeart), 1000, readerOf(withHeart)))!;
    expect(Math.abs(track.beatsPerMinute - 72)).toBeLessThan(3);
    const read = withoutEcg(track, readerOf(withHeart));
    const cleaned = await read({ start: 0, end: withHeart.length });
    const heart = withHeart.map((value, i) => value - clean[i]!);
    // What is left is mostly the T wave, 250 ms after the complex and far below the band-pass.
    expect(power(cleaned.map((value, i) => value - clean[i]!)) / power(heart)).toBeLessThan(0.35);
    expect(await read({ start: 700, end: 1900 })).toEqual(cleaned.slice(700, 1900));
  });

  it("is not found in clonus, pseudoclonus or rest alone", async () => {
    for (const kind of ["clonus", "pseudoclonus", "tapping", "rest"] as const) {
      const { samples } = simulate({ class: kind, ...(kind === "rest" ? { seconds: 20 } : { beats: 20 }), snrDb: 15, seed: 5, samplingHz: 1000 }).channels[0]!;
      expect(await findEcg(segmentsOf(samples), 1000, readerOf(samples)), kind).toBeUndefined();
    }
  });

  it("is offered and taken off in a proximal channel only", async () => {
    const channel = (site: string | undefined) => ({ label: "x", samplingHz: 1000, samples: withHeart, info: { site } });
    const codes = async (site: string | undefined, ecgRemoval: "off" | "template"): Promise<string[]> =>
      (await analyseChannels([channel(site)], plainContext, { ...defaultSettings, ecgRemoval })).channels[0]!.issues.map(({ code }) => code).filter((code) => code.startsWith("ecg"));
    expect(await codes("trunk", "off")).toEqual(["ecg"]);
    expect(await codes("trunk", "template")).toEqual(["ecg-removed"]);
    expect(await codes("ankle", "template")).toEqual([]);
    expect(await codes(undefined, "template")).toEqual([]);
  });
});
