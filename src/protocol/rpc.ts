import { KlonosError, type Progress } from "../core/errors";
import type { ClientEndpoint } from "./endpoint";
import type { EngineApi, EngineMethod, EngineReply } from "./engine-api";

/** Cancel and progress of one call. */
export interface CallOptions {
  /** Aborting sends a cancel message; the call then rejects with `cancelled` as soon as the engine has let go of it. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: Progress | undefined;
}

/** Makes typed calls over an endpoint. */
export interface Caller {
  /** @throws KlonosError rebuilt from the engine's record; `cancelled` after an abort; `engine-closed` after `close`. */
  call<M extends EngineMethod>(method: M, args: EngineApi[M]["args"], options?: CallOptions): Promise<EngineApi[M]["result"]>;
  /** Rejects what is pending and closes the endpoint. */
  close(): void;
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: KlonosError) => void;
  readonly onProgress: Progress | undefined;
  readonly release: () => void;
}

/** Wraps the client's end of a channel to the engine. One caller an endpoint: ids are its own. */
export function createCaller(endpoint: ClientEndpoint): Caller {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let closed = false;

  const settle = (id: number): Pending | undefined => {
    const entry = pending.get(id);
    pending.delete(id);
    entry?.release();
    return entry;
  };

  endpoint.onMessage((reply: EngineReply) => {
    switch (reply.kind) {
      case "ok":
        settle(reply.id)?.resolve(reply.value as never);
        return;
      case "fail":
        settle(reply.id)?.reject(errorOfRecord(reply.error));
        return;
      case "progress":
        pending.get(reply.id)?.onProgress?.(reply.fraction, reply.doing);
        return;
    }
  });

  return {
    call(method, args, options = {}) {
      const { signal, onProgress } = options;
      if (closed) return Promise.reject(engineClosed());
      if (signal?.aborted === true) return Promise.reject(new KlonosError("cancelled", "The work was stopped before it began."));
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const onAbort = (): void => endpoint.post({ kind: "cancel", id });
        signal?.addEventListener("abort", onAbort, { once: true });
        pending.set(id, { resolve, reject, onProgress, release: () => signal?.removeEventListener("abort", onAbort) });
        try {
          endpoint.post({ kind: "call", id, method, args });
        } catch (thrown) {
          // The arguments cannot be cloned: a developer's error, but the promise must still settle.
          settle(id)?.reject(new KlonosError("internal", thrown instanceof Error ? thrown.message : String(thrown)));
        }
      });
    },
    close() {
      if (closed) return;
      closed = true;
      endpoint.close();
      for (const id of [...pending.keys()]) settle(id)?.reject(engineClosed());
    },
  };
}

/** The error that a record stands for; its class does not survive a structured clone, its record does. */
export function errorOfRecord(record: { readonly code: string; readonly message: string; readonly where: string; readonly details: KlonosError["record"]["details"] }): KlonosError {
  return new KlonosError(record.code, record.message, record.where, record.details);
}

function engineClosed(): KlonosError {
  return new KlonosError("engine-closed", "The analysis engine was closed before it answered.");
}
