import type { JSX } from "react";
import type { Reason } from "../../core/result";
import { compact, range } from "../layout/format";

/** Width of the little scale in its own units; it is stretched to the column. */
const WIDTH = 100;
const HEIGHT = 14;
/** Room for half a dot at both ends. */
const INSET = 4;

/** One measure on its own little scale: favourable zone shaded, threshold a tick, interval a whisker, value a dot. */
export function EvidenceRow({ reason }: { readonly reason: Reason }): JSX.Element {
  return (
    <li className={`evidence evidence-${reason.says}`} data-measure={reason.measure} data-testid={`evidence-${reason.measure}`}>
      <details>
        <summary title={reason.text}>
          <span className="evidence-title">{reason.title}</span>
          <Scale reason={reason} />
          <span className="evidence-value">{valueText(reason)}</span>
        </summary>
        <p className="evidence-text">
          {reason.text} {numbersText(reason)}
        </p>
      </details>
    </li>
  );
}

function Scale({ reason }: { readonly reason: Reason }): JSX.Element {
  const { scale, value, interval, threshold } = reason;
  if (scale === null) return <span className="evidence-scale" />;
  const x = (at: number): number => INSET + Math.min(1, Math.max(0, (at - scale.min) / (scale.max - scale.min))) * (WIDTH - 2 * INSET);
  const middle = HEIGHT / 2;
  return (
    <svg className="evidence-scale" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={numbersText(reason)}>
      <line className="scale-track" x1={INSET} x2={WIDTH - INSET} y1={middle} y2={middle} />
      <line className="scale-zone" x1={x(scale.favourable[0])} x2={x(scale.favourable[1])} y1={middle} y2={middle} />
      {interval !== null && <line className="scale-whisker" x1={x(interval[0])} x2={x(interval[1])} y1={middle} y2={middle} />}
      {threshold !== null && <line className="scale-threshold" x1={x(threshold)} x2={x(threshold)} y1={2} y2={HEIGHT - 2} />}
      {value !== null && <circle className="scale-dot" cx={x(value)} cy={middle} r={3.2} />}
    </svg>
  );
}

function valueText(reason: Reason): string {
  if (reason.value === null) return "–";
  const sign = reason.measure === "log10BayesFactor" && reason.value > 0 ? "+" : "";
  return `${sign}${compact(reason.value)}${reason.unit === "" ? "" : `\u202f${reason.unit}`}`;
}

function numbersText(reason: Reason): string {
  const parts = [`${reason.title} ${valueText(reason)}`];
  if (reason.interval !== null) parts.push(`interval ${range(reason.interval, decimalsFor(reason.interval))}`);
  if (reason.threshold !== null) parts.push(`judged at ${compact(reason.threshold)}`);
  return `${parts.join(", ")}.`;
}

function decimalsFor(interval: readonly [number, number]): number {
  const size = Math.max(Math.abs(interval[0]), Math.abs(interval[1]));
  return size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
}
