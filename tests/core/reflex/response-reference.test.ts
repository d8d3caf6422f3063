import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { measureResponse } from "../../../src/core/reflex/reflex-response";

interface Case {
  readonly name: string;
  readonly samplingHz: number;
  readonly markSample: number;
  readonly samples: readonly number[];
  readonly window: readonly [number, number];
  readonly mWindow: readonly [number, number] | null;
  readonly truth: { readonly response: number | null; readonly mWave: number | null; readonly onset: number | null };
  readonly found: { readonly background: number; readonly noise: number; readonly mWave?: number | null; readonly response?: readonly [number, number] };
}

// Made by golden/response_reference.py.
const { cases } = JSON.parse(readFileSync(new URL("golden/responses.json", import.meta.url), "utf8")) as { readonly cases: readonly Case[] };
/** Share of a wave's height by which noise and the broad band change it. */
const OF_TRUTH = 0.03;

describe("amplitude of a response before the 30 Hz high-pass, against SciPy and against what was made", () => {
  it.each(cases.map((one) => [one.name, one] as const))("%s", (_, { samples, samplingHz, markSample, window, mWindow, truth, found }) => {
    const reflex = { response: "soleus", from: window[0], to: window[1], basis: "", mWave: mWindow ?? undefined };
    const response = measureResponse({ samples: Float64Array.from(samples), samplingHz, markSample, window: reflex, exactMark: true });
    expect(response.background).toBeCloseTo(found.background, 8);
    if (truth.response === null) {
      expect(response.status).toBe("absent");
      expect(response.peakToPeak).toBeCloseTo(found.noise, 8);
      return;
    }
    expect(response.status).toBe("present");
    expect(response.peakToPeak!).toBeGreaterThanOrEqual(Math.min(...found.response!) - 1e-8);
    expect(response.peakToPeak!).toBeLessThanOrEqual(Math.max(...found.response!) + 1e-8);
    expect(Math.abs(response.peakToPeak! / truth.response - 1)).toBeLessThan(OF_TRUTH);
    // A soft beginning is found late (25 % of the first peak), never early: the drift of the electrodes must not pull it.
    const late = (response.latency as { seconds: number }).seconds - truth.onset!;
    expect(late).toBeGreaterThan(-0.0005);
    expect(late).toBeLessThan(0.0045);
    if (found.mWave === null || found.mWave === undefined) expect(response.mWave).toBeUndefined();
    else {
      expect(response.mWave!).toBeCloseTo(found.mWave, 8);
      expect(Math.abs(response.mWave! / truth.mWave! - 1)).toBeLessThan(OF_TRUTH);
    }
  });
});
