import { durationOf } from "../../state/klonos-state";
import { changeGain, fitGains, showWindow, zoom, zoomBack, zoomToSelection } from "../../state/view-actions";
import { type Command, opened, withSelection, show } from "../command";
import { ZOOM_STEP } from "../zoom-step";

/** Zoom on time and gain. */
export const zoomCommands: readonly Command[] = [
  { id: "zoom.in", group: "Zoom and gain", title: "Zoom in on time", keys: ["Ctrl++", "Ctrl+="], when: opened, run: (s) => zoom(s, 1 / ZOOM_STEP) },
  { id: "zoom.out", group: "Zoom and gain", title: "Zoom out", keys: ["Ctrl+-"], when: opened, run: (s) => zoom(s, ZOOM_STEP) },
  { id: "zoom.selection", group: "Zoom and gain", title: "Zoom to the selection", keys: ["Enter"], when: withSelection, run: (s) => void zoomToSelection(s) },
  { id: "zoom.back", group: "Zoom and gain", title: "Back to the zoom before", keys: ["Backspace"], when: (state) => state.view.zoomPast.length > 0, run: (s) => void zoomBack(s) },
  { id: "zoom.all", group: "Zoom and gain", title: "Whole recording", keys: ["Ctrl+0"], when: opened, run: (s) => showWindow(s, { start: 0, span: durationOf(s.store.getState()) }, true) },
  { id: "zoom.page", group: "Zoom and gain", title: "Page length…", keys: [], when: opened, run: show("page") },
  { id: "gain.up", group: "Zoom and gain", title: "All EMG traces taller", keys: ["+", "="], when: opened, run: (s) => changeGain(s, 1) },
  { id: "gain.down", group: "Zoom and gain", title: "All EMG traces flatter", keys: ["-"], when: opened, run: (s) => changeGain(s, -1) },
  { id: "gain.channel-up", group: "Zoom and gain", title: "Selected trace taller", keys: ["Shift+ArrowUp"], when: opened, run: (s) => changeGain(s, 1, s.store.getState().view.channelIndex) },
  { id: "gain.channel-down", group: "Zoom and gain", title: "Selected trace flatter", keys: ["Shift+ArrowDown"], when: opened, run: (s) => changeGain(s, -1, s.store.getState().view.channelIndex) },
  { id: "gain.fit", group: "Zoom and gain", title: "Fit all gains to this page", keys: ["G"], when: opened, run: fitGains },
];
