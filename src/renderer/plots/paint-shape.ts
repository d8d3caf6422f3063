import type { PatternShape } from "../layout/pattern-words";

/** Fills (or strokes, for the ring) the shape of a pattern around a point, in the current fill and stroke style. */
export function paintShape(context: CanvasRenderingContext2D, shape: PatternShape, x: number, y: number, size: number): void {
  const half = size / 2;
  context.beginPath();
  switch (shape) {
    case "square":
      context.rect(x - half * 0.85, y - half * 0.85, size * 0.85, size * 0.85);
      context.fill();
      return;
    case "diamond":
      context.moveTo(x, y - half);
      context.lineTo(x + half, y);
      context.lineTo(x, y + half);
      context.lineTo(x - half, y);
      context.closePath();
      context.fill();
      return;
    case "ring":
      context.arc(x, y, half * 0.75, 0, 2 * Math.PI);
      context.lineWidth = 1.6;
      context.stroke();
      return;
    case "bar":
      context.rect(x - half, y - half * 0.35, size, size * 0.35);
      context.fill();
      return;
    case "dot":
      context.arc(x, y, half * 0.5, 0, 2 * Math.PI);
      context.fill();
      return;
  }
}
