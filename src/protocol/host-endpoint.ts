import type { ClientEndpoint } from "./endpoint";
import type { HostApi } from "./host-api";

/** The engine as the renderer sees it: through the two verbs of the shell's bridge. */
export function hostEndpoint(host: Pick<HostApi, "postToEngine" | "onEngineMessage">): ClientEndpoint {
  const unsubscribes = new Set<() => void>();
  let open = true;
  return {
    post(message) {
      if (open) host.postToEngine(message);
    },
    onMessage(listener) {
      const unsubscribe = host.onEngineMessage(listener);
      unsubscribes.add(unsubscribe);
      return () => {
        unsubscribes.delete(unsubscribe);
        unsubscribe();
      };
    },
    close() {
      open = false;
      for (const unsubscribe of unsubscribes) unsubscribe();
      unsubscribes.clear();
    },
  };
}
