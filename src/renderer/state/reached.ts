import { messages } from "../messages/messages";
import type { KlonosState } from "./klonos-state";
import type { Session } from "./session";

/** Waits for a state of the window. The condition is looked at again when the signal comes: it says by itself whether that ends the waiting. */
export function reached({ store }: Pick<Session, "store">, condition: (state: KlonosState) => boolean, signal?: AbortSignal): Promise<void> {
  if (condition(store.getState())) return Promise.resolve();
  return new Promise((resolve) => {
    const look = (): void => {
      if (!condition(store.getState())) return;
      stop();
      signal?.removeEventListener("abort", look);
      resolve();
    };
    const stop = store.subscribe(look);
    signal?.addEventListener("abort", look);
  });
}

/** Waits until the recording that is being opened is one of the project's, with what was done to it earlier; ends also when it is stopped. */
export function recalled(session: Pick<Session, "store">, signal: AbortSignal): Promise<void> {
  const { scanning } = messages().jobs;
  // A scan that was stopped goes on when a person says so.
  const isOnItsWay = ({ opening, recalling, recording, jobs }: KlonosState): boolean => opening || (recalling && (recording?.scan !== undefined || jobs.some(({ title }) => title === scanning)));
  return reached(session, (state) => signal.aborted || !isOnItsWay(state), signal);
}
