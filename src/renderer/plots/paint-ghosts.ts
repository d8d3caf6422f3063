import { secondsToPixel } from "../layout/time-window";
import type { Palette } from "./palette";
import type { Scene } from "./scene";

const DASH = [3, 3];
const CROSS_PIXELS = 3.5;

/** What the detector said where a person said something else: a thin dashed frame, with a cross over its tick where the burst was removed. */
export function paintGhosts(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { start, span } = scene.window;
  context.strokeStyle = palette.muted;
  context.lineWidth = 1;
  for (const row of scene.rows) {
    const top = row.ribbon[0] + row.ribbon[1] + 4;
    const bottom = row.ticks[0] - 4;
    const [tickTop, tickHeight] = row.ticks;
    for (const ghost of scene.ghosts) {
      if (ghost.channelIndex !== row.channelIndex || ghost.endSeconds < start || ghost.startSeconds > start + span) continue;
      const left = Math.round(secondsToPixel(scene.window, 0, scene.width, ghost.startSeconds)) + 0.5;
      const right = Math.max(left + 2, Math.round(secondsToPixel(scene.window, 0, scene.width, ghost.endSeconds)) - 0.5);
      const middle = (left + right) / 2;
      context.setLineDash(DASH);
      context.beginPath();
      context.rect(left, top, right - left, bottom - top);
      context.moveTo(middle, tickTop);
      context.lineTo(middle, tickTop + tickHeight);
      context.stroke();
      context.setLineDash([]);
      if (ghost.was !== "removed" || tickHeight === 0) continue;
      const y = tickTop + tickHeight / 2;
      context.beginPath();
      context.moveTo(middle - CROSS_PIXELS, y - CROSS_PIXELS);
      context.lineTo(middle + CROSS_PIXELS, y + CROSS_PIXELS);
      context.moveTo(middle + CROSS_PIXELS, y - CROSS_PIXELS);
      context.lineTo(middle - CROSS_PIXELS, y + CROSS_PIXELS);
      context.stroke();
    }
  }
}
