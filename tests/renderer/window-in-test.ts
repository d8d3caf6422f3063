import { memorySource } from "../../src/formats/memory-source";
import type { EngineEndpoint } from "../../src/protocol/endpoint";
import type { EngineReply, EngineRequest, SourceInfo } from "../../src/protocol/engine-api";
import { serveEngine } from "../../src/protocol/serve";
import type { KlonosState } from "../../src/renderer/state/klonos-state";
import type { Session } from "../../src/renderer/state/session";
import { createEngine } from "../../src/services/engine";

const WAIT_MILLISECONDS = 20_000;

/** The real engine in this thread, as `fakeHost` wants it: what the window posts, and the way back. */
export function engineInThread(bytesOf: (source: SourceInfo) => Uint8Array): (message: EngineRequest, reply: (message: EngineReply) => void) => void {
  const engine = createEngine({
    version: "0.0.0-test",
    openSource: async (source) => memorySource(source.name, bytesOf(source)),
    assets: async () => Promise.reject(new Error("no figure is made here")),
  });
  const listeners = new Set<(message: unknown) => void>();
  let answer: (reply: EngineReply) => void = () => undefined;
  const endpoint: EngineEndpoint = {
    post: (reply) => answer(reply),
    onMessage: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => listeners.clear(),
  };
  serveEngine(endpoint, engine);
  return (message, reply) => {
    answer = (value) => queueMicrotask(() => reply(value));
    for (const listener of listeners) listener(message);
  };
}

/** Waits for a state of the window; fails with what was waited for and what the window says. */
export function until(session: Pick<Session, "store">, condition: (state: KlonosState) => boolean, what: string): Promise<void> {
  const { store } = session;
  if (condition(store.getState())) return Promise.resolve();
  return new Promise((done, reject) => {
    const timer = setTimeout(() => reject(new Error(`never: ${what}; ${JSON.stringify(store.getState().notices)}`)), WAIT_MILLISECONDS);
    const stop = store.subscribe((state) => {
      if (!condition(state)) return;
      clearTimeout(timer);
      stop();
      done();
    });
  });
}
