import type { ReactNode } from "react";
import type { AntagonistPhase, PairResult, TrainResult } from "../../core/result";
import { coreText } from "../layout/core-words";
import { fixed, plain, range } from "../layout/format";
import { isOfTrain } from "../layout/measure-rows";
import { shortened } from "../layout/short-names";
import { messages, useMessages } from "../messages/messages";
import { useKlonos } from "../state/session-context";

const SIZE = 124;
const CENTRE = SIZE / 2;
const RADIUS = 50;
const PER_BEAT_HEIGHT = 124;
const PER_BEAT_WIDTH = 420;
const LEFT = 40;
const DOT = 3.2;
/** Characters that fit above the rose. */
const LONGEST_NAME = 14;

/** Point on the rose: 0 cycles is up, a quarter of a cycle is to the right. */
export function rosePoint(cycles: number, radius: number): readonly [number, number] {
  const angle = cycles * 2 * Math.PI;
  return [CENTRE + radius * Math.sin(angle), CENTRE - radius * Math.cos(angle)];
}

/** Half a cycle is 0.50 from either side. */
function shownCycles(cycles: number): number {
  return cycles < -0.495 ? cycles + 1 : cycles;
}

/** What the antagonist does, in words and the document's numbers. */
export function phaseSentences(train: TrainResult, phase: AntagonistPhase, words = messages().phase): readonly string[] {
  const name = train.antagonist ?? words.antagonist;
  const mean = phase.meanCycles === null ? "" : `: ${words.cycles(fixed(shownCycles(phase.meanCycles), 2))}`;
  const resultant = phase.resultant === null ? [] : [words.resultant(fixed(phase.resultant, 2), phase.resultantCi === null ? "" : range(phase.resultantCi, 2))];
  return [`${words.patterns[phase.pattern](name)}${mean}`, ...resultant];
}

/** Phase of each antagonist burst around the circle of the agonist's beat. Describes, never decides. */
export function PhaseRose({ train, phase, more = [] }: { readonly train: TrainResult; readonly phase: AntagonistPhase; readonly more?: readonly string[] }): ReactNode {
  const sentences = [...phaseSentences(train, phase), ...more];
  const mean = phase.meanCycles === null || phase.resultant === null ? undefined : rosePoint(phase.meanCycles, RADIUS * phase.resultant);
  return (
    <figure className="rose" data-testid="phase-rose">
      <svg width={SIZE} height={SIZE + 12} viewBox={`0 -12 ${SIZE} ${SIZE + 12}`} role="img" aria-label={sentences.join(", ")}>
        <text className="plot-label" x={CENTRE} y={2} textAnchor="middle">
          {`${shortened(train.channel, LONGEST_NAME)} = 0`}
        </text>
        <circle className="rose-circle" cx={CENTRE} cy={CENTRE} r={RADIUS} />
        <circle className="rose-circle" cx={CENTRE} cy={CENTRE} r={RADIUS / 2} />
        {mean === undefined ? null : <line className="rose-mean" x1={CENTRE} y1={CENTRE} x2={mean[0]} y2={mean[1]} />}
        {phase.perBeat.map((cycles, index) => {
          if (cycles === null) return null;
          const [x, y] = rosePoint(cycles, RADIUS);
          return <circle key={index} className="rose-dot" cx={x} cy={y} r={DOT} />;
        })}
      </svg>
      <figcaption>
        {sentences.map((sentence) => (
          <span key={sentence}>{sentence}</span>
        ))}
      </figcaption>
    </figure>
  );
}

/** How the slow envelopes of the train's pair go together over the recording: for movements whose bursts are no trains. */
export function slowSentences(pairs: readonly PairResult[], train: TrainResult, { phase: words, measures } = messages()): readonly string[] {
  return pairs.filter((pair) => isOfTrain(pair, train) && pair.zeroLagCorrelation.value !== null).map(({ zeroLagCorrelation: { value, ci } }) => words.slow(fixed(value!, 2), ci === null ? "" : measures.interval(fixed(ci[0], 2), fixed(ci[1], 2))));
}

/** Phase beat by beat beside the rose: does the antagonist keep its place? */
export function PhasePlot({ train }: { readonly train: TrainResult }): ReactNode {
  const { phase: words } = useMessages();
  const pairs = useKlonos((state) => state.result?.pairs);
  const phase = train.antagonistPhase;
  if (phase === null) return <p className="quiet">{coreText(train.missing["antagonistPhase"] ?? words.none)}</p>;
  const count = Math.max(1, phase.perBeat.length);
  const x = (index: number): number => LEFT + ((index + 0.5) / count) * (PER_BEAT_WIDTH - LEFT - 8);
  // Alternation wraps at ±0.5: drawn from 0 to 1 it does not jump between the edges.
  const y = (cycles: number): number => 10 + (1 - (cycles < 0 ? cycles + 1 : cycles)) * (PER_BEAT_HEIGHT - 30);
  return (
    <div className="plots">
      <svg className="plot" width={PER_BEAT_WIDTH} height={PER_BEAT_HEIGHT} viewBox={`0 0 ${PER_BEAT_WIDTH} ${PER_BEAT_HEIGHT}`} role="img" aria-label={words.label(train.antagonist ?? words.antagonist)}>
        {[0, 0.5, 1].map((cycles) => (
          <g key={cycles}>
            <line className="grid-line" x1={LEFT} x2={PER_BEAT_WIDTH - 8} y1={10 + (1 - cycles) * (PER_BEAT_HEIGHT - 30)} y2={10 + (1 - cycles) * (PER_BEAT_HEIGHT - 30)} />
            <text className="plot-label" x={LEFT - 8} y={14 + (1 - cycles) * (PER_BEAT_HEIGHT - 30)} textAnchor="end">
              {plain(cycles)}
            </text>
          </g>
        ))}
        {phase.perBeat.map((cycles, index) =>
          cycles === null ? null : (
            <circle key={index} className="rose-dot" cx={x(index)} cy={y(cycles)} r={DOT + 0.3}>
              <title>{words.beat(index + 1, fixed(cycles, 2))}</title>
            </circle>
          ),
        )}
        <text className="plot-label" x={LEFT} y={PER_BEAT_HEIGHT - 2}>
          {words.axis(count)}
        </text>
      </svg>
      <PhaseRose train={train} phase={phase} more={slowSentences(pairs ?? [], train)} />
    </div>
  );
}
