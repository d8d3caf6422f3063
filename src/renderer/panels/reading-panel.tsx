import { useEffect, type ReactNode } from "react";
import { useMessages } from "../messages/messages";
import type { ReadingState } from "../state/klonos-state";
import { answerItem, itemsOf, leaveReading, progressOf, readingLabels, stepItem } from "../state/review/reading-actions";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { isCurrent } from "../state/klonos-state";

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select";

/** The reader's side of a blinded reading: which train, what it is called, and nothing that could sway. */
export function ReadingPanel({ reading }: { readonly reading: ReadingState }): ReactNode {
  const session = useSession();
  const { reading: words, review } = useMessages();
  const current = useKlonos(isCurrent);
  const channels = useChannels();
  const item = itemsOf(reading.document)[reading.position];
  const [answered, all] = progressOf(reading.document);

  useEffect(() => {
    // Before the shortcuts of the window, for which the number keys are marks.
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") !== null) return;
      if (event.target instanceof Element && event.target.matches(TYPING)) return;
      const label = readingLabels[Number(event.key) - 1];
      // A key that is held down answers one train.
      if (label !== undefined) void (event.repeat ? undefined : answerItem(session, label));
      else if (event.key === "Backspace") void stepItem(session, -1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [session]);

  return (
    <aside className="pattern-panel reading-panel" aria-label={words.title} data-testid="reading-panel" aria-busy={!current || !reading.ready}>
      <h2 className="pattern-title">{words.title}</h2>
      <p className="review-progress" data-testid="reading-progress">
        <progress max={all} value={answered} aria-label={words.progressLabel} /> {words.progress(answered, all)}
      </p>
      {item === undefined ? null : (
        <p>
          {words.train(reading.position + 1)} · <strong>{channels.find(({ index }) => index === item.channelIndex)?.label ?? ""}</strong>
        </p>
      )}
      <p>{words.question}</p>
      <div className="relabel-list" role="group" aria-label={words.question}>
        {readingLabels.map((label, index) => (
          <button key={label} type="button" aria-disabled={!reading.ready} aria-pressed={item?.reader?.label === label} onClick={() => void answerItem(session, label)}>
            <kbd>{index + 1}</kbd> {review.labels[label]}
          </button>
        ))}
      </div>
      <p className="note">{words.hint}</p>
      <div className="next-actions">
        <button type="button" disabled={reading.position === 0} onClick={() => void stepItem(session, -1)}>
          {words.before} <kbd>⌫</kbd>
        </button>
        <button type="button" onClick={() => leaveReading(session)}>
          {words.pause}
        </button>
      </div>
      <p className="disclaimer">{words.aside}</p>
    </aside>
  );
}
