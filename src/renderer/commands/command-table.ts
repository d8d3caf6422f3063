import type { MarkKind } from "../../core/result";
import { rowOrder } from "../layout/trace-rows";
import { addBurstFromSelection, addMark, mergeTrains, nudgeBurst, redoEdit, removeSelectedBurst, setProtocol, setSite, splitTrain, undoEdit } from "../state/edit-actions";
import { channelsOf, chosenTrain, durationOf, type DialogKind, type KlonosState } from "../state/klonos-state";
import { openBy } from "../state/open-actions";
import { setPreferences } from "../state/preferences";
import type { Session } from "../state/session";
import { changeGain, chooseTrain, fitGains, moveCursor, pan, setView, showWindow, stepBurst, stepChannel, stepMark, stepTrain, zoom, zoomBack, zoomToSelection } from "../state/view-actions";

export type CommandGroup = "File" | "Move" | "Zoom and gain" | "Show" | "Trains and bursts" | "Events" | "Edit" | "Window";

/** One thing that the window can do. Menu, palette, key sheet and buttons all run it by its id. */
export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly title: string;
  readonly keys: readonly string[];
  /** False: greyed in the palette, and its keys do nothing. */
  readonly when: (state: KlonosState) => boolean;
  readonly run: (session: Session) => void;
}

const always = (): boolean => true;
const opened = (state: KlonosState): boolean => state.recording !== undefined;
const analysed = (state: KlonosState): boolean => state.result !== undefined;
const withTrain = (state: KlonosState): boolean => chosenTrain(state) !== undefined;
const withBurst = (state: KlonosState): boolean => state.view.burst !== undefined;
const withSelection = (state: KlonosState): boolean => state.view.selection !== undefined;

/** Steps of the zoom keys and of one notch of the wheel. */
export const ZOOM_STEP = 1.5;
const TENTH = 0.1;
const CURSOR_STEP = 0.005;
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

function show(dialog: DialogKind): (session: Session) => void {
  return (session) => session.store.setState({ dialog });
}

function channelOrder(session: Session): readonly number[] {
  const state = session.store.getState();
  return rowOrder(channelsOf(state), state.inputs.present.context.pairs, state.view.hidden).map((row) => row.channelIndex);
}

function markAtCursor(session: Session, kind: MarkKind, text: string): void {
  const { cursor, view } = session.store.getState();
  addMark(session, kind, cursor?.seconds ?? view.selection?.start ?? view.window.start + view.window.span / 2, text);
}

