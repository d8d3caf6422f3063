import type { JSX } from "react";
import type { TrainResult } from "../../core/result";
import { fixed, range } from "../layout/format";

const SIZE = 150;
const RADIUS = 52;
const CENTRE = SIZE / 2;

/** When the antagonist fires within the agonist's cycle, beat by beat: does it alternate? */
export function PhaseRose({ train }: { readonly train: TrainResult }): JSX.Element {
  const phase = train.antagonistPhase;
  if (phase === null) return <p className="panel-empty">{train.missing["antagonistPhase"] ?? "No antagonist channel is paired with this muscle: choose one at the channel's label."}</p>;
  // 0 at the top, clockwise, as on a clock.
  const at = (cycles: number, radius: number): readonly [number, number] => [CENTRE + radius * Math.sin(2 * Math.PI * cycles), CENTRE - radius * Math.cos(2 * Math.PI * cycles)];
  const arrow = phase.meanCycles === null || phase.resultant === null ? undefined : at(phase.meanCycles, RADIUS * phase.resultant);
  return (
    <figure className="strip-plot phase-rose" data-testid="phase-rose">
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={phaseSentence(train)}>
        <circle className="rose-circle" cx={CENTRE} cy={CENTRE} r={RADIUS} />
        <circle className="rose-circle" cx={CENTRE} cy={CENTRE} r={RADIUS / 2} />
        <text className="axis-label" x={CENTRE} y={14} textAnchor="middle">
          {train.channel} = 0
        </text>
        {phase.perBeat.map((cycles, beat) => {
          if (cycles === null) return undefined;
          const [x, y] = at(cycles, RADIUS);
          return (
            <circle key={beat} className="rose-dot" cx={x} cy={y} r={3}>
              <title>{`beat ${beat + 1}: ${fixed(cycles, 2)} cycle`}</title>
            </circle>
          );
        })}
        {arrow !== undefined && <line className="rose-mean" x1={CENTRE} y1={CENTRE} x2={arrow[0]} y2={arrow[1]} />}
      </svg>
      <figcaption>{phaseSentence(train)}</figcaption>
    </figure>
  );
}

const PHASE_WORDS = {
  alternating: "alternates",
  synchronous: "fires together with it",
  intermediate: "is locked between the two",
  shifting: "shifts from beat to beat",
  uncertain: "has no phase that could be stated",
  absent: "is silent in most beats",
  withheld: "is not assessed (cross-talk)",
} as const;

function phaseSentence(train: TrainResult): string {
  const phase = train.antagonistPhase;
  if (phase === null) return "No antagonist.";
  const where = phase.meanCycles === null ? "" : `: ${fixed(phase.meanCycles, 2)} cycle`;
  const resultant = phase.resultant === null ? "" : `, resultant ${fixed(phase.resultant, 2)}${phase.resultantCi === null ? "" : ` (${range(phase.resultantCi, 2)})`}`;
  return `${train.antagonist ?? "The antagonist"} ${PHASE_WORDS[phase.pattern]}${where}${resultant}.`;
}
