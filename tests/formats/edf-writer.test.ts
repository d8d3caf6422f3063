import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberField } from "../../src/formats/edf/edf-number";
import { edfChunks, type EdfVariant, type EdfWriteRequest, planEdfRecords, writeEdf } from "../../src/formats/edf/edf-writer";

const wave = Float64Array.from({ length: 4000 }, (_, k) => 2.5e-4 * Math.sin(k / 9));
const angle = Float64Array.from({ length: 200 }, (_, k) => k / 4 - 20);
const request: EdfWriteRequest = {
  channels: [
    { label: "R SOL", unit: "µV", samplingHz: 2000, samples: wave, prefilter: "HP:20Hz" },
    { label: "Winkel Füße", unit: "deg", samplingHz: 100, samples: angle, physicalRange: [90, -45] },
  ],
  annotations: [{ onsetSeconds: 0.5, durationSeconds: 0.25, text: "stretch µ" }, { onsetSeconds: 1.75, durationSeconds: 0, text: "tap" }],
  startDateTime: "2026-09-14T10:42:07",
};
const text = (bytes: Uint8Array, at: number, width: number): string => Buffer.from(bytes.subarray(at, at + width)).toString("latin1");

/** What pyedflib reads, as JSON. */
const PYTHON = `
import json, sys, pyedflib
with pyedflib.EdfReader(sys.argv[1]) as f:
    o, d, t = f.readAnnotations()
    print(json.dumps({"labels": f.getSignalLabels(), "units": [f.getPhysicalDimension(k) for k in range(f.signals_in_file)],
        "hz": [f.getSampleFrequency(k) for k in range(f.signals_in_file)], "samples": [list(f.readSignal(k)) for k in range(f.signals_in_file)],
        "notes": [[float(a), float(b), str(c)] for a, b, c in zip(o, d, t)], "start": f.getStartdatetime().isoformat()}))
`;
const hasPyedflib = spawnSync("python3", ["-c", "import pyedflib"]).status === 0;
if (!hasPyedflib) console.warn("skipped: reading written files back with pyedflib (python3 with pyedflib is absent)");

