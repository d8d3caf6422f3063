import type { MessagePort, Transferable, Worker } from "node:worker_threads";
import type { Endpoint } from "../protocol/endpoint";

/** A worker seen from its parent, or a message port: both send structured clones in order. */
export function portEndpoint<Incoming, Outgoing>(port: MessagePort | Worker): Endpoint<Incoming, Outgoing> {
  const listeners = new Map<(message: Incoming) => void, () => void>();
  let open = true;
  return {
    post(message, transfer = []) {
      if (open) port.postMessage(message, transfer as readonly Transferable[]);
    },
    onMessage(listener) {
      const handler = (message: Incoming): void => listener(message);
      port.on("message", handler);
      const unsubscribe = (): void => {
        listeners.delete(listener);
        port.off("message", handler);
      };
      listeners.set(listener, unsubscribe);
      return unsubscribe;
    },
    close() {
      if (!open) return;
      open = false;
      for (const unsubscribe of [...listeners.values()]) unsubscribe();
      if ("terminate" in port) void port.terminate();
      else port.close();
    },
  };
}
