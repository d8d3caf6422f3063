import { useEffect, useRef, type ReactNode } from "react";
import { useMessages } from "../messages/messages";
import { useKlonos, useSession } from "../state/session-context";
import { goToStep } from "../state/tour";

/** Parts of the window that the tour goes through, in the order of its steps; styles frame the one that is talked about. */
const PARTS = ["traces", "overview", "trains", "pattern", "commands"] as const;

/** What comes behind the tour in the order of reading. */
const BEHIND = ".pattern-panel :is(summary,button:not(:disabled))";

/** A few sentences about the window, at the top of the right panel: it covers nothing, and work can go on beside it. */
export function Tour(): ReactNode {
  const session = useSession();
  const { tour: words } = useMessages();
  const step = useKlonos((state) => state.tour);
  const part = step === undefined ? undefined : PARTS[step];
  useEffect(() => {
    if (part === undefined) return undefined;
    document.documentElement.dataset["tour"] = part;
    return () => void delete document.documentElement.dataset["tour"];
  }, [part]);
  const pressed = useRef(false);
  useEffect(() => {
    // The button that was pressed may be gone with its step: the keyboard goes on where the eyes are.
    if (pressed.current && document.activeElement === document.body) (document.querySelector<HTMLElement>(".tour .primary") ?? document.querySelector<HTMLElement>(BEHIND))?.focus();
    pressed.current = false;
  }, [step]);
  if (step === undefined || part === undefined) return null;
  const last = step === PARTS.length - 1;
  const go = (to: number | undefined): void => {
    pressed.current = true;
    goToStep(session, to);
  };
  return (
    <section className="tour" aria-label={words.title} data-testid="tour">
      <p role="status">
        <strong>{words.steps[part][0]}</strong> {words.steps[part][1]}
      </p>
      <div className="tour-actions">
        <span className="quiet">{words.place(step + 1, PARTS.length)}</span>
        {step === 0 ? null : (
          <button type="button" onClick={() => go(step - 1)}>
            {words.back}
          </button>
        )}
        {last ? null : (
          <button type="button" className="link" onClick={() => go(undefined)}>
            {words.end}
          </button>
        )}
        <button type="button" className="primary" onClick={() => go(last ? undefined : step + 1)}>
          {last ? words.done : words.next}
        </button>
      </div>
    </section>
  );
}
