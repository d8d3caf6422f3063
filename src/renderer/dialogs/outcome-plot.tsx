import { type ReactNode, type RefObject, useState } from "react";
import { compact, plain } from "../layout/format";
import { niceAbove } from "../layout/nice-steps";
import { useMessages } from "../messages/messages";
import { copyPicture, savePicture } from "../state/exports/copy-image";
import { useSession } from "../state/session-context";
import { outcomeTitle } from "./series-marks";

const GRID_LINES = 4;
/** Left and right of the values, CSS pixels. */
export const LEFT = 52;
export const RIGHT = 18;
/** Of a picture without its key, CSS pixels. */
export const HEIGHT = 230;

interface OutcomeSectionProps {
  readonly title: string;
  /** What is saved is called by this and the outcome. */
  readonly fileName: string;
  readonly outcomes: readonly string[];
  readonly plot: RefObject<SVGSVGElement | null>;
  readonly testId: string;
  readonly children: (outcome: string, title: string) => ReactNode;
}

/** A picture of one outcome of a comparison: its heading with copying and saving, the choice of the outcome, and the picture. Nothing without an outcome. */
export function OutcomeSection({ title, fileName, outcomes, plot, testId, children }: OutcomeSectionProps): ReactNode {
  const session = useSession();
  const { session: words } = useMessages();
  const [wanted, setWanted] = useState<string | undefined>();
  const outcome = outcomes.find((one) => one === wanted) ?? outcomes[0];
  if (outcome === undefined) return null;
  return (
    <section className="session-view" aria-label={title} data-testid={testId}>
      <h3 className="heading">
        {title}{" "}
        <button type="button" className="link" aria-label={`${title}: ${words.copyImage}`} onClick={() => void copyPicture(session, () => plot.current)}>
          {words.copyImage}
        </button>{" "}
        <button type="button" className="link" aria-label={`${title}: ${words.saveImage}`} onClick={() => void savePicture(session, () => plot.current, `${fileName}-${outcome.replaceAll("_", "-")}.png`)}>
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
      {children(outcome, outcomeTitle(outcome, words.outcomes))}
    </section>
  );
}

/** An axis of values from the lowest to the highest, 0 in it, with round grid lines; values are in the shown unit. */
export interface ValueAxis {
  readonly grid: readonly number[];
  /** Pixel of a value. */
  readonly y: (value: number) => number;
}

/** The axis between two pixels. */
export function valueAxis(values: readonly number[], top: number, bottom: number): ValueAxis {
  const [least, most] = [Math.min(0, ...values), Math.max(1e-6, ...values)];
  const step = niceAbove((most - least) / GRID_LINES);
  const [low, high] = [Math.floor(least / step + 1e-9) * step, Math.ceil(most / step - 1e-9) * step];
  return { grid: Array.from({ length: Math.round((high - low) / step) + 1 }, (_, k) => low + k * step), y: (value) => top + ((high - value) / (high - low)) * (bottom - top) };
}

/** Title and grid lines of a picture with their values. */
export function ValueGrid({ title, axis, width }: { readonly title: string; readonly axis: ValueAxis; readonly width: number }): ReactNode {
  return (
    <>
      <text className="plot-label" x={4} y={12}>
        {title}
      </text>
      {axis.grid.map((value) => (
        <g key={value}>
          <line className="grid-line" x1={LEFT} x2={width - RIGHT} y1={axis.y(value)} y2={axis.y(value)} />
          <text className="plot-label" x={LEFT - 8} y={axis.y(value) + 4} textAnchor="end">
            {plain(value)}
          </text>
        </g>
      ))}
    </>
  );
}

/** A mean in the shown unit, with its interval where there is one. */
export function meanText(mean: number, interval: readonly [number, number] | undefined, factor: number): string {
  return `${compact(mean * factor)}${interval === undefined ? "" : ` [${compact(interval[0] * factor)}, ${compact(interval[1] * factor)}]`}`;
}
