import type { JSX } from "react";
import type { TrainResult } from "../../core/result";
import { fixed, percent } from "../layout/format";
import { niceAbove } from "../layout/nice-steps";

const WIDTH = 460;
const HEIGHT = 150;
const LEFT = 44;
const RIGHT = 10;
const TOP = 24;
const BOTTOM = 26;
const WANTED_LINES = 3;
const MOST_TICKS = 12;

/** Each inter-beat interval against its beat: is it regular, and do the first beats settle? */
export function IntervalPlot({ train }: { readonly train: TrainResult }): JSX.Element {
  const milliseconds = train.intervalsSeconds.map((seconds) => seconds * 1000);
  if (milliseconds.length === 0) return <p className="panel-empty">Two beats make an interval; this train has fewer.</p>;
  const lowest = Math.min(...milliseconds);
  const highest = Math.max(...milliseconds);
  const step = niceAbove(Math.max(highest - lowest, highest * 0.3) / WANTED_LINES);
  const low = Math.floor(lowest / step - 0.25) * step;
  const high = Math.ceil(highest / step + 0.25) * step;
  const x = (beat: number): number => LEFT + ((beat - 0.5) / milliseconds.length) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const lines: number[] = [];
  for (let line = low; line <= high + step / 2; line += step) if (line > 0) lines.push(line);
  const every = Math.max(1, Math.ceil(milliseconds.length / MOST_TICKS));
  return (
    <figure className="strip-plot" data-testid="interval-plot">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`Intervals between beats in milliseconds: ${milliseconds.map((value) => fixed(value, 0)).join(", ")}`}>
        <text className="axis-title" x={LEFT - 8} y={12} textAnchor="start">
          interval, ms
        </text>
        {lines.map((line) => (
          <g key={line}>
            <line className="grid-line" x1={LEFT} x2={WIDTH - RIGHT} y1={y(line)} y2={y(line)} />
            <text className="axis-label" x={LEFT - 6} y={y(line) + 4} textAnchor="end">
              {fixed(line, 0)}
            </text>
          </g>
        ))}
        {milliseconds.map((value, index) => (
          <g key={index}>
            <circle className={`interval-dot pattern-${train.pattern}`} cx={x(index + 1)} cy={y(value)} r={3.2}>
              <title>{`beat ${index + 1} to ${index + 2}: ${fixed(value, 0)} ms`}</title>
            </circle>
            {index % every === 0 && (
              <text className="axis-label" x={x(index + 1)} y={HEIGHT - 8} textAnchor="middle">
                {index + 1}
              </text>
            )}
          </g>
        ))}
      </svg>
      <figcaption>{intervalSentence(train)}</figcaption>
    </figure>
  );
}

function intervalSentence(train: TrainResult): string {
  if (train.jitter === null) return train.missing["jitter"] ?? "Too few beats for a statement about regularity.";
  const interval = train.jitterCi === null ? "" : ` (${percent(train.jitterCi[0])} to ${percent(train.jitterCi[1])})`;
  const drift = train.driftPercentPerBeat === null ? "" : `; drift ${fixed(train.driftPercentPerBeat, 1)}\u202f% per beat, which is not irregularity`;
  return `From beat to beat the interval changes by ${percent(train.jitter)}${interval}${drift}.`;
}
