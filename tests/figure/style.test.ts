import { describe, expect, it } from "vitest";
import { defaultFigureStyle, type FigureStyle } from "../../src/core/figure-style";
import type { PlanReceipt } from "../../src/core/result";
import { buildFigure } from "../../src/figure/build-figure";
import type { FigureModel, LineElement, TextElement } from "../../src/figure/model";
import { figureElements } from "../../src/figure/model";
import { greyOf, tint } from "../../src/figure/restyle";
import { textBox } from "../../src/figure/text-metrics";
import { burstTrace, clonoidExample, longExample, phase, train } from "./example-content";

function parts(model: FigureModel): ReadonlySet<string> {
  return new Set(figureElements(model).map((element) => element.part));
}

function styled(over: Partial<FigureStyle>, width = 180): FigureModel {
  return buildFigure({ ...clonoidExample(width), style: { ...defaultFigureStyle, ...over } });
}

describe("the style of a figure", () => {
  it("sets all text at the size asked for and keeps the width", () => {
    const model = styled({ textPoints: 9 });
    const sizes = figureElements(model).flatMap((element) => (element.kind === "text" && element.part !== "letter" ? [element.sizePoints] : []));
    expect(new Set(sizes.map((size) => size.toFixed(6)))).toEqual(new Set(["9.000000"]));
    expect(model.widthMillimetres).toBe(180);
    expect(Math.max(...figureElements(model).flatMap((element) => (element.kind === "rect" ? [element.x + element.width] : [])))).toBeLessThanOrEqual(180);
  });

  it("says which sizes a narrow figure can have", () => {
    expect(() => styled({ textPoints: 12 }, 85)).toThrow(/5 to 9\.9 pt, not 12 pt/);
  });

  it("leaves out each layer that is not wanted, and its room", () => {
    const full = styled({});
    const layers = { ribbons: false, ticks: false, bands: false, envelope: false, holds: false, marks: false, caption: false };
    const bare = styled({ layers, panels: { intervals: false, phase: false, statistics: false } });
    for (const part of ["ribbon", "train-label", "tick", "hold", "mark", "mark-name", "caption", "hold-name"]) {
      expect(parts(full), part).toContain(part);
      expect(parts(bare), part).not.toContain(part);
    }
    expect(bare.heightMillimetres).toBeLessThan(full.heightMillimetres / 1.3);
    expect(bare.receipt.sha256).toBe(full.receipt.sha256);
  });

  it("draws bursts as bands from onset to offset", () => {
    const content = clonoidExample();
    const model = styled({ layers: { ...defaultFigureStyle.layers, bands: true } });
    const bands = figureElements(model).flatMap((element) => (element.kind === "rect" && element.part === "band" ? [element] : []));
    const hold = figureElements(model).find((element) => element.part === "hold");
    if (hold?.kind !== "rect") throw new Error("no hold");
    const bursts = content.document.trains[0]!.bursts;
    expect(bands).toHaveLength(bursts.length);
    const held = content.document.holds[0]!;
    const perSecond = hold.width / (held.endSeconds - held.startSeconds);
    for (const [k, band] of bands.entries()) expect(band.width).toBeCloseTo((bursts[k]!.offsetSeconds - bursts[k]!.onsetSeconds) * perSecond, 6);
  });

  it("draws axes whose numbers are at their values, and no bars", () => {
    const model = styled({ scales: "axes" });
    expect(parts(model)).not.toContain("time-bar");
    expect(parts(model)).not.toContain("value-bar");
    const axis = figureElements(model).find((element): element is LineElement => element.part === "time-axis")!;
    const perSecond = (axis.x2 - axis.x1) / 4.6;
    const group = model.groups[0]!.elements;
    const numbers = group.filter((element): element is TextElement => element.kind === "text" && element.part === "axis-text" && element.anchor === "middle");
    expect(numbers.length).toBeGreaterThan(2);
    for (const number of numbers) expect(number.x).toBeCloseTo(axis.x1 + (Number(number.text) - 0.4) * perSecond, 6);
  });

  it.each([200, 260, 330, 357, 400, 640])("gives each axis of amplitudes two numbers at the least, bursts of %d µV", (peak) => {
    const content = clonoidExample();
    const traces = content.traces.map((trace) => burstTrace(trace.channelIndex, trace.label, "µV", [[0.4, 5]], [1, 1.2, 1.4], peak, 5));
    const axis = buildFigure({ ...content, traces, style: { ...defaultFigureStyle, scales: "axes" } }).groups[0]!.elements.filter((element): element is TextElement => element.kind === "text" && element.part === "axis-text" && element.anchor === "end");
    // From 0 on the numbers of the next channel begin anew, from the top.
    for (const y of new Set(axis.filter(({ text }) => text === "0").map((element) => element.y))) expect(axis.filter((element) => Math.abs(element.y - y) < 12 && element.text !== "0").length, `beside 0 at ${y}`).toBeGreaterThan(0);
    expect(axis.filter(({ text }) => text === "0")).toHaveLength(2);
  });

  it.each([3, 12, 45, 74, 99, 130, 400])("numbers the beats of a train of %d at two places at the least, in a column of a journal too", (beats) => {
    const content = clonoidExample(85);
    const times = Array.from({ length: beats }, (_, k) => 1 + (k * 3.8) / beats);
    const one = train("SOL-1", 0, "SOL", "clonus-like", times, { antagonist: "TA", antagonistIndex: 1, antagonistPhase: phase(times, 0.47) });
    const panel = buildFigure({ ...content, trainId: "SOL-1", document: { ...content.document, trains: [one] } }).groups.flatMap(({ elements }) => elements);
    const numbers = panel.filter((element): element is TextElement => element.kind === "text" && element.part === "axis-text" && element.anchor === "middle");
    expect(numbers.length).toBeGreaterThan(1);
    for (const [k, number] of numbers.slice(1).entries()) expect(textBox(number).left).toBeGreaterThan(textBox(numbers[k]!).right);
  });

  it("says half a cycle as 0.50 from either side", () => {
    const words = (mean: number): readonly string[] => {
      const content = clonoidExample();
      const [first] = content.document.trains;
      const turned = { ...first!, antagonistPhase: phase([1, 1.2], mean) };
      return figureElements(buildFigure({ ...content, document: { ...content.document, trains: [turned] } })).flatMap((element) => (element.kind === "text" && element.part === "phase-text" ? [element.text] : []));
    };
    expect(words(-0.497)).toContain("at 0.50 cycle");
    expect(words(0.497)).toContain("at 0.50 cycle");
    expect(words(-0.49)).toContain("at −0.49 cycle");
  });

  it("tells the measures of the train in a table", () => {
    const model = styled({ panels: { ...defaultFigureStyle.panels, statistics: true } });
    const values = figureElements(model).flatMap((element) => (element.part === "statistics-value" && element.kind === "text" ? [element.text] : []));
    expect(values[0]).toBe("14");
    expect(values).toContain("5.3 % (4.1–7.6)");
    expect(values).toContain("18 dB");
  });

  it("uses nothing but greys of equal brightness on demand", () => {
    const model = styled({ colours: "grey" });
    const colours = figureElements(model).flatMap((element) => (element.kind === "text" ? [element.color] : element.kind === "line" ? [element.stroke.color] : [element.fill, element.stroke?.color].filter((color): color is string => color !== undefined)));
    for (const colour of colours) expect(colour).toMatch(/^#([0-9a-f]{2})\1\1$/);
    // Closed form: the relative luminance of #0072B2 is 0.2126·0 + 0.7152·(114/255)^2.2 + 0.0722·(178/255)^2.2.
    const light = 0.7152 * (114 / 255) ** 2.2 + 0.0722 * (178 / 255) ** 2.2;
    expect(parseInt(greyOf("#0072B2").slice(1, 3), 16)).toBe(Math.round(255 * light ** (1 / 2.2)));
    expect(greyOf("#FFFFFF")).toBe("#ffffff");
    expect(tint("#000000", 0.2)).toBe("#cccccc");
  });

  it("counts in the caption what deviates from a locked plan, and lists it in the receipt", () => {
    const planned = (plan: PlanReceipt | null): FigureModel => {
      const content = clonoidExample();
      return buildFigure({ ...content, document: { ...content.document, plan } });
    };
    const words = (model: FigureModel): string => figureElements(model).flatMap((element) => (element.kind === "text" ? [element.text] : [])).join(" ").replace(/\u00a0/g, " ");
    const plan = { sha256: "ab".repeat(32), deviations: ["bandLowHz is 40 Hz, planned was 20 Hz", "one stretch was left out"] };
    expect(words(planned(plan))).toContain("plan: 2 deviations");
    expect(planned(plan).receipt.plan).toEqual(plan);
    expect(words(planned({ ...plan, deviations: ["one"] }))).toContain("plan: 1 deviation.");
    expect(words(planned({ ...plan, deviations: [] }))).toContain("plan kept");
    expect(words(planned(null))).not.toContain("plan");
  });

  it("annotates only the trains asked for", () => {
    const all = figureElements(buildFigure(longExample())).filter((element) => element.part === "ribbon");
    const one = figureElements(buildFigure({ ...longExample(), annotate: ["SOL-1"] })).filter((element) => element.part === "ribbon");
    expect(all.length).toBe(4);
    expect(one.length).toBe(1);
  });

  it("writes letters large, small or not at all", () => {
    const letters = (style: Partial<FigureStyle>): readonly string[] => figureElements(styled(style)).flatMap((element) => (element.kind === "text" && element.part === "letter" ? [element.text] : []));
    expect(letters({})).toEqual(["a", "b", "c"]);
    expect(letters({ letters: "upper" })).toEqual(["A", "B", "C"]);
    expect(letters({ letters: "none" })).toEqual([]);
    // Without a letter the head of the measures stands where their names stand.
    const texts = figureElements(styled({ letters: "none", panels: { intervals: false, phase: false, statistics: true } })).filter((element): element is TextElement => element.kind === "text");
    expect(texts.find(({ part }) => part === "headline")!.x).toBeCloseTo(texts.find(({ part }) => part === "statistics-name")!.x, 9);
  });

  const wordsOf = (model: FigureModel): string => figureElements(model).flatMap((element) => (element.kind === "text" ? [element.text] : [])).join("\n").replace(/\u00a0/g, " ");
  /** Heights in mm of the drawn traces from top to bottom. */
  const traceHeights = (model: FigureModel): readonly number[] =>
    figureElements(model).flatMap((element) => {
      if (element.kind !== "path" || element.part !== "trace") return [];
      const ys = element.subpaths.flatMap((path) => [...path].filter((_, k) => k % 2 === 1));
      return [Math.max(...ys) - Math.min(...ys)];
    });
  /** The example with the antagonist's trace `factor` times as high. */
  const scaled = (factor: number, over: Partial<FigureStyle>): FigureModel => {
    const content = clonoidExample();
    const traces = content.traces.map((trace, k) => (k === 0 ? trace : { ...trace, pieces: trace.pieces.map((piece) => ({ ...piece, minimum: piece.minimum.map((value) => value * factor), maximum: piece.maximum.map((value) => value * factor) })) }));
    return buildFigure({ ...content, traces, style: { ...defaultFigureStyle, ...over } });
  };

  it("draws the traces of one unit at one gain, or each at its own with a bar, and says which where it chose", () => {
    const [tall, flat] = traceHeights(scaled(0.2, {}));
    const [ownTall, ownFlat] = traceHeights(scaled(0.2, { gain: "own" }));
    const [first, whole] = traceHeights(scaled(1, {}));
    expect((flat! / tall!) / (whole! / first!)).toBeCloseTo(0.2, 3);
    expect(ownFlat!).toBeCloseTo(ownTall!, 3);
    const bars = (model: FigureModel): readonly string[] => figureElements(model).flatMap((element) => (element.kind === "text" && element.part === "value-bar-text" ? [element.text] : []));
    expect(bars(scaled(0.2, {}))).toEqual(["200 µV"]);
    expect(bars(scaled(0.2, { gain: "own" }))).toHaveLength(2);
    expect(wordsOf(scaled(0.2, {}))).not.toContain("own scale");
    expect(wordsOf(scaled(0.2, { gain: "own" }))).toContain("Each channel at its own scale.");
  });

  it("gives a trace that would be a flat line its own gain, however small it is, unless one gain is asked for", () => {
    const [tall, flat] = traceHeights(scaled(0.0001, {}));
    expect(flat!).toBeCloseTo(tall!, 3);
    expect(wordsOf(scaled(0.0001, {}))).toContain("Each channel at its own scale.");
    expect(wordsOf(scaled(0.0001, {}))).toContain("20 nV");
    expect(traceHeights(scaled(0.0001, { gain: "shared" }))[1]!).toBeLessThan(0.01);
    expect(wordsOf(scaled(0.0001, { gain: "shared" }))).not.toContain("own scale");
  });

  it("is written in German with a decimal comma, the numbers, minus and micro as they were", () => {
    const panels = { intervals: true, phase: true, statistics: true };
    const english = wordsOf(styled({ panels }));
    const german = wordsOf(styled({ panels, locale: "de" }));
    for (const word of ["Jitter 5,3 %, 95-%-KI 4,1–7,6", "Schlag", "Intervall (ms)", "Dehnung gehalten", "alternierend", "bei 0,49 Zyklus", "rhythmisch, abklingend: klonoid", "100 µV", "Für Forschung und Lehre. Kein Medizinprodukt.", "Amplitudenjitter"]) expect(german.replaceAll("\n", " ")).toContain(word);
    expect(german).not.toMatch(/\b(the|of|with|beats|train)\b/);
    const numbers = (text: string): readonly string[] => (text.replace(/Klonos \S+/, "").match(/[−+]?\d+([.,]\d+)?/g) ?? []).map((number) => number.replace(",", ".")).sort();
    expect(numbers(german)).toEqual(numbers(english));
    expect(german.replace(/Klonos \S+/, "")).not.toMatch(/\d\.\d/);
  });
});
