import type { JSX } from "react";
import type { PatternShape } from "../layout/pattern-words";

/** The shape that stands with a pattern's colour. Takes the colour of the text around it. */
export function ShapeIcon({ shape, size = 10 }: { readonly shape: PatternShape; readonly size?: number }): JSX.Element {
  return (
    <svg className="shape-icon" width={size} height={size} viewBox="0 0 10 10" aria-hidden="true">
      {drawing(shape)}
    </svg>
  );
}

function drawing(shape: PatternShape): JSX.Element {
  switch (shape) {
    case "square":
      return <rect x="0.5" y="0.5" width="9" height="9" fill="currentColor" />;
    case "diamond":
      return <path d="M5 0 10 5 5 10 0 5Z" fill="currentColor" />;
    case "ring":
      return <circle cx="5" cy="5" r="3.8" fill="none" stroke="currentColor" strokeWidth="2" />;
    case "bar":
      return <rect x="0" y="3" width="10" height="4" fill="currentColor" />;
    case "dot":
      return <circle cx="5" cy="5" r="2.8" fill="currentColor" />;
  }
}
