import type { ReactNode } from "react";

/** Height of a row of the key under a plot of series. */
export const KEY_ROW = 18;
/** What an entry of the key has beside its name. */
const KEY_EXTRA = 46;
const KEY_LINE = 26;
/** Width of a letter of a label, roughly. */
export const LETTER_PIXELS = 6.3;
/** Half the bar at the end of an interval. */
const CAP = 4;
const DOT = 4;
/** As many as have a colour and a dash of their own. */
export const MOST_SERIES = 6;
/** Of the outcome that is a share in the tables and per cent in the window. */
const SHARE = "jitter";
const PER_CENT = 100;
const UNITS: Readonly<Record<string, string>> = { duration_s: "s", rate_hz: "Hz", jitter: "%", first_latency_ms: "ms", amplitude_uV: "µV" };

/** What the numbers of an outcome are multiplied by in the window. */
export function shownFactor(outcome: string): number {
  return outcome === SHARE ? PER_CENT : 1;
}

/** An outcome with its unit in the window. */
export function outcomeTitle(outcome: string, names: Readonly<Record<string, string>>): string {
  const unit = UNITS[outcome];
  return `${names[outcome] ?? outcome}${unit === undefined ? "" : ` (${unit})`}`;
}

/** `left soleus · stretch`. */
export function seriesName({ muscle, side, condition }: { readonly muscle: string; readonly side: string; readonly condition: string }, sides: Readonly<Record<string, string>>): string {
  return [side === "" ? "" : (sides[side] ?? side), muscle.replace(/-/g, " "), condition === "" ? "" : `· ${condition}`].filter((part) => part !== "").join(" ");
}

/** A bar with its ends. */
export function intervalPath(x: number, low: number, high: number): string {
  return `M${x} ${low}V${high}M${x - CAP} ${low}h${2 * CAP}M${x - CAP} ${high}h${2 * CAP}`;
}

/** Where the entries of the key stand, in rows as wide as the picture. */
export function keyPlaces(names: readonly string[], width: number): readonly { readonly x: number; readonly row: number }[] {
  let [x, row] = [4, 0];
  return names.map((name) => {
    const room = name.length * LETTER_PIXELS + KEY_EXTRA;
    if (x > 4 && x + room > width) [x, row] = [4, row + 1];
    const place = { x, row };
    x += room;
    return place;
  });
}

/** A shape a series: never colour alone. */
export function Dot({ index, x, y }: { readonly index: number; readonly x: number; readonly y: number }): ReactNode {
  switch (index % 3) {
    case 0:
      return <circle className="trend-dot" cx={x} cy={y} r={DOT} />;
    case 1:
      return <rect className="trend-dot" x={x - DOT} y={y - DOT} width={2 * DOT} height={2 * DOT} />;
    default:
      return <path className="trend-dot" d={`M${x} ${y - DOT - 1}L${x + DOT + 1} ${y + DOT}H${x - DOT - 1}Z`} />;
  }
}

/** An entry of the key: the line, dot and name of a series. Stands within the series' own group, for its colour. */
export function KeyEntry({ index, place, top, name }: { readonly index: number; readonly place: { readonly x: number; readonly row: number }; readonly top: number; readonly name: string }): ReactNode {
  const y = top + place.row * KEY_ROW + 6;
  return (
    <>
      <line className="trend-line" x1={place.x} x2={place.x + KEY_LINE} y1={y} y2={y} />
      <Dot index={index} x={place.x + KEY_LINE / 2} y={y} />
      <text className="plot-answer" x={place.x + KEY_LINE + 6} y={y + 4}>
        {name}
      </text>
    </>
  );
}
