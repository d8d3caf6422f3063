import type { ReactNode } from "react";
import type { PairResult } from "../../core/result";
import { fixed } from "../layout/format";
import { useMessages } from "../messages/messages";
import { useKlonos } from "../state/session-context";
import { CoreSaid } from "./core-said";

const MILLISECONDS = 1000;

/** How the slow envelopes of each pair go together over the whole recording: for movements that have no trains. Described, never counted. */
export function PairList(): ReactNode {
  const pairs = useKlonos((state) => state.result?.pairs);
  const { pairs: words } = useMessages();
  if (pairs === undefined) return null;
  return (
    <section className="pair-list" data-testid="pairs">
      <h3>{words.heading}</h3>
      {pairs.length === 0 ? <p className="quiet">{words.none}</p> : null}
      <ul>
        {pairs.map((pair) => (
          <Pair key={`${pair.agonistIndex} ${pair.antagonistIndex}`} pair={pair} />
        ))}
      </ul>
    </section>
  );
}

function Pair({ pair }: { readonly pair: PairResult }): ReactNode {
  const { pairs: words, measures } = useMessages();
  const { value, ci } = pair.zeroLagCorrelation;
  const absent = pair.missing["zeroLagCorrelation.value"] ?? pair.missing["zeroLagCorrelation.ci"];
  return (
    <li data-pattern={pair.pattern}>
      <strong>{words.line(pair.agonist, pair.antagonist, words.patterns[pair.pattern])}</strong>
      {value === null ? null : <span>{words.correlation(fixed(value, 2), ci === null ? "" : measures.interval(fixed(ci[0], 2), fixed(ci[1], 2)))}</span>}
      {pair.peakCorrelation === null || pair.peakLagSeconds === null ? null : <span>{words.peak(fixed(pair.peakCorrelation, 2), fixed(Math.abs(pair.peakLagSeconds) * MILLISECONDS, 0), pair.antagonist, pair.peakLagSeconds >= 0)}</span>}
      {value === null ? null : <span className="quiet">{words.windows(pair.windows)}</span>}
      {absent === undefined ? null : (
        <span className="quiet">
          <CoreSaid text={absent} />
        </span>
      )}
    </li>
  );
}
