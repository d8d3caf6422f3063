import { useRef, useState, type ReactNode } from "react";
import type { StudyTable } from "../../protocol/engine-api";
import { compact, dateOnly, plain } from "../layout/format";
import { niceAbove } from "../layout/nice-steps";
import { dayNumber, type Intervention, shownDays, type TrendPoint, trendOutcomes, trendSeries, type TrendSeries } from "../layout/trend";
import { useMessages } from "../messages/messages";
import { useFrameWidth } from "../panels/plot-frame";
import { copyPicture, savePicture } from "../state/copy-image";
import { useSession } from "../state/session-context";
import { Dot, intervalPath, KEY_ROW, KeyEntry, keyPlaces, LETTER_PIXELS, MOST_SERIES, outcomeTitle, seriesName as nameOf, shownFactor } from "./series-marks";

/** Of the picture without its key. */
const HEIGHT = 230;
/** Between series of one date, so that their bars do not cover each other. */
const DODGE = 5;
const GRID_LINES = 4;
const LEFT = 52;
const RIGHT = 18;
const TOP = 40;
const BOTTOM = 26;
/** Room of a date under the axis. */
const DATE_PIXELS = 82;

interface Props {
  readonly tables: readonly StudyTable[];
  readonly interventions: readonly Intervention[];
}

/** The course of a person over examinations: an outcome against the date, its interval as a bar, what was given in between as marks. Nothing where one date is all there is. */
export function TrendPlot({ tables, interventions }: Props): ReactNode {
  const session = useSession();
  const { session: words } = useMessages();
  const outcomes = trendOutcomes(tables);
  const [wanted, setWanted] = useState<string | undefined>();
  const plot = useRef<SVGSVGElement>(null);
  const outcome = outcomes.find((one) => one === wanted) ?? outcomes[0];
  if (outcome === undefined) return null;
  const all = trendSeries(tables, outcome);
  const series = all.slice(0, MOST_SERIES);
  const title = outcomeTitle(outcome, words.outcomes);
  return (
    <section className="session-view" aria-label={words.course} data-testid="trend">
      <h3 className="heading">
        {words.course}{" "}
        <button type="button" className="link" onClick={() => void copyPicture(session, () => plot.current)}>
          {words.copyImage}
        </button>{" "}
        <button type="button" className="link" onClick={() => void savePicture(session, () => plot.current, `trend-${outcome.replaceAll("_", "-")}.png`)}>
          {words.saveImage}
        </button>
      </h3>
      <label className="check">
        {words.outcome}
        <select value={outcome} onChange={(event) => setWanted(event.target.value)}>
          {outcomes.map((one) => (
            <option key={one} value={one}>
              {outcomeTitle(one, words.outcomes)}
            </option>
          ))}
        </select>
      </label>
      <Chart plot={plot} title={title} factor={shownFactor(outcome)} series={series} interventions={interventions} />
      {all.length > series.length ? <p className="quiet">{words.moreSeries(all.length - series.length)}</p> : null}
      {interventions.length === 0 ? null : <p className="quiet">{interventions.map(({ date, medicine }) => `${dateOnly(date)} ${medicine === "" ? words.botulinum : medicine}`).join(" · ")}</p>}
    </section>
  );
}

