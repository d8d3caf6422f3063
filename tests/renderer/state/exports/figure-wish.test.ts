import { describe, expect, it } from "vitest";
import { defaultFigureStyle } from "../../../../src/core/figure-style";
import { validateArguments } from "../../../../src/protocol/validate";
import { builtInPresets, firstWish, isSameManner, mannerOf, readFigurePresets, requestOfWish } from "../../../../src/renderer/state/exports/figure-wish";
import { defaultSettings } from "../../../../src/core/settings";
import { emptyContext } from "../../../../src/project/empty-documents";

describe("the wish for a figure", () => {
  it("of every built-in preset is a request that the engine takes", () => {
    for (const { name, manner } of builtInPresets) {
      const request = requestOfWish({ ...firstWish, ...manner, channels: [0, 2], annotate: ["a"], span: "window" }, [-1, 4], 3);
      const args = validateArguments("exportFigure", { recordingId: "r1", settings: defaultSettings, context: emptyContext, trainId: undefined, ...request });
      expect(args, name).toMatchObject({ startSeconds: 0, endSeconds: 3, channels: [0, 2], style: manner.style });
    }
  });

  it("leaves span, channels and trains to the engine where nobody chose", () => {
    const request = requestOfWish(firstWish, [2, 4], 10);
    expect(request).not.toHaveProperty("startSeconds");
    expect(request).not.toHaveProperty("channels");
    expect(requestOfWish({ ...firstWish, span: "recording" }, [2, 4], 10)).toMatchObject({ startSeconds: 0, endSeconds: 10 });
  });

  it("is that of a preset until something of it is changed, whatever the order of its parts", () => {
    const names = (wish: typeof firstWish): readonly string[] => builtInPresets.filter(({ manner }) => isSameManner(manner, wish)).map(({ name }) => name);
    expect(names(firstWish)).toEqual(["two-columns"]);
    expect(names({ ...firstWish, span: "window", channels: [1] })).toEqual(["two-columns"]);
    expect(names({ ...firstWish, widthMillimetres: 85 })).toEqual(["one-column"]);
    expect(names({ ...firstWish, widthMillimetres: 86 })).toEqual([]);
    expect(names({ ...firstWish, style: { ...defaultFigureStyle, layers: { ...defaultFigureStyle.layers, ticks: false } } })).toEqual([]);
    const style = Object.fromEntries(Object.entries(defaultFigureStyle).reverse()) as unknown as typeof defaultFigureStyle;
    expect(names({ ...firstWish, style })).toEqual(["two-columns"]);
  });

  it("is read back as it was kept, and mended where it is damaged", () => {
    const kept = [{ name: "mine", manner: mannerOf({ ...firstWish, widthMillimetres: 91, style: { ...defaultFigureStyle, scales: "axes" } }) }];
    expect(readFigurePresets(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    expect(readFigurePresets([{ name: "x", manner: { widthMillimetres: 9999, format: "exe", style: { textPoints: "7", layers: { ticks: false, bands: 3 } } } }])).toEqual([
      { name: "x", manner: { ...mannerOf(firstWish), style: { ...defaultFigureStyle, layers: { ...defaultFigureStyle.layers, ticks: false } } } },
    ]);
    expect(readFigurePresets([null, 3, { name: "" }, { name: "y" }])).toEqual([]);
    expect(readFigurePresets("no")).toEqual([]);
  });
});
