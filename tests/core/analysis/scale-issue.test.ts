import { describe, expect, it } from "vitest";
import { scaleIssue } from "../../../src/core/analysis/quality/channel-gates";
import { channelInfo } from "./support";

const MICROVOLT = 1e-6;
const issue = (unit: string, rest: number | undefined, burst: number | undefined): string | undefined => scaleIssue({ ...channelInfo(0, { label: "SOL", samples: new Float64Array(1), samplingHz: 1000 }), unit, isVoltage: true }, rest, burst)?.message;

describe("a scale that gives impossible EMG", () => {
  it("is silent where EMG can be so", () => {
    expect(issue("uV", 5 * MICROVOLT, 300 * MICROVOLT)).toBeUndefined();
    expect(issue("uV", undefined, undefined)).toBeUndefined();
    expect(issue("uV", 0.3 * MICROVOLT, 20 * MICROVOLT)).toBeUndefined();
  });

  it("rest above 5 mV: proposes the unit that would make it possible", () => {
    // 5.2 "mV" of rest that are microvolts, and 5.2 "V" that are millivolts divided by a thousand.
    expect(issue("mV", 5200 * MICROVOLT, undefined)).toMatch(/^A resting level of 5.2 mV RMS .*unit uV/);
    expect(issue("V", 5.2, undefined)).toContain("unit uV");
  });

  it("everything below 0.1 µV: proposes the unit or the gain", () => {
    expect(issue("uV", 0.005 * MICROVOLT, 0.08 * MICROVOLT)).toContain("unit mV");
    expect(issue("uV", undefined, 0.09 * MICROVOLT)).toContain("unit mV");
    expect(issue("uV", undefined, 0.05 * MICROVOLT)).toContain("A burst of 50 nV RMS");
  });

  it("proposes a scale where no unit would do, and says so where nothing would", () => {
    expect(issue("uV", 0.04 * MICROVOLT, undefined)).toContain("unit mV");
    expect(issue("pV", 1e-3, undefined)).toMatch(/scale|properties/);
  });
});
