import type { ReactNode } from "react";
import type { Pattern } from "../../core/result";
import { shapeOf } from "../layout/pattern-words";

/** Shape and colour of a pattern; the word stands beside it, so it is hidden from readers. */
export function PatternMark({ pattern, size = 11 }: { readonly pattern: Pattern; readonly size?: number }): ReactNode {
  return (
    <svg className={`pattern-mark pattern-${pattern}`} width={size} height={size} viewBox="0 0 12 12" aria-hidden="true">
      <Shape pattern={pattern} />
    </svg>
  );
}

function Shape({ pattern }: { readonly pattern: Pattern }): ReactNode {
  switch (shapeOf(pattern)) {
    case "square":
      return <rect x="1" y="1" width="10" height="10" fill="currentColor" />;
    case "diamond":
      return <path d="M6 0 12 6 6 12 0 6Z" fill="currentColor" />;
    case "ring":
      return <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="2" />;
    case "bar":
      return <rect x="0" y="4" width="12" height="4" fill="currentColor" />;
    case "dot":
      return <circle cx="6" cy="6" r="3" fill="currentColor" />;
  }
}
