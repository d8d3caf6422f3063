import { useRef, type ReactNode } from "react";
import type { StudyTable } from "../../protocol/engine-api";
import { dateOnly } from "../layout/format";
import { dayNumber, type Intervention, shownDays, type TrendPoint, trendOutcomes, trendSeries, type TrendSeries } from "../layout/trend";
import { useMessages } from "../messages/messages";
import { useFrameWidth } from "../panels/plot-frame";
import { HEIGHT, LEFT, meanText, OutcomeSection, RIGHT, valueAxis, ValueGrid } from "./outcome-plot";
import { Dot, intervalPath, KEY_ROW, KeyEntry, keyPlaces, LETTER_PIXELS, MOST_SERIES, seriesName as nameOf, shownFactor } from "./series-marks";

/** Between series of one date, so that their bars do not cover each other. */
const DODGE = 5;
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
  const { session: words } = useMessages();
  const plot = useRef<SVGSVGElement>(null);
  return (
    <OutcomeSection title={words.course} fileName="trend" outcomes={trendOutcomes(tables)} plot={plot} testId="trend">
      {(outcome, title) => {
        const series = trendSeries(tables, outcome);
        return (
          <>
            <Chart plot={plot} title={title} factor={shownFactor(outcome)} series={series.slice(0, MOST_SERIES)} interventions={interventions} />
            {series.length > MOST_SERIES ? <p className="quiet">{words.moreSeries(series.length - MOST_SERIES)}</p> : null}
            {interventions.length === 0 ? null : <p className="quiet">{interventions.map(({ date, medicine }) => `${dateOnly(date)} ${medicine === "" ? words.botulinum : medicine}`).join(" · ")}</p>}
          </>
        );
      }}
    </OutcomeSection>
  );
}

function Chart({ plot, title, factor, series, interventions }: { readonly plot: React.RefObject<SVGSVGElement | null>; readonly title: string; readonly factor: number; readonly series: readonly TrendSeries[]; readonly interventions: readonly Intervention[] }): ReactNode {
  const { session: words } = useMessages();
  const [width, frame] = useFrameWidth();
  const [firstDay, lastDay] = shownDays(series, interventions);
  const values = series.flatMap(({ points }) => points.flatMap(({ mean, interval }) => [mean, ...(interval ?? [])])).map((value) => value * factor);
  const axis = valueAxis(values, TOP, HEIGHT - BOTTOM);
  const inset = 24;
  const x = (date: string): number => LEFT + inset + ((dayNumber(date) - firstDay) / Math.max(1, lastDay - firstDay)) * (width - LEFT - RIGHT - 2 * inset);
  const y = (value: number): number => axis.y(value * factor);
  const shiftOf = (index: number): number => (index - (series.length - 1) / 2) * DODGE;
  const key = keyPlaces(series.map((one) => nameOf(one, words.sides)), width);
  const dates = spaced([...new Set(series.flatMap(({ points }) => points.map(({ date }) => date)))].sort(), x);
  const described = series.map((one) => `${nameOf(one, words.sides)}: ${one.points.map((point) => pointText(point, factor, words.meanOf)).join("; ")}`).join(". ");
  return (
    <div className="interval-frame" ref={frame}>
      <svg ref={plot} className="plot trend" width={width} height={HEIGHT + KEY_ROW * (1 + Math.max(...key.map(({ row }) => row)))} role="img" aria-label={`${words.course}, ${title}. ${described}`} data-testid="trend-plot">
        <ValueGrid title={title} axis={axis} width={width} />
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
  return `${dateOnly(date)} ${meanOf(meanText(mean, interval, factor), trials)}`;
}

/** Dates that stand apart under the axis, the last one always among them. */
function spaced(dates: readonly string[], x: (date: string) => number): readonly string[] {
  const kept: string[] = [];
  for (const date of [...dates].reverse()) if (kept.length === 0 || x(kept[kept.length - 1]!) - x(date) >= DATE_PIXELS) kept.push(date);
  return kept.reverse();
}
