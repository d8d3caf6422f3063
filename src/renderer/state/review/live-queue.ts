import { queueRowsOf, type QueueRow } from "../../layout/review-queue";
import type { KlonosState } from "../klonos-state";

/** The rows with those of the shown recording as they stand now; undefined without a queue. */
export function liveQueue(state: Pick<KlonosState, "queue" | "project" | "result" | "inputs" | "recording">): readonly QueueRow[] | undefined {
  const { queue, project, result } = state;
  const shown = project?.recording?.id;
  if (queue === undefined || shown === undefined || result === undefined) return queue;
  const name = project?.document.recordings.find(({ id }) => id === shown)?.name ?? "";
  return [...queue.filter((row) => row.recording !== shown), ...queueRowsOf(shown, name, result, state.inputs.present.context.decisions ?? [])];
}
