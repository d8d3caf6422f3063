import type { ReactNode } from "react";
import { duration } from "../layout/format";
import { useMessages } from "../messages/messages";
import { timeText } from "../plots/trace-viewer";
import { restoreRejected } from "../state/analysis/edit-actions";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { goTo } from "../state/views/view-actions";

/** Stretches that a person left out of every number; a click goes there, × takes the rejection back. */
export function RejectedList(): ReactNode {
  const session = useSession();
  const rejected = useKlonos((state) => state.inputs.present.context.rejected);
  const clock = useKlonos((state) => state.view.clock);
  const channels = useChannels();
  const { rejected: words } = useMessages();
  void clock;
  if (rejected.length === 0) return null;
  const state = session.store.getState();
  return (
    <section aria-labelledby="heading-rejected">
      <h2 className="heading" id="heading-rejected">
        {words.heading}
      </h2>
      <ul className="item-list" data-testid="rejected">
        {rejected.map((stretch, index) => {
          const channel = channels.find((candidate) => candidate.index === stretch.channelIndex)?.label;
          const text = `${timeText(state, stretch.startSeconds, 2)} ${duration(stretch.endSeconds - stretch.startSeconds)} ${channel ?? words.allChannels}`;
          return (
            <li key={`${stretch.startSeconds}-${index}`} className="event">
              <button type="button" className="item" onClick={() => goTo(session, stretch.startSeconds)}>
                <kbd>X</kbd>
                <span className="item-name">{text}</span>
              </button>
              <button type="button" className="item-remove" aria-label={words.takeBack(text)} title={words.takeBackHint} onClick={() => restoreRejected(session, stretch)}>
                ×
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
