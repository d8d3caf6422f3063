import type { ReactNode } from "react";
import type { CommandGroup } from "../commands/command";
import { commandTable } from "../commands/command-table";
import { chordText } from "../commands/keys";
import { Modal } from "./modal";

const POINTER: readonly (readonly [string, string])[] = [
  ["wheel", "Move in time"],
  ["Ctrl wheel, pinch", "Zoom time at the pointer"],
  ["Shift wheel", "Scroll channels"],
  ["drag", "Select a stretch: Δt and 1/Δt"],
  ["Alt drag, middle drag", "Pull the traces"],
  ["click", "Choose channel, train, burst"],
  ["double click", "Zoom to the train"],
];

/** Every key, from the command table itself. */
export function KeysSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const groups = [...new Set(commandTable.map((command) => command.group))];
  return (
    <Modal title="Keys" onClose={onClose} size="wide" testId="keys-sheet">
      <div className="keys-columns">
        <KeyGroup title="Pointer" rows={POINTER.map(([keys, title]) => ({ keys: [keys], title }))} />
        {groups.map((group: CommandGroup) => (
          <KeyGroup key={group} title={group} rows={commandTable.filter((command) => command.group === group && command.keys.length > 0).map((command) => ({ keys: command.keys.slice(0, 2).map(chordText), title: command.title }))} />
        ))}
      </div>
    </Modal>
  );
}

function KeyGroup({ title, rows }: { readonly title: string; readonly rows: readonly { readonly keys: readonly string[]; readonly title: string }[] }): ReactNode {
  return (
    <section className="key-group">
      <h3 className="heading">{title}</h3>
      <dl>
        {rows.map((row) => (
          <div key={row.title}>
            <dt>
              {row.keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{row.title}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
