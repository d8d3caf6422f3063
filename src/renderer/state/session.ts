import { createStore, type StoreApi } from "zustand/vanilla";
import { hostEndpoint } from "../../protocol/host-endpoint";
import type { HostApi } from "../../protocol/host-api";
import { createCaller, type Caller } from "../../protocol/rpc";
import { startAnalysing } from "./analysis-loop";
import { emptyState, type KlonosState } from "./klonos-state";
import { attachPreferences } from "./preferences";
import { openSources } from "./open-actions";
import { startLoadingTraces } from "./trace-loop";

export type KlonosStore = StoreApi<KlonosState>;

/** What every action needs: the state, the shell and the engine. Made once a window. */
export interface Session {
  readonly store: KlonosStore;
  readonly host: HostApi;
  readonly caller: Caller;
  /** Stops the recording's running work when another one is opened. */
  readonly work: { current: AbortController };
}

/** Builds the state of the window, connects it with the engine, and starts the loops that follow the state. */
export function createSession(host: HostApi): Session & { readonly dispose: () => void } {
  const store = createStore<KlonosState>(() => emptyState(host.shell, host.version));
  const session: Session = { store, host, caller: createCaller(hostEndpoint(host)), work: { current: new AbortController() } };
  const stops = [
    startAnalysing(session),
    startLoadingTraces(session),
    attachPreferences(session),
    host.onOpenRequested((sources) => void openSources(session, sources)),
  ];
  return {
    ...session,
    dispose: () => {
      for (const stop of stops) stop();
      session.work.current.abort();
      session.caller.close();
    },
  };
}
