import { describe, expect, it } from "vitest";
import { barText, fixed, niceAbove, niceBelow, niceTicks, plain, range, tickDecimals, voltText } from "../../src/figure/numbers";

describe("numbers of a figure", () => {
  it("use a real minus and never a negative zero", () => {
    expect(fixed(-1.25, 1)).toMatch(/^\u22121\.[23]$/);
    expect(fixed(-0.001, 2)).toBe("0.00");
    expect(plain(2.5)).toBe("2.5");
    expect(plain(200)).toBe("200");
  });

  it("tell ends of an interval apart", () => {
    expect(range(5.51, 5.68, 1)).toBe("5.5–5.7");
    expect(range(5.51, 5.54, 1)).toBe("5.51–5.54");
    expect(range(-0.1, 0.2, 1)).toBe("\u22120.1 to 0.2");
  });

  it("find nice steps on both sides for any size", () => {
    for (let exponent = -7; exponent <= 7; exponent += 1) {
      for (const [value, below, above] of [[1, 1, 1], [1.3, 1, 2], [2, 2, 2], [4.9, 2, 5], [5, 5, 5], [7, 5, 10]] as const) {
        expect(niceBelow(value * 10 ** exponent) / 10 ** exponent).toBeCloseTo(below, 9);
        expect(niceAbove(value * 10 ** exponent) / 10 ** exponent).toBeCloseTo(above, 9);
      }
    }
    expect(niceTicks(139, 226, 5)).toEqual([140, 160, 180, 200, 220]);
  });

  it("have the decimals of an axis' step", () => {
    expect([[0, 0.0005, 0.001], [-0.1, 0, 0.1], [20, 30], [0.2, 0.4], [0.00025], [0], [], [1000.5], [-20000.02]].map((ticks) => tickDecimals(ticks))).toEqual([4, 1, 0, 1, 6, 0, 0, 1, 2]);
    expect([0, 0.0005, 0.001].map((tick) => plain(tick, tickDecimals([0, 0.0005])))).toEqual(["0", "0.0005", "0.001"]);
  });

  it("say a voltage with three digits in the unit that fits it", () => {
    expect([0, 0.00123, 0.03512, 0.1, 1.234, 12.34, 123.4, 2668].map(voltText)).toEqual(["0 µV", "1.23 nV", "35.1 nV", "0.100 µV", "1.23 µV", "12.3 µV", "123 µV", "2.67 mV"]);
  });

  it("name calibration bars", () => {
    expect([barText(200, "µV"), barText(2000, "µV"), barText(0.5, "s"), barText(2, "s"), barText(0.02, ""), barText(10, "deg"), barText(0.0005, "N"), barText(0.1, "µV"), barText(0.05, "µV"), barText(0.0002, "µV"), barText(500_000, "µV"), barText(2_000_000, "µV")]).toEqual(["200 µV", "2 mV", "500 ms", "2 s", "0.02 au", "10 deg", "0.0005 N", "0.1 µV", "50 nV", "0.2 nV", "500 mV", "2 V"]);
  });
});
