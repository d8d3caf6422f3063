import { rowOrder } from "../../layout/trace-rows";
import { sceneOf, traceValue } from "../../plots/scene";
import { placeCaliper } from "../../state/views/caliper-actions";
import { channelsOf, durationOf, orderOf } from "../../state/klonos-state";
import type { Session } from "../../state/session";
import { extendSelection, moveCursor, pan, selectBetweenCalipers, showWindow, stepChannel, stepMark } from "../../state/views/view-actions";
import { type Command, opened } from "../command";

/** Share of a page that an arrow key moves. */
const TENTH = 0.1;
/** Seconds that a key moves the cursor. */
const CURSOR_STEP = 0.005;

function channelOrder(session: Session): readonly number[] {
  const state = session.store.getState();
  return rowOrder(channelsOf(state), state.inputs.present.context.pairs, state.view.hidden, orderOf(state)).map((row) => row.channelIndex);
}

/** Sets a measuring cursor where the pointer or the keyboard's cursor is. */
function setCaliper(session: Session): void {
  const state = session.store.getState();
  const { start, span } = state.view.window;
  const scene = sceneOf(state, state.view.plotPixels, 1);
  placeCaliper(session, state.cursor?.seconds ?? start + span / 2, (index, seconds) => traceValue(scene, index, seconds));
}

/** Moving in time, between events and between traces. */
export const moveCommands: readonly Command[] = [
  { id: "move.page-forward", group: "move", keys: ["PageDown"], when: opened, run: (s) => pan(s, 1) },
  { id: "move.page-back", group: "move", keys: ["PageUp"], when: opened, run: (s) => pan(s, -1) },
  { id: "move.forward", group: "move", keys: ["ArrowRight"], when: opened, run: (s) => pan(s, TENTH) },
  { id: "move.back", group: "move", keys: ["ArrowLeft"], when: opened, run: (s) => pan(s, -TENTH) },
  { id: "move.start", group: "move", keys: ["Ctrl+Home"], when: opened, run: (s) => showWindow(s, { ...s.store.getState().view.window, start: 0 }) },
  { id: "move.end", group: "move", keys: ["Ctrl+End"], when: opened, run: (s) => showWindow(s, { ...s.store.getState().view.window, start: durationOf(s.store.getState()) }) },
  { id: "move.cursor-forward", group: "move", keys: ["Alt+ArrowRight"], when: opened, run: (s) => moveCursor(s, CURSOR_STEP) },
  { id: "move.cursor-back", group: "move", keys: ["Alt+ArrowLeft"], when: opened, run: (s) => moveCursor(s, -CURSOR_STEP) },
  { id: "select.forward", group: "move", keys: ["Shift+ArrowRight"], when: opened, run: (s) => extendSelection(s, CURSOR_STEP) },
  { id: "select.back", group: "move", keys: ["Shift+ArrowLeft"], when: opened, run: (s) => extendSelection(s, -CURSOR_STEP) },
  { id: "move.caliper", group: "move", keys: ["C"], when: opened, run: setCaliper },
  { id: "select.calipers", group: "move", keys: ["Shift+S"], when: (state) => state.view.calipers.length === 2, run: selectBetweenCalipers },
  { id: "move.next-mark", group: "move", keys: ["Ctrl+ArrowRight"], when: opened, run: (s) => void stepMark(s, 1) },
  { id: "move.previous-mark", group: "move", keys: ["Ctrl+ArrowLeft"], when: opened, run: (s) => void stepMark(s, -1) },
  { id: "move.channel-up", group: "move", keys: ["ArrowUp"], when: opened, run: (s) => void stepChannel(s, channelOrder(s), -1) },
  { id: "move.channel-down", group: "move", keys: ["ArrowDown"], when: opened, run: (s) => void stepChannel(s, channelOrder(s), 1) },
];
