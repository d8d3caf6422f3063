import { useId, type ReactNode } from "react";
import type { ColumnRecipe, ImportColumn, ImportPreview } from "../../core/import-recipe";
import type { ChannelRole } from "../../core/recording";
import { voltageSymbol, voltsPerUnit } from "../../core/units";
import { plain } from "../layout/format";
import { useMessages } from "../messages/messages";
import { type ImportDraft, isScale, withColumn } from "./import-draft";
import { FieldProblems } from "./import-fields";

const ROLES: readonly ChannelRole[] = ["emg", "angle", "force", "acceleration", "trigger", "other"];
const COMMON_UNITS: readonly string[] = ["µV", "mV", "V", "nV", "deg", "N", "Nm", "g"];
const USES = ["signal", "events", "skip"] as const;
const TRACE_WIDTH = 120;
const TRACE_HEIGHT = 26;

interface Props {
  readonly draft: ImportDraft;
  readonly preview: ImportPreview;
  readonly change: (draft: ImportDraft) => void;
}

/** Each column as it would be read: what it is, its unit and scale, its first rows and its beginning as a trace. */
export function ImportColumns({ draft, preview, change }: Props): ReactNode {
  const { importing } = useMessages();
  const units = useId();
  const general = preview.problems.filter(({ field, column }) => field === "columns" && column === undefined);
  return (
    <section className="import-columns" aria-label={importing.columns}>
      <FieldProblems problems={general} />
      <div className="import-scroll" tabIndex={0} role="region" aria-label={importing.columns}>
        <table data-testid="import-columns">
          <thead>
            <tr>
              <th scope="col">{importing.column}</th>
              <th scope="col">{importing.use}</th>
              <th scope="col">{importing.name}</th>
              <th scope="col">{importing.unitOf}</th>
              <th scope="col">{importing.scale}</th>
              <th scope="col">{importing.role}</th>
              <th scope="col">{importing.rows}</th>
              <th scope="col">{importing.begin}</th>
            </tr>
          </thead>
          <tbody>
            {preview.columns.map((column) => (
              <Row key={column.column} column={column} draft={draft} preview={preview} change={change} units={units} />
            ))}
          </tbody>
        </table>
      </div>
      <datalist id={units}>
        {COMMON_UNITS.map((unit) => (
          <option key={unit} value={unit} />
        ))}
      </datalist>
    </section>
  );
}

function Row({ column, draft, preview, change, units }: Props & { readonly column: ImportColumn; readonly units: string }): ReactNode {
  const { importing, roles } = useMessages();
  const number = column.column;
  const said: ColumnRecipe = draft.recipe.columns?.find((other) => other.column === number) ?? { column: number };
  const say = (what: Omit<ColumnRecipe, "column">): void => change(withColumn(draft, { column: number, ...what }));
  const isTime = column.use === "time";
  const isSignal = column.use === "signal";
  const scale = draft.scales[number] ?? "";
  const symbol = voltageSymbol(column.unit);
  const problems = preview.problems.filter((problem) => problem.field === "columns" && problem.column === number);
  return (
    <tr data-use={column.use}>
      <th scope="row">{number + 1}</th>
      <td>
        {isTime ? (
          importing.uses["time"]
        ) : (
          <select aria-label={importing.of(importing.use, number + 1)} value={column.use} onChange={(event) => say({ use: USES.find((use) => use === event.target.value) })}>
            {USES.filter((use) => preview.kind === "text" || use !== "events").map((use) => (
              <option key={use} value={use}>
                {importing.uses[use]}
              </option>
            ))}
          </select>
        )}
      </td>
      <td>
        {isTime ? column.label : <input className="import-name" aria-label={importing.of(importing.name, number + 1)} value={said.label ?? ""} placeholder={column.label} onChange={(event) => say({ label: event.target.value === "" ? undefined : event.target.value })} />}
        <FieldProblems problems={problems} />
      </td>
      <td>
        {isSignal ? (
          <>
            <input className="import-unit" aria-label={importing.of(importing.unitOf, number + 1)} list={units} value={said.unit ?? ""} placeholder={column.unit === "" ? importing.none : column.unit} onChange={(event) => say({ unit: event.target.value === "" ? undefined : event.target.value })} />
            <span className="quiet import-resolved">{symbol !== undefined ? importing.voltage(symbol.replace("u", "µ")) : column.unit === "" ? importing.noUnit : importing.notVoltage}</span>
          </>
        ) : null}
      </td>
      <td>{isSignal ? <input className="import-scale" aria-label={importing.of(importing.scale, number + 1)} inputMode="decimal" aria-invalid={!isScale(scale) || undefined} value={scale} placeholder="1" onChange={(event) => change({ ...draft, scales: { ...draft.scales, [number]: event.target.value } })} /> : null}</td>
      <td>
        {isSignal ? (
          <select aria-label={importing.of(importing.role, number + 1)} value={column.role} onChange={(event) => say({ role: ROLES.find((role) => role === event.target.value) })}>
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {roles[role]}
              </option>
            ))}
          </select>
        ) : null}
      </td>
      <td className="import-cells">{column.cells.slice(0, 4).join("  ")}</td>
      <td>{column.use === "skip" ? null : <SmallTrace column={column} />}</td>
    </tr>
  );
}

/** The beginning of a column, and the ends of its range in the unit that is shown. */
function SmallTrace({ column }: { readonly column: ImportColumn }): ReactNode {
  const { importing } = useMessages();
  const { values, unit } = column;
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high >= low)) return null;
  const isVoltage = voltsPerUnit(unit) !== undefined && column.use === "signal";
  const shown = (value: number): string => plain(Number((value * (isVoltage ? 1e6 : 1)).toPrecision(3)));
  const unitWords = isVoltage ? "µV" : unit;
  return (
    <span className="import-trace">
      <svg width={TRACE_WIDTH} height={TRACE_HEIGHT} viewBox={`0 0 ${TRACE_WIDTH} ${TRACE_HEIGHT}`} role="img" aria-label={importing.of(importing.begin, column.column + 1)}>
        <path d={tracePath(values, low, high)} />
      </svg>
      <span className="quiet">{`${importing.range(shown(low), shown(high))} ${unitWords}`}</span>
    </span>
  );
}

/** Extremes of as many stretches as there are pixels, so that no peak is lost. */
function tracePath(values: Float64Array, low: number, high: number): string {
  const y = (value: number): string => (high > low ? 1 + ((high - value) / (high - low)) * (TRACE_HEIGHT - 2) : TRACE_HEIGHT / 2).toFixed(1);
  const parts: string[] = [];
  let isDrawing = false;
  for (let x = 0; x < TRACE_WIDTH; x += 1) {
    const [from, to] = [Math.floor((x * values.length) / TRACE_WIDTH), Math.max(Math.floor((x * values.length) / TRACE_WIDTH) + 1, Math.floor(((x + 1) * values.length) / TRACE_WIDTH))];
    let [least, most] = [Infinity, -Infinity];
    for (let k = from; k < Math.min(values.length, to); k += 1) {
      const value = values[k]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (!(most >= least)) {
      isDrawing = false;
      continue;
    }
    parts.push(`${isDrawing ? "L" : "M"}${x} ${y(most)}L${x} ${y(least)}`);
    isDrawing = true;
  }
  return parts.join("");
}
