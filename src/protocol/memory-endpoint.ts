import type { Endpoint } from "./endpoint";

interface End<Incoming, Outgoing> extends Endpoint<Incoming, Outgoing> {
  deliver(message: Incoming): void;
}

/**
 * Two connected endpoints in one thread, for an engine in the same process and for tests. Delivery is asynchronous and in
 * order, like a real port. `clone` is `structuredClone` where the memory must not be shared (the default shares it: both ends
 * are then trusted not to write into what they sent or received).
 */
export function memoryEndpointPair<A, B>(clone: <T>(value: T) => T = (value) => value): readonly [Endpoint<A, B>, Endpoint<B, A>] {
  const left: End<A, B> = memoryEnd<A, B>(clone, () => right);
  const right: End<B, A> = memoryEnd<B, A>(clone, () => left);
  return [left, right];
}

function memoryEnd<Incoming, Outgoing>(clone: <T>(value: T) => T, other: () => End<Outgoing, Incoming>): End<Incoming, Outgoing> {
  const listeners = new Set<(message: Incoming) => void>();
  let open = true;
  return {
    post(message) {
      if (!open) return;
      const copy = clone(message);
      queueMicrotask(() => other().deliver(copy));
    },
    onMessage(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      open = false;
      listeners.clear();
    },
    deliver(message) {
      if (!open) return;
      for (const listener of [...listeners]) listener(message);
    },
  };
}
