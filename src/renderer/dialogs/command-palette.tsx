import { useDeferredValue, useId, useState, type KeyboardEvent, type ReactNode } from "react";
import type { Command } from "../commands/command";
import { commandById, commandTable } from "../commands/command-table";
import { chordText } from "../commands/keys";
import { plain, typedNumber } from "../layout/format";
import { SHORTEST_SPAN_SECONDS } from "../layout/time-window";
import { messages, useMessages } from "../messages/messages";
import { setPage } from "../state/views/view-actions";
import type { KlonosState } from "../state/klonos-state";
import type { Session } from "../state/session";
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
  const begins = named.filter((command) => titles.titles[command.id].toLowerCase().startsWith(text.trim().toLowerCase()));
  // What begins so comes first, what is called so itself before what is only meant by it.
  const fits = [...begins, ...named.filter((command) => !begins.includes(command)), ...all.filter((command) => !named.includes(command) && holds(`${nameOf(command)} ${titles.alsoCalled[command.id] ?? ""}`))];
  return [...fits.filter((command) => command.when(state)), ...fits.filter((command) => !command.when(state))];
}

const SECONDS_OF_UNIT: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60, h: 3600 };

/** A length of the page as it is typed, `5 s`, `page 0.5s`, `200 ms`, `2 min`: what stands before it may only be words of the command for page lengths. */
export function typedPage(text: string): { readonly title: string; readonly seconds: number } | undefined {
  const [, words, digits, unit] = /^(.*?)([\d.,]+)\s*(ms|s|min|h)$/i.exec(text.trim()) ?? [];
  const number = typedNumber(digits ?? "");
  const seconds = number === undefined ? 0 : number * SECONDS_OF_UNIT[unit!.toLowerCase()]!;
  const { commands } = messages();
  const name = `${commands.groups.zoom} ${commands.titles["zoom.page"]}`.toLowerCase();
  if (seconds < SHORTEST_SPAN_SECONDS || !words!.toLowerCase().split(/\s+/).every((word) => name.includes(word))) return undefined;
  return { title: commands.pageOf(`${plain(number!)} ${unit!.toLowerCase()}`), seconds };
}

/** One row of the palette: a command, or what was typed as a value. */
interface Entry {
  readonly command: Command;
  readonly title: string;
}

function entriesFor(text: string, state: KlonosState): readonly Entry[] {
  const { titles } = messages().commands;
  const page = typedPage(text);
  const typed = page === undefined ? [] : [{ title: page.title, command: { ...commandById("zoom.page")!, keys: [], run: (session: Session) => setPage(session, page.seconds) } }];
  return [...typed, ...findCommands(text, state).map((command) => ({ command, title: titles[command.id] }))];
}

/** All commands by name: type, choose with the arrows, Enter runs. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const list = useId();
  const { commands: words } = useMessages();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const state = session.store.getState();
  const entries = entriesFor(text, state);
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
      setAt((at + step + entries.length) % Math.max(1, entries.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(entries[at]?.command);
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
        aria-activedescendant={entries[at] === undefined ? undefined : `${list}-${at}`}
        placeholder={words.type}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul className="palette-list" role="listbox" id={list} aria-label={words.palette}>
        {(isWhole ? entries : entries.slice(0, FIRST_ROWS)).map(({ command, title }, index) => (
          <li
            key={title}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            aria-disabled={!command.when(state)}
            ref={index === at ? (element) => void element?.scrollIntoView({ block: "nearest" }) : undefined}
            onClick={() => run(command)}
          >
            <span className="quiet">{words.groups[command.group]}</span>
            <span className="palette-title">{title}</span>
            {command.keys[0] === undefined ? null : <kbd>{chordText(command.keys[0])}</kbd>}
          </li>
        ))}
        {entries.length === 0 ? <li className="quiet">{words.none}</li> : null}
      </ul>
    </Modal>
  );
}
