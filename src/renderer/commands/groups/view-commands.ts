import { setPreferences } from "../../state/preferences";
import { setView } from "../../state/view-actions";
import { type Command, always, opened } from "../command";

/** What is shown and how. */
export const viewCommands: readonly Command[] = [
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
];
