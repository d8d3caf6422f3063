import { useId, type ReactNode } from "react";
import type { ImportPreview, ImportProblem } from "../../core/import-recipe";
import type { ImportAnswers } from "../../protocol/engine-api";
import { entered } from "../layout/format";
import { useMessages } from "../messages/messages";
import { type ImportDraft, isRate } from "./import-draft";

const COMMON_RATES: readonly number[] = [500, 1000, 2000, 4000, 5000];
const UNITS: readonly string[] = ["uV", "mV", "V"];
const TIME_UNITS = ["s", "ms", "us", "min"] as const;

interface Props {
  readonly draft: ImportDraft;
  readonly preview: ImportPreview | undefined;
  readonly needsRate: boolean;
  /** The format says everything else. */
  readonly rateOnly: boolean;
  readonly change: (draft: ImportDraft) => void;
}

/** What stands in the way of a field, beside it. */
export function FieldProblems({ problems, id }: { readonly problems: readonly ImportProblem[]; readonly id?: string | undefined }): ReactNode {
  if (problems.length === 0) return null;
  return (
    <span className="import-problems" id={id}>
      {problems.map(({ severity, message }) => (
        <span key={message} className={`import-problem import-problem-${severity}`} role={severity === "error" ? "alert" : undefined}>
          {message}
        </span>
      ))}
    </span>
  );
}

/** The questions about the file as a whole: its table, its time, or its variable. */
export function ImportFields({ draft, preview, needsRate, rateOnly, change }: Props): ReactNode {
  const { importing } = useMessages();
  const rates = useId();
  const { recipe } = draft;
  const isText = !rateOnly && (preview === undefined || preview.kind === "text");
  const problems = (field: ImportProblem["field"]): readonly ImportProblem[] => preview?.problems.filter((problem) => problem.field === field) ?? [];
  const say = (said: ImportAnswers): void => change({ ...draft, recipe: { ...recipe, ...said } });
  const found = preview?.found;
  const line = (name: "labelLine" | "unitLine" | "firstLine", title: string, least: number): ReactNode => (
    <label>
      {title}
      <input
        name={name}
        type="number"
        min={least}
        step={1}
        value={recipe[name] ?? ""}
        placeholder={found?.[name] === undefined ? "" : found[name] === 0 ? importing.none : String(found[name])}
        title={least === 0 ? importing.lineHint : ""}
        onChange={(event) => say({ [name]: event.target.value === "" ? undefined : Math.max(least, Math.round(Number(event.target.value))) })}
      />
      <FieldProblems problems={problems(name)} />
    </label>
  );
  return (
    <>
      {preview?.kind === "variables" ? (
        <label className="import-wide">
          {importing.variable}
          <select name="variable" value={recipe.variable ?? ""} onChange={(event) => change({ ...draft, scales: {}, recipe: { ...recipe, columns: undefined, variable: event.target.value === "" ? undefined : event.target.value } })}>
            <option value="">{importing.chooseVariable}</option>
            {preview.variables.map(({ path, size }) => (
              <option key={path} value={path}>
                {`${path} (${size})`}
              </option>
            ))}
          </select>
          <FieldProblems problems={problems("variable")} />
        </label>
      ) : null}
      <FieldProblems problems={problems("file")} />
      {isText ? (
        <fieldset>
          <legend>{importing.table}</legend>
          <label>
            {importing.delimiter}
            <select name="delimiter" value={recipe.delimiter ?? ""} onChange={(event) => say({ delimiter: event.target.value === "" ? undefined : event.target.value })}>
              <option value="">{importing.auto(importing.delimiters[found?.delimiter ?? ""] ?? "")}</option>
              {Object.entries(importing.delimiters).map(([sign, title]) => (
                <option key={sign} value={sign}>
                  {title}
                </option>
              ))}
            </select>
            <FieldProblems problems={problems("delimiter")} />
          </label>
          <label>
            {importing.decimal}
            <select name="decimal" value={recipe.decimal ?? ""} onChange={(event) => say({ decimal: event.target.value === "" ? undefined : event.target.value === "," ? "," : "." })}>
              <option value="">{importing.auto(importing.decimals[found?.decimal ?? ""] ?? "")}</option>
              {Object.entries(importing.decimals).map(([sign, title]) => (
                <option key={sign} value={sign}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          {line("labelLine", importing.labelLine, 0)}
          {line("unitLine", importing.unitLine, 0)}
          {line("firstLine", importing.firstLine, 1)}
        </fieldset>
      ) : null}
      <fieldset>
        <legend>{importing.time}</legend>
        {isText ? (
          <label>
            {importing.timeColumn}
            <select name="timeColumn" value={recipe.timeColumn ?? ""} onChange={(event) => say({ timeColumn: event.target.value === "" ? undefined : Number(event.target.value) })}>
              <option value="">{importing.auto(found?.timeColumn === undefined ? "" : (preview?.columns[found.timeColumn]?.label ?? importing.none))}</option>
              <option value="-1">{importing.noTimeColumn}</option>
              {preview?.columns.map(({ column, label }) => (
                <option key={column} value={column}>
                  {`${column + 1}: ${label}`}
                </option>
              ))}
            </select>
            <FieldProblems problems={problems("timeColumn")} />
          </label>
        ) : null}
        {isText && (found?.timeColumn ?? recipe.timeColumn ?? -1) >= 0 ? (
          <label>
            {importing.timeUnit}
            <select name="timeUnit" value={recipe.timeUnit ?? ""} onChange={(event) => say({ timeUnit: TIME_UNITS.find((unit) => unit === event.target.value) })}>
              <option value="">{importing.auto(importing.timeUnits[found?.timeUnit ?? ""] ?? "")}</option>
              {TIME_UNITS.map((unit) => (
                <option key={unit} value={unit}>
                  {importing.timeUnits[unit]}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <label>
          {importing.rate}
          <input name="samplingHz" data-first-focus inputMode="decimal" list={rates} required={needsRate} aria-invalid={!isRate(draft.samplingHz) || undefined} value={draft.samplingHz} placeholder={found?.samplingHz === undefined ? "" : importing.rateFound(entered(Number(found.samplingHz.toPrecision(7))))} onChange={(event) => change({ ...draft, samplingHz: event.target.value })} />
          <datalist id={rates}>
            {COMMON_RATES.map((rate) => (
              <option key={rate} value={rate} />
            ))}
          </datalist>
          <FieldProblems problems={problems("samplingHz")} />
        </label>
        {rateOnly ? null : (
          <label>
            {importing.unit}
            <select name="unit" value={recipe.unit ?? ""} onChange={(event) => say({ unit: event.target.value === "" ? undefined : event.target.value })}>
              <option value="">{importing.asFile}</option>
              {UNITS.map((unit) => (
                <option key={unit} value={unit}>
                  {unit.replace("u", "µ")}
                </option>
              ))}
            </select>
          </label>
        )}
      </fieldset>
    </>
  );
}
