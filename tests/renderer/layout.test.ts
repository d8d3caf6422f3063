import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChannelInfo } from "../../src/core/recording";
import { clockTime, compact, dateTime, decimalsOfStep, duration, elapsed, fixed, percent, range, ratesText } from "../../src/renderer/layout/format";
import { axisTop, niceAbove, niceBelow, stepNice, timeTicks } from "../../src/renderer/layout/nice-steps";
import { clampWindow, panBy, pixelToSeconds, secondsToPixel, SHORTEST_SPAN_SECONDS, zoomAt } from "../../src/renderer/layout/time-window";
import { layoutRows, rowAt, rowOrder, scrollToRow } from "../../src/renderer/layout/trace-rows";

const windows = fc.record({ duration: fc.double({ min: 0.5, max: 90_000, noNaN: true }), share: fc.double({ min: 0.001, max: 1, noNaN: true }), at: fc.double({ min: 0, max: 1, noNaN: true }) });

describe("time window", () => {
  it("stays inside the recording whatever is asked", () => {
    fc.assert(
      fc.property(windows, fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: 0.01, max: 100, noNaN: true }), ({ duration: whole, share, at }, pages, factor) => {
        const start = clampWindow({ start: at * whole, span: share * whole }, whole);
        for (const window of [panBy(start, pages, whole), zoomAt(start, factor, at * whole, whole)]) {
          expect(window.start).toBeGreaterThanOrEqual(0);
          expect(window.start + window.span).toBeLessThanOrEqual(whole * (1 + 1e-12));
          expect(window.span).toBeGreaterThanOrEqual(SHORTEST_SPAN_SECONDS);
        }
      }),
    );
  });

  it("keeps the time under the pointer at its pixel while zooming away from the ends", () => {
    const before = { start: 100, span: 10 };
    const at = pixelToSeconds(before, 0, 800, 200);
    const after = zoomAt(before, 0.25, at, 1000);
    expect(after.span).toBeCloseTo(2.5, 12);
    expect(secondsToPixel(after, 0, 800, at)).toBeCloseTo(200, 9);
  });

  it("turns pixels into seconds and back", () => {
    fc.assert(
      fc.property(windows, fc.double({ min: 0, max: 4000, noNaN: true }), ({ duration: whole, share, at }, pixel) => {
        const window = clampWindow({ start: at * whole, span: share * whole }, whole);
        const back = secondsToPixel(window, 60, 1200, pixelToSeconds(window, 60, 1200, pixel));
        expect(Math.abs(back - pixel)).toBeLessThan(1e-4);
      }),
    );
  });

  it("moves by whole pages and stops at the end", () => {
    expect(panBy({ start: 0, span: 10 }, 1, 25)).toEqual({ start: 10, span: 10 });
    expect(panBy({ start: 10, span: 10 }, 1, 25)).toEqual({ start: 15, span: 10 });
  });
});

