import type { ReactNode } from "react";
import type { Reason, TrainResult } from "../../core/result";
import { coreLang, coreText } from "../layout/core-words";
import { compact, fixed, percent, range } from "../layout/format";
import { reasonTitle } from "../layout/method-words";
import { useMessages } from "../messages/messages";
import { useKlonos } from "../state/session-context";
import { CoreSaid } from "./core-said";

const WIDTH = 116;
const HEIGHT = 18;
const MIDDLE = HEIGHT / 2;
/** Room for the dot at both ends of the scale. */
const INSET = 4;

/** Measures in log units, which speak for a side by their sign. */
const LOG_MEASURES: ReadonlySet<string> = new Set(["log10BayesFactor", "pairedRhythm", "burstShape"]);

/** Value of a reason as text with its unit; a dash where it is missing. */
export function reasonValue(reason: Reason): string {
  const { value, unit } = reason;
  if (value === null) return "–";
  if (LOG_MEASURES.has(reason.measure)) return value > 0 ? `+${fixed(value, 1)}` : fixed(value, 1);
  if (unit === "%" || unit === "dB") return `${fixed(value, Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 1)} ${unit}`;
  // A share that is all of it is no count: 1.00, as its interval.
  const number = Number.isInteger(value) && Math.abs(value) < 1000 ? fixed(value, reason.interval === null ? 0 : decimalsOf(reason.interval)) : compact(value);
  return unit === "" ? number : `${number} ${unit}`;
}

/** Position of a value on the scale in pixels, kept on it. */
export function scalePosition(scale: NonNullable<Reason["scale"]>, value: number): number {
  const share = (value - scale.min) / (scale.max - scale.min);
  return INSET + Math.min(1, Math.max(0, share)) * (WIDTH - 2 * INSET);
}

/** One measure on its own little scale: favourable zone, threshold, interval, value. Grey where it says nothing. */
export function EvidenceRow({ reason, train, explained = false }: { readonly reason: Reason; readonly train: TrainResult; readonly explained?: boolean }): ReactNode {
  const { pattern: words } = useMessages();
  // A condition that has no number of its own: a dash would look like a measure that is missing.
  const value = reason.value === null && reason.says === "withholds" ? words.notMet : reasonValue(reason);
  const interval = reason.interval === null ? "" : ` (${range(reason.interval, decimalsOf(reason.interval))})`;
  const threshold = reason.threshold === null ? "" : `, ${words.judgedBy(compact(reason.threshold))}`;
  return (
    <li className="evidence" data-says={reason.says} data-measure={reason.measure} title={coreText(reason.text)}>
      <span className="evidence-title">{reasonTitle(reason)}</span>
      {reason.scale === null ? <span className="evidence-scale" /> : <Scale reason={reason} scale={reason.scale} pattern={train.pattern} />}
      <span className="evidence-value">{value}</span>
      <span className="visually-hidden">{`${interval}${threshold}: ${words.says[reason.says]}`}</span>
      {explained ? (
        <p className="evidence-text">
          <span className={`says says-${reason.says}`}>{words.says[reason.says]}</span> <CoreSaid text={reason.text} />
          <Around reason={reason} />
        </p>
      ) : null}
    </li>
  );
}

/** The interval of the value or why it has none, and what of it alone would give another label. */
function Around({ reason }: { readonly reason: Reason }): ReactNode {
  const { pattern: words, whatIf } = useMessages();
  const level = useKlonos((state) => state.result?.ciLevel);
  const { interval, noInterval, flip, value, unit } = reason;
  return (
    <>
      {value === null ? null : <span className="evidence-around">{interval !== null ? words.interval(percent(level ?? 0), `${range(interval, decimalsOf(interval))}${unit === "" ? "" : ` ${unit}`}`) : noInterval === null ? "" : <CoreSaid text={noInterval} />}</span>}
      {flip === null ? null : <span className="evidence-around" lang={coreLang(flip.text)}>{words.alone(coreText(flip.text), whatIf.labels[flip.label])}</span>}
    </>
  );
}

/** Whole numbers from a hundred on, tenths from ten on, else hundredths. */
function decimalsOf([low, high]: NonNullable<Reason["interval"]>): number {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  return largest >= 100 ? 0 : largest >= 10 ? 1 : 2;
}

function Scale({ reason, scale, pattern }: { readonly reason: Reason; readonly scale: NonNullable<Reason["scale"]>; readonly pattern: TrainResult["pattern"] }): ReactNode {
  const [low, high] = scale.favourable;
  const zone = [scalePosition(scale, low), scalePosition(scale, high)] as const;
  return (
    <svg className={`evidence-scale pattern-${pattern}`} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <rect className="scale-track" x={0} y={MIDDLE - 2} width={WIDTH} height={4} rx={2} />
      {zone[1] > zone[0] ? <rect className="scale-zone" x={zone[0]} y={MIDDLE - 2} width={zone[1] - zone[0]} height={4} /> : null}
      {reason.threshold === null ? null : <line className="scale-threshold" x1={scalePosition(scale, reason.threshold)} x2={scalePosition(scale, reason.threshold)} y1={MIDDLE - 6} y2={MIDDLE + 6} />}
      {reason.interval === null ? null : <line className="scale-interval" x1={scalePosition(scale, reason.interval[0])} x2={scalePosition(scale, reason.interval[1])} y1={MIDDLE} y2={MIDDLE} />}
      {reason.value === null ? null : <circle className="scale-value" cx={scalePosition(scale, reason.value)} cy={MIDDLE} r={4} />}
    </svg>
  );
}
