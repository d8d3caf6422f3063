import { useDeferredValue, useId, useState, type KeyboardEvent, type ReactNode } from "react";
import type { Command } from "../commands/command";
import { commandTable } from "../commands/command-table";
import { chordText } from "../commands/keys";
import { messages, useMessages } from "../messages/messages";
import type { KlonosState } from "../state/klonos-state";
import { useSession } from "../state/session-context";
import { Modal } from "./modal";

/** Rows of the first picture, more than the tallest window shows; the rest follows a moment later, so that the key is answered at once. */
const FIRST_ROWS = 40;

/** Commands that fit what is typed: every word somewhere in title, group or the other words for it; those that can run now first. */
export function findCommands(text: string, state: KlonosState): readonly Command[] {
  const titles = messages().commands;
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const holds = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const nameOf = (command: Command): string => `${titles.groups[command.group]} ${titles.titles[command.id]}`;
  const all = commandTable.filter((command) => command.id !== "app.palette");
  const named = all.filter((command) => holds(nameOf(command)));
  // What is called so itself comes before what is only meant by it.
  const fits = [...named, ...all.filter((command) => !named.includes(command) && holds(`${nameOf(command)} ${titles.alsoCalled[command.id] ?? ""}`))];
  return [...fits.filter((command) => command.when(state)), ...fits.filter((command) => !command.when(state))];
}

/** All commands by name: type, choose with the arrows, Enter runs. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const list = useId();
  const { commands: words } = useMessages();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const state = session.store.getState();
  const commands = findCommands(text, state);
  const isWhole = useDeferredValue(true, false);
  const run = (command: Command | undefined): void => {
    if (command === undefined || !command.when(session.store.getState())) return;
    // First close: the command may open a dialog of its own.
    onClose();
    command.run(session);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((at + step + commands.length) % Math.max(1, commands.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(commands[at]);
    }
  };
  return (
    <Modal title={words.palette} onClose={onClose} testId="command-palette">
      <input
        type="text"
        data-first-focus
        className="palette-input"
        role="combobox"
        aria-label={words.find}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={commands[at] === undefined ? undefined : `${list}-${at}`}
        placeholder={words.type}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul className="palette-list" role="listbox" id={list} aria-label={words.palette}>
        {(isWhole ? commands : commands.slice(0, FIRST_ROWS)).map((command, index) => (
          <li
            key={command.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            aria-disabled={!command.when(state)}
            ref={index === at ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
            onClick={() => run(command)}
          >
            <span className="quiet">{words.groups[command.group]}</span>
            <span className="palette-title">{words.titles[command.id]}</span>
            {command.keys[0] === undefined ? null : <kbd>{chordText(command.keys[0])}</kbd>}
          </li>
        ))}
        {commands.length === 0 ? <li className="quiet">{words.none}</li> : null}
      </ul>
    </Modal>
  );
}
