import { stepRate, toggleListening } from "../../audio/listen";
import { setPreferences } from "../../state/preferences";
import { type Command, opened } from "../command";

/** Hearing a channel, with a click at each burst. */
export const listenCommands: readonly Command[] = [
  { id: "listen.toggle", group: "Listen", title: "Play the selected channel with a click at each burst, or stop", keys: ["Space"], when: opened, run: (s) => void toggleListening(s) },
  { id: "listen.faster", group: "Listen", title: "Listen faster", keys: [">"], when: opened, run: (s) => stepRate(s, 1, (listenRate) => setPreferences(s, { listenRate })) },
  { id: "listen.slower", group: "Listen", title: "Listen slower", keys: ["<"], when: opened, run: (s) => stepRate(s, -1, (listenRate) => setPreferences(s, { listenRate })) },
];
