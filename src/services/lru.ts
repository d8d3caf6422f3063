/** Keeps what was used last, within a budget. */
export interface Lru<V> {
  get(key: string): V | undefined;
  /** Puts a value of the given cost; the oldest others go until the budget holds. The newest always stays. */
  set(key: string, value: V, cost: number): void;
  /** Forgets every key that begins with `prefix`. */
  forget(prefix: string): void;
  readonly cost: number;
}

/** @param budget in the same measure as the costs, e.g. bytes. */
export function createLru<V>(budget: number): Lru<V> {
  const entries = new Map<string, { readonly value: V; readonly cost: number }>();
  let total = 0;
  const drop = (key: string): void => {
    total -= entries.get(key)?.cost ?? 0;
    entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, cost) {
      drop(key);
      entries.set(key, { value, cost });
      total += cost;
      for (const oldest of entries.keys()) {
        if (total <= budget || oldest === key) break;
        drop(oldest);
      }
    },
    forget(prefix) {
      for (const key of [...entries.keys()]) if (key.startsWith(prefix)) drop(key);
    },
    get cost() {
      return total;
    },
  };
}
