import { setPreferences } from "../../state/preferences";
import { forgetOrder, invertChannel, moveChannel } from "../../state/views/look-actions";
import { traceViews } from "../../../protocol/trace-views";
import { setView } from "../../state/views/view-actions";
import { bottomTabs, orderOf, type KlonosState } from "../../state/klonos-state";
import { type Command, always, opened, show } from "../command";

const withChannel = (state: KlonosState): boolean => state.view.channelIndex !== undefined;

/** What is shown and how. */
export const viewCommands: readonly Command[] = [
  { id: "view.toggle-raw", group: "show", keys: ["R"], when: opened, run: (s) => setView(s, (view) => ({ mode: view.mode === "raw" ? "filtered" : "raw" })) },
  { id: "view.toggle-rectified", group: "show", keys: ["Y"], when: opened, run: (s) => setView(s, (view) => ({ mode: view.mode === "rectified" ? "filtered" : "rectified" })) },
  { id: "view.toggle-envelope", group: "show", keys: ["E"], when: opened, run: (s) => setView(s, (view) => ({ second: view.second === "envelope" ? undefined : "envelope" })) },
  { id: "view.toggle-disagreement", group: "show", keys: ["D"], when: opened, run: (s) => setView(s, (view) => ({ disagreement: !view.disagreement })) },
  { id: "view.toggle-ghosts", group: "show", keys: ["Shift+D"], when: opened, run: (s) => setView(s, (view) => ({ ghosts: !view.ghosts })) },
  ...traceViews.map((mode): Command => ({ id: `view.main-${mode}`, group: "show", keys: [], when: opened, run: (s) => setView(s, () => ({ mode })) })),
  ...traceViews.map((second): Command => ({ id: `view.second-${second}`, group: "show", keys: [], when: opened, run: (s) => setView(s, () => ({ second })) })),
  { id: "view.second-none", group: "show", keys: [], when: opened, run: (s) => setView(s, () => ({ second: undefined })) },
  ...bottomTabs.map((bottomTab): Command => ({ id: `tab.${bottomTab}`, group: "show", keys: [], when: opened, run: (s) => setView(s, () => ({ bottomTab })) })),
  { id: "view.filter-response", group: "show", keys: ["Shift+F"], when: opened, run: show("filter") },
  { id: "view.montages", group: "show", keys: ["Ctrl+M"], when: opened, run: show("montages") },
  { id: "view.invert-channel", group: "show", keys: ["I"], when: withChannel, run: (s) => invertChannel(s) },
  { id: "view.channel-earlier", group: "show", keys: ["Ctrl+ArrowUp"], when: withChannel, run: (s) => moveChannel(s, -1) },
  { id: "view.channel-later", group: "show", keys: ["Ctrl+ArrowDown"], when: withChannel, run: (s) => moveChannel(s, 1) },
  { id: "view.order-automatic", group: "show", keys: [], when: (state) => orderOf(state).length > 0, run: forgetOrder },
  { id: "view.toggle-clock", group: "show", keys: ["T"], when: opened, run: (s) => setView(s, (view) => ({ clock: view.clock === "clock" ? "elapsed" : "clock" })) },
  {
    id: "view.hide-channel",
    group: "show",
    keys: ["H"],
    when: (state) => state.view.channelIndex !== undefined,
    run: (s) => setView(s, (view) => (view.channelIndex === undefined ? {} : { hidden: new Set([...view.hidden, view.channelIndex]) })),
  },
  { id: "view.show-all-channels", group: "show", keys: ["Shift+H"], when: (state) => state.view.hidden.size > 0, run: (s) => setView(s, () => ({ hidden: new Set<number>() })) },
  { id: "view.toggle-left-panel", group: "show", keys: ["Ctrl+L"], when: always, run: (s) => setPreferences(s, { leftPanel: !s.store.getState().preferences.leftPanel }) },
];
