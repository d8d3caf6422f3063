import { holdsOfMarks, protocolOfMarks } from "../reflex/marks";
import type { AnalysisContext, Hold, Protocol } from "../result";

/** The holds given outright and those between a stretch and its release, in time order, each once. */
export function holdsOf(context: AnalysisContext): readonly Hold[] {
  const holds: Hold[] = [];
  for (const hold of [...context.holds, ...holdsOfMarks(context.marks)]) {
    if (!holds.some((other) => other.startSeconds === hold.startSeconds && other.endSeconds === hold.endSeconds)) holds.push(hold);
  }
  return holds.sort((a, b) => a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds);
}

/** A recording with marks is not unmarked, whoever set them. */
export function protocolOf(context: AnalysisContext): Protocol {
  return context.protocol === "unmarked" ? protocolOfMarks(context.marks) : context.protocol;
}
