import { useEffect, useRef, useState, type ReactNode } from "react";
import { useMessages } from "../messages/messages";
import { previewFigure } from "../state/exports/export-actions";
import type { FigureWish } from "../state/exports/figure-wish";
import { useSession } from "../state/session-context";

/** A change is drawn when no other has come for this long. */
const SETTLE_MILLISECONDS = 200;
/** The window's content policy blocks style attributes; the style sheet says the same. */
const INLINE_STYLE = / style="[^"]*"/g;

/** The figure as it will be saved, at its true size (CSS millimetres), drawn anew after each change. */
export function FigurePreview({ wish }: { readonly wish: FigureWish }): ReactNode {
  const session = useSession();
  const { figure } = useMessages();
  const frame = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<{ readonly answered: FigureWish | undefined; readonly failure: string | undefined }>({ answered: undefined, failure: undefined });
  // From the change on: what is shown is no longer what was asked for.
  const busy = state.answered !== wish;
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      previewFigure(session, wish, stop.signal)
        .then((svg) => {
          if (stop.signal.aborted || frame.current === null) return;
          const drawn = new DOMParser().parseFromString(svg.replace(INLINE_STYLE, ""), "image/svg+xml").documentElement;
          frame.current.replaceChildren(document.importNode(drawn, true));
          setState({ answered: wish, failure: undefined });
        })
        .catch((thrown: unknown) => {
          if (!stop.signal.aborted) setState({ answered: wish, failure: thrown instanceof Error ? thrown.message : String(thrown) });
        });
    }, SETTLE_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [session, wish]);
  return (
    <section className="figure-preview" aria-label={figure.preview} aria-busy={busy}>
      {state.failure === undefined ? null : <p className="figure-failure">{state.failure}</p>}
      <div ref={frame} className="figure-page" data-testid="figure-page" data-stale={busy || state.failure !== undefined} />
    </section>
  );
}
