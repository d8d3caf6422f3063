import { createStore } from "zustand/vanilla";
import { hostEndpoint } from "../../protocol/host-endpoint";
import type { HostApi } from "../../protocol/host-api";
import { EXAMPLE_NAME } from "../../protocol/recording-files";
import { createCaller } from "../../protocol/rpc";
import { startAnalysing } from "./analysis/analysis-loop";
import { emptyState, type KlonosState } from "./klonos-state";
import { attachPreferences } from "./preferences";
import { openSources } from "./recording/open-actions";
import { createProjectKeeper } from "./projects/project-keeper";
import { startKeeping } from "./projects/project-loop";
import type { Session } from "./session";
import { firstTour } from "./tour";
import { startLoadingTraces } from "./views/trace-loop";
import { startWhatIfs } from "./analysis/what-if";

/** Builds the state of the window, connects it with the engine, and starts the loops that follow the state. */
export function createSession(host: HostApi): Session & { readonly dispose: () => void } {
  const store = createStore<KlonosState>(() => emptyState(host.shell, host.version));
  const session: Session = { store, host, caller: createCaller(hostEndpoint(host)), work: { current: new AbortController() }, turn: { current: 0 }, keeper: createProjectKeeper({ store, host }), knownSources: new Map(), knownDates: new Map() };
  const stops = [
    startAnalysing(session),
    startWhatIfs(session),
    startLoadingTraces(session),
    attachPreferences(session),
    startKeeping(session),
    host.onOpenRequested((sources) => void openSources(session, sources).then(() => (sources[0]?.name === EXAMPLE_NAME ? firstTour(session) : undefined))),
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
