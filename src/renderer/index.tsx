import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { HostApi } from "../protocol/host-api";
import { App } from "./app";
import { createSession } from "./state/create-session";
import { SessionContext } from "./state/session-context";
import "./styles/fonts.css";
import "./styles/theme.css";
import "./styles/layout.css";
import "./styles/panels.css";
import "./styles/bottom-strip.css";
import "./styles/tour.css";
import "./styles/trials.css";
import "./styles/dialogs.css";
import "./styles/figure.css";
import "./styles/import.css";
import "./styles/review.css";
import "./styles/narrow.css";

/** Shows Klonos inside `root`, with what the shell gives it. Returns a function that takes it away again. */
export function mountKlonos(root: HTMLElement, host: HostApi): () => void {
  const session = createSession(host);
  const react = createRoot(root);
  react.render(
    <StrictMode>
      <SessionContext.Provider value={session}>
        <App />
      </SessionContext.Provider>
    </StrictMode>,
  );
  return () => {
    react.unmount();
    session.dispose();
  };
}
