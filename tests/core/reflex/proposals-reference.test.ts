import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { proposeEvents } from "../../../src/core/reflex/propose-events";
import type { Proposal } from "../../../src/core/reflex/proposal";
import type { ChannelInfo } from "../../../src/core/recording";

interface Record {
  readonly samplingHz: number;
  readonly samples: readonly number[];
}

// Made by golden/proposals_reference.py.
const golden = JSON.parse(readFileSync(new URL("golden/proposals.json", import.meta.url), "utf8")) as {
  readonly angles: readonly (Record & { readonly truth: readonly (readonly ["stretch" | "release", number])[]; readonly found: readonly number[] })[];
  readonly strokes: readonly (Record & { readonly truth: readonly number[]; readonly found: readonly number[] })[];
  readonly edges: Record & { readonly rises: readonly number[]; readonly falls: readonly number[]; readonly truth: readonly number[] };
};

async function propose({ samples, samplingHz }: Record, role: ChannelInfo["role"]): Promise<readonly Proposal[]> {
  const x = Float64Array.from(samples);
  const segments = [{ startSample: 0, endSample: x.length, startSeconds: 0 }];
  return (await proposeEvents({ label: role, unit: "", role, samplingHz, segments, sampleCount: x.length }, async ({ start, end }) => x.slice(start, end))).proposals;
}

/** What an onset may be wrong by; a threshold of speed was 10 to 25 ms late. */
const MOVEMENT_SECONDS = 0.004;
/** The way of a movement is measured where its speed falls below a tenth, not where it rests. */
const AGREEMENT_SECONDS = 0.001;
/** Two samples of the slowest hammer. */
const STROKE_SECONDS = 0.004;

describe("proposed events against NumPy, and against when they were", () => {
  it.each(golden.angles)("movements at $samplingHz Hz", async (record) => {
    const proposals = (await propose(record, "angle")).filter(({ kind }) => kind !== "hold");
    expect(proposals.map(({ kind }) => kind)).toEqual(record.truth.map(([kind]) => kind));
    proposals.forEach(({ seconds }, k) => {
      expect(Math.abs(seconds - record.found[k]!)).toBeLessThan(AGREEMENT_SECONDS);
      expect(Math.abs(seconds - record.truth[k]![1])).toBeLessThan(MOVEMENT_SECONDS);
    });
  });

  it.each(golden.strokes)("strokes at $samplingHz Hz", async (record) => {
    const proposals = await propose(record, "acceleration");
    expect(proposals.map(({ kind }) => kind)).toEqual(record.truth.map(() => "tap"));
    proposals.forEach(({ seconds }, k) => {
      expect(Math.abs(seconds - record.found[k]!)).toBeLessThanOrEqual(1 / record.samplingHz + 1e-9);
      expect(Math.abs(seconds - record.truth[k]!)).toBeLessThan(STROKE_SECONDS);
    });
  });

  it("edges on their samples: a pulse is a tap, a gate a stretch and its release", async () => {
    const { edges } = golden;
    const proposals = await propose(edges, "trigger");
    expect(proposals.map(({ kind }) => kind)).toEqual(["tap", "stretch", "release"]);
    expect(proposals.map(({ seconds }) => seconds)).toEqual([...edges.rises, edges.falls[edges.falls.length - 1]]);
    expect(proposals.map(({ seconds }) => seconds)).toEqual(edges.truth);
  });
});
