import type { Session } from "../state/session";
import { messages } from "../messages/messages";
import { commandTable } from "./command-table";
import { matchesChord } from "./keys";
import { nativeMenu } from "./native-menu";

/** Elements that need their keys for themselves. */
const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true]";
/** Elements that Enter and Space press; Backspace and letters are free there. */
const PRESSABLE = "button, summary, a[href], [role=tab]";
/** Of the system as well as Klonos'. */
const COPY = "Ctrl+C";
/** Keys that work while something is typed. */
const EVERYWHERE = new Set(["app.palette", "app.settings", "file.open"]);
/** A key that is held down does these once: again they would take themselves back, or decide what nobody has looked at. */
const ONCE = new Set(["train.accept", "train.reject", "train.split", "train.merge", "burst.add", "burst.remove", "review.mode", "review.order", "review.study", "review.queue", "review.what-if"]);

/** Connects keyboard and native menu with the command table. Returns the unsubscribe. */
export function attachShortcuts(session: Session, target: Pick<Window, "addEventListener" | "removeEventListener">): () => void {
  const within = (element: Element | undefined, selector: string): boolean => element !== undefined && element.closest(selector) !== null;
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const element = event.target instanceof Element ? event.target : undefined;
    // An open dialog has all keys to itself, wherever the focus went: Escape must reach it.
    if (document.querySelector("dialog[open]") !== null) return;
    const typing = element?.matches(TYPING) === true;
    // Text that a person has marked is what Ctrl+C means.
    if (matchesChord(event, COPY) && document.getSelection()?.isCollapsed === false) return;
    if ((event.key === "Enter" || event.key === " ") && within(element, PRESSABLE)) return;
    for (const command of commandTable) {
      if (typing && !EVERYWHERE.has(command.id)) continue;
      if (!command.keys.some((chord) => matchesChord(event, chord))) continue;
      // The key belongs to Klonos even where the command cannot run now: Ctrl+− must not zoom the page.
      event.preventDefault();
      if (event.repeat && ONCE.has(command.id)) return;
      if (command.when(session.store.getState())) command.run(session);
      return;
    }
  };
  target.addEventListener("keydown", onKey as EventListener);
  session.host.showMenu?.(nativeMenu(commandTable, messages().commands));
  const unsubscribe = session.host.onMenuCommand((id) => {
    const command = commandTable.find((candidate) => candidate.id === id);
    if (command?.when(session.store.getState()) === true) command.run(session);
  });
  return () => {
    target.removeEventListener("keydown", onKey as EventListener);
    unsubscribe();
  };
}
