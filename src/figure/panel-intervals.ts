import type { TrainResult } from "../core/result";
import { lineAt, panelLetter, textAt } from "./draw";
import type { FigureElement } from "./model";
import { niceTicks } from "./numbers";
import { INK, lookOf, MUTED } from "./palette";
import { CAP_MILLIMETRES, ellipsize, LETTER_POINTS, LINE_MILLIMETRES, textWidth } from "./text-metrics";
import type { FigureLocale } from "./words/figure-locale";

/** The value axis spans at least this share of the median to each side, so that a regular train looks regular. */
const LEAST_HALF_SPAN = 0.2;
const PADDING = 0.08;
const DOT_RADIUS = 0.75;
const SMALLEST_DOT = 0.3;
const AXIS = { color: INK, widthPoints: 0.6 };
const TICK = 0.9;
const LEAST_TICKS = 3;
const MOST_TICKS = 5;
/** Height in mm that a tick with its number wants. */
const TICK_ROOM = 3.2;
const BEAT_STEPS = [1, 2, 4, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] as const;
/** From this step on the numbers are its multiples: 20, 40, 60 and not 1, 21, 41. */
const FROM_STEP = 5;
const MILLISECONDS = 1000;
/** From here a jitter is told in whole percent. */
const WHOLE_PERCENT_FROM = 0.1;

/** An interval with the beat it starts at; `spans` cycles were divided out where beats are thought missed. */
export interface BeatInterval {
  readonly beat: number;
  readonly milliseconds: number;
  readonly spans: number;
}

/** Intervals against beat number, missed beats counted, bursts thought false left out. */
export function beatIntervals(train: TrainResult): readonly BeatInterval[] {
  const beats = train.bursts.filter((burst) => !burst.thoughtFalse);
  const paired = beats.length === train.intervalsSeconds.length + 1;
  let beat = 1;
  return train.intervalsSeconds.map((seconds, k) => {
    const raw = paired ? beats[k + 1]!.timeSeconds - beats[k]!.timeSeconds : seconds;
    const spans = seconds > 0 ? Math.max(1, Math.round(raw / seconds)) : 1;
    const interval = { beat, milliseconds: seconds * MILLISECONDS, spans };
    beat += spans;
    return interval;
  });
}

/** The sentence over the plot, in full where `width` mm allow. */
function headline(train: TrainResult, ciLevel: number, { fixed, level, range, words }: FigureLocale, width: number): string {
  if (train.jitter === null) return "";
  const decimals = train.jitter < WHOLE_PERCENT_FROM ? 1 : 0;
  const jitter = words.jitter(fixed(train.jitter * 100, decimals));
  if (train.jitterCi === null) return jitter;
  const ends = range(train.jitterCi[0] * 100, train.jitterCi[1] * 100, decimals);
  const full = `${jitter}, ${words.confidence(level(ciLevel))} ${ends}`;
  return textWidth(full) <= width ? full : `${jitter} (${ends})`;
}

/** Beats with a number: from the first one on in small steps, multiples of larger ones, at most `most` of them. */
function beatTicks(lastBeat: number, most: number): readonly number[] {
  for (const step of BEAT_STEPS) {
    const first = step >= FROM_STEP ? step : 1;
    const count = Math.floor((lastBeat - first) / step) + 1;
    if (count >= 1 && count <= most) return Array.from({ length: count }, (_, k) => first + k * step);
  }
  return [1];
}

