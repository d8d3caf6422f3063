import type { ReactNode } from "react";
import type { CommandGroup } from "../commands/command";
import { commandTable } from "../commands/command-table";
import { chordText } from "../commands/keys";
import { useMessages } from "../messages/messages";
import { Modal } from "./modal";

/** Every key, from the command table itself. */
export function KeysSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { pointer, commands: words } = useMessages();
  const groups = [...new Set(commandTable.map((command) => command.group))];
  return (
    <Modal title={words.keys} onClose={onClose} size="wide" testId="keys-sheet">
      <div className="keys-columns">
        <KeyGroup title={words.pointer} rows={pointer.keys.map(([keys, title]) => ({ keys: [keys ?? ""], title: title ?? "" }))} />
        {groups.map((group: CommandGroup) => (
          <KeyGroup key={group} title={words.groups[group]} rows={commandTable.filter((command) => command.group === group && command.keys.length > 0).map((command) => ({ keys: command.keys.slice(0, 2).map(chordText), title: words.titles[command.id] }))} />
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
