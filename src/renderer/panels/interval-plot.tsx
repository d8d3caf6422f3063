import type { ReactNode } from "react";
import type { TrainResult } from "../../core/result";
import { coreText } from "../layout/core-words";
import { fixed, percent, range } from "../layout/format";
import { niceAbove } from "../layout/nice-steps";
import { type Messages, useMessages } from "../messages/messages";
import { isHidden } from "../state/review/study-mask";
import { useKlonos } from "../state/session-context";
import { answerPlace, fittingParts, useFrameWidth } from "./plot-frame";

const HEIGHT = 136;
const LEFT = 44;
const RIGHT = 14;
const BOTTOM = 22;
const LEAST_LABEL_PIXELS = 24;
const GRID_LINES = 3;
const MILLISECONDS = 1000;
/** Place of the middle one of five intervals. */
const SMOOTHED_MIDDLE = 2;
/** First intervals that differ by less than this from the middle ones are not worth a word. */
const LEAST_SETTLING = 0.05;

/** Grid of the interval axis in milliseconds: round values that enclose all intervals, never from zero by force. */
export function intervalGrid(milliseconds: readonly number[]): readonly number[] {
  const least = Math.min(...milliseconds);
  const most = Math.max(...milliseconds);
  // At least a tenth of the interval is shown: a regular train must look regular.
  const reach = Math.max(most - least, most * 0.1);
  const middle = (least + most) / 2;
  const step = niceAbove(reach / (GRID_LINES - 1));
  const first = Math.max(0, Math.floor((middle - reach / 2) / step));
  const last = Math.ceil((middle + reach / 2) / step);
  return Array.from({ length: last - first + 1 }, (_unused, index) => (first + index) * step);
}

/** What the plot says, in the document's own numbers, the weightiest first. */
export function intervalAnswer(train: TrainResult, ciLevel: number, words: Messages["intervals"]): readonly string[] {
  const parts: string[] = [];
  if (train.jitter !== null) parts.push(words.jitter(percent(train.jitter, 1), train.jitterCi === null ? "" : `${percent(ciLevel)} ${range([train.jitterCi[0] * 100, train.jitterCi[1] * 100], 1)}`));
  if (train.driftPercentPerBeat !== null) parts.push(words.drift(fixed(train.driftPercentPerBeat, 1)));
  const first = train.rhythm?.firstIntervalRatio.value ?? null;
  if (first !== null && Math.abs(first - 1) >= LEAST_SETTLING) parts.push(words.first(fixed(Math.abs(first - 1) * 100, 0), first > 1));
  const [slowest, fastest] = [train.rhythm?.tempoSlowestHz ?? null, train.rhythm?.tempoFastestHz ?? null];
  if (slowest !== null && fastest !== null) parts.push(words.tempo(fixed(slowest, 1), fixed(fastest, 1)));
  const stable = train.rhythm?.stableFromBeat ?? null;
  if (first !== null && Math.abs(first - 1) >= LEAST_SETTLING && stable !== null && stable > 1) parts.push(words.stable(stable));
  return parts.length === 0 ? [coreText(train.missing["jitter"] ?? words.tooFew)] : parts;
}

/** Positions of the intervals in which a beat is missing: their value is divided by the number of beats that they span. */
export function intervalsWithMissed(train: Pick<TrainResult, "bursts" | "missedBeatSeconds">): ReadonlySet<number> {
  const beats = train.bursts.filter((burst) => !burst.thoughtFalse).map((burst) => burst.timeSeconds);
  const positions = train.missedBeatSeconds.map((seconds) => beats.findIndex((beat, index) => seconds > beat && seconds < (beats[index + 1] ?? -Infinity)));
  return new Set(positions.filter((position) => position >= 0));
}

/** The document's drift as a curve through the middle of the logarithms, in which it is fitted; empty where there is none. */
export function trendOf(values: readonly number[], driftPercentPerBeat: number | null): readonly number[] {
  if (driftPercentPerBeat === null || values.length < 2) return [];
  const middle = values.reduce((sum, value) => sum + Math.log(value), 0) / values.length;
  const step = driftPercentPerBeat / 100;
  return values.map((_, index) => Math.exp(middle + step * (index - (values.length - 1) / 2)));
}