/** Every command of the window, in the order of the key sheet. */
export const commandTable: readonly Command[] = [
  { id: "file.open", group: "File", title: "Open…", keys: ["Ctrl+O"], when: always, run: (s) => void openBy(s, () => s.host.openDialog()) },
  { id: "file.open-example", group: "File", title: "Open the example session", keys: [], when: always, run: (s) => void openBy(s, () => s.host.openExample()) },
  { id: "file.export", group: "File", title: "Export figure or tables…", keys: ["Ctrl+E"], when: analysed, run: show("export") },

  { id: "move.page-forward", group: "Move", title: "Next page", keys: ["PageDown"], when: opened, run: (s) => pan(s, 1) },
  { id: "move.page-back", group: "Move", title: "Previous page", keys: ["PageUp"], when: opened, run: (s) => pan(s, -1) },
  { id: "move.forward", group: "Move", title: "A tenth of a page forward", keys: ["ArrowRight"], when: opened, run: (s) => pan(s, TENTH) },
  { id: "move.back", group: "Move", title: "A tenth of a page back", keys: ["ArrowLeft"], when: opened, run: (s) => pan(s, -TENTH) },
  { id: "move.start", group: "Move", title: "Start of the recording", keys: ["Ctrl+Home"], when: opened, run: (s) => showWindow(s, { ...s.store.getState().view.window, start: 0 }) },
  { id: "move.end", group: "Move", title: "End of the recording", keys: ["Ctrl+End"], when: opened, run: (s) => showWindow(s, { ...s.store.getState().view.window, start: durationOf(s.store.getState()) }) },
  { id: "move.cursor-forward", group: "Move", title: "Cursor forward", keys: ["Alt+ArrowRight"], when: opened, run: (s) => moveCursor(s, CURSOR_STEP) },
  { id: "move.cursor-back", group: "Move", title: "Cursor back", keys: ["Alt+ArrowLeft"], when: opened, run: (s) => moveCursor(s, -CURSOR_STEP) },
  { id: "move.next-mark", group: "Move", title: "Next event", keys: ["Ctrl+ArrowRight"], when: opened, run: (s) => void stepMark(s, 1) },
  { id: "move.previous-mark", group: "Move", title: "Previous event", keys: ["Ctrl+ArrowLeft"], when: opened, run: (s) => void stepMark(s, -1) },
  { id: "move.channel-up", group: "Move", title: "Select the trace above", keys: ["ArrowUp"], when: opened, run: (s) => void stepChannel(s, channelOrder(s), -1) },
  { id: "move.channel-down", group: "Move", title: "Select the trace below", keys: ["ArrowDown"], when: opened, run: (s) => void stepChannel(s, channelOrder(s), 1) },

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

  { id: "view.toggle-raw", group: "Show", title: "Raw or filtered", keys: ["R"], when: opened, run: (s) => setView(s, (view) => ({ mode: view.mode === "raw" ? "filtered" : "raw" })) },
  { id: "view.toggle-envelope", group: "Show", title: "Envelope on or off", keys: ["E"], when: opened, run: (s) => setView(s, (view) => ({ envelope: !view.envelope })) },
  { id: "view.toggle-clock", group: "Show", title: "Elapsed or clock time", keys: ["T"], when: opened, run: (s) => setView(s, (view) => ({ clock: view.clock === "clock" ? "elapsed" : "clock" })) },
  {
    id: "view.hide-channel",
    group: "Show",
    title: "Hide the selected trace",
    keys: ["H"],
    when: (state) => state.view.channelIndex !== undefined,
    run: (s) => setView(s, (view) => (view.channelIndex === undefined ? {} : { hidden: new Set([...view.hidden, view.channelIndex]) })),
  },
  { id: "view.show-all-channels", group: "Show", title: "Show all traces", keys: ["Shift+H"], when: (state) => state.view.hidden.size > 0, run: (s) => setView(s, () => ({ hidden: new Set<number>() })) },
  { id: "view.toggle-left-panel", group: "Show", title: "Left panel on or off", keys: ["Ctrl+L"], when: always, run: (s) => setPreferences(s, { leftPanel: !s.store.getState().preferences.leftPanel }) },

  { id: "train.next", group: "Trains and bursts", title: "Next train", keys: ["Shift+N"], when: analysed, run: (s) => void stepTrain(s, 1) },
  { id: "train.previous", group: "Trains and bursts", title: "Previous train", keys: ["Shift+P"], when: analysed, run: (s) => void stepTrain(s, -1) },
  {
    id: "train.show",
    group: "Trains and bursts",
    title: "Zoom to the chosen train",
    keys: ["Z"],
    when: withTrain,
    run: (s) => {
      const train = chosenTrain(s.store.getState());
      if (train === undefined) return;
      const length = Math.max(train.endSeconds - train.startSeconds, 0.1);
      showWindow(s, { start: train.startSeconds - length * 0.25, span: length * 1.5 }, true);
      chooseTrain(s, train, false);
    },
  },
  { id: "burst.next", group: "Trains and bursts", title: "Next burst", keys: ["N"], when: analysed, run: (s) => void stepBurst(s, 1) },
  { id: "burst.previous", group: "Trains and bursts", title: "Previous burst", keys: ["P"], when: analysed, run: (s) => void stepBurst(s, -1) },
  { id: "burst.onset-earlier", group: "Trains and bursts", title: "Onset of the burst earlier", keys: ["["], when: withBurst, run: (s) => void nudgeBurst(s, "onset", -1) },
  { id: "burst.onset-later", group: "Trains and bursts", title: "Onset of the burst later", keys: ["{"], when: withBurst, run: (s) => void nudgeBurst(s, "onset", 1) },
  { id: "burst.offset-later", group: "Trains and bursts", title: "Offset of the burst later", keys: ["]"], when: withBurst, run: (s) => void nudgeBurst(s, "offset", 1) },
  { id: "burst.offset-earlier", group: "Trains and bursts", title: "Offset of the burst earlier", keys: ["}"], when: withBurst, run: (s) => void nudgeBurst(s, "offset", -1) },
  { id: "burst.add", group: "Trains and bursts", title: "Burst from the selection", keys: ["Ctrl+B"], when: withSelection, run: (s) => void addBurstFromSelection(s) },
  { id: "burst.remove", group: "Trains and bursts", title: "Remove the burst", keys: ["Delete"], when: withBurst, run: (s) => void removeSelectedBurst(s) },
  { id: "train.split", group: "Trains and bursts", title: "Split the train at the burst or cursor", keys: ["S"], when: withTrain, run: (s) => void splitTrain(s) },
  { id: "train.merge", group: "Trains and bursts", title: "Merge with the next train", keys: ["M"], when: withTrain, run: (s) => void mergeTrains(s) },

  ...MARK_KEYS.map(([key, kind, text]): Command => ({ id: `mark.${text.replace(" ", "-")}`, group: "Events", title: `Mark ${kind === "other" ? text.replace("mark ", "no. ") : text} at the cursor`, keys: [key], when: opened, run: (s) => markAtCursor(s, kind, text) })),
  { id: "protocol.stretch-hold", group: "Events", title: "Protocol: stretch and hold", keys: [], when: opened, run: (s) => setProtocol(s, "stretch-hold") },
  { id: "protocol.tap", group: "Events", title: "Protocol: tap", keys: [], when: opened, run: (s) => setProtocol(s, "tap") },
  { id: "protocol.spontaneous", group: "Events", title: "Protocol: spontaneous", keys: [], when: opened, run: (s) => setProtocol(s, "spontaneous") },
  { id: "protocol.unmarked", group: "Events", title: "Protocol: not known", keys: [], when: opened, run: (s) => setProtocol(s, "unmarked") },
  { id: "site.labels", group: "Events", title: "Site: from the labels", keys: [], when: opened, run: (s) => setSite(s, undefined) },
  ...SITES.map((site): Command => ({ id: `site.${site}`, group: "Events", title: `Site: ${site}`, keys: [], when: opened, run: (s) => setSite(s, site) })),

  { id: "edit.undo", group: "Edit", title: "Undo", keys: ["Ctrl+Z"], when: (state) => state.inputs.past.length > 0, run: undoEdit },
  { id: "edit.redo", group: "Edit", title: "Redo", keys: ["Ctrl+Shift+Z", "Ctrl+Y"], when: (state) => state.inputs.future.length > 0, run: redoEdit },
  { id: "edit.escape", group: "Edit", title: "Let go of selection and burst", keys: ["Escape"], when: (state) => withSelection(state) || withBurst(state), run: (s) => setView(s, () => ({ selection: undefined, burst: undefined })) },

  { id: "app.settings", group: "Window", title: "Settings…", keys: ["Ctrl+,"], when: always, run: show("settings") },
  { id: "app.palette", group: "Window", title: "All commands…", keys: ["Ctrl+K"], when: always, run: show("palette") },
  { id: "app.keys", group: "Window", title: "All keys", keys: ["?", "F1"], when: always, run: show("keys") },
  { id: "app.about", group: "Window", title: "About Klonos", keys: [], when: always, run: show("about") },
  { id: "theme.system", group: "Window", title: "Colours of the system", keys: [], when: always, run: (s) => setPreferences(s, { theme: "system" }) },
  { id: "theme.light", group: "Window", title: "Light colours", keys: [], when: always, run: (s) => setPreferences(s, { theme: "light" }) },
  { id: "theme.dark", group: "Window", title: "Dark colours", keys: [], when: always, run: (s) => setPreferences(s, { theme: "dark" }) },
  { id: "theme.contrast", group: "Window", title: "High contrast", keys: [], when: always, run: (s) => setPreferences(s, { theme: "contrast" }) },
  {
    id: "wheel.swap",
    group: "Window",
    title: "Plain wheel: move in time or zoom",
    keys: [],
    when: always,
    run: (s) => setPreferences(s, { wheel: s.store.getState().preferences.wheel === "moves" ? "zooms" : "moves" }),
  },
];

/** The command of an id; undefined for an unknown one. */
export function commandById(id: string): Command | undefined {
  return commandTable.find((command) => command.id === id);
}

/** Runs a command unless the state forbids it. True when it ran. */
export function runCommand(session: Session, id: string): boolean {
  const command = commandById(id);
  if (command === undefined || !command.when(session.store.getState())) return false;
  command.run(session);
  return true;
}
