import type { ReactNode } from "react";
import type { SideResult } from "../../core/reflex-result";
import { fixed, plain, range } from "../layout/format";
import { useMessages } from "../messages/messages";
import { useKlonos } from "../state/session-context";
import { CoreSaid } from "./core-said";

const WIDTH = 220;
const HEIGHT = 20;
const MIDDLE = HEIGHT / 2;
const INSET = 6;
const SCALE_ENDS = [0, 0.5, 1] as const;
/** Cut-offs of the soleus H-reflex, drawn for H-reflexes alone (science.md 5.3). */
const H_REFLEX_LIMITS = [0.4, 0.6] as const;

/** Place of a ratio on its scale from 0 to 1 in pixels. */
export function ratioPosition(ratio: number): number {
  return INSET + Math.min(1, Math.max(0, ratio)) * (WIDTH - 2 * INSET);
}

/** Do the sides differ? One line a muscle and measure: smaller over larger with its interval, the side that is larger, and the answer in words. Described, never counted. */
export function SidesPlot(): ReactNode {
  const rows = useKlonos((state) => state.result?.sides);
  const analysed = useKlonos((state) => state.result !== undefined);
  const { sides: words } = useMessages();
  if (!analysed) return <p className="quiet">{words.waiting}</p>;
  if (rows === undefined || rows.length === 0) return <p className="quiet">{words.none}</p>;
  return (
    <div className="sides" data-testid="sides-plot">
      <p className="plot-label">{words.axis}</p>
      <ul className="sides-list">
        <li className="sides-head" aria-hidden="true">
          <span />
          <span className="sides-value">{words.medians}</span>
          <svg className="sides-scale" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
            {SCALE_ENDS.map((end) => (
              <text key={end} className="sides-tick" x={ratioPosition(end)} y={MIDDLE + 4} textAnchor="middle">
                {plain(end)}
              </text>
            ))}
          </svg>
          <span className="sides-value">{words.medians}</span>
        </li>
        {rows.map((row, index) => (
          <SideRow key={row.id} row={row} response={row.measure === "latency" ? responseBefore(rows, index) : undefined} />
        ))}
      </ul>
    </div>
  );
}

/** A latency follows the response that it is of. */
function responseBefore(rows: readonly SideResult[], index: number): Exclude<SideResult["measure"], "latency"> | undefined {
  for (let k = index - 1; k >= 0 && rows[k]!.muscle === rows[index]!.muscle; k -= 1) {
    const { measure } = rows[k]!;
    if (measure !== "latency") return measure;
  }
  return undefined;
}

function SideRow({ row, response }: { readonly row: SideResult; readonly response: Exclude<SideResult["measure"], "latency"> | undefined }): ReactNode {
  const { sides: words } = useMessages();
  const value = (median: number | null): string => (median === null ? "–" : `${plain(Number(median.toPrecision(3)))}${row.unit === "" ? "" : ` ${row.unit}`}`);
  const { value: ratio, ci } = row.ratio;
  return (
    <li className="sides-row" data-measure={row.measure}>
      <span className="sides-name">
        <strong>{row.muscle.replace(/-/g, " ")}</strong> {response === undefined ? words.measures[row.measure] : words.latencyOf(words.measures[response])}
      </span>
      <span className="sides-value">{words.left(value(row.left.median), row.left.count)}</span>
      <svg className="sides-scale" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={ratio === null ? words.noRatio : words.ratio(fixed(ratio, 2), ci === null ? "" : range(ci, 2))}>
        <rect className="scale-track" x={INSET} y={MIDDLE - 2} width={WIDTH - 2 * INSET} height={4} rx={2} />
        {row.measure === "h-reflex" ? H_REFLEX_LIMITS.map((limit) => <line key={limit} className="scale-threshold" x1={ratioPosition(limit)} x2={ratioPosition(limit)} y1={MIDDLE - 6} y2={MIDDLE + 6} />) : null}
        {ci === null ? null : <line className="sides-interval" x1={ratioPosition(ci[0])} x2={ratioPosition(ci[1])} y1={MIDDLE} y2={MIDDLE} />}
        {ratio === null ? null : <circle className="sides-dot" cx={ratioPosition(ratio)} cy={MIDDLE} r={4} />}
      </svg>
      <span className="sides-value">{words.right(value(row.right.median), row.right.count)}</span>
      <p className="plot-answer sides-text">
        <CoreSaid text={row.text} />
      </p>
    </li>
  );
}
