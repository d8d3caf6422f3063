import { KlonosError, errorRecord, throwIfCancelled } from "../core/errors";
import type { Engine } from "./engine";
import type { EngineEndpoint } from "./endpoint";
import type { EngineMethod } from "./engine-api";
import { parseRequest } from "./validate";

/** Least time between two progress messages of one call, in milliseconds: about ten a second reach the eye. */
const PROGRESS_INTERVAL_MS = 100;

/** Id of answers to messages that carry none. */
export const NO_CALL_ID = -1;

interface CancelToken {
  cancelled: boolean;
}

/**
 * Answers the calls that arrive at `endpoint` with `engine`. Every message gets exactly one final answer: what cannot be
 * understood is answered by a `fail` record (`bad-message`, `bad-argument`), never by silence or a crash. Returns the stop:
 * it cancels what runs and closes the endpoint.
 */
export function serveEngine(endpoint: EngineEndpoint, engine: Engine, now: () => number = Date.now): () => void {
  const running = new Map<number, CancelToken>();

  const fail = (id: number, thrown: unknown): void => endpoint.post({ kind: "fail", id, error: errorRecord(thrown) });

  const run = async (id: number, method: EngineMethod, args: unknown): Promise<void> => {
    const token: CancelToken = { cancelled: false };
    running.set(id, token);
    let lastProgress = -Infinity;
    const progress = (fraction: number, doing: string): void => {
      const at = now();
      if (token.cancelled || (at - lastProgress < PROGRESS_INTERVAL_MS && fraction < 1)) return;
      lastProgress = at;
      endpoint.post({ kind: "progress", id, fraction: Math.min(1, Math.max(0, fraction)), doing });
    };
    try {
      // The arguments were validated for this very method by parseRequest.
      const value = await (engine[method] as (args: unknown, context: unknown) => Promise<unknown>)(args, { cancel: token, progress });
      throwIfCancelled(token);
      running.delete(id);
      endpoint.post({ kind: "ok", id, value }, method === "analyse" ? [] : ownedBuffers(value));
    } catch (thrown) {
      running.delete(id);
      fail(id, thrown);
    }
  };

  const unsubscribe = endpoint.onMessage((message) => {
    const request = parseRequest(message);
    switch (request.kind) {
      case "call":
        if (running.has(request.id)) fail(request.id, new KlonosError("bad-message", `Call ${request.id} is still running: an id is used once.`));
        else void run(request.id, request.method, request.args);
        return;
      case "cancel": {
        // A cancel may cross the answer on its way: an id that is no longer running is not an error.
        const token = running.get(request.id);
        if (token !== undefined) token.cancelled = true;
        return;
      }
      case "refused":
        fail(request.id ?? NO_CALL_ID, request.error);
        return;
    }
  });

  return () => {
    unsubscribe();
    for (const token of running.values()) token.cancelled = true;
    endpoint.close();
  };
}

/** Depth to which results are searched for buffers: traces → trace → pieces → piece → array. */
const SEARCH_DEPTH = 5;

/** Buffers that a result owns whole, each once: they can be given away instead of copied. */
export function ownedBuffers(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  collectBuffers(value, SEARCH_DEPTH, found);
  return [...found];
}

function collectBuffers(value: unknown, depth: number, found: Set<ArrayBuffer>): void {
  if (ArrayBuffer.isView(value)) {
    const { buffer } = value;
    if (buffer instanceof ArrayBuffer && value.byteLength === buffer.byteLength && buffer.byteLength > 0) found.add(buffer);
  } else if (depth > 0 && Array.isArray(value)) {
    // A list of numbers holds no buffer: one look at its first element spares the walk over ten thousand bursts.
    if (typeof value[0] === "object") for (const element of value) collectBuffers(element, depth - 1, found);
  } else if (depth > 0 && typeof value === "object" && value !== null) {
    for (const element of Object.values(value)) collectBuffers(element, depth - 1, found);
  }
}
