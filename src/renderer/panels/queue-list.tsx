import { useMemo, type ReactNode } from "react";
import { runCommand } from "../commands/command-table";
import { elapsed } from "../layout/format";
import { isRowOf, type QueueRow } from "../layout/review-queue";
import { useMessages } from "../messages/messages";
import { chosenTrain } from "../state/klonos-state";
import { openRow, orderedRows } from "../state/review/review-queue";
import { useKlonos, useSession } from "../state/session-context";
import { PatternMark } from "./pattern-mark";
import { useRowInSight } from "./row-in-sight";

/** The trains of all recordings of the project, in one order, with what is decided. */
export function QueueList(): ReactNode {
  const session = useSession();
  const { queue: words, review } = useMessages();
  const queue = useKlonos((state) => state.queue);
  const result = useKlonos((state) => state.result);
  const inputs = useKlonos((state) => state.inputs);
  const order = useKlonos((state) => state.view.trainOrder);
  const project = useKlonos((state) => state.project);
  const train = useKlonos(chosenTrain);
  const chosenSession = useKlonos((state) => state.queueSession);
  const sessions = project?.sessions ?? [];
  const shown = project?.recording?.id;
  const nextRow = useKlonos((state) => state.nextRow);
  // The one that is on its way is the one that was asked for.
  const isCurrentRow = (row: QueueRow): boolean => (nextRow === undefined ? isRowOf(row, shown, train) : isRowOf(row, nextRow.recording, nextRow));
  const rows = useMemo(() => {
    // What orderedRows reads.
    void [queue, result, inputs, order, project, chosenSession];
    return orderedRows(session.store.getState());
  }, [session, queue, result, inputs, order, project, chosenSession]);
  const list = useRowInSight(rows.length === 0 ? undefined : `${shown} ${train?.id}`, true);
  const decided = rows.filter((row) => row.decided).length;
  return (
    <section aria-labelledby="heading-queue" data-testid="queue">
      <h2 className="heading heading-with-action" id="heading-queue">
        {words.title}
        <button type="button" className="heading-action" title={review.orderTitle} onClick={() => runCommand(session, "review.order")}>
          {review.orders[order]}
        </button>
      </h2>
      {sessions.length < 2 ? null : (
        <select className="queue-session" aria-label={words.which} value={chosenSession ?? ""} onChange={(event) => session.store.setState({ queueSession: event.target.value === "" ? undefined : event.target.value })}>
          <option value="">{words.all}</option>
          {sessions.map(({ id, participant, date }) => (
            <option key={id} value={id}>
              {words.session([participant, date, id].filter((part) => part !== "").join(" · "))}
            </option>
          ))}
        </select>
      )}
      <p className="review-progress">
        <progress max={Math.max(1, rows.length)} value={decided} aria-label={review.progressLabel} /> {review.progress(decided, rows.length)}
      </p>
      <ul className="item-list" ref={list}>
        {rows.map((row) => (
          <li key={`${row.recording}-${row.channelIndex}-${row.startSeconds}`}>
            <button type="button" className="item" aria-current={isCurrentRow(row)} title={row.name} onClick={() => void openRow(session, row)}>
              <PatternMark pattern={row.pattern} size={10} />
              <span className="item-name">
                {elapsed(row.startSeconds, 0)} <strong>{row.channel}</strong> {row.word}
                <span className="queue-recording"> {row.name}</span>
              </span>
              {row.decided ? (
                <span className="item-decision" role="img" aria-label={words.decided}>
                  ✓
                </span>
              ) : null}
              <span className="item-number">{row.beats}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="next-actions">
        <button type="button" onClick={() => runCommand(session, "review.queue")}>
          {words.close}
        </button>
      </div>
    </section>
  );
}
