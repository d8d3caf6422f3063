import { DRAGS, setPreferences } from "../../state/preferences";
import { goToStep } from "../../state/tour";
import { type Command, always, opened, show } from "../command";

/** The window itself: dialogs, colours, wheel. */
export const windowCommands: readonly Command[] = [
  { id: "app.settings", group: "Window", title: "Settings…", keys: ["Ctrl+,"], when: always, run: show("settings") },
  { id: "app.palette", group: "Window", title: "All commands…", keys: ["Ctrl+K"], when: always, run: show("palette") },
  { id: "app.keys", group: "Window", title: "All keys", keys: ["?"], when: always, run: show("keys") },
  { id: "app.about", group: "Window", title: "About Klonos", keys: [], when: always, run: show("about") },
  { id: "app.tour", group: "Window", title: "Tour of the window", keys: [], when: opened, run: (s) => goToStep(s, 0) },
  { id: "theme.system", group: "Window", title: "Colours of the system", keys: [], when: always, run: (s) => setPreferences(s, { theme: "system" }) },
  { id: "theme.light", group: "Window", title: "Light colours", keys: [], when: always, run: (s) => setPreferences(s, { theme: "light" }) },
  { id: "theme.dark", group: "Window", title: "Dark colours", keys: [], when: always, run: (s) => setPreferences(s, { theme: "dark" }) },
  { id: "theme.contrast", group: "Window", title: "High contrast", keys: [], when: always, run: (s) => setPreferences(s, { theme: "contrast" }) },
  ...DRAGS.map((drag): Command => ({ id: `drag.${drag}`, group: "Window", title: `Plain drag ${drag === "selects" ? "selects a stretch" : drag === "moves" ? "moves in time" : "zooms into a rectangle"}`, keys: [], when: always, run: (s) => setPreferences(s, { drag }) })),
  {
    id: "wheel.swap",
    group: "Window",
    title: "Plain wheel: move in time or zoom",
    keys: [],
    when: always,
    run: (s) => setPreferences(s, { wheel: s.store.getState().preferences.wheel === "moves" ? "zooms" : "moves" }),
  },
];
