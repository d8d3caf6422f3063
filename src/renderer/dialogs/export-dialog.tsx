import { useState, type ReactNode } from "react";
import { exportFile, type FigureChoice } from "../state/exports/export-actions";
import { useMessages } from "../messages/messages";
import { isCurrent } from "../state/klonos-state";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";
import { StopJob } from "./stop-job";
import { useBusy } from "./use-busy";

const WIDTHS = [85, 120, 180] as const;
const FORMATS = [
  ["pdf", "pdf", 300],
  ["svg", "svg", 300],
  ["png300", "png", 300],
  ["png600", "png", 600],
] as const satisfies readonly (readonly [string, FigureChoice["format"], number])[];
const TABLES = ["trains", "measures", "evidence", "bursts", "trials", "pooled", "episodes", "pairs", "reflexes", "reflex_series", "asymmetry", "distractions", "channels", "recordings"] as const;
const TABLE_FORMATS = ["csv", "tsv", "json", "parquet"] as const;

/** Figure and tables. What is exported equals what is shown. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const current = useKlonos(isCurrent);
  const [format, setFormat] = useState<string>("pdf");
  const [width, setWidth] = useState(180);
  const [span, setSpan] = useState<FigureChoice["span"]>("train");
  const [busy, start] = useBusy();
  const [table, setTable] = useState<(typeof TABLES)[number]>("trains");
  const [tableFormat, setTableFormat] = useState<(typeof TABLE_FORMATS)[number]>("csv");
  const [withNames, setWithNames] = useState(false);
  const { exportTables: words } = useMessages();
  const save = (choice: Parameters<typeof exportFile>[1]): void => start(() => exportFile(session, choice));
  const chosen = FORMATS.find(([id]) => id === format) ?? FORMATS[0]!;
  return (
    <Modal title={words.title} onClose={onClose} testId="export-dialog">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save({ kind: "figure", format: chosen[1], dpi: chosen[2], widthMillimetres: width, span });
        }}
      >
        <h3 className="heading">{words.figure}</h3>
        <label>
          {words.figureFormat}
          <select name="format" data-first-focus value={format} onChange={(event) => setFormat(event.target.value)}>
            {FORMATS.map(([id]) => (
              <option key={id} value={id}>
                {words.formats[id]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.width}
          <select name="width" value={width} onChange={(event) => setWidth(Number(event.target.value))}>
            {WIDTHS.map((millimetres) => (
              <option key={millimetres} value={millimetres}>
                {words.widths[millimetres]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.span}
          <select name="span" value={span} onChange={(event) => setSpan(event.target.value === "window" ? "window" : "train")}>
            <option value="train">{words.spans.train}</option>
            <option value="window">{words.spans.window}</option>
          </select>
        </label>
        <div className="form-actions">
          <StopJob busy={busy} />
          <button type="submit" className="primary" aria-disabled={busy}>
            {busy ? words.making : words.saveFigure}
          </button>
        </div>
        <h3 className="heading">{words.tablesHeading}</h3>
        <div className="form-actions form-actions-left">
          <label className="check">
            <select name="table" aria-label={words.table} value={table} onChange={(event) => setTable(TABLES.find((one) => one === event.target.value) ?? "trains")}>
              {TABLES.map((one) => (
                <option key={one} value={one}>
                  {words.tables[one]}
                </option>
              ))}
            </select>
          </label>
          <label className="check">
            <select name="table-format" aria-label={words.format} value={tableFormat} onChange={(event) => setTableFormat(TABLE_FORMATS.find((one) => one === event.target.value) ?? "csv")}>
              {TABLE_FORMATS.map((one) => (
                <option key={one} value={one}>
                  {one.toUpperCase()}
                </option>
              ))}
            </select>
          </label>
          <label className="check">
            <input type="checkbox" checked={withNames} onChange={(event) => setWithNames(event.target.checked)} />
            {words.withNames}
          </label>
          <button type="button" aria-disabled={busy} onClick={() => save({ kind: "table", table: `${table}-${tableFormat}`, withNames })}>
            {words.save}
          </button>
          <button type="button" aria-disabled={busy} onClick={() => save({ kind: "table", table: "result-json", withNames })}>
            {words.everything}
          </button>
          <button type="button" aria-disabled={busy} title={words.studyHint} onClick={() => save({ kind: "table", table: "study-json", withNames })}>
            {words.study}
          </button>
          <button type="button" aria-disabled={busy} onClick={() => save({ kind: "table", table: "dictionary-tsv" })}>
            {words.dictionary}
          </button>
        </div>
        <p className="quiet">{current ? "" : words.waits}{words.note}</p>
      </form>
    </Modal>
  );
}
