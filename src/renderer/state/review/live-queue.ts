import type { ResultDocument } from "../../../core/result";
import { queueRowsOf, type QueueRow } from "../../layout/review-queue";
import type { KlonosState } from "../klonos-state";

/** Rows of the recording on the screen as they stand now. */
export function rowsOfShown({ project, inputs }: Pick<KlonosState, "project" | "inputs">, shown: string, result: ResultDocument): readonly QueueRow[] {
  const name = project?.document.recordings.find(({ id }) => id === shown)?.name ?? "";
  return queueRowsOf(shown, name, result, inputs.present.context.decisions ?? []);
}

/** The rows with those of the shown recording as they stand now; undefined without a queue. */
export function liveQueue(state: Pick<KlonosState, "queue" | "project" | "result" | "inputs" | "recording">): readonly QueueRow[] | undefined {
  const { queue, project, result } = state;
  const shown = project?.recording?.id;
  if (queue === undefined || shown === undefined || result === undefined) return queue;
  return [...queue.filter((row) => row.recording !== shown), ...rowsOfShown(state, shown, result)];
}
