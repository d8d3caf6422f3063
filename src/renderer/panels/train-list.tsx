import { useMemo, type ReactNode } from "react";
import type { TrainResult } from "../../core/result";
import { ribbonText, shortWord } from "../layout/pattern-words";
import { isDecided, orderedTrains } from "../layout/train-order";
import { useMessages } from "../messages/messages";
import { timeText } from "../plots/trace-viewer";
import { runCommand } from "../commands/command-table";
import { trainsOf } from "../state/klonos-state";
import { useKlonos, useSession } from "../state/session-context";
import { chooseTrain } from "../state/views/view-actions";
import { flipOf, whatIfTrains } from "../state/analysis/what-if";
import { PatternMark } from "./pattern-mark";
import { useRowInSight } from "./row-in-sight";

/** All trains in the chosen order, with what a person decided and how far the review is. */
export function TrainList(): ReactNode {
  const session = useSession();
  const { review: words } = useMessages();
  const trains = useKlonos(trainsOf);
  const chosen = useKlonos((state) => state.view.trainId);
  const analysed = useKlonos((state) => state.result !== undefined);
  const order = useKlonos((state) => state.view.trainOrder);
  const reviewing = useKlonos((state) => state.view.reviewing);
  const study = useKlonos((state) => state.view.study);
  const clock = useKlonos((state) => state.view.clock);
  void clock;
  const others = useKlonos(whatIfTrains);
  const listed = useMemo(() => orderedTrains(trains, order), [trains, order]);
  const list = useRowInSight(chosen);
  if (!analysed) return null;
  const several = new Set(trains.map((train) => train.channelIndex)).size > 1;
  const decided = trains.filter(isDecided).length;
  const state = session.store.getState();
  return (
    <section aria-labelledby="heading-trains">
      <h2 className="heading heading-with-action" id="heading-trains">
        {words.trains}
        {trains.length < 2 ? null : (
          <button type="button" className="heading-action" title={words.orderTitle} onClick={() => runCommand(session, "review.order")}>
            {words.orders[order]}
          </button>
        )}
      </h2>
      {study ? <p className="quiet">{words.studyOn}</p> : null}
      {reviewing || decided > 0 ? (
        <p className="review-progress" data-testid="review-progress">
          <progress max={Math.max(1, trains.length)} value={decided} aria-label={words.progressLabel} /> {words.progress(decided, trains.length)}
        </p>
      ) : null}
      {trains.length === 0 ? <p className="quiet">{words.noTrain}</p> : null}
      <ul className="item-list" data-testid="trains" ref={list}>
        {listed.map((train) => (
          <li key={train.id}>
            <button type="button" className="item" aria-current={train.id === chosen} data-pattern={train.pattern} data-label={train.label} data-channel={train.channel} title={`${timeText(state, train.startSeconds, 2)} ${train.channel}: ${ribbonText(train)}`} onClick={() => chooseTrain(session, train)}>
              <PatternMark pattern={train.pattern} size={10} />
              <span className="item-name">
                {timeText(state, train.startSeconds, several ? 0 : 1)} {several ? <strong>{train.channel}</strong> : null} {shortWord(train)}
              </span>
              {flipOf(train, others) === undefined ? null : <FlipMark train={train} after={flipOf(train, others)?.after} />}
              {train.review === null ? null : (
                <span className="item-decision" aria-label={words.decisions[train.review.decision]} title={words.decisions[train.review.decision]}>
                  {{ accepted: "✓", rejected: "✗", relabelled: "≠", noted: "✎" }[train.review.decision]}
                </span>
              )}
              <span className="item-number" aria-label={words.beats(train.beats)}>
                {train.beats}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a moved threshold would make of a train. */
function FlipMark({ train, after }: { readonly train: TrainResult; readonly after: TrainResult | undefined }): ReactNode {
  const { whatIf: words } = useMessages();
  const text = `${shortWord(train)} → ${after === undefined ? words.gone : shortWord(after)}`;
  return (
    <span className="item-flip" data-testid="flip" role="img" aria-label={text} title={text}>
      → {after === undefined ? "∅" : <PatternMark pattern={after.pattern} size={10} />}
    </span>
  );
}
