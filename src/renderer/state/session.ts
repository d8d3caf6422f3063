import { createStore, type StoreApi } from "zustand/vanilla";
import { hostEndpoint } from "../../protocol/host-endpoint";
import type { HostApi } from "../../protocol/host-api";
import type { SourceInfo } from "../../protocol/engine-api";
import { createCaller, type Caller } from "../../protocol/rpc";
import { startAnalysing } from "./analysis-loop";
import { emptyState, type KlonosState } from "./klonos-state";
import { attachPreferences } from "./preferences";
import { openSources } from "./open-actions";
import { createProjectKeeper, type ProjectKeeper } from "./project-keeper";
import { startKeeping } from "./project-loop";
import { startLoadingTraces } from "./trace-loop";
import { startWhatIfs } from "./what-if";

export type KlonosStore = StoreApi<KlonosState>;

/** What every action needs: the state, the shell and the engine. Made once a window. */
export interface Session {
  readonly store: KlonosStore;
  readonly host: HostApi;
  readonly caller: Caller;
  /** Stops the recording's running work when another one is opened. */
  readonly work: { current: AbortController };
  readonly keeper: ProjectKeeper;
  /** Sources of recordings that were opened in this window, by their id in a project: no place is needed to open them again. */
  readonly knownSources: Map<string, SourceInfo>;
}

/** Builds the state of the window, connects it with the engine, and starts the loops that follow the state. */
export function createSession(host: HostApi): Session & { readonly dispose: () => void } {
  const store = createStore<KlonosState>(() => emptyState(host.shell, host.version));
  const session: Session = { store, host, caller: createCaller(hostEndpoint(host)), work: { current: new AbortController() }, keeper: createProjectKeeper({ store, host }), knownSources: new Map() };
  const stops = [
    startAnalysing(session),
    startWhatIfs(session),
    startLoadingTraces(session),
    attachPreferences(session),
    startKeeping(session),
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
