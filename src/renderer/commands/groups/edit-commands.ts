import { redoEdit, undoEdit } from "../../state/analysis/edit-actions";
import { setView } from "../../state/views/view-actions";
import { leaveWhatIf } from "../../state/analysis/what-if";
import type { Session } from "../../state/session";
import { type Command, opened, show, withBurst, withSelection, unblinded } from "../command";

function letGo(session: Session): void {
  setView(session, () => ({ selection: undefined, burst: undefined, mark: undefined, calipers: [] }));
  leaveWhatIf(session);
}

/** Undo, redo, letting go. */
export const editCommands: readonly Command[] = [
  { id: "edit.undo", group: "edit", keys: ["Ctrl+Z"], when: (state) => state.inputs.past.length > 0, run: undoEdit },
  { id: "edit.redo", group: "edit", keys: ["Ctrl+Shift+Z", "Ctrl+Y"], when: (state) => state.inputs.future.length > 0, run: redoEdit },
  { id: "edit.history", group: "edit", keys: ["Ctrl+H"], when: (state) => opened(state) && unblinded(state), run: show("history") },
  { id: "edit.escape", group: "edit", keys: ["Escape"], when: (state) => withSelection(state) || withBurst(state) || state.view.mark !== undefined || state.view.calipers.length > 0 || state.whatIf !== undefined, run: letGo },
];
