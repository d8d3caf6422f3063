import { useEffect, useEffectEvent, useState } from "react";
import { errorRecord, type ErrorRecord } from "../../core/errors";
import type { EngineApi, EngineMethod } from "../../protocol/engine-api";
import { useSession } from "./session-context";

/** What is known of an engine call whose answer a component shows. */
export interface Asked<T> {
  /** The newest answer; that of the question before stays while a new one is on its way. */
  readonly value: T | undefined;
  readonly error: ErrorRecord | undefined;
  readonly waiting: boolean;
}

/** A question settles for this long before it is asked: dragging a selection asks once. */
const SETTLE_MILLISECONDS = 150;

/** Asks the engine while a component is shown. `key` names the question: another key asks anew and lets go of the one before; undefined asks nothing. */
export function useEngine<M extends EngineMethod>(method: M, key: string | undefined, args: () => EngineApi[M]["args"]): Asked<EngineApi[M]["result"]> {
  const { caller } = useSession();
  const [answer, setAnswer] = useState<{ readonly key: string; readonly value: EngineApi[M]["result"] | undefined; readonly error: ErrorRecord | undefined }>();
  // `key` names everything that `args` reads: only another key is another question.
  const ask = useEffectEvent((asked: string, signal: AbortSignal) => {
    caller.call(method, args(), { signal }).then(
      (value) => setAnswer({ key: asked, value, error: undefined }),
      (thrown: unknown) => {
        if (!signal.aborted) setAnswer({ key: asked, value: undefined, error: errorRecord(thrown) });
      },
    );
  });
  useEffect(() => {
    if (key === undefined) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => ask(key, controller.signal), SETTLE_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [caller, method, key]);
  return { value: key === undefined ? undefined : answer?.value, error: answer?.key === key ? answer?.error : undefined, waiting: key !== undefined && answer?.key !== key };
}
