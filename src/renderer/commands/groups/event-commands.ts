import { markTemplates, type MarkTemplate } from "../../../core/mark-kinds";
import type { MarkKind } from "../../../core/result";
import { addMark, addTemplate, rejectedAt, setProtocol, setSite, toggleRejected } from "../../state/edit-actions";
import { exportEvents } from "../../state/event-files";
import { setView } from "../../state/view-actions";
import type { Session } from "../../state/session";
import type { KlonosState } from "../../state/klonos-state";
import { type Command, opened, show, withSelection } from "../command";

/** Sites at which clonus is looked for (core/anatomy); the jaw has a usual rate of its own. */
const SITES: readonly string[] = ["ankle", "toe", "patella", "wrist", "hand", "elbow", "jaw"];
/** Number keys that label the cursor's place; 5 to 8 are free marks. */
const MARK_KEYS: readonly (readonly [string, MarkKind, string])[] = [
  ["1", "stretch", "stretch"],
  ["2", "hold", "hold"],
  ["3", "release", "release"],
  ["4", "tap", "tap"],
  ["5", "other", "mark 5"],
  ["6", "other", "mark 6"],
  ["7", "other", "mark 7"],
  ["8", "other", "mark 8"],
];

/** Kinds that have no number key of their own. */
const QUIET_MARKS: readonly (readonly [MarkKind, string])[] = [
  ["stimulus", "nerve stimulus"],
  ["distraction", "distraction"],
  ["contralateral-tapping", "tapping of the other limb"],
];
const TEMPLATE_TITLES: Readonly<Record<MarkTemplate["id"], string>> = {
  "stretch-hold": "Template at the cursor: stretch, hold, release",
  "tap-series": "Template at the cursor: five taps, 10 s apart",
  distraction: "Template at the cursor: stretch with a distraction in the hold",
};

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

/** Marks of the protocol, rejected stretches, protocol and site. */
export const eventCommands: readonly Command[] = [
  ...MARK_KEYS.map(([key, kind, text]): Command => ({ id: `mark.${text.replace(" ", "-")}`, group: "Events", title: `Mark ${kind === "other" ? text.replace("mark ", "no. ") : text} at the cursor, or label the selection`, keys: [key], when: opened, run: (s) => markAtCursor(s, kind, text) })),
  ...QUIET_MARKS.map(([kind, title]): Command => ({ id: `mark.${kind}`, group: "Events", title: `Mark ${title} at the cursor, or label the selection`, keys: [], when: opened, run: (s) => markAtCursor(s, kind, kind) })),
  ...markTemplates.map((template): Command => ({ id: `template.${template.id}`, group: "Events", title: TEMPLATE_TITLES[template.id], keys: [], when: opened, run: (s) => addTemplate(s, template, s.store.getState().cursor?.seconds ?? s.store.getState().view.window.start) })),
  { id: "events.export-tsv", group: "Events", title: "Export events as TSV…", keys: [], when: opened, run: (s) => void exportEvents(s, "tsv") },
  { id: "events.export-csv", group: "Events", title: "Export events as CSV…", keys: [], when: opened, run: (s) => void exportEvents(s, "csv") },
  { id: "examination", group: "Events", title: "Examination: age, height, position, medication, scales…", keys: [], when: opened, run: show("examination") },
  { id: "reject.toggle", group: "Events", title: "Reject the selection, or take back what is rejected under the cursor", keys: ["X"], when: canReject, run: (s) => void toggleRejected(s, s.store.getState().cursor?.seconds, false) },
  { id: "reject.channel", group: "Events", title: "Reject the selection on its channel alone", keys: ["Shift+X"], when: withSelection, run: (s) => void toggleRejected(s, undefined, true) },
  { id: "protocol.stretch-hold", group: "Events", title: "Protocol: stretch and hold", keys: [], when: opened, run: (s) => setProtocol(s, "stretch-hold") },
  { id: "protocol.tap", group: "Events", title: "Protocol: tap", keys: [], when: opened, run: (s) => setProtocol(s, "tap") },
  { id: "protocol.spontaneous", group: "Events", title: "Protocol: spontaneous", keys: [], when: opened, run: (s) => setProtocol(s, "spontaneous") },
  { id: "protocol.unmarked", group: "Events", title: "Protocol: not known", keys: [], when: opened, run: (s) => setProtocol(s, "unmarked") },
  { id: "site.labels", group: "Events", title: "Site: from the labels", keys: [], when: opened, run: (s) => setSite(s, undefined) },
  ...SITES.map((site): Command => ({ id: `site.${site}`, group: "Events", title: `Site: ${site}`, keys: [], when: opened, run: (s) => setSite(s, site) })),
];
