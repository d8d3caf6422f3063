import { useRef, type ReactNode } from "react";
import type { StudyTable } from "../../protocol/engine-api";
import { conditionPanel, type ConditionPanel, type ConditionPoint, panelOutcomes } from "../layout/condition-panel";
import { dateOnly } from "../layout/format";
import { useMessages } from "../messages/messages";
import { useFrameWidth } from "../panels/plot-frame";
import { HEIGHT, LEFT, meanText, OutcomeSection, RIGHT, valueAxis, ValueGrid } from "./outcome-plot";
import { Dot, intervalPath, KEY_ROW, KeyEntry, keyPlaces, LETTER_PIXELS, MOST_SERIES, seriesName, shownFactor } from "./series-marks";

const TOP = 26;
const BOTTOM = 40;
/** Between muscles and sides of one condition. */
const DODGE = 22;
/** Of the marks at the lowest and the highest trial. */
const EXTREME = 2.5;

/** Conditions and sides beside each other: mean, interval by resampling trials, lowest and highest trial. Nothing where there is one condition of one side alone. */
export function ConditionsPlot({ tables }: { readonly tables: readonly StudyTable[] }): ReactNode {
  const { session: words } = useMessages();
  const plot = useRef<SVGSVGElement>(null);
  return (
    <OutcomeSection title={words.panel} fileName="conditions" outcomes={panelOutcomes(tables)} plot={plot} testId="conditions">
      {(outcome, title) => {
        const panel = conditionPanel(tables, outcome);
        return (
          <>
            <Chart plot={plot} title={title} factor={shownFactor(outcome)} panel={{ ...panel, series: panel.series.slice(0, MOST_SERIES) }} />
            {panel.series.length > MOST_SERIES ? <p className="quiet">{words.morePanels(panel.series.length - MOST_SERIES)}</p> : null}
          </>
        );
      }}
    </OutcomeSection>
  );
}

function Chart({ plot, title, factor, panel }: { readonly plot: React.RefObject<SVGSVGElement | null>; readonly title: string; readonly factor: number; readonly panel: ConditionPanel }): ReactNode {
  const { session: words } = useMessages();
  const [width, frame] = useFrameWidth();
  const { categories, series } = panel;
  const values = series.flatMap(({ points }) => points.flatMap(({ mean, lowest, highest, interval }) => [mean, lowest, highest, ...(interval ?? [])])).map((value) => value * factor);
  const axis = valueAxis(values, TOP, HEIGHT - BOTTOM);
  const room = (width - LEFT - RIGHT) / Math.max(1, categories.length);
  const middle = (category: number): number => LEFT + (category + 0.5) * room;
  const dodge = Math.min(DODGE, room / (series.length + 1));
  const x = (category: number, index: number): number => middle(category) + (index - (series.length - 1) / 2) * dodge;
  const y = (value: number): number => axis.y(value * factor);
  const names = series.map((one) => seriesName({ ...one, condition: "" }, words.sides));
  const key = keyPlaces(names, width);
  const nameOf = (category: number): string => [categories[category]!.condition, dateOnly(categories[category]!.session)].filter((part) => part !== "").join(" · ") || "–";
  const letters = Math.max(3, Math.floor(room / LETTER_PIXELS));
  const described = series.map((one, index) => `${names[index]!}: ${one.points.map((point) => `${nameOf(point.category)} ${pointText(point, factor, words.meanOf)}`).join("; ")}`).join(". ");
  return (
    <div className="interval-frame" ref={frame}>
      <svg ref={plot} className="plot trend" width={width} height={HEIGHT + KEY_ROW * (1 + Math.max(...key.map(({ row }) => row)))} role="img" aria-label={`${words.panel}, ${title}. ${described}`} data-testid="conditions-plot">
        <ValueGrid title={title} axis={axis} width={width} />
        {categories.map((one, category) => (
          <g key={JSON.stringify(one)}>
            <title>{nameOf(category)}</title>
            <text className="plot-label" x={middle(category)} y={HEIGHT - BOTTOM + 16} textAnchor="middle">
              {nameOf(category).length > letters ? `${nameOf(category).slice(0, letters - 1)}…` : nameOf(category)}
            </text>
            <text className="plot-label" x={middle(category)} y={HEIGHT - BOTTOM + 30} textAnchor="middle">
              {words.trialsOf(series.map(({ points }) => points.find((point) => point.category === category)?.trials ?? 0))}
            </text>
          </g>
        ))}
        {series.map((one, index) => (
          <g key={names[index]!} className={`trend-${index}`}>
            {one.points.map((point) => (
              <g key={point.category} className="trend-point">
                <title>{`${names[index]!}, ${nameOf(point.category)} ${pointText(point, factor, words.meanOf)}`}</title>
                {point.interval === undefined ? null : <path className="trend-interval" d={intervalPath(x(point.category, index), y(point.interval[0]), y(point.interval[1]))} />}
                {point.trials < 2 ? null : [point.lowest, point.highest].map((value, end) => <circle key={end} className="trend-interval" cx={x(point.category, index)} cy={y(value)} r={EXTREME} />)}
                <Dot index={index} x={x(point.category, index)} y={y(point.mean)} />
              </g>
            ))}
            <KeyEntry index={index} place={key[index]!} top={HEIGHT} name={names[index]!} />
          </g>
        ))}
      </svg>
    </div>
  );
}

function pointText({ mean, interval, trials }: ConditionPoint, factor: number, meanOf: (mean: string, trials: number) => string): string {
  return meanOf(meanText(mean, interval, factor), trials);
}
