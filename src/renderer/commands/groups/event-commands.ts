import type { MarkKind } from "../../../core/result";
import { addMark, setProtocol, setSite } from "../../state/edit-actions";
import type { Session } from "../../state/session";
import { type Command, opened } from "../command";

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

function markAtCursor(session: Session, kind: MarkKind, text: string): void {
  const { cursor, view } = session.store.getState();
  addMark(session, kind, cursor?.seconds ?? view.selection?.start ?? view.window.start + view.window.span / 2, text);
}

/** Marks of the protocol, protocol and site. */
export const eventCommands: readonly Command[] = [
  ...MARK_KEYS.map(([key, kind, text]): Command => ({ id: `mark.${text.replace(" ", "-")}`, group: "Events", title: `Mark ${kind === "other" ? text.replace("mark ", "no. ") : text} at the cursor`, keys: [key], when: opened, run: (s) => markAtCursor(s, kind, text) })),
  { id: "protocol.stretch-hold", group: "Events", title: "Protocol: stretch and hold", keys: [], when: opened, run: (s) => setProtocol(s, "stretch-hold") },
  { id: "protocol.tap", group: "Events", title: "Protocol: tap", keys: [], when: opened, run: (s) => setProtocol(s, "tap") },
  { id: "protocol.spontaneous", group: "Events", title: "Protocol: spontaneous", keys: [], when: opened, run: (s) => setProtocol(s, "spontaneous") },
  { id: "protocol.unmarked", group: "Events", title: "Protocol: not known", keys: [], when: opened, run: (s) => setProtocol(s, "unmarked") },
  { id: "site.labels", group: "Events", title: "Site: from the labels", keys: [], when: opened, run: (s) => setSite(s, undefined) },
  ...SITES.map((site): Command => ({ id: `site.${site}`, group: "Events", title: `Site: ${site}`, keys: [], when: opened, run: (s) => setSite(s, site) })),
];
