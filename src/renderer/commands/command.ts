import type { DialogKind, KlonosState } from "../state/klonos-state";
import { chosenTrain } from "../state/klonos-state";
import type { Session } from "../state/session";

export type CommandGroup = "File" | "Move" | "Zoom and gain" | "Show" | "Montages" | "Listen" | "Trains and bursts" | "Events" | "Edit" | "Window";

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

export const always = (): boolean => true;
export const opened = (state: KlonosState): boolean => state.recording !== undefined;
export const analysed = (state: KlonosState): boolean => state.result !== undefined;
export const withTrain = (state: KlonosState): boolean => chosenTrain(state) !== undefined;
export const withBurst = (state: KlonosState): boolean => state.view.burst !== undefined;
export const withSelection = (state: KlonosState): boolean => state.view.selection !== undefined;

/** A command's work that opens a dialog. */
export function show(dialog: DialogKind): (session: Session) => void {
  return (session) => session.store.setState({ dialog });
}
