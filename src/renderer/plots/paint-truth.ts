import { secondsToPixel } from "../layout/time-window";
import type { Palette } from "./palette";
import type { Scene } from "./scene";

const BAR_PIXELS = 4;
const GAP_PIXELS = 2;

/** The true bursts of a simulated recording: bars over the trace, below its ribbon. */
export function paintTruth(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { start, span } = scene.window;
  context.fillStyle = palette.text;
  for (const row of scene.rows) {
    const top = row.ribbon[0] + row.ribbon[1] + GAP_PIXELS;
    for (const { channelIndex, bursts } of scene.truth) {
      if (channelIndex !== row.channelIndex) continue;
      for (const { onsetSeconds, offsetSeconds } of bursts) {
        if (offsetSeconds < start || onsetSeconds > start + span) continue;
        const left = secondsToPixel(scene.window, 0, scene.width, onsetSeconds);
        context.fillRect(left, top, Math.max(1, secondsToPixel(scene.window, 0, scene.width, offsetSeconds) - left), BAR_PIXELS);
      }
    }
  }
}
