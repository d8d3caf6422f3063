// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { answerPlace, fittingParts } from "../../src/renderer/panels/plot-frame";
import { trendOf } from "../../src/renderer/panels/interval-plot";
import { attachPinch } from "../../src/renderer/plots/pinch";

function finger(element: HTMLElement, type: string, pointerId: number, clientX: number, pointerType = "touch"): void {
  const event = new Event(type, { bubbles: true });
  element.dispatchEvent(Object.assign(event, { pointerId, clientX, pointerType }));
}

describe("two fingers", () => {
  it("zoom about the middle between them and carry it along; one finger and a mouse do neither", () => {
    const element = document.createElement("div");
    const seen: [number, number, number][] = [];
    const pinch = attachPinch(element, (factor, x, moved) => void seen.push([factor, x, moved]));
    finger(element, "pointerdown", 1, 100);
    finger(element, "pointermove", 1, 110);
    finger(element, "pointerdown", 9, 300, "mouse");
    finger(element, "pointermove", 9, 310, "mouse");
    expect([seen.length, pinch.active()]).toEqual([0, false]);
    finger(element, "pointerdown", 2, 210);
    expect(pinch.active()).toBe(true);
    // A hundred pixels apart become two hundred: half of the span is left, the middle goes from 160 to 210.
    finger(element, "pointermove", 2, 310);
    expect(seen).toEqual([[0.5, 210, 50]]);
    finger(element, "pointerup", 2, 310);
    finger(element, "pointermove", 1, 150);
    expect(seen).toHaveLength(1);
    pinch.detach();
    finger(element, "pointerdown", 2, 210);
    expect(pinch.active()).toBe(false);
  });
});

describe("answers in plots", () => {
  it("stand beside the name of the axis where there is room, else below it, and lose what does not fit", () => {
    expect(answerPlace(600, "short").anchor).toBe("end");
    expect(answerPlace(300, "a sentence that is longer than the plot is wide").top).toBeGreaterThan(answerPlace(600, "short").top);
    const parts = ["local jitter 6.7 % (95 % 5.6–8.4)", "drift −0.1 % per beat", "first intervals 9 % longer"];
    expect(fittingParts(parts, 900)).toBe(parts.join(", "));
    expect(fittingParts(parts, 400)).toBe(parts.slice(0, 2).join(", "));
    expect(fittingParts(parts, 50)).toBe(parts[0]);
  });

  it("draw the document's drift through the middle of the logarithms", () => {
    // Intervals that grow by exactly 2 % of their logarithm a beat lie on their own trend.
    const values = [0, 1, 2, 3, 4].map((k) => 180 * Math.exp(0.02 * k));
    trendOf(values, 2).forEach((value, k) => expect(value).toBeCloseTo(values[k]!, 9));
    expect(trendOf(values, null)).toEqual([]);
    expect(trendOf([180], 2)).toEqual([]);
  });
});
