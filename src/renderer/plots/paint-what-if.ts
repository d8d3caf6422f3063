import { shapeOf, shortWord } from "../layout/pattern-words";
import { secondsToPixel } from "../layout/time-window";
import { flipOf } from "../state/analysis/what-if";
import { paintShape } from "./paint-shape";
import type { Palette } from "./palette";
import type { Scene } from "./scene";

const TEXT_PIXELS = 11;
const SHAPE_PIXELS = 9;
const MARGIN_PIXELS = 5;

/** A dashed frame around the ribbon of each train whose label a moved threshold would flip, and below it what it would read. */
export function paintWhatIf(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  for (const row of scene.rows) {
    const [top, height] = row.ribbon;
    for (const train of scene.result?.trains ?? []) {
      const flip = train.channelIndex === row.channelIndex ? flipOf(train, scene.whatIf) : undefined;
      if (flip === undefined) continue;
      const at = (seconds: number): number => secondsToPixel(scene.window, 0, scene.width, seconds);
      const [left, right] = [Math.max(1, at(train.startSeconds)), Math.min(scene.width - 1, at(train.endSeconds))];
      if (right < 0 || left > scene.width || right <= left) continue;
      const colour = flip.after === undefined ? palette.muted : palette.patterns[flip.after.pattern];
      context.strokeStyle = colour;
      context.lineWidth = 2;
      context.setLineDash([5, 3]);
      context.strokeRect(left, top - 1, right - left, row.ticks[0] + row.ticks[1] - top);
      context.setLineDash([]);
      if (height < TEXT_PIXELS + 4) continue;
      const words = flip.after === undefined ? "→ –" : `→ ${shortWord(flip.after)}`;
      context.font = `600 ${TEXT_PIXELS}px ${palette.font}`;
      context.textAlign = "left";
      context.textBaseline = "middle";
      const width = context.measureText(words).width + (flip.after === undefined ? 0 : SHAPE_PIXELS + 4);
      const textLeft = Math.min(left + MARGIN_PIXELS, scene.width - width - MARGIN_PIXELS);
      const middle = top + height + 10;
      context.fillStyle = palette.plot;
      context.globalAlpha = 0.9;
      context.fillRect(textLeft - 2, middle - 8, width + 5, 16);
      context.globalAlpha = 1;
      context.fillStyle = colour;
      context.strokeStyle = colour;
      if (flip.after !== undefined) paintShape(context, shapeOf(flip.after.pattern), textLeft + SHAPE_PIXELS / 2, middle, SHAPE_PIXELS);
      context.fillStyle = palette.text;
      context.fillText(words, textLeft + (flip.after === undefined ? 0 : SHAPE_PIXELS + 4), middle + 0.5);
    }
  }
}
