import type { ReactNode } from "react";
import type { Hold, Reason, ResultDocument, TrainResult } from "../../core/result";
import { runCommand } from "../commands/command-table";
import { coreText, fieldTitle } from "../layout/core-words";
import { dateTime, duration, fixed, percent, range } from "../layout/format";
import { endWords, patternSubtitle, patternTitle, toldByNone } from "../layout/pattern-words";
import { type Messages, useMessages } from "../messages/messages";
import { chosenTrain, isCurrent } from "../state/klonos-state";
import { readOn } from "../state/recording/open-actions";
import { useKlonos, useSession } from "../state/session-context";
import { CoreSaid } from "./core-said";
import { EvidenceRow } from "./evidence-row";
import { MeasureTable } from "./measure-table";
import { PatternMark } from "./pattern-mark";
import { Tour } from "./tour";
import { TruthCard } from "./truth-card";

/** Measures and sentences that are seen without a click; the rest unfolds. */
const AT_FIRST_SIGHT = 9;
const NEAREST_CHANGES = 2;

/** What the chosen train means: the label in words, three numbers, why, what would change it, and what to do next. */
export function PatternPanel(): ReactNode {
  const { pattern: words } = useMessages();
  const train = useKlonos(chosenTrain);
  const result = useKlonos((state) => state.result);
  const recording = useKlonos((state) => state.recording);
  // On the way to the next train of the queue as well: nothing is decided about the one that is left.
  const current = useKlonos((state) => isCurrent(state) && state.nextRow === undefined);
  return (
    <aside className="pattern-panel" aria-label={words.label} data-testid="pattern-panel" aria-busy={!current && recording !== undefined}>
      <Tour />
      <TruthCard />
      {train !== undefined && result !== undefined ? <Train train={train} result={result} /> : <Nothing />}
      <p className="disclaimer">{words.disclaimer}</p>
    </aside>
  );
}

function Nothing(): ReactNode {
  const session = useSession();
  const { opening, jobs, pattern: words } = useMessages();
  const result = useKlonos((state) => state.result);
  const recording = useKlonos((state) => state.recording);
  const analysing = useKlonos((state) => state.analysing);
  // A scan that runs is a job; without one it was stopped, or failed.
  const reads = useKlonos((state) => state.jobs.some(({ title }) => title === jobs.scanning));
  const scanning = recording !== undefined && recording.scan === undefined;
  const byReason = new Map<string, string[]>();
  for (const { label, unusable } of result?.channels ?? []) if (unusable !== null) byReason.set(unusable, [...(byReason.get(unusable) ?? []), label]);
  return (
    <div className="pattern-nothing">
      <h2 className="pattern-title">{recording === undefined ? words.noRecording : result === undefined ? words.notKnown : words.noTrain}</h2>
      {recording === undefined ? <p>{words.openFirst}</p> : null}
      {result === undefined && recording !== undefined ? <p>{scanning ? (reads ? words.scanning : opening.stopped) : analysing ? words.analysing : words.noAnalysis}</p> : null}
      {scanning && !reads ? (
        <div className="next-actions">
          <button type="button" onClick={() => void readOn(session)}>
            {opening.goOn}
          </button>
        </div>
      ) : null}
      {result !== undefined && result.trains.length === 0 ? <p>{whyNoTrain(result, words)}</p> : null}
      {result !== undefined && result.trains.length > 0 ? <p>{words.choose}</p> : null}
      {[...byReason].map(([reason, labels]) => (
        <p key={reason}>
          <strong>{labels.join(", ")}</strong> {words.notAnalysed(labels.length)} <CoreSaid text={reason} />
        </p>
      ))}
    </div>
  );
}

/** The first lines; a condition that fails for two reasons has one line here and both in words below. */
function firstSight(reasons: readonly Reason[]): readonly Reason[] {
  return reasons.filter(({ measure }, index) => reasons.findIndex((other) => other.measure === measure) === index).slice(0, AT_FIRST_SIGHT);
}

/** What stands where there is no train, with what helps against it. */
function whyNoTrain({ channels, reflexSeries }: Pick<ResultDocument, "channels" | "reflexSeries">, words: Messages["pattern"]): string {
  const emg = channels.filter(({ role }) => role === "emg");
  if (channels.length === 0) return words.noSignal;
  if (emg.length === 0) return words.noEmgText;
  if (reflexSeries.some(({ evokedBy, stimuli }) => evokedBy !== "stretch" && stimuli > 0)) return words.reflexesOnly;
  return emg.every(({ unusable }) => unusable !== null) ? words.noneUsable : words.noTrainText;
}

/** For a button whose second press takes the first one back, or does more of the same: a double click is one click. */
function once(run: () => unknown): (event: { readonly detail: number }) => void {
  return ({ detail }) => {
    if (detail < 2) run();
  };
}

