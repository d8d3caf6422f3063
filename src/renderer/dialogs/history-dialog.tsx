import type { ReactNode } from "react";
import type { AuditEntry } from "../../project/documents";
import { dateTime } from "../layout/format";
import { useMessages } from "../messages/messages";
import { TableFrame } from "../panels/table-frame";
import { undoEdit } from "../state/analysis/edit-actions";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";

const NO_ENTRIES: readonly AuditEntry[] = [];

/** Everything that was done to the recording, and the way back to before any step of this visit. */
export function HistoryDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { history: words } = useMessages();
  const audit = useKlonos((state) => state.project?.recording?.audit ?? NO_ENTRIES);
  const past = useKlonos((state) => state.inputs.past);
  const takeBack = (steps: number): void => {
    for (let step = 0; step < steps; step += 1) undoEdit(session);
  };
  return (
    <Modal title={words.title} onClose={onClose} size="wide" testId="history-dialog">
      <p>{words.intro}</p>
      <p className="quiet">{words.legend}</p>
      {past.length === 0 ? null : (
        <>
          <h3>{words.steps}</h3>
          <ul className="item-list" data-testid="history-steps">
            {past.map((step, index) => ({ step, index })).reverse().map(({ step, index }) => (
              <li key={index}>
                <button type="button" className="item" onClick={() => takeBack(past.length - index)}>
                  <span className="item-name">{words.goBack(step.what)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {audit.length === 0 ? (
        <p className="quiet">{words.empty}</p>
      ) : (
        <TableFrame columns={words.columns} className="table-words" testId="history">
          {[...audit].reverse().map((entry, index) => (
            <tr key={audit.length - index}>
              <td>{dateTime(entry.at) ?? entry.at}</td>
              <td>{entry.who === "" ? words.nobody : entry.who}</td>
              <td>{entry.what}</td>
              <td>{entry.edits}</td>
            </tr>
          ))}
        </TableFrame>
      )}
    </Modal>
  );
}
