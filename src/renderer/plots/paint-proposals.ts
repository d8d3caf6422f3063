import { secondsToPixel } from "../layout/time-window";
import { messages } from "../messages/messages";
import type { Palette } from "./palette";
import type { Scene } from "./scene";

const TEXT_PIXELS = 11;
/** Proposals are named at the top: confirmed events have their names at the foot. */
const TEXT_TOP_PIXELS = 12;

/** Dotted lines with a question mark: events that a channel proposes and nobody has confirmed. */
export function paintProposals(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  context.font = `${TEXT_PIXELS}px ${palette.font}`;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  const rightEnds: number[] = [];
  const { start, span } = scene.window;
  for (const { seconds, kind } of scene.proposals) {
    if (seconds < start || seconds > start + span) continue;
    const at = Math.round(secondsToPixel(scene.window, 0, scene.width, seconds)) + 0.5;
    context.strokeStyle = palette.accent;
    context.lineWidth = 1.5;
    context.setLineDash([2, 5]);
    context.beginPath();
    context.moveTo(at, 0);
    context.lineTo(at, scene.height);
    context.stroke();
    context.setLineDash([]);
    const name = `${messages().markKinds[kind]}?`;
    let line = rightEnds.findIndex((end) => end < at);
    if (line === -1) line = rightEnds.length;
    rightEnds[line] = at + context.measureText(name).width + 10;
    const top = TEXT_TOP_PIXELS + line * (TEXT_PIXELS + 3);
    // Over ribbons and traces: a question must be read.
    context.fillStyle = palette.plot;
    context.fillRect(at + 2, top - TEXT_PIXELS, context.measureText(name).width + 5, TEXT_PIXELS + 4);
    context.fillStyle = palette.accent;
    context.fillText(name, at + 4, top);
  }
}
