import { markTemplates } from "../../../core/mark-kinds";
import type { MarkKind } from "../../../core/result";
import { addMark, addTemplate, analyseOnly, analyseWhole, isOutside, rejectedAt, setProtocol, setSite, toggleRejected } from "../../state/analysis/edit-actions";
import { exportEvents } from "../../state/recording/event-files";
import { proposeFromChannels, proposingChannels } from "../../state/analysis/proposal-actions";
import { setView } from "../../state/views/view-actions";
import type { Session } from "../../state/session";
import { durationOf, type KlonosState } from "../../state/klonos-state";
import { type Command, type CommandId, opened, show, withSelection } from "../command";

/** Sites at which clonus is looked for (core/anatomy); the jaw has a usual rate of its own. */
const SITES = ["ankle", "toe", "patella", "wrist", "hand", "elbow", "jaw"] as const;
/** Number keys that label the cursor's place; 5 to 8 are free marks. */
const MARK_KEYS: readonly (readonly [string, CommandId, MarkKind, string])[] = [
  ["1", "mark.stretch", "stretch", "stretch"],
  ["2", "mark.hold", "hold", "hold"],
  ["3", "mark.release", "release", "release"],
  ["4", "mark.tap", "tap", "tap"],
  ["5", "mark.mark-5", "other", "mark 5"],
  ["6", "mark.mark-6", "other", "mark 6"],
  ["7", "mark.mark-7", "other", "mark 7"],
  ["8", "mark.mark-8", "other", "mark 8"],
];

/** Kinds that have no number key of their own. */
const QUIET_MARKS = ["stimulus", "distraction", "contralateral-tapping"] as const satisfies readonly MarkKind[];

function markAtCursor(session: Session, kind: MarkKind, text: string): void {
  const { cursor, view } = session.store.getState();
  const { selection } = view;
  if (selection === undefined) {
    addMark(session, kind, cursor?.seconds ?? view.window.start + view.window.span / 2, text);
    return;
  }
  // A stretch that was dragged on a trace is an event of that channel.
  addMark(session, kind, selection.start, text, { endSeconds: selection.end, channelIndex: selection.channelIndex });
  setView(session, () => ({ selection: undefined }));
}

const canReject = (state: KlonosState): boolean => withSelection(state) || (state.cursor !== undefined && rejectedAt(state.inputs.present.context, state.cursor.seconds).length > 0);

const isCut = (state: KlonosState): boolean => opened(state) && state.inputs.present.context.rejected.some((stretch) => isOutside(stretch, durationOf(state)));

function analyseSelection(session: Session): void {
  const { selection } = session.store.getState().view;
  if (selection === undefined) return;
  analyseOnly(session, selection.start, selection.end);
  setView(session, () => ({ selection: undefined }));
}

/** Marks of the protocol, rejected stretches, protocol and site. */
export const eventCommands: readonly Command[] = [
  ...MARK_KEYS.map(([key, id, kind, text]): Command => ({ id, group: "events", keys: [key], when: opened, run: (s) => markAtCursor(s, kind, text) })),
  ...QUIET_MARKS.map((kind): Command => ({ id: `mark.${kind}`, group: "events", keys: [], when: opened, run: (s) => markAtCursor(s, kind, kind) })),
  ...markTemplates.map((template): Command => ({ id: `template.${template.id}`, group: "events", keys: [], when: opened, run: (s) => addTemplate(s, template, s.store.getState().cursor?.seconds ?? s.store.getState().view.window.start) })),
  { id: "events.propose", group: "events", keys: [], when: (state) => opened(state) && proposingChannels(state).length > 0, run: proposeFromChannels },
  { id: "events.export-tsv", group: "events", keys: [], when: opened, run: (s) => void exportEvents(s, "tsv") },
  { id: "events.export-csv", group: "events", keys: [], when: opened, run: (s) => void exportEvents(s, "csv") },
  { id: "examination", group: "events", keys: [], when: opened, run: show("examination") },
  { id: "reject.toggle", group: "events", keys: ["X"], when: canReject, run: (s) => void toggleRejected(s, s.store.getState().cursor?.seconds, false) },
  { id: "reject.channel", group: "events", keys: ["Shift+X"], when: withSelection, run: (s) => void toggleRejected(s, undefined, true) },
  { id: "analyse.selection", group: "events", keys: [], when: withSelection, run: analyseSelection },
  { id: "analyse.whole", group: "events", keys: [], when: isCut, run: (s) => analyseWhole(s) },
  { id: "protocol.stretch-hold", group: "events", keys: [], when: opened, run: (s) => setProtocol(s, "stretch-hold") },
  { id: "protocol.tap", group: "events", keys: [], when: opened, run: (s) => setProtocol(s, "tap") },
  { id: "protocol.spontaneous", group: "events", keys: [], when: opened, run: (s) => setProtocol(s, "spontaneous") },
  { id: "protocol.unmarked", group: "events", keys: [], when: opened, run: (s) => setProtocol(s, "unmarked") },
  { id: "site.labels", group: "events", keys: [], when: opened, run: (s) => setSite(s, undefined) },
  ...SITES.map((site): Command => ({ id: `site.${site}`, group: "events", keys: [], when: opened, run: (s) => setSite(s, site) })),
];
