import { describe, expect, it } from "vitest";
import { defaultFigureStyle, figureGains, figureLocaleTags, type FigureStyle } from "../../src/core/figure-style";
import type { Label, TrainResult } from "../../src/core/result";
import { buildFigure } from "../../src/figure/build-figure";
import type { FigureContent } from "../../src/figure/content";
import type { FigureElement, FigureModel, LineElement, PathElement, RectElement, TextElement } from "../../src/figure/model";
import { figureElements } from "../../src/figure/model";
import { textBox } from "../../src/figure/text-metrics";
import { burstTrace, channel, clonoidExample, crowdedExample, irregularExample, longExample, mark, noise, phase, reason, restExample, resultDocument, timesFrom, train } from "./example-content";

const WIDTHS = [85, 100, 129.9, 130, 150, 180, 190];
const EXAMPLES: Readonly<Record<string, (width: number) => FigureContent>> = { clonoid: clonoidExample, irregular: irregularExample, crowded: crowdedExample, rest: restExample, long: longExample };

function ofPart<T extends FigureElement>(model: FigureModel, part: string): readonly T[] {
  return figureElements(model).filter((element): element is T => element.part === part);
}

/** Any style; the text as large as fits the narrowest figure. */
function randomStyle(below: (limit: number) => number): FigureStyle {
  const flag = (): boolean => below(2) === 0;
  return {
    gain: figureGains[below(figureGains.length)]!, locale: figureLocaleTags[below(figureLocaleTags.length)]!,
    textPoints: 5 + below(5), tracePoints: 0.25, colours: flag() ? "grey" : "colour", scales: flag() ? "axes" : "bars", letters: (["none", "lower", "upper"] as const)[below(3)]!,
    layers: { ribbons: flag(), ticks: flag(), bands: flag(), envelope: flag(), holds: flag(), marks: flag(), caption: flag() },
    panels: { intervals: flag(), phase: flag(), statistics: flag() },
  };
}

function texts(model: FigureModel): readonly TextElement[] {
  return figureElements(model).filter((element): element is TextElement => element.kind === "text");
}

/** Every x and y that an element reaches. */
function corners(element: FigureElement): readonly (readonly [number, number])[] {
  switch (element.kind) {
    case "text": {
      const box = textBox(element);
      return [[box.left, box.top], [box.right, box.bottom]];
    }
    case "line":
      return [[element.x1, element.y1], [element.x2, element.y2]];
    case "rect":
      return [[element.x, element.y], [element.x + element.width, element.y + element.height]];
    case "circle":
      return [[element.x - element.radius, element.y - element.radius], [element.x + element.radius, element.y + element.radius]];
    case "path":
      return element.subpaths.flatMap((points) => Array.from({ length: points.length / 2 }, (_, k) => [points[2 * k]!, points[2 * k + 1]!] as const));
  }
}

/** All that must hold for any figure. Returns complaints. */
function complaints(model: FigureModel): readonly string[] {
  const found: string[] = [];
  for (const element of figureElements(model)) {
    for (const [x, y] of corners(element)) {
      const inside = x >= 0 && y >= 0 && x <= model.widthMillimetres && y <= model.heightMillimetres;
      if (!inside) found.push(`${element.part} ${element.kind === "text" ? element.text : ""} leaves the page at ${x}, ${y}`);
    }
  }
  const boxes = texts(model).map((element) => ({ ...textBox(element), text: element.text }));
  for (const [k, a] of boxes.entries()) {
    for (const b of boxes.slice(k + 1)) {
      const overlap = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.01 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.01;
      if (overlap) found.push(`"${a.text}" overlaps "${b.text}"`);
    }
  }
  for (const line of ofPart<LineElement>(model, "mark")) {
    for (const box of boxes) {
      if (line.x1 > box.left && line.x1 < box.right && Math.max(line.y1, box.top) < Math.min(line.y2, box.bottom)) found.push(`a mark crosses "${box.text}"`);
    }
  }
  return found;
}