describe("EDF writer", () => {
  it("puts the fields of the header where the specification has them", () => {
    const bytes = writeEdf({ ...request, recordSeconds: 0.5 });
    expect(text(bytes, 0, 8)).toBe("0       ");
    expect(text(bytes, 8, 8)).toBe("X X X X ");
    expect(text(bytes, 88, 30)).toBe("Startdate 14-SEP-2026 X X X   ");
    expect(text(bytes, 168, 16)).toBe("14.09.2610.42.07");
    expect(text(bytes, 184, 8).trim()).toBe("1024");
    expect(text(bytes, 192, 5)).toBe("EDF+C");
    expect([text(bytes, 236, 8), text(bytes, 244, 8), text(bytes, 252, 4)].map((field) => field.trim())).toEqual(["4", "0.5", "3"]);
    expect(text(bytes, 256, 48)).toBe("R SOL           Winkel Fu?e     EDF Annotations ");
    expect(text(bytes, 256 + 3 * 96, 16)).toBe("uV      deg     ");
    expect(text(bytes, 256 + 3 * 104, 24)).toBe("-250    90      -1      ");
    expect(text(bytes, 256 + 3 * 216, 16)).toBe("1000    50      ");
    expect(bytes.every((byte, k) => k >= 1024 || (byte >= 32 && byte < 127))).toBe(true);
    expect(text(bytes, 1024 + 2 * 1050, 8)).toBe("+0\x14\x14\x00+0.");
  });

  it("is the same in pieces, and the same every time", () => {
    const whole = writeEdf(request);
    expect(Buffer.compare(Buffer.concat([...edfChunks(request)]), Buffer.from(whole))).toBe(0);
    expect(Buffer.compare(Buffer.from(writeEdf(request)), Buffer.from(whole))).toBe(0);
  });

  it("writes BDF with 24 bits and zero as zero", () => {
    const bytes = writeEdf({ channels: [{ label: "A", unit: "uV", samplingHz: 10, samples: Float64Array.of(0, 1e-6, -1e-6, 5e-7, NaN, 1, 0, 0, 0, 0), physicalRange: [-1e-6, 1e-6] }], annotations: [], variant: "BDF" });
    expect([bytes[0], text(bytes, 1, 7), text(bytes, 192, 5)]).toEqual([255, "BIOSEMI", "24BIT"]);
    const data = Buffer.from(bytes.subarray(512));
    expect([0, 1, 2, 3, 4, 5].map((k) => data.readIntLE(3 * k, 3))).toEqual([0, 8388607, -8388607, 4194304, 0, 8388607]);
  });

  it.skipIf(!hasPyedflib).each<EdfVariant>(["EDF", "EDF+C", "BDF", "BDF+C"])("%s: pyedflib reads what was written", (variant) => {
    const folder = mkdtempSync(join(tmpdir(), "klonos-edf-"));
    try {
      const path = join(folder, "x.edf");
      const hasNotes = variant.includes("+");
      writeFileSync(path, writeEdf({ ...request, variant, annotations: hasNotes ? request.annotations : [] }));
      const read = spawnSync("python3", ["-c", PYTHON, path], { encoding: "utf8", maxBuffer: 1e8 });
      expect(read.stderr).toBe("");
      const got = JSON.parse(read.stdout) as { labels: string[]; units: string[]; hz: number[]; samples: number[][]; notes: unknown[]; start: string };
      expect([got.labels, got.units, got.hz, got.start]).toEqual([["R SOL", "Winkel Fu?e"], ["uV", "deg"], [2000, 100], "2026-09-14T10:42:07"]);
      const steps = variant.startsWith("BDF") ? 2 * 8388607 : 2 * 32767;
      wave.forEach((value, k) => expect(Math.abs(got.samples[0]![k]! - value * 1e6)).toBeLessThan((0.501 * 500) / steps));
      angle.forEach((value, k) => expect(Math.abs(got.samples[1]![k]! - value)).toBeLessThan((0.501 * 135) / steps));
      // pyedflib gives -1 where no duration is written.
      expect(got.notes).toEqual(hasNotes ? [[0.5, 0.25, "stretch µ"], [1.75, -1, "tap"]] : []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("refuses what the format cannot hold", () => {
    const one = request.channels.slice(0, 1);
    const notes = request.annotations;
    const wrong: readonly EdfWriteRequest[] = [
      { channels: one, annotations: notes, variant: "EDF" },
      { channels: one, annotations: [], variant: "EDF+C", pauses: [{ atSeconds: 1, seconds: 1 }] },
      { channels: one, annotations: [], recordSeconds: 0.5, pauses: [{ atSeconds: 0.7, seconds: 1 }] },
      { channels: one, annotations: [], recordSeconds: 0.00033 },
      { channels: [], annotations: [], variant: "BDF" },
      { channels: one, annotations: [], startDateTime: "yesterday" },
      { channels: [{ ...one[0]!, physicalRange: [1, 1] }], annotations: [] },
      { channels: [{ ...one[0]!, physicalRange: [-1e12, 1e12] }], annotations: [] },
      { channels: one, annotations: [{ onsetSeconds: NaN, durationSeconds: 0, text: "x" }] },
    ];
    for (const bad of wrong) expect(() => writeEdf(bad)).toThrow(expect.objectContaining({ name: "KlonosError" }) as Error);
  });
});

describe("data records", () => {
  it("hold whole samples, nothing padded where a divisor exists, and the rate exactly", () => {
    fc.assert(
      fc.property(fc.constantFrom(500, 1000, 1024, 2000, 2048, 5000), fc.integer({ min: 1, max: 400_000 }), fc.integer({ min: 1, max: 8 }), (samplingHz, count, channels) => {
        const plan = planEdfRecords({ channels: Array.from({ length: channels }, () => ({ samplingHz, sampleCount: count })), annotations: [] });
        expect(plan.samplesPerRecord[0]! / plan.recordSeconds / samplingHz - 1).toBeCloseTo(0, 6);
        expect(plan.recordCount * plan.samplesPerRecord[0]!).toBe(count + plan.paddedSamples[0]!);
        // Where something must be padded it is less than a record.
        expect(plan.paddedSamples[0]!).toBeLessThan(plan.samplesPerRecord[0]!);
        expect(plan.samplesPerRecord[0]! * channels * 2).toBeLessThanOrEqual(61440);
        expect(String(plan.recordSeconds).length).toBeLessThanOrEqual(8);
      }),
      { numRuns: 300 },
    );
  });
});

describe("numbers of eight characters", () => {
  it("are as near as eight characters allow and never on the wrong side", () => {
    fc.assert(
      fc.property(fc.double({ min: -999_999, max: 999_999, noNaN: true }), (value) => {
        const [up, down, nearest] = (["up", "down", "nearest"] as const).map((rounding) => numberField(value, 8, rounding));
        for (const field of [up!, down!, nearest!]) expect(field).toMatch(/^-?\d+(\.\d+)?$/);
        const noise = 1e-12 * Math.abs(value);
        expect(Number(up)).toBeGreaterThanOrEqual(value - noise);
        expect(Number(down)).toBeLessThanOrEqual(value + noise);
        const digits = Math.max(1, String(Math.trunc(Math.abs(value))).length) + (value < 0 ? 1 : 0);
        expect(Math.abs(Number(nearest) - value)).toBeLessThanOrEqual(0.5 * 10 ** -Math.max(0, 8 - digits - 2) + noise);
      }),
    );
  });
});