describe("1-2-5 steps", () => {
  it("finds the neighbours of any value", () => {
    expect([0.03, 1, 1.9, 2, 49, 50, 99, 0.2].map(niceBelow)).toEqual([0.02, 1, 1, 2, 20, 50, 50, 0.2]);
    expect([0.03, 1, 1.9, 2.1, 51].map(niceAbove)).toEqual([0.05, 1, 2, 5, 100]);
  });

  it("ends an axis just above its data, on a number whose half is easily read", () => {
    expect([0.03, 0.29, 1, 1.01, 2.05, 5.1, 51, 97].map(axisTop)).toEqual([0.03, 0.3, 1, 1.2, 2.4, 6, 60, 100]);
    for (let value = 0.013; value < 2000; value *= 1.017) {
      expect(axisTop(value)).toBeGreaterThanOrEqual(value * (1 - 1e-8));
      expect(value / axisTop(value)).toBeGreaterThan(0.74);
    }
  });

  it("steps up and down and comes back", () => {
    expect(stepNice(50, 1)).toBe(100);
    expect(stepNice(50, -1)).toBe(20);
    expect(stepNice(1, -1)).toBeCloseTo(0.5, 12);
    fc.assert(
      fc.property(fc.integer({ min: -12, max: 12 }), fc.integer({ min: 1, max: 9 }), (from, steps) => {
        expect(stepNice(stepNice(stepNice(1, from), steps), -steps) / stepNice(1, from)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("puts round ticks inside the window, no closer than asked", () => {
    const { step, ticks } = timeTicks(41.03, 5, 760, 90);
    expect(step).toBe(1);
    expect(ticks).toEqual([42, 43, 44, 45, 46]);
    fc.assert(
      fc.property(windows, ({ duration: whole, share, at }) => {
        const span = Math.max(0.01, share * whole);
        const result = timeTicks(at * whole, span, 800, 80);
        expect((result.step / span) * 800).toBeGreaterThanOrEqual(79.99);
        for (const tick of result.ticks) expect(Math.abs(tick / result.step - Math.round(tick / result.step))).toBeLessThan(1e-6);
      }),
    );
  });
});

describe("words for numbers", () => {
  it("writes times as people read them", () => {
    expect(elapsed(41.25, 1)).toBe("0:41.3");
    expect(elapsed(59.96, 1)).toBe("1:00.0");
    expect(elapsed(3723, 0)).toBe("1:02:03");
    expect(clockTime("2026-09-14T10:42:07.25", 53.1, 2)).toBe("10:43:00.35");
    expect(clockTime("2026-09-14T23:59:59", 2, 0)).toBe("00:00:01");
    expect(clockTime(undefined, 61, 0)).toBe("1:01");
    expect(dateTime("2026-09-14T10:42:07.25")).toBe("14 Sep 2026, 10:42:07");
    expect(duration(0.178)).toBe("178 ms");
    expect([duration(0.9994), duration(0.9996)]).toEqual(["999 ms", "1.00 s"]);
    expect(duration(2.6)).toBe("2.60 s");
    expect(decimalsOfStep(0.5)).toBe(1);
    expect(decimalsOfStep(0.02)).toBe(2);
    expect(decimalsOfStep(5)).toBe(0);
  });

  it("uses real minus signs and never a minus zero", () => {
    expect(fixed(-0.04, 1)).toBe("0.0");
    expect(fixed(-5.06, 1)).toBe("\u22125.1");
    expect(compact(0.0824)).toBe("0.082");
    expect(range([5.46, 5.72], 1)).toBe("5.5–5.7");
    expect(percent(0.95)).toBe("95\u202f%");
    expect(ratesText([100, 2000])).toBe("100–2000 Hz");
    expect(ratesText([1259.259])).toBe("1259.26 Hz");
  });
});

function channel(index: number, role: ChannelInfo["role"]): ChannelInfo {
  return { index, role, label: `c${index}`, muscle: undefined, side: undefined, site: undefined, candidates: [], unit: "uV", isVoltage: true, samplingHz: 1000, sampleCount: 10, segments: [], physicalRange: undefined, prefilter: "" };
}

const channelAt = (order: ReturnType<typeof rowOrder>, at: number): number | undefined => order[at]?.channelIndex;

describe("rows", () => {
  const channels = [channel(0, "angle"), channel(1, "emg"), channel(2, "emg"), channel(3, "emg")];

  it("puts the agonist above its antagonist, other channels below", () => {
    const order = rowOrder(channels, [{ agonist: 3, antagonist: 1 }], new Set());
    expect(order.map((row) => [row.channelIndex, row.part])).toEqual([
      [3, "agonist"],
      [1, "antagonist"],
      [2, "single"],
      [0, "other"],
    ]);
    expect(rowOrder(channels, [{ agonist: 3, antagonist: 1 }], new Set([1])).map((row) => row.channelIndex)).toEqual([3, 2, 0]);
  });

  it("scrolls to a channel beyond the edge, and no further", () => {
    const order = rowOrder(Array.from({ length: 44 }, (_, index) => channel(index, "emg")), [], new Set([40]));
    for (const [scroll, wanted] of [[0, 43], [30, 2], [10, 12]] as const) {
      const moved = scrollToRow(order, 400, scroll, wanted);
      const shown = layoutRows(order, 400, moved, new Set()).rows.map((row) => row.channelIndex);
      expect(shown, `${wanted} from ${scroll}`).toContain(wanted);
      expect([shown[0], shown.at(-1), channelAt(order, scroll)]).toContain(scroll === 10 ? channelAt(order, 10) : wanted);
    }
    expect(scrollToRow(order, 400, 7, 40), "hidden").toBe(7);
  });

  it("fills the height without overlap, other channels flatter, everything inside its row", () => {
    const { rows, fits } = layoutRows(rowOrder(channels, [], new Set()), 540, 0, new Set([1]));
    expect(fits).toBe(true);
    rows.forEach((row, index) => {
      expect(row.top).toBeCloseTo(index === 0 ? 0 : rows[index - 1]!.top + rows[index - 1]!.height, 9);
      for (const y of [row.ribbon[0], row.baseline, row.ticks[0] - 0.01]) expect(rowAt(rows, y)).toBe(row);
    });
    expect(rows[rows.length - 1]!.top + rows[rows.length - 1]!.height).toBeCloseTo(540, 6);
    expect(rows[3]!.height).toBeLessThan(rows[0]!.height);
    expect(rows[0]!.ribbon[1]).toBeGreaterThan(0);
    expect(rows[1]!.ribbon[1]).toBe(0);
  });

  it("shows sixteen channels at once and scrolls when there are more than fit", () => {
    const sixteen = Array.from({ length: 16 }, (_unused, index) => channel(index, "emg"));
    expect(layoutRows(rowOrder(sixteen, [], new Set()), 560, 0, new Set()).rows).toHaveLength(16);
    const low = layoutRows(rowOrder(sixteen, [], new Set()), 200, 99, new Set());
    expect(low.fits).toBe(false);
    expect(low.rows[low.rows.length - 1]!.channelIndex).toBe(15);
  });
});
