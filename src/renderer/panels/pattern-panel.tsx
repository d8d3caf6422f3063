import type { JSX } from "react";
import type { TrainResult } from "../../core/result";
import { duration, percent, range } from "../layout/format";
import { endWords, patternSubtitle, patternTitle, shapeOf, toldByNone } from "../layout/pattern-words";
import { EvidenceRow } from "./evidence-row";
import { ShapeIcon } from "./shape-icon";

/** Measures at first sight; the rest on request. */
const AT_FIRST_SIGHT = 3;

export interface PatternPanelProps {
  readonly train: TrainResult | undefined;
  readonly ciLevel: number;
  /** The inputs have changed and the result is being made anew. */
  readonly stale: boolean;
  /** Says why there is no train to speak of. */
  readonly emptyText: string;
  readonly actions: readonly { readonly command: string; readonly title: string; readonly keys: string; readonly disabled: boolean }[];
  readonly onCommand: (command: string) => void;
}

/** What the chosen train is called, three numbers, why, what would change it, and what this cannot tell. */
export function PatternPanel({ train, ciLevel, stale, emptyText, actions, onCommand }: PatternPanelProps): JSX.Element {
  return (
    <aside className={`pattern-panel${stale ? " is-stale" : ""}`} aria-label="Pattern" aria-busy={stale} data-testid="pattern-panel">
      {train === undefined ? <p className="panel-empty">{emptyText}</p> : <Train train={train} ciLevel={ciLevel} />}
      {train !== undefined && (
        <div className="pattern-actions">
          {actions.map((action) => (
            <button key={action.command} type="button" disabled={action.disabled} onClick={() => onCommand(action.command)}>
              {action.title} {action.keys !== "" && <kbd>{action.keys}</kbd>}
            </button>
          ))}
        </div>
      )}
      <p className="disclaimer">For research and teaching. Not a medical device.</p>
    </aside>
  );
}

function Train({ train, ciLevel }: { readonly train: TrainResult; readonly ciLevel: number }): JSX.Element {
  const first = train.reasons.slice(0, AT_FIRST_SIGHT);
  const rest = train.reasons.slice(AT_FIRST_SIGHT);
  return (
    <>
      <header className={`pattern-title pattern-${train.pattern}`}>
        <h2 data-testid="pattern-label">
          <ShapeIcon shape={shapeOf(train.pattern)} size={14} /> {patternTitle(train)}
        </h2>
        <p>{patternSubtitle(train)}</p>
        {train.conditionalOn === "protocol" && <p className="pattern-condition">Holds only if a stretch or a tap evoked the movement: mark it, or set the protocol.</p>}
      </header>
      <dl className="pattern-numbers">
        <Number value={String(train.beats)} title={beatsText(train)} testId="pattern-beats" />
        <Number
          value={train.rateHz === null ? "–" : `${train.rateHz.toFixed(1)} Hz`}
          title={train.rateHz === null ? (train.missing["rateHz"] ?? "no rate") : `${percent(ciLevel)} ${range(train.rateCi, rateDecimals(train.rateCi))}`}
          testId="pattern-rate"
        />
        <Number value={duration(train.endSeconds - train.startSeconds)} title={holdText(train)} testId="pattern-duration" />
      </dl>
      <h3>Why</h3>
      <ul className="evidence-list">
        {first.map((reason) => (
          <EvidenceRow key={reason.measure} reason={reason} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details className="all-measures" data-testid="all-measures">
          <summary>All measures ({train.reasons.length})</summary>
          <ul className="evidence-list">
            {rest.map((reason) => (
              <EvidenceRow key={reason.measure} reason={reason} />
            ))}
          </ul>
          {Object.keys(train.missing).length > 0 && (
            <dl className="missing-measures">
              {Object.entries(train.missing).map(([field, reason]) => (
                <div key={field}>
                  <dt>{fieldTitle(field)}</dt>
                  <dd>{reason}</dd>
                </div>
              ))}
            </dl>
          )}
        </details>
      )}
      {train.wouldChange.length > 0 && (
        <section className="callout" data-testid="would-change">
          <strong>Would change it:</strong> {train.wouldChange.join(" ")}
        </section>
      )}
      <section className="callout">
        <strong>Told by none of this:</strong> {toldByNone(train)}
      </section>
    </>
  );
}

function Number({ value, title, testId }: { readonly value: string; readonly title: string; readonly testId: string }): JSX.Element {
  return (
    <div data-testid={testId}>
      <dd>{value}</dd>
      <dt>{title}</dt>
    </div>
  );
}

function rateDecimals(interval: TrainResult["rateCi"]): number {
  return interval !== null && interval[1] - interval[0] < 0.2 ? 2 : 1;
}

function beatsText(train: TrainResult): string {
  const parts = [train.beats === 1 ? "beat" : "beats"];
  if (train.missedBeats > 0) parts.push(`${train.missedBeats} missed`);
  if (train.falseBursts > 0) parts.push(`${train.falseBursts} not of the cycle`);
  return parts.join(", ");
}

function holdText(train: TrainResult): string {
  const share = train.persistenceRatio === null ? "" : `, ${percent(train.persistenceRatio)} of the hold`;
  return `${endWords(train.endReason)}${share}`;
}

/** `tempoExcursionHz` → `tempo excursion`: the field's own words without its unit. */
function fieldTitle(field: string): string {
  const words = field.replace(/(Hz|Db|Milliseconds|Microvolts|Seconds)$/, "").replace(/([A-Z0-9]+)/g, " $1");
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}