describe("any figure", () => {
  for (const [name, make] of Object.entries(EXAMPLES)) {
    for (const width of WIDTHS) {
      it(`${name} at ${width} mm keeps every text on the page and apart`, () => {
        const model = buildFigure(make(width));
        expect(model.widthMillimetres).toBe(width);
        expect(complaints(model)).toEqual([]);
        expect(texts(model).length).toBeGreaterThan(5);
      });
    }
  }

  it.each(["en", "de"] as const)("lets the lines of marks run beside the words, not through them, where there is room: %s", (locale) => {
    const times = timesFrom(6, Array.from({ length: 73 }, () => 0.178));
    /** Two muscles that beat through a hold whose lines stand closer than the label is wide; other marks beside it. */
    const held = (widthMillimetres: number, more: readonly ReturnType<typeof mark>[]): FigureContent => ({
      document: resultDocument([train("a", 0, "SOL", "clonus-like", times, {}), train("b", 1, "TA", "clonus-like", times, {})], [channel(0, "SOL"), channel(1, "TA")], [mark("stretch", 5.9), ...more, mark("release", 19.1)], [{ startSeconds: 5.9, endSeconds: 19.1 }]),
      trainId: "a", startSeconds: 1.7, endSeconds: 23.5, traces: [0, 1].map((index) => burstTrace(index, index === 0 ? "SOL" : "TA", "µV", [[0, 2]], times, 300, 5)), widthMillimetres, style: { ...defaultFigureStyle, locale },
    });
    const cases = [
      ...WIDTHS.flatMap((width) => [["clonoid", clonoidExample(width)], ["irregular", irregularExample(width)]] as const),
      ...WIDTHS.flatMap((width) => [["held", held(width, [])], ["a tap before", held(width, [mark("tap", 3)])], ["two releases", held(width, [mark("release", 18.9)])]] as const),
    ];
    for (const [name, content] of cases) {
      const model = buildFigure({ ...content, style: { ...defaultFigureStyle, ...content.style, locale } });
      expect(complaints(model)).toEqual([]);
      const lines = ofPart<LineElement>(model, "mark");
      const straddling = texts(model).filter(({ part }) => part === "train-label" || part === "mark-name" || part === "train-number").filter((element) => {
        const box = textBox(element);
        const at = lines.filter(({ x1 }) => x1 > box.left && x1 < box.right);
        return at.some((above) => above.y2 <= box.top && at.some((below) => below.x1 === above.x1 && below.y1 >= box.bottom));
      });
      expect(straddling.map(({ text }) => text), `${name} at ${content.widthMillimetres} mm`).toEqual([]);
    }
  });

  it("holds for random sessions: labels, spans, marks, channels and widths of any kind", () => {
    const labels: readonly Label[] = ["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate", "tonic", "insufficient", "withheld"];
    for (let seed = 1; seed <= 80; seed += 1) {
      const random = noise(seed * 7919);
      const below = (limit: number): number => Math.floor(((random() + 1) / 2) * limit);
      const trains: TrainResult[] = [];
      const channelCount = 1 + below(4);
      const names = ["SOL", "Tibialis anterior rechts, proximal", "ЭМГ 3 µV", "a"];
      const span = [2, 12, 90][below(3)]!;
      for (let index = 0; index < channelCount; index += 1) {
        let from = ((random() + 1) / 2) * span * 0.3;
        while (from < span && trains.length < 40) {
          const times = timesFrom(from, Array.from({ length: 1 + below(12) }, () => 0.15 + 0.05 * random()));
          const label = labels[below(labels.length)]!;
          trains.push(train(`${index}-${trains.length}`, index, names[index]!, label, times, {
            reasons: [reason("the likelihood lies between regular and irregular, 0.4 short of the threshold")],
            antagonist: "Tibialis anterior", antagonistPhase: below(2) === 0 ? null : phase(times, random() / 2),
          }));
          from = times[times.length - 1]! + ((random() + 1) / 2) * span * 0.4;
        }
      }
      const marks = Array.from({ length: below(20) }, (_, k) => mark(k % 3 === 0 ? "other" : "tap", ((random() + 1) / 2) * span, "a longer remark of the examiner"));
      const content: FigureContent = {
        document: resultDocument(trains, names.slice(0, channelCount).map((name, index) => channel(index, name)), marks, below(2) === 0 ? [] : [{ startSeconds: span * 0.1, endSeconds: span * 0.6 }]),
        trainId: below(3) === 0 ? undefined : trains[below(trains.length)]?.id, startSeconds: 0, endSeconds: span,
        traces: names.slice(0, channelCount).map((name, index) => burstTrace(index, name, index === 3 ? "" : "µV", [[0, Math.min(span, 2)]], [1], 300 / (index * 5 + 1), 5)),
        widthMillimetres: 85 + below(106),
        style: below(2) === 0 ? undefined : randomStyle(below),
      };
      const model = buildFigure(content);
      expect(complaints(model), `seed ${seed}, ${content.widthMillimetres} mm`).toEqual([]);
    }
  });

  it.each(["shared", "own"] as const)("draws bars whose length is their text's value in the scale of the trace and of time: %s gain", (gain) => {
    const content = { ...clonoidExample(), style: { ...defaultFigureStyle, gain } };
    const model = buildFigure(content);
    const paths = ofPart<PathElement>(model, "trace");
    const bars = ofPart<LineElement>(model, "value-bar");
    const barTexts = ofPart<TextElement>(model, "value-bar-text");
    expect(bars).toHaveLength(gain === "shared" ? 1 : 2);
    for (const [k, bar] of bars.entries()) {
      const values = content.traces[k]!.pieces.flatMap((piece) => [...piece.maximum]);
      const extent = values.reduce((most, value) => Math.max(most, value), -Infinity) - values.reduce((least, value) => Math.min(least, value), Infinity);
      const ys = corners(paths[k]!).map(([, y]) => y);
      const millimetresPerMicrovolt = (Math.max(...ys) - Math.min(...ys)) / extent;
      const [value, unit] = barTexts[k]!.text.split(" ");
      expect(unit).toBe("µV");
      expect(bar.y2 - bar.y1).toBeCloseTo(Number(value) * millimetresPerMicrovolt, 6);
    }
    const [timeBar] = ofPart<LineElement>(model, "time-bar");
    const [hold] = ofPart<RectElement>(model, "hold");
    expect(ofPart<TextElement>(model, "time-bar-text")[0]!.text).toBe("500 ms");
    expect(timeBar!.x2 - timeBar!.x1).toBeCloseTo((0.5 * hold!.width) / 3.6, 6);
  });

  it("puts ticks at the bursts, empty ones at missed beats and crosses at false ones", () => {
    const content = irregularExample();
    const model = buildFigure(content);
    const [one] = content.document.trains;
    const [ribbon] = ofPart<RectElement>(model, "ribbon");
    const perSecond = ribbon!.width / (one!.endSeconds - one!.startSeconds);
    const toX = (seconds: number): number => ribbon!.x + (seconds - one!.startSeconds) * perSecond;
    const kept = one!.bursts.filter((burst) => !burst.thoughtFalse);
    const ticks = ofPart<LineElement>(model, "tick");
    expect(ticks.map((tick) => tick.x1)).toHaveLength(7);
    for (const [k, tick] of ticks.entries()) expect(tick.x1).toBeCloseTo(toX(kept[k]!.timeSeconds), 6);
    const [missed] = ofPart<RectElement>(model, "missed-tick");
    expect(missed!.x + missed!.width / 2).toBeCloseTo(toX(one!.missedBeatSeconds[0]!), 6);
    expect(missed!.stroke?.dashPoints).toBeDefined();
    expect(missed!.fill).toBeUndefined();
    const [cross] = ofPart<PathElement>(model, "false-tick");
    const xs = corners(cross!).map(([x]) => x);
    expect((Math.min(...xs) + Math.max(...xs)) / 2).toBeCloseTo(toX(one!.bursts[7]!.timeSeconds), 6);
    expect(ofPart<LineElement>(model, "isolated-tick")).toHaveLength(1);
  });

  it("shows intervals at their beats, a divided one open and two beats on", () => {
    const model = buildFigure(irregularExample());
    const axisTexts = ofPart<TextElement>(model, "axis-text");
    const yOf = (text: string): number => axisTexts.find((element) => element.text === text)!.y;
    const perMillisecond = (yOf("300") - yOf("200")) / 100;
    const dots = figureElements(model).filter((element) => element.part === "interval" || element.part === "divided-interval");
    const drawn = dots.map((dot) => (dot.kind === "circle" ? dot : undefined)!);
    const truth = [310, 140, 240, 210, 170, 290];
    for (const [k, dot] of drawn.entries()) expect(dot.y - drawn[0]!.y).toBeCloseTo((truth[k]! - 310) * perMillisecond, 6);
    expect(dots.map((dot) => dot.part)).toEqual(["interval", "interval", "interval", "divided-interval", "interval", "interval"]);
    const beat = drawn[1]!.x - drawn[0]!.x;
    expect(drawn.map((dot) => Math.round((dot.x - drawn[0]!.x) / beat))).toEqual([0, 1, 2, 3, 5, 6]);
  });

  it("puts the phase dots at their angles, 0 on top, clockwise", () => {
    const content = clonoidExample();
    const times = timesFrom(1.1, [0.2, 0.2]);
    const turned = { ...content.document.trains[0]!, antagonistPhase: phase(times, 0.25, { perBeat: [0.25, null, -0.25] }) };
    const model = buildFigure({ ...content, document: { ...content.document, trains: [turned] } });
    const circle = figureElements(model).find((element) => element.part === "phase-circle");
    const dots = figureElements(model).filter((element) => element.part === "phase");
    expect(dots).toHaveLength(2);
    if (circle?.kind !== "circle" || dots[0]?.kind !== "circle" || dots[1]?.kind !== "circle") throw new Error("no circles");
    const right = dots.map((dot) => (dot.kind === "circle" ? dot.x - circle.x : 0)).sort((a, b) => a - b);
    expect(right[0]).toBeCloseTo(-circle.radius, 6);
    expect(right[1]).toBeCloseTo(circle.radius, 6);
    expect(dots[0].y).toBeCloseTo(circle.y, 6);
  });

  it("counts the phases of a long train in sectors whose area is their share", () => {
    const content = clonoidExample();
    const perBeat = [...Array.from({ length: 40 }, () => 0.5), ...Array.from({ length: 10 }, () => -0.25)];
    const turned = { ...content.document.trains[0]!, antagonistPhase: phase([], 0.5, { perBeat }) };
    const model = buildFigure({ ...content, document: { ...content.document, trains: [turned] } });
    const circle = figureElements(model).find((element) => element.part === "phase-circle");
    if (circle?.kind !== "circle") throw new Error("no circle");
    const [down, left] = ofPart<PathElement>(model, "phase-sector").map((sector) => corners(sector));
    expect(Math.max(...down!.map(([, y]) => y)) - circle.y).toBeCloseTo(circle.radius, 6);
    expect(circle.x - Math.min(...left!.map(([x]) => x))).toBeCloseTo(circle.radius / 2, 6);
    expect(ofPart(model, "phase")).toHaveLength(0);
  });

  it("draws no line across a gap", () => {
    const model = buildFigure(crowdedExample());
    const [trace] = ofPart<PathElement>(model, "trace");
    expect(trace!.subpaths).toHaveLength(2);
    const firstEnd = trace!.subpaths[0]!.at(-2)!;
    const secondStart = trace!.subpaths[1]![0]!;
    const whole = corners(ofPart<PathElement>(model, "trace")[1]!).map(([x]) => x);
    const perSecond = (Math.max(...whole) - Math.min(...whole)) / 30;
    expect(secondStart - firstEnd).toBeCloseTo(2.8 * perSecond, 1);
    expect(texts(model).map((element) => element.text)).toContain("gap");
  });

  it("says so in an overview without a train and draws no panel letters", () => {
    const model = buildFigure(restExample());
    expect(model.groups.map((group) => group.id)).toEqual(["traces", "caption"]);
    expect(ofPart(model, "letter")).toHaveLength(0);
    expect(texts(model).some((element) => element.text === "No train of bursts in this span.")).toBe(true);
  });

  it("refuses what cannot be drawn, with the number", () => {
    const content = clonoidExample();
    expect(() => buildFigure({ ...content, widthMillimetres: 60 })).toThrow(/60 mm/);
    expect(() => buildFigure({ ...content, endSeconds: content.startSeconds })).toThrow(/empty/);
    expect(() => buildFigure({ ...content, trainId: "TA-9" })).toThrow(/TA-9/);
    expect(() => buildFigure({ ...content, traces: [] })).toThrow(/no channel/);
  });
});
