import type { Messages } from "../messages/messages";
import type { DialogKind, KlonosState } from "../state/klonos-state";
import { chosenTrain } from "../state/klonos-state";
import type { Session } from "../state/session";

/** Every command has a title in every language: its id is a key of the messages. */
export type CommandId = keyof Messages["commands"]["titles"];
/** Group under which the palette and the sheet of keys list a command. */
export type CommandGroup = keyof Messages["commands"]["groups"];

/** One thing that the window can do. Menu, palette, key sheet and buttons all run it by its id. */
export interface Command {
  readonly id: CommandId;
  readonly group: CommandGroup;
  readonly keys: readonly string[];
  /** False: greyed in the palette, and its keys do nothing. */
  readonly when: (state: KlonosState) => boolean;
  readonly run: (session: Session) => void;
}

/** Can always be done. */
export const always = (): boolean => true;
/** Needs an open recording. */
export const opened = (state: KlonosState): boolean => state.recording !== undefined;
/** Needs a result. */
export const analysed = (state: KlonosState): boolean => state.result !== undefined;
/** Not while a blinded reading goes on: names, codes, conditions and labels would sway the reader. */
export const unblinded = (state: KlonosState): boolean => state.reading === undefined;
/** Needs a chosen train. */
export const withTrain = (state: KlonosState): boolean => chosenTrain(state) !== undefined;
/** Needs a chosen burst. */
export const withBurst = (state: KlonosState): boolean => state.view.burst !== undefined;
/** Needs a selected span. */
export const withSelection = (state: KlonosState): boolean => state.view.selection !== undefined;

/** A command's work that opens a dialog. */
export function show(dialog: DialogKind): (session: Session) => void {
  return (session) => session.store.setState({ dialog });
}
