import { durationOf } from "../../state/klonos-state";
import { changeGain, fitGains, showWindow, zoom, zoomBack, zoomToSelection } from "../../state/views/view-actions";
import { type Command, opened, withSelection, show } from "../command";
import { ZOOM_STEP } from "../zoom-step";

/** Zoom on time and gain. */
export const zoomCommands: readonly Command[] = [
  { id: "zoom.in", group: "zoom", keys: ["Ctrl++", "Ctrl+="], when: opened, run: (s) => zoom(s, 1 / ZOOM_STEP) },
  { id: "zoom.out", group: "zoom", keys: ["Ctrl+-"], when: opened, run: (s) => zoom(s, ZOOM_STEP) },
  { id: "zoom.selection", group: "zoom", keys: ["Enter"], when: withSelection, run: (s) => void zoomToSelection(s) },
  { id: "zoom.back", group: "zoom", keys: ["Backspace"], when: (state) => state.view.zoomPast.length > 0, run: (s) => void zoomBack(s) },
  { id: "zoom.all", group: "zoom", keys: ["Ctrl+0"], when: opened, run: (s) => showWindow(s, { start: 0, span: durationOf(s.store.getState()) }, true) },
  { id: "zoom.page", group: "zoom", keys: [], when: opened, run: show("page") },
  { id: "gain.up", group: "zoom", keys: ["+", "="], when: opened, run: (s) => changeGain(s, 1) },
  { id: "gain.down", group: "zoom", keys: ["-"], when: opened, run: (s) => changeGain(s, -1) },
  { id: "gain.channel-up", group: "zoom", keys: ["Shift+ArrowUp"], when: opened, run: (s) => changeGain(s, 1, s.store.getState().view.channelIndex) },
  { id: "gain.channel-down", group: "zoom", keys: ["Shift+ArrowDown"], when: opened, run: (s) => changeGain(s, -1, s.store.getState().view.channelIndex) },
  { id: "gain.fit", group: "zoom", keys: ["G"], when: opened, run: fitGains },
];
