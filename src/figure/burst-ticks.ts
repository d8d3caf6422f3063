import type { BurstResult, TrainResult } from "../core/result";
import { lineAt } from "./draw";
import type { FigureElement } from "./model";
import { lookOf, SET_ASIDE } from "./palette";

/** Height of the tick over a burst, mm. */
export const TICK_HEIGHT = 1.9;
const TICK_WIDTH = 0.5;
const THINNEST_TICK = 0.12;
const MISSED_WIDTH = 1;
const LONGEST_ARM = 0.7;
const SHORTEST_ARM = 0.4;
const POINT = 25.4 / 72;

/** What kinds of ticks were drawn, for the caption. */
export interface TickKinds {
  bursts: boolean;
  missed: boolean;
  thoughtFalse: boolean;
  isolated: boolean;
}

/** Ticks of one channel's bursts inside the span, their tops at `top`; notes in `kinds` what was drawn. */
export function drawTicks(trains: readonly TrainResult[], isolated: readonly BurstResult[], within: (seconds: number) => boolean, toX: (seconds: number) => number, top: number, kinds: TickKinds): readonly FigureElement[] {
  const elements: FigureElement[] = [];
  const times = trains.flatMap((train) => train.bursts.map((burst) => burst.timeSeconds)).sort((a, b) => a - b);
  let closest = Infinity;
  for (let k = 1; k < times.length; k += 1) closest = Math.min(closest, toX(times[k]!) - toX(times[k - 1]!));
  const width = Math.max(THINNEST_TICK, Math.min(TICK_WIDTH, closest / 2));
  const half = TICK_HEIGHT / 2;
  for (const train of trains) {
    const { color } = lookOf(train);
    for (const burst of train.bursts) {
      if (!within(burst.timeSeconds)) continue;
      const x = toX(burst.timeSeconds);
      if (burst.thoughtFalse) {
        kinds.thoughtFalse = true;
        const arm = Math.min(LONGEST_ARM, Math.max(SHORTEST_ARM, closest / 2));
        elements.push({
          kind: "path", part: "false-tick", closed: false, stroke: { color: SET_ASIDE, widthPoints: 0.6 },
          subpaths: [Float64Array.of(x - arm, top + half - arm, x + arm, top + half + arm), Float64Array.of(x - arm, top + half + arm, x + arm, top + half - arm)],
        });
      } else {
        kinds.bursts = true;
        elements.push(lineAt("tick", x, top, x, top + TICK_HEIGHT, { color, widthPoints: width / POINT }));
      }
    }
    for (const seconds of train.missedBeatSeconds) {
      if (!within(seconds)) continue;
      kinds.missed = true;
      const box = Math.min(MISSED_WIDTH, width * 2);
      elements.push({ kind: "rect", part: "missed-tick", x: toX(seconds) - box / 2, y: top, width: box, height: TICK_HEIGHT, stroke: { color, widthPoints: 0.5, dashPoints: [1.2, 0.8] } });
    }
  }
  for (const burst of isolated) {
    if (!within(burst.timeSeconds)) continue;
    kinds.isolated = true;
    const x = toX(burst.timeSeconds);
    elements.push(lineAt("isolated-tick", x, top + half, x, top + TICK_HEIGHT, { color: SET_ASIDE, widthPoints: width / POINT }));
  }
  return elements;
}
