import { DRAGS, setPreferences } from "../../state/preferences";
import { goToStep } from "../../state/tour";
import { focusPart } from "../next-part";
import { type Command, always, opened, show } from "../command";

/** The window itself: dialogs, colours, wheel. */
export const windowCommands: readonly Command[] = [
  { id: "app.settings", group: "window", keys: ["Ctrl+,"], when: always, run: show("settings") },
  { id: "app.palette", group: "window", keys: ["Ctrl+K"], when: always, run: show("palette") },
  { id: "app.keys", group: "window", keys: ["?"], when: always, run: show("keys") },
  { id: "app.next-part", group: "window", keys: ["Ctrl+F6"], when: opened, run: () => focusPart(1) },
  { id: "app.previous-part", group: "window", keys: ["Ctrl+Shift+F6"], when: opened, run: () => focusPart(-1) },
  { id: "app.about", group: "window", keys: [], when: always, run: show("about") },
  { id: "app.tour", group: "window", keys: [], when: opened, run: (s) => goToStep(s, 0) },
  { id: "theme.system", group: "window", keys: [], when: always, run: (s) => setPreferences(s, { theme: "system" }) },
  { id: "theme.light", group: "window", keys: [], when: always, run: (s) => setPreferences(s, { theme: "light" }) },
  { id: "theme.dark", group: "window", keys: [], when: always, run: (s) => setPreferences(s, { theme: "dark" }) },
  { id: "theme.contrast", group: "window", keys: [], when: always, run: (s) => setPreferences(s, { theme: "contrast" }) },
  ...DRAGS.map((drag): Command => ({ id: `drag.${drag}`, group: "window", keys: [], when: always, run: (s) => setPreferences(s, { drag }) })),
  {
    id: "wheel.swap",
    group: "window",
    keys: [],
    when: always,
    run: (s) => setPreferences(s, { wheel: s.store.getState().preferences.wheel === "moves" ? "zooms" : "moves" }),
  },
];