function Train({ train, result }: { readonly train: TrainResult; readonly result: ResultDocument }): ReactNode {
  const session = useSession();
  const { review, pattern: words } = useMessages();
  // Speaks of the pattern, which is hidden.
  const study = useKlonos((state) => state.view.study);
  // What withholds a label comes first; the rest keeps the order of the document.
  const ordered = [...train.reasons.filter((reason) => reason.says === "withholds"), ...train.reasons.filter((reason) => reason.says !== "withholds")];
  return (
    <>
      <header>
        <h2 className={`pattern-title pattern-${train.pattern}`} data-testid="pattern-title">
          <PatternMark pattern={train.pattern} size={15} /> {patternTitle(train)}
        </h2>
        <p className="pattern-subtitle" data-testid="pattern-subtitle">
          {patternSubtitle(train)}
        </p>
        <Review train={train} />
        {train.conditionalOn === "protocol" ? <p className="pattern-condition">{words.conditional}</p> : null}
      </header>
      <Numbers train={train} result={result} />
      <h3 className="heading">{words.why}</h3>
      <ul className="evidence-list" data-testid="evidence">
        {firstSight(ordered).map((reason, index) => (
          <EvidenceRow key={`${reason.measure}-${index}`} reason={reason} train={train} />
        ))}
      </ul>
      {ordered.length > 0 ? (
        <details className="all-measures" data-testid="all-measures">
          <summary>{words.all(ordered.length)}</summary>
          <Measures reasons={ordered} train={train} />
          <Missing train={train} />
        </details>
      ) : null}
      <MeasureTable train={train} result={result} />
      {train.wouldChange.length > 0 ? (
        <p className="note">
          <strong>{words.wouldChange}</strong> <CoreSaid text={train.wouldChange.slice(0, NEAREST_CHANGES).join(" ")} />
        </p>
      ) : null}
      {study ? null : (
        <p className="note">
          <strong>{words.toldByNone}</strong> {toldByNone(train)}
        </p>
      )}
      <div className="next-actions" role="group" aria-label={words.next}>
        <button type="button" className="primary" aria-pressed={train.review?.decision === "accepted"} onClick={once(() => runCommand(session, "train.accept"))}>
          {review.accept} <kbd>A</kbd>
        </button>
        <button type="button" onClick={() => runCommand(session, "train.relabel")}>
          {review.relabel} <kbd>L</kbd>
        </button>
        <button type="button" title={words.splitHint} onClick={once(() => runCommand(session, "train.split"))}>
          {words.split} <kbd>S</kbd>
        </button>
        <button type="button" title={words.mergeHint} onClick={once(() => runCommand(session, "train.merge"))}>
          {words.merge} <kbd>M</kbd>
        </button>
        <button type="button" onClick={() => runCommand(session, "train.note")}>
          {review.note} <kbd>O</kbd>
        </button>
      </div>
    </>
  );
}

/** What a person decided, beside the program's own label. */
function Review({ train: { review } }: { readonly train: TrainResult }): ReactNode {
  const { review: words } = useMessages();
  if (review === null) return null;
  const said = { accepted: words.accepted, rejected: words.rejected, noted: words.noted, relabelled: review.label === null ? words.relabel : words.relabelled(words.labels[review.label]) }[review.decision];
  return (
    <p className="pattern-review" data-testid="review" data-decision={review.decision}>
      <strong>{said}</strong> <span className="quiet">{words.by(review.who, dateTime(review.at) ?? review.at)}</span>
      {review.note === null ? null : <span className="pattern-note">{review.note}</span>}
    </p>
  );
}

function Measures({ reasons, train }: { readonly reasons: readonly Reason[]; readonly train: TrainResult }): ReactNode {
  return (
    <ul className="evidence-list">
      {reasons.map((reason, index) => (
        <EvidenceRow key={`${reason.measure}-${index}`} reason={reason} train={train} explained />
      ))}
    </ul>
  );
}

function Missing({ train }: { readonly train: TrainResult }): ReactNode {
  // Blocks and their fields stand with their reasons in the table of measures; what a label or a person has not said is no measure.
  const missing = Object.entries(train.missing).filter(([field]) => !/^(rhythm|amplitude|antagonistPhase|antagonistActivity|disagreement|boundaryAudit|segmentation)(\.|$)|^(muscle|side|review)$/.test(field));
  if (missing.length === 0) return null;
  return (
    <dl className="missing">
      {missing.map(([field, reason]) => (
        <div key={field}>
          <dt>{fieldTitle(field)}</dt>
          <dd>
            <CoreSaid text={reason} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The hold that a train lies in or touches; undefined when none is marked. */
export function holdOf(train: TrainResult, holds: readonly Hold[]): Hold | undefined {
  return holds.find((hold) => train.startSeconds < hold.endSeconds && train.endSeconds > hold.startSeconds);
}

function Numbers({ train, result }: { readonly train: TrainResult; readonly result: ResultDocument }): ReactNode {
  const hold = holdOf(train, result.holds);
  const { pattern: words } = useMessages();
  return (
    <dl className="numbers" data-testid="numbers">
      <div>
        <dd>{train.beats}</dd>
        <dt>{words.beats(train.beats, train.missedBeats, train.falseBursts)}</dt>
      </div>
      <div>
        <dd>{train.rateHz === null ? "–" : `${fixed(train.rateHz, 1)} Hz`}</dd>
        <dt>{train.rateHz === null ? coreText(train.missing["rateHz"] ?? words.noRate) : train.rateCi === null ? words.rate : `${percent(result.ciLevel)} ${range(train.rateCi, 1)}`}</dt>
      </div>
      <div>
        <dd>{`${train.durationCensored ? "≥ " : ""}${duration(train.endSeconds - train.startSeconds)}`}</dd>
        <dt>{`${hold === undefined ? "" : words.ofHold(duration(hold.endSeconds - hold.startSeconds))}${endWords(train.endReason)}`}</dt>
      </div>
    </dl>
  );
}
