import { montagesOf } from "../../state/kept-words";
import { applySlot, MONTAGE_SLOTS } from "../../state/montage-actions";
import { type Command, opened } from "../command";

/** F1 to F12: the montages that are kept. */
export const montageCommands: readonly Command[] = Array.from({ length: MONTAGE_SLOTS }, (_, slot): Command => ({
  id: `montage.${slot + 1}`,
  group: "Montages",
  title: `Montage ${slot + 1}`,
  keys: [`F${slot + 1}`],
  when: (state) => opened(state) && montagesOf(state)[slot] !== undefined,
  run: (session) => applySlot(session, slot),
}));
