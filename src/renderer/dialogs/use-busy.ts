import { useState } from "react";

/**
 * Work that a button of a dialog starts: true while it runs, and what starts it. A second press meanwhile does nothing; the button stays
 * enabled (`aria-disabled`), since one that is disabled would lose the focus.
 */
export function useBusy(): readonly [busy: boolean, start: (work: () => Promise<unknown>) => void] {
  const [busy, setBusy] = useState(false);
  const start = (work: () => Promise<unknown>): void => {
    if (busy) return;
    setBusy(true);
    void work().finally(() => setBusy(false));
  };
  return [busy, start];
}