/** Place on the axis of intervals, and interval in milliseconds, of each value of the smoothed rate: the middle of five intervals. */
export function tempoCourse(train: Pick<TrainResult, "rhythm">): readonly (readonly [index: number, milliseconds: number])[] {
  return (train.rhythm?.tempoRateHz ?? []).map((hertz, k) => [k + SMOOTHED_MIDDLE, MILLISECONDS / hertz]);
}

/** Interval against beat: is it regular? */
export function IntervalPlot({ train }: { readonly train: TrainResult }): ReactNode {
  const [width, frame] = useFrameWidth();
  const { intervals: words, review } = useMessages();
  const ciLevel = useKlonos((state) => state.result?.ciLevel ?? 0.95);
  const values = train.intervalsSeconds.map((seconds) => seconds * MILLISECONDS);
  const missed = intervalsWithMissed(train);
  const parts = intervalAnswer(train, ciLevel, words);
  const sentence = parts.join(", ");
  const shown = fittingParts(parts, width);
  const answer = answerPlace(width, shown);
  if (values.length === 0) return <p className="quiet">{isHidden(train) ? review.studyOn : words.none}</p>;
  const grid = intervalGrid(values);
  const low = grid[0]!;
  const high = grid[grid.length - 1]!;
  const { top } = answer;
  const y = (value: number): number => top + ((high - value) / (high - low)) * (HEIGHT - top - BOTTOM);
  const x = (index: number): number => LEFT + ((index + 0.5) / values.length) * (width - LEFT - RIGHT);
  const every = Math.max(1, Math.ceil((LEAST_LABEL_PIXELS * values.length) / (width - LEFT - RIGHT)));
  const trend = trendOf(values, train.driftPercentPerBeat)
    .map((value, index) => `${x(index).toFixed(1)},${y(Math.min(high, Math.max(low, value))).toFixed(1)}`)
    .join(" ");
  const tempo = tempoCourse(train)
    .map(([index, milliseconds]) => `${x(index).toFixed(1)},${y(Math.min(high, Math.max(low, milliseconds))).toFixed(1)}`)
    .join(" ");
  const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  return (
    <div className="interval-frame" ref={frame}>
      <svg className={`plot pattern-${train.pattern}`} width={width} height={HEIGHT} role="img" aria-label={words.label(train.beats, sentence)} data-testid="interval-plot">
        <text className="plot-label" x={4} y={12}>
          {words.axis}
        </text>
        <text className="plot-answer" x={answer.x} y={answer.y} textAnchor={answer.anchor}>
          <title>{sentence}</title>
          {shown}
        </text>
        {grid.map((value) => (
          <g key={value}>
            <line className="grid-line" x1={LEFT} x2={width - RIGHT} y1={y(value)} y2={y(value)} />
            <text className="plot-label" x={LEFT - 8} y={y(value) + 4} textAnchor="end">
              {fixed(value, Number.isInteger(value) ? 0 : 1)}
            </text>
          </g>
        ))}
        <polyline className="interval-line" points={points} />
        {tempo.length === 0 ? null : <polyline className="interval-tempo" points={tempo}><title>{words.smoothed}</title></polyline>}
        {trend.length === 0 ? null : <polyline className="interval-trend" points={trend}><title>{words.trend}</title></polyline>}
        {values.map((value, index) => (
          <circle key={index} className={missed.has(index) ? "interval-ring" : "interval-dot"} cx={x(index)} cy={y(value)} r={missed.has(index) ? 4 : 3.5}>
            <title>{words.interval(index + 1, fixed(value, 1), missed.has(index))}</title>
          </circle>
        ))}
        {values.map((_value, index) =>
          index % every === 0 ? (
            <text key={index} className="plot-label" x={x(index)} y={HEIGHT - 5} textAnchor="middle">
              {index + 1}
            </text>
          ) : null,
        )}
      </svg>
    </div>
  );
}
