import { describe, expect, it } from "vitest";
import { recipePhrase, recipeWords } from "../../src/figure/recipe-words";

describe("what was said on import, in words", () => {
  it("counts columns from 1 and names delimiters", () => {
    expect(recipeWords({ samplingHz: 1000, unit: "mV", delimiter: ";", decimal: ",", labelLine: 0, unitLine: 2, firstLine: 4, timeColumn: -1, columns: [{ column: 1, label: "L SOL", scale: -0.5 }, { column: 2, use: "skip" }] })).toBe(
      "1000 Hz, unit mV, delimiter semicolon, decimal comma, no labels, units in line 2, numbers from line 4, no time column, column 2: L SOL, × -0.5, column 3: skip",
    );
    expect(recipeWords({ variable: "data.emg", timeColumn: 0, timeUnit: "ms" })).toBe("variable data.emg, times in column 1, times in ms");
  });

  it("is short in a receipt, and nothing where nothing was said", () => {
    expect(recipePhrase(null)).toBe("");
    expect(recipePhrase({ samplingHz: 500, columns: [{ column: 0, use: "skip" }] })).toBe(" · imported with 500 Hz, 1 column set by hand");
  });
});