/** Panel b: intervals in ms against beat number inside the given frame. */
export function drawIntervalPanel(train: TrainResult, ciLevel: number, locale: FigureLocale, left: number, right: number, top: number, bottom: number, letter: string): readonly FigureElement[] {
  const { plain, words } = locale;
  const points = beatIntervals(train);
  const values = points.map((point) => point.milliseconds);
  const sorted = [...values].sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1]!;
  const dataLow = Math.min(sorted[0]!, median * (1 - LEAST_HALF_SPAN));
  const dataHigh = Math.max(sorted[sorted.length - 1]!, median * (1 + LEAST_HALF_SPAN));
  const low = Math.max(0, dataLow - (dataHigh - dataLow) * PADDING);
  const high = dataHigh + (dataHigh - dataLow) * PADDING;

  const letterBaseline = top + CAP_MILLIMETRES + 0.6;
  const axisTop = top + CAP_MILLIMETRES + 2.6;
  const axisBottom = bottom - 2 * LINE_MILLIMETRES - TICK - 0.6;
  const ticks = niceTicks(low, high, Math.max(LEAST_TICKS, Math.min(MOST_TICKS, Math.floor((axisBottom - axisTop) / TICK_ROOM))));
  const tickWidth = Math.max(...ticks.map((tick) => textWidth(plain(tick))));
  const axisLeft = left + LINE_MILLIMETRES + tickWidth + TICK + 1.2;
  const lastBeat = points[points.length - 1]!.beat;
  const inset = DOT_RADIUS + 0.8;
  const toX = (beat: number): number => (lastBeat === 1 ? (axisLeft + right) / 2 : axisLeft + inset + ((beat - 1) / (lastBeat - 1)) * (right - axisLeft - 2 * inset));
  const toY = (value: number): number => axisBottom - ((value - low) / (high - low)) * (axisBottom - axisTop);

  const headLeft = left + textWidth("m", LETTER_POINTS, "bold") + 1;
  const head = headline(train, ciLevel, locale, right - headLeft);
  const elements: FigureElement[] = [panelLetter(left, letterBaseline, letter)];
  if (head !== "") elements.push(textAt("headline", headLeft, letterBaseline, ellipsize(head, right - headLeft)));
  elements.push(lineAt("axis", axisLeft, axisTop, axisLeft, axisBottom, AXIS), lineAt("axis", axisLeft, axisBottom, right, axisBottom, AXIS));
  for (const tick of ticks) {
    elements.push(lineAt("axis-tick", axisLeft - TICK, toY(tick), axisLeft, toY(tick), AXIS));
    elements.push(textAt("axis-text", axisLeft - TICK - 0.6, toY(tick) + CAP_MILLIMETRES / 2, plain(tick), { anchor: "end" }));
  }
  elements.push(textAt("axis-title", left + CAP_MILLIMETRES, (axisTop + axisBottom) / 2, words.interval, { anchor: "middle", rotated: true }));
  const room = Math.max(1, Math.floor((right - axisLeft) / (textWidth(String(lastBeat)) + 3)));
  const beats = beatTicks(lastBeat, Math.min(room, MOST_TICKS + 1));
  for (const beat of beats) {
    elements.push(lineAt("axis-tick", toX(beat), axisBottom, toX(beat), axisBottom + TICK, AXIS));
    elements.push(textAt("axis-text", toX(beat), axisBottom + TICK + 0.6 + CAP_MILLIMETRES, String(beat), { anchor: "middle" }));
  }
  elements.push(textAt("axis-title", (axisLeft + right) / 2, axisBottom + TICK + 0.6 + CAP_MILLIMETRES + LINE_MILLIMETRES, words.beat, { anchor: "middle" }));
  const { color } = lookOf(train);
  const radius = Math.max(SMALLEST_DOT, Math.min(DOT_RADIUS, (right - axisLeft) / points.length));
  elements.push(lineAt("median", axisLeft, toY(median), right, toY(median), { color: MUTED, widthPoints: 0.35, dashPoints: [1, 1] }));
  for (const { beat, milliseconds, spans } of points) {
    const place = { kind: "circle", part: "interval", x: toX(beat), y: toY(milliseconds), radius } as const;
    elements.push(spans > 1 ? { ...place, part: "divided-interval", radius: radius - 0.1, fill: "#FFFFFF", stroke: { color, widthPoints: 0.6 } } : { ...place, fill: color });
  }
  return elements;
}
