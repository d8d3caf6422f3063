import type { Command } from "./command";
import type { Session } from "../state/session";
import { editCommands } from "./groups/edit-commands";
import { eventCommands } from "./groups/event-commands";
import { fileCommands } from "./groups/file-commands";
import { listenCommands } from "./groups/listen-commands";
import { montageCommands } from "./groups/montage-commands";
import { projectCommands } from "./groups/project-commands";
import { moveCommands } from "./groups/move-commands";
import { trainCommands } from "./groups/train-commands";
import { viewCommands } from "./groups/view-commands";
import { windowCommands } from "./groups/window-commands";
import { zoomCommands } from "./groups/zoom-commands";

/** Every command of the window, in the order of the key sheet. A new one goes into the file of its group. */
export const commandTable: readonly Command[] = [...fileCommands, ...projectCommands, ...moveCommands, ...zoomCommands, ...viewCommands, ...montageCommands, ...listenCommands, ...trainCommands, ...eventCommands, ...editCommands, ...windowCommands];

/** The command of an id; undefined for an unknown one. */
export function commandById(id: string): Command | undefined {
  return commandTable.find((command) => command.id === id);
}

/** Runs a command unless the state forbids it. True when it ran. */
export function runCommand(session: Session, id: string): boolean {
  const command = commandById(id);
  if (command === undefined || !command.when(session.store.getState())) return false;
  command.run(session);
  return true;
}
