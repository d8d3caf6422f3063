import { useState, type ReactNode } from "react";
import type { Label } from "../../core/result";
import { chordText } from "../commands/keys";
import { useMessages } from "../messages/messages";
import { chosenTrain } from "../state/klonos-state";
import { decisionOn, noteTrain, relabel } from "../state/review/review-actions";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";

const LABELS: readonly Label[] = ["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate", "tonic", "insufficient", "withheld"];

/** Another label for the chosen train. The program's own stays beside it. */
export function RelabelDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { review: words } = useMessages();
  const train = useKlonos(chosenTrain);
  if (train === undefined) return null;
  const given = train.review?.label ?? train.label;
  return (
    <Modal title={words.relabelTitle(train.channel)} onClose={onClose} testId="relabel-dialog">
      <div className="form relabel-list" role="group" aria-label={words.relabelTitle(train.channel)}>
        {LABELS.map((label) => (
          <button
            key={label}
            type="button"
            {...(label === given ? { "data-first-focus": true } : {})}
            aria-pressed={label === given}
            onClick={() => {
              relabel(session, label);
              onClose();
            }}
          >
            {words.labels[label]}
            {label === train.label ? <span className="quiet"> {words.byKlonos}</span> : null}
          </button>
        ))}
      </div>
    </Modal>
  );
}

/** A note to the chosen train. */
export function NoteDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { review: words, common } = useMessages();
  const train = useKlonos(chosenTrain);
  const [text, setText] = useState(train === undefined ? "" : (decisionOn(session.store.getState(), train)?.note ?? ""));
  if (train === undefined) return null;
  return (
    <Modal title={words.noteTitle(train.channel)} onClose={onClose} testId="note-dialog">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          noteTrain(session, text);
          onClose();
        }}
      >
        <textarea name="note" data-first-focus rows={5} maxLength={1000} aria-label={words.note} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => {
          // Enter alone begins a new line.
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }} />
        <div className="form-actions">
          <button type="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button type="submit" className="primary">
            {words.keepNote} <kbd>{chordText("Ctrl+Enter")}</kbd>
          </button>
        </div>
      </form>
    </Modal>
  );
}
