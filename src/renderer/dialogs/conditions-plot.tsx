import { useRef, useState, type ReactNode } from "react";
import type { StudyTable } from "../../protocol/engine-api";
import { conditionPanel, type ConditionPanel, type ConditionPoint, panelOutcomes } from "../layout/condition-panel";
import { compact, dateOnly, plain } from "../layout/format";
import { niceAbove } from "../layout/nice-steps";
import { useMessages } from "../messages/messages";
import { useFrameWidth } from "../panels/plot-frame";
import { copyPicture, savePicture } from "../state/copy-image";
import { useSession } from "../state/session-context";
import { Dot, intervalPath, KEY_ROW, KeyEntry, keyPlaces, LETTER_PIXELS, MOST_SERIES, outcomeTitle, seriesName, shownFactor } from "./series-marks";

/** Of the picture without its key. */
const HEIGHT = 230;
const GRID_LINES = 4;
const LEFT = 52;
const RIGHT = 18;
const TOP = 26;
const BOTTOM = 40;
/** Between muscles and sides of one condition. */
const DODGE = 22;
/** Of the marks at the lowest and the highest trial. */
const EXTREME = 2.5;

/** Conditions and sides beside each other: mean, interval by resampling trials, lowest and highest trial. Nothing where there is one condition of one side alone. */
export function ConditionsPlot({ tables }: { readonly tables: readonly StudyTable[] }): ReactNode {
  const session = useSession();
  const { session: words } = useMessages();
  const outcomes = panelOutcomes(tables);
  const [wanted, setWanted] = useState<string | undefined>();
  const plot = useRef<SVGSVGElement>(null);
  const outcome = outcomes.find((one) => one === wanted) ?? outcomes[0];
  if (outcome === undefined) return null;
  const panel = conditionPanel(tables, outcome);
  const title = outcomeTitle(outcome, words.outcomes);
  return (
    <section className="session-view" aria-label={words.panel} data-testid="conditions">
      <h3 className="heading">
        {words.panel}{" "}
        <button type="button" className="link" aria-label={`${words.panel}: ${words.copyImage}`} onClick={() => void copyPicture(session, () => plot.current)}>
          {words.copyImage}
        </button>{" "}
        <button type="button" className="link" aria-label={`${words.panel}: ${words.saveImage}`} onClick={() => void savePicture(session, () => plot.current, `conditions-${outcome.replaceAll("_", "-")}.png`)}>
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
      <Chart plot={plot} title={title} factor={shownFactor(outcome)} panel={{ ...panel, series: panel.series.slice(0, MOST_SERIES) }} />
      {panel.series.length > MOST_SERIES ? <p className="quiet">{words.morePanels(panel.series.length - MOST_SERIES)}</p> : null}
    </section>
  );
}

function Chart({ plot, title, factor, panel }: { readonly plot: React.RefObject<SVGSVGElement | null>; readonly title: string; readonly factor: number; readonly panel: ConditionPanel }): ReactNode {
  const { session: words } = useMessages();
  const [width, frame] = useFrameWidth();
  const { categories, series } = panel;
  const values = series.flatMap(({ points }) => points.flatMap(({ mean, lowest, highest, interval }) => [mean, lowest, highest, ...(interval ?? [])])).map((value) => value * factor);
  const [least, most] = [Math.min(0, ...values), Math.max(1e-6, ...values)];
  const step = niceAbove((most - least) / GRID_LINES);
  const [low, high] = [Math.floor(least / step + 1e-9) * step, Math.ceil(most / step - 1e-9) * step];
  const grid = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, k) => low + k * step);
  const room = (width - LEFT - RIGHT) / Math.max(1, categories.length);
  const middle = (category: number): number => LEFT + (category + 0.5) * room;
  const dodge = Math.min(DODGE, room / (series.length + 1));
  const x = (category: number, index: number): number => middle(category) + (index - (series.length - 1) / 2) * dodge;
  const y = (value: number): number => TOP + ((high - value * factor) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const names = series.map((one) => seriesName({ ...one, condition: "" }, words.sides));
  const key = keyPlaces(names, width);
  const nameOf = (category: number): string => [categories[category]!.condition, dateOnly(categories[category]!.session)].filter((part) => part !== "").join(" · ") || "–";
  const letters = Math.max(3, Math.floor(room / LETTER_PIXELS));
  const described = series.map((one, index) => `${names[index]!}: ${one.points.map((point) => `${nameOf(point.category)} ${pointText(point, factor, words.meanOf)}`).join("; ")}`).join(". ");
  return (
    <div className="interval-frame" ref={frame}>
      <svg ref={plot} className="plot trend" width={width} height={HEIGHT + KEY_ROW * (1 + Math.max(...key.map(({ row }) => row)))} role="img" aria-label={`${words.panel}, ${title}. ${described}`} data-testid="conditions-plot">
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
  const ends = interval === undefined ? "" : ` [${compact(interval[0] * factor)}, ${compact(interval[1] * factor)}]`;
  return meanOf(`${compact(mean * factor)}${ends}`, trials);
}
