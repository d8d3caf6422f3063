import { useRef, type ReactNode } from "react";
import { markKinds } from "../../core/mark-kinds";
import type { Mark } from "../../core/result";
import { useMessages } from "../messages/messages";
import { changeMark } from "../state/analysis/edit-actions";
import { exportEvents, importEvents } from "../state/recording/event-files";
import { useChannels, useSession } from "../state/session-context";

/** Name, kind and channel of the chosen event, under its row. */
export function EventEditor({ mark }: { readonly mark: Mark }): ReactNode {
  const session = useSession();
  const { events: words, markKinds: kinds } = useMessages();
  const channels = useChannels();
  return (
    <div className="event-editor" data-testid="event-editor">
      <input
        aria-label={words.name}
        defaultValue={mark.text}
        maxLength={200}
        onBlur={(event) => {
          const text = event.target.value.trim();
          if (text !== mark.text) changeMark(session, mark, { text });
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key !== "Escape") return;
          event.stopPropagation();
          event.currentTarget.value = mark.text;
          event.currentTarget.blur();
        }}
      />
      <select aria-label={words.kind} value={mark.kind} onChange={(event) => changeMark(session, mark, { kind: markKinds.find((kind) => kind === event.target.value) ?? mark.kind })}>
        {markKinds.map((kind) => (
          <option key={kind} value={kind}>
            {kinds[kind]}
          </option>
        ))}
      </select>
      <select aria-label={words.channel} value={mark.channelIndex ?? ""} onChange={(event) => changeMark(session, mark, { channelIndex: event.target.value === "" ? undefined : Number(event.target.value) })}>
        <option value="">{words.allChannels}</option>
        {channels.map((channel) => (
          <option key={channel.index} value={channel.index}>
            {channel.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Events from a table, and into one. */
export function EventFiles(): ReactNode {
  const session = useSession();
  const { events: words } = useMessages();
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <div className="next-actions">
      <button type="button" onClick={() => chooser.current?.click()}>
        {words.importFile}
      </button>
      <button type="button" onClick={() => void exportEvents(session, "tsv")}>
        {words.exportFile}
      </button>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".tsv,.csv,.txt"
        data-testid="event-file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file !== undefined) void importEvents(session, file);
        }}
      />
    </div>
  );
}
