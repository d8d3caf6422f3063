import type { ReactNode } from "react";
import { useMessages } from "../messages/messages";
import { useKlonos } from "../state/session-context";

/** Stops the work that a dialog has begun and waits for: the status bar with its Stop lies behind a modal dialog. Nothing while none runs. */
export function StopJob({ busy }: { readonly busy: boolean }): ReactNode {
  const { status } = useMessages();
  const newest = useKlonos(({ jobs }) => jobs[jobs.length - 1]);
  if (!busy || newest === undefined) return null;
  return (
    <button type="button" aria-label={status.stopJob(newest.title)} onClick={newest.cancel}>
      {status.stop}
    </button>
  );
}