function Chart({ plot, title, factor, series, interventions }: { readonly plot: React.RefObject<SVGSVGElement | null>; readonly title: string; readonly factor: number; readonly series: readonly TrendSeries[]; readonly interventions: readonly Intervention[] }): ReactNode {
  const { session: words } = useMessages();
  const [width, frame] = useFrameWidth();
  const [firstDay, lastDay] = shownDays(series, interventions);
  const values = series.flatMap(({ points }) => points.flatMap(({ mean, interval }) => [mean, ...(interval ?? [])])).map((value) => value * factor);
  const [least, most] = [Math.min(0, ...values), Math.max(1e-6, ...values)];
  const step = niceAbove((most - least) / GRID_LINES);
  const [low, high] = [Math.floor(least / step + 1e-9) * step, Math.ceil(most / step - 1e-9) * step];
  const grid = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, k) => low + k * step);
  const inset = 24;
  const x = (date: string): number => LEFT + inset + ((dayNumber(date) - firstDay) / Math.max(1, lastDay - firstDay)) * (width - LEFT - RIGHT - 2 * inset);
  const y = (value: number): number => TOP + ((high - value * factor) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const shiftOf = (index: number): number => (index - (series.length - 1) / 2) * DODGE;
  const key = keyPlaces(series.map((one) => nameOf(one, words.sides)), width);
  const dates = spaced([...new Set(series.flatMap(({ points }) => points.map(({ date }) => date)))].sort(), x);
  const described = series.map((one) => `${nameOf(one, words.sides)}: ${one.points.map((point) => pointText(point, factor, words.meanOf)).join("; ")}`).join(". ");
  return (
    <div className="interval-frame" ref={frame}>
      <svg ref={plot} className="plot trend" width={width} height={HEIGHT + KEY_ROW * (1 + Math.max(...key.map(({ row }) => row)))} role="img" aria-label={`${words.course}, ${title}. ${described}`} data-testid="trend-plot">
        <text className="plot-label" x={4} y={12}>
          {title}
        </text>
        {grid.map((value) => (
          <g key={value}>
            <line className="grid-line" x1={LEFT} x2={width - RIGHT} y1={y(value / factor)} y2={y(value / factor)} />
            <text className="plot-label" x={LEFT - 8} y={y(value / factor) + 4} textAnchor="end">
              {plain(value)}
            </text>
          </g>
        ))}
        {dates.map((date) => (
          <text key={date} className="plot-label" x={x(date)} y={HEIGHT - 6} textAnchor="middle">
            {dateOnly(date)}
          </text>
        ))}
        {interventions.filter(({ date }) => dayNumber(date) >= firstDay && dayNumber(date) <= lastDay).map(({ date, medicine }, index) => (
          <g key={`${date}-${medicine}`} className="trend-mark">
            <title>{`${dateOnly(date)} ${medicine === "" ? words.botulinum : medicine}`}</title>
            <line x1={x(date)} x2={x(date)} y1={TOP - 6} y2={HEIGHT - BOTTOM} />
            <MarkName text={medicine === "" ? words.botulinum : medicine} x={x(date)} row={index % 2} width={width} />
          </g>
        ))}
        {series.map((one, index) => (
          <g key={nameOf(one, words.sides)} className={`trend-${index}`}>
            <polyline className="trend-line" points={one.points.map(({ date, mean }) => `${x(date) + shiftOf(index)},${y(mean)}`).join(" ")} />
            {one.points.map((point) => (
              <g key={point.date} className="trend-point">
                <title>{`${nameOf(one, words.sides)}, ${pointText(point, factor, words.meanOf)}`}</title>
                {point.interval === undefined ? null : (
                  <path className="trend-interval" d={intervalPath(x(point.date) + shiftOf(index), y(point.interval[0]), y(point.interval[1]))} />
                )}
                <Dot index={index} x={x(point.date) + shiftOf(index)} y={y(point.mean)} />
              </g>
            ))}
            <KeyEntry index={index} place={key[index]!} top={HEIGHT} name={nameOf(one, words.sides)} />
          </g>
        ))}
      </svg>
    </div>
  );
}

/** Its name over the mark, towards the side where it has room. */
function MarkName({ text, x, row, width }: { readonly text: string; readonly x: number; readonly row: number; readonly width: number }): ReactNode {
  const left = x + text.length * LETTER_PIXELS > width - RIGHT;
  return (
    <text className="plot-label" x={left ? x - 4 : x + 4} y={TOP - 14 + 11 * row} textAnchor={left ? "end" : "start"}>
      {text}
    </text>
  );
}

function pointText({ date, mean, interval, trials }: TrendPoint, factor: number, meanOf: (mean: string, trials: number) => string): string {
  const ends = interval === undefined ? "" : ` [${compact(interval[0] * factor)}, ${compact(interval[1] * factor)}]`;
  return `${dateOnly(date)} ${meanOf(`${compact(mean * factor)}${ends}`, trials)}`;
}

/** Dates that stand apart under the axis, the last one always among them. */
function spaced(dates: readonly string[], x: (date: string) => number): readonly string[] {
  const kept: string[] = [];
  for (const date of [...dates].reverse()) if (kept.length === 0 || x(kept[kept.length - 1]!) - x(date) >= DATE_PIXELS) kept.push(date);
  return kept.reverse();
}
