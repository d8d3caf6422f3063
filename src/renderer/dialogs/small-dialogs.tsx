import { useState, type ReactNode } from "react";
import { settingDefinitions, settingNames } from "../../core/settings";
import { SHORTEST_SPAN_SECONDS } from "../layout/time-window";
import { durationOf } from "../state/klonos-state";
import { useKlonos, useSession } from "../state/session-context";
import { setPage } from "../state/view-actions";
import { Modal } from "./modal";

/** Page length by typing. */
export function PageDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const span = useKlonos((state) => state.view.window.span);
  const whole = useKlonos(durationOf);
  const [text, setText] = useState(String(Number(span.toFixed(3))));
  const seconds = Number(text.replace(",", "."));
  const valid = text.trim() !== "" && seconds >= SHORTEST_SPAN_SECONDS;
  return (
    <Modal title="Page length" onClose={onClose} testId="page-dialog">
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
          Seconds
          <input inputMode="decimal" value={text} aria-invalid={!valid} onChange={(event) => setText(event.target.value)} data-first-focus />
        </label>
        <div className="form-actions">
          <button type="submit" className="primary" disabled={!valid}>
            Show
          </button>
        </div>
      </form>
    </Modal>
  );
}

/** What this program is and is not. */
export function AboutDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const version = useKlonos((state) => state.version);
  const shell = useKlonos((state) => state.shell);
  return (
    <Modal title="About Klonos" onClose={onClose} testId="about-dialog">
      <div className="form">
        <p>
          <strong>Klonos {version}</strong>, {shell === "desktop" ? "desktop application" : "in the browser, on this computer"}
        </p>
        <p>Opens EMG recordings, finds bursts in agonist and antagonist, and shows what speaks for a rhythmic and for an irregular pattern.</p>
        <p>
          <strong>For research and teaching. Not a medical device. Not for diagnosis or treatment decisions.</strong> The labels name patterns of a signal, never a disease. New or spontaneous clonus is a medical matter whatever this program says.
        </p>
        <p>Nothing leaves this computer: there is no network access, the recording is opened read-only, and exports leave names of persons out.</p>
        <p className="quiet">{`${settingNames.length} settings in ${new Set(settingNames.map((name) => settingDefinitions[name].group)).size} groups; each names its source. MIT licence.`}</p>
      </div>
    </Modal>
  );
}
