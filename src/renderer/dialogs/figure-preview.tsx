import { useEffect, useRef, useState, type ReactNode } from "react";
import { errorRecord } from "../../core/errors";
import { useMessages } from "../messages/messages";
import { previewFigure } from "../state/exports/export-actions";
import type { FigureWish } from "../state/exports/figure-wish";
import { useSession } from "../state/session-context";

/** A change is drawn when no other has come for this long. */
const SETTLE_MILLISECONDS = 200;
/** The window's content policy blocks style attributes; the style sheet says the same. */
const INLINE_STYLE = / style="[^"]*"/g;

/** A drawing that takes longer can be stopped: a button that comes and goes with every change would only be in the way. */
const LONG_MILLISECONDS = 700;

interface Props {
  readonly wish: FigureWish;
  /** Told when a drawing takes long, and when it has ended. */
  readonly onDrawing: (drawing: boolean) => void;
}

/** The figure as it will be saved, at its true size (CSS millimetres), drawn anew after each change. */
export function FigurePreview({ wish, onDrawing }: Props): ReactNode {
  const session = useSession();
  const { figure } = useMessages();
  const frame = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<{ readonly answered: FigureWish | undefined; readonly failure: string | undefined; readonly stopped: boolean }>({ answered: undefined, failure: undefined, stopped: false });
  const [attempt, setAttempt] = useState(0);
  // From the change on: what is shown is no longer what was asked for.
  const busy = state.answered !== wish;
  useEffect(() => {
    const stop = new AbortController();
    const long = setTimeout(() => onDrawing(true), SETTLE_MILLISECONDS + LONG_MILLISECONDS);
    const timer = setTimeout(() => {
      previewFigure(session, wish, stop.signal)
        .then((svg) => {
          if (stop.signal.aborted || frame.current === null) return;
          const drawn = new DOMParser().parseFromString(svg.replace(INLINE_STYLE, ""), "image/svg+xml").documentElement;
          frame.current.replaceChildren(document.importNode(drawn, true));
          setState({ answered: wish, failure: undefined, stopped: false });
        })
        .catch((thrown: unknown) => {
          if (stop.signal.aborted) return;
          const stopped = errorRecord(thrown).code === "cancelled";
          setState({ answered: wish, failure: stopped ? figure.stopped : thrown instanceof Error ? thrown.message : String(thrown), stopped });
        })
        .finally(() => {
          if (stop.signal.aborted) return;
          clearTimeout(long);
          onDrawing(false);
        });
    }, SETTLE_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      clearTimeout(long);
      onDrawing(false);
      stop.abort();
    };
  }, [session, wish, attempt, figure, onDrawing]);
  return (
    <section className="figure-preview" aria-label={figure.preview} aria-busy={busy}>
      {state.failure === undefined ? null : (
        <p className="figure-failure">
          {state.failure}{" "}
          {state.stopped ? (
            <button
              type="button"
              onClick={() => {
                setState({ answered: undefined, failure: undefined, stopped: false });
                setAttempt(attempt + 1);
              }}
            >
              {figure.again}
            </button>
          ) : null}
        </p>
      )}
      <div ref={frame} className="figure-page" data-testid="figure-page" data-stale={busy || state.failure !== undefined} />
    </section>
  );
}
