import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findMainsLine, lineInBlock, type MainsMethod, refineLine, withoutMains } from "../../../src/core/signal/mains-removal";
import { Random } from "../../../src/core/simulate/random";
import { simulate } from "../../../src/core/simulate/simulate";

const methods: readonly MainsMethod[] = ["regression", "interpolation"];
/** Made by golden/make_mains.py with NumPy. */
const golden = JSON.parse(readFileSync(new URL("golden/mains.json", import.meta.url), "utf8")) as Readonly<Record<MainsMethod, readonly (readonly [number, number, number])[]>>;

describe("the line in one block", () => {
  const hz = 50.13;
  const block = Float64Array.from({ length: 2000 }, (_, i) => {
    let value = 3 + 0.001 * i + 2 * Math.cos((2 * Math.PI * hz * i) / 1000 + 0.4) + 0.6 * Math.sin((2 * Math.PI * 3 * hz * i) / 1000);
    for (let k = 1; k < 60; k++) value += 0.3 * Math.cos((2 * Math.PI * (30.37 + 4.71 * k) * i) / 1000 + 1.7 * k * k);
    return value;
  });

  it.each(methods)("is that of NumPy by %s, within 1e−8", (method) => {
    const found = lineInBlock(block, 1000, { method, lineHz: hz });
    expect(found.length).toBe(golden[method].length);
    golden[method].forEach(([frequency, cosine, sine], k) => {
      expect(found[k]!.hz).toBeCloseTo(frequency, 9);
      expect(Math.abs(found[k]!.cosine - cosine)).toBeLessThan(1e-8);
      expect(Math.abs(found[k]!.sine - sine)).toBeLessThan(1e-8);
    });
  });

  it("is of the frequency that was put in, within 0.005 Hz", () => {
    const random = new Random(3);
    for (const trueHz of [49.62, 50, 50.31, 59.8]) {
      const x = Float64Array.from({ length: 8000 }, (_, i) => Math.sin((2 * Math.PI * trueHz * i) / 2000 + 1) + random.normal());
      expect(Math.abs(refineLine(x, 2000, Math.round(trueHz / 10) * 10) - trueHz)).toBeLessThan(0.02);
    }
  });
});

describe("a channel without its line", () => {
  const spec = { class: "clonus", beats: 12, snrDb: 10, seed: 21, samplingHz: 2000 } as const;
  const clean = simulate(spec).channels[0]!.samples;
  const random = new Random(7);
  let phase = 0.3;
  const line = clean.map(() => {
    phase += (2 * Math.PI * 50.2) / 2000 + (0.1 / Math.sqrt(2000)) * random.normal();
    return 1.2e-5 * (Math.sin(phase) + 0.3 * Math.sin(3 * phase + 1));
  });
  const hummed = clean.map((value, i) => value + line[i]!);
  const segments = [{ startSample: 0, endSample: 9001, startSeconds: 0 }, { startSample: 9001, endSample: clean.length, startSeconds: 90 }];
  const read = (range: { start: number; end: number }): Promise<Float64Array> => Promise.resolve(hummed.slice(range.start, range.end));
  const power = (x: Float64Array): number => x.reduce((sum, value) => sum + value * value, 0) / x.length;
  const whole = { start: 0, end: clean.length };

  it.each(methods)("is the clean one again by %s: nine tenths of the hum's power are gone", async (method) => {
    const found = (await findMainsLine(segments, 2000, method, read))!;
    expect(found).toMatchObject({ nominalHz: 50, method });
    expect(Math.abs(found.lineHz - 50.2)).toBeLessThan(0.1);
    const cleaned = await withoutMains(segments, 2000, found, read)(whole);
    expect(power(cleaned.map((value, i) => value - clean[i]!)) / power(line)).toBeLessThan(0.1);
  });

  it.each(methods)("does not depend on how it is read, by %s", async (method) => {
    const found = (await findMainsLine(segments, 2000, method, read))!;
    const cleaned = await withoutMains(segments, 2000, found, read)(whole);
    const pieces = withoutMains(segments, 2000, found, read);
    for (const [start, end] of [[0, 10], [4000, 4001], [7990, 9500], [8999, 14_000], [clean.length - 700, clean.length]] as const) {
      const piece = await pieces({ start, end });
      piece.forEach((value, i) => expect(Math.abs(value - cleaned[start + i]!)).toBeLessThan(1e-15));
    }
  });

  it("with a sample without a value keeps the rest", async () => {
    const holed = hummed.slice();
    holed[5000] = Number.NaN;
    const found = { method: "regression", nominalHz: 50, lineHz: 50.2, share: 0.5 } as const;
    const cleaned = await withoutMains(segments, 2000, found, (range) => Promise.resolve(holed.slice(range.start, range.end)))(whole);
    expect(Number.isNaN(cleaned[5000])).toBe(true);
    expect(cleaned.filter(Number.isFinite).length).toBe(clean.length - 1);
  });

  it("that has none has nothing to remove", async () => {
    expect(await findMainsLine(segments, 2000, "regression", (range) => Promise.resolve(clean.slice(range.start, range.end)))).toBeUndefined();
  });
});
