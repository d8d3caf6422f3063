import type { ReactNode } from "react";
import { runCommand } from "../commands/command-table";
import { chordText } from "../commands/keys";
import { useMessages } from "../messages/messages";
import { openBy } from "../state/recording/open-actions";
import { useKlonos, useSession } from "../state/session-context";

/** An empty window offers to open, drop, try the example, or come back to a recent file. */
export function EmptyState(): ReactNode {
  const session = useSession();
  const { empty: words } = useMessages();
  const opening = useKlonos((state) => state.opening);
  const recents = useKlonos((state) => state.recents);
  return (
    <main className="empty-state" data-testid="empty-state" aria-busy={opening}>
      <div className="empty-card">
        <svg className="empty-trace" viewBox="0 0 320 60" role="img" aria-label={words.trace}>
          <path d="M0 30H40l4-8 3 20 4-30 4 34 4-22 3 6H98l4-8 3 20 4-30 4 34 4-22 3 6H154l4-8 3 20 4-28 4 32 4-22 3 6H206l4-7 3 17 4-24 4 27 4-19 3 6H258l4-6 3 14 4-19 4 21 4-14 3 4H320" />
        </svg>
        <h1>{opening ? words.opening : words.title}</h1>
        <p>{words.text}</p>
        <div className="empty-actions">
          <button type="button" className="primary" onClick={() => runCommand(session, "file.open")}>
            {words.open} <kbd>{chordText("Ctrl+O")}</kbd>
          </button>
          <button type="button" onClick={() => runCommand(session, "file.open-folder")}>
            {words.openFolder}
          </button>
          <button type="button" onClick={() => runCommand(session, "file.open-example")}>
            {words.example}
          </button>
        </div>
        {recents.length === 0 ? null : (
          <section aria-label={words.recentFiles}>
            <h2 className="heading">{words.recent}</h2>
            <ul className="item-list">
              {recents.map((recent) => (
                <li key={recent.id}>
                  <button type="button" className="item" onClick={() => void openBy(session, () => session.host.openRecent(recent.id))}>
                    <span className="item-name">{recent.name}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  );
}
