import { montagesOf } from "../../state/projects/kept-words";
import { applySlot, MONTAGE_SLOTS } from "../../state/views/montage-actions";
import { type Command, opened } from "../command";

const SLOTS = ["montage.1", "montage.2", "montage.3", "montage.4", "montage.5", "montage.6", "montage.7", "montage.8", "montage.9", "montage.10", "montage.11", "montage.12"] as const;

/** F1 to F12: the montages that are kept. */
export const montageCommands: readonly Command[] = SLOTS.slice(0, MONTAGE_SLOTS).map((id, slot): Command => ({
  id,
  group: "montages",
  keys: [`F${slot + 1}`],
  when: (state) => opened(state) && montagesOf(state)[slot] !== undefined,
  run: (session) => applySlot(session, slot),
}));
