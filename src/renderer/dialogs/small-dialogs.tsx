import { useState, type ReactNode } from "react";
import { settingDefinitions, settingNames } from "../../core/settings";
import { entered, plain, typedNumber } from "../layout/format";
import { SHORTEST_SPAN_SECONDS } from "../layout/time-window";
import { useMessages } from "../messages/messages";
import { durationOf } from "../state/klonos-state";
import { useKlonos, useSession } from "../state/session-context";
import { setPage } from "../state/views/view-actions";
import { Modal } from "./modal";

/** Page length by typing. */
export function PageDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { page: words } = useMessages();
  const span = useKlonos((state) => state.view.window.span);
  const whole = useKlonos(durationOf);
  const [text, setText] = useState(entered(Number(span.toFixed(3))));
  const seconds = typedNumber(text);
  const valid = seconds !== undefined && seconds >= SHORTEST_SPAN_SECONDS;
  return (
    <Modal title={words.title} onClose={onClose} testId="page-dialog">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!valid) return;
          setPage(session, Math.min(seconds, whole));
          onClose();
        }}
      >
        <label>
          {words.seconds}
          <input inputMode="decimal" value={text} aria-invalid={!valid} onChange={(event) => setText(event.target.value)} data-first-focus />
        </label>
        {valid ? null : <p role="alert">{words.wrong(plain(SHORTEST_SPAN_SECONDS))}</p>}
        <div className="form-actions">
          <button type="submit" className="primary" disabled={!valid}>
            {words.show}
          </button>
        </div>
      </form>
    </Modal>
  );
}

/** What this program is and is not. */
export function AboutDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { about: words } = useMessages();
  const version = useKlonos((state) => state.version);
  const shell = useKlonos((state) => state.shell);
  return (
    <Modal title={words.title} onClose={onClose} testId="about-dialog">
      <div className="form">
        <p>
          <strong>Klonos {version}</strong>, {words[shell]}
        </p>
        <p>{words.what}</p>
        <p>
          <strong>{words.purpose}</strong> {words.limits}
        </p>
        <p>{words.privacy}</p>
        <p className="quiet">{words.settings(settingNames.length, new Set(settingNames.map((name) => settingDefinitions[name].group)).size)}</p>
      </div>
    </Modal>
  );
}
