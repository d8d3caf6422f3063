import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { buildFigure } from "../../src/figure/build-figure";
import type { FigureContent, FigureTracePiece } from "../../src/figure/content";
import { renderSvg } from "../../src/figure/render-svg";
import { clonoidExample, crowdedExample, irregularExample, longExample, restExample } from "./example-content";

/** Goldens were looked at, rendered, before they were committed. To accept a change: look at `-changed.svg`, then rename it. */
const cases: Readonly<Record<string, FigureContent>> = {
  "clonoid-180": clonoidExample(180), "clonoid-85": clonoidExample(85), "irregular-120": irregularExample(120), "crowded-180": crowdedExample(180), "long-140": longExample(140), "rest-85": restExample(85),
};
const BUCKETS = 400;

/** The trace in coarse min/max buckets, so that a golden file stays small. */
function thin(piece: FigureTracePiece): FigureTracePiece {
  const factor = Math.max(1, Math.ceil(piece.minimum.length / BUCKETS));
  const count = Math.ceil(piece.minimum.length / factor);
  const part = (values: Float32Array, k: number): Float32Array => values.subarray(k * factor, (k + 1) * factor);
  return {
    startSeconds: piece.startSeconds, secondsPerBucket: piece.secondsPerBucket * factor,
    minimum: Float32Array.from({ length: count }, (_, k) => Math.min(...part(piece.minimum, k))),
    maximum: Float32Array.from({ length: count }, (_, k) => Math.max(...part(piece.maximum, k))),
  };
}

/** Without the receipt, which lists every setting of the method. */
function comparable(svg: string): string {
  return svg.replace(/<metadata>.*<\/metadata>/, "<metadata/>");
}

describe("golden figures", () => {
  for (const [name, content] of Object.entries(cases)) {
    it(name, () => {
      const traces = content.traces.map((trace) => ({ ...trace, pieces: trace.pieces.map(thin) }));
      const svg = comparable(renderSvg(buildFigure({ ...content, traces })));
      const path = fileURLToPath(new URL(`golden/${name}.svg`, import.meta.url));
      const golden = existsSync(path) ? readFileSync(path, "utf8") : "";
      if (svg !== golden) writeFileSync(path.replace(/\.svg$/, "-changed.svg"), svg);
      expect(svg === golden, `${name} differs: look at tests/figure/golden/${name}-changed.svg`).toBe(true);
    });
  }
});
