import { useEffect, useState, type ReactNode } from "react";
import type { RecentProject } from "../../protocol/project-api";
import { useMessages } from "../messages/messages";
import { notifyFailure } from "../state/notices";
import { setPreferences } from "../state/preferences";
import { openRecentProject, saveProjectAs } from "../state/projects/project-actions";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";

/** Longest name of a folder that every file system takes, with room for its ending. */
const MOST_NAME = 100;
const MOST_WHO = 40;

/** Asks for a name; the desktop then asks for the place. */
export function SaveProjectDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { project: words } = useMessages();
  const proposed = useKlonos((state) => state.project?.name ?? "") || (session.store.getState().recording?.opened.source.name.replace(/\.[^.]+$/, "") ?? "");
  const [name, setName] = useState(proposed);
  const [who, setWho] = useState(session.store.getState().preferences.who);
  const valid = name.trim() !== "" && name.length <= MOST_NAME;
  return (
    <Modal title={words.nameTitle} onClose={onClose} testId="save-project-dialog">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!valid) return;
          onClose();
          if (who.trim() !== session.store.getState().preferences.who) setPreferences(session, { who: who.trim() });
          void saveProjectAs(session, name.trim());
        }}
      >
        <label>
          {words.nameLabel}
          <input value={name} maxLength={MOST_NAME} aria-invalid={!valid} onChange={(event) => setName(event.target.value)} data-first-focus />
        </label>
        <p className="quiet">{words.nameHint}</p>
        <label>
          {words.who}
          <input value={who} maxLength={MOST_WHO} onChange={(event) => setWho(event.target.value)} />
        </label>
        <p className="quiet">{words.whoHint}</p>
        <div className="form-actions">
          <button type="submit" className="primary" disabled={!valid}>
            {words.nameSave}
          </button>
        </div>
      </form>
    </Modal>
  );
}

/** Projects of this computer, newest first. */
export function OpenProjectDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { project: words } = useMessages();
  const [projects, setProjects] = useState<readonly RecentProject[] | undefined>();
  useEffect(() => {
    session.keeper.calls.call("recentProjects", {}).then(setProjects, (thrown: unknown) => notifyFailure(session, words.opened, thrown));
  }, [session, words]);
  return (
    <Modal title={words.openTitle} onClose={onClose} testId="open-project-dialog">
      {projects?.length === 0 ? <p>{words.openNone}</p> : null}
      <ul className="item-list">
        {(projects ?? []).map((project) => (
          <li key={project.id}>
            <button
              type="button"
              className="item"
              onClick={() => {
                onClose();
                void openRecentProject(session, project.id);
              }}
            >
              <span className="item-name">{project.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
