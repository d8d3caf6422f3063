import { messages } from "../../messages/messages";
import { applyEarlierWork, closeProject, openProject, takeProjectOver } from "../../state/projects/project-actions";
import type { KlonosState } from "../../state/klonos-state";
import { notifyFailure } from "../../state/notices";
import { type Command, show, unblinded } from "../command";

const withProject = (state: KlonosState): boolean => state.project !== undefined;
const inProject = (state: KlonosState): boolean => state.project?.automatic === false;

/** The folder in which the work is kept. */
export const projectCommands: readonly Command[] = [
  { id: "project.open", group: "file", keys: ["Ctrl+Shift+O"], when: withProject, run: (s) => void openProject(s) },
  { id: "project.save-as", group: "file", keys: ["Ctrl+Shift+S"], when: (state) => withProject(state) && unblinded(state) && state.project?.recording !== undefined, run: show("save-project") },
  { id: "project.sessions", group: "file", keys: ["Ctrl+Shift+C"], when: (state) => withProject(state) && unblinded(state), run: show("session") },
  { id: "project.plan", group: "file", keys: [], when: withProject, run: show("plan") },
  { id: "project.batch", group: "file", keys: [], when: unblinded, run: show("batch") },
  { id: "project.close", group: "file", keys: [], when: inProject, run: (s) => void closeProject(s) },
  { id: "project.take-over", group: "file", keys: [], when: (state) => inProject(state) && state.project?.saved === "read-only", run: (s) => void takeProjectOver(s) },
  { id: "project.keep-mine", group: "file", keys: [], when: (state) => state.project?.saved === "conflict", run: (s) => void s.keeper.overwriteForeign().catch((thrown: unknown) => notifyFailure(s, messages().notices.workNotSaved, thrown)) },
  { id: "project.apply-earlier", group: "file", keys: [], when: (state) => state.project?.changedFrom !== undefined, run: (s) => void applyEarlierWork(s).catch((thrown: unknown) => notifyFailure(s, messages().notices.earlierNotApplied, thrown)) },
];
