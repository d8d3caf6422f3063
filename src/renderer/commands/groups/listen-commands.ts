import { stepRate, toggleListening } from "../../audio/listen";
import { setPreferences } from "../../state/preferences";
import { type Command, opened } from "../command";

/** Hearing a channel, with a click at each burst. */
export const listenCommands: readonly Command[] = [
  { id: "listen.toggle", group: "listen", keys: ["Space"], when: opened, run: (s) => void toggleListening(s) },
  { id: "listen.faster", group: "listen", keys: [">"], when: opened, run: (s) => stepRate(s, 1, (listenRate) => setPreferences(s, { listenRate })) },
  { id: "listen.slower", group: "listen", keys: ["<"], when: opened, run: (s) => stepRate(s, -1, (listenRate) => setPreferences(s, { listenRate })) },
];
