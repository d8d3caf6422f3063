import { useState, type JSX } from "react";
import type { TrainResult } from "../../core/result";
import type { FigureFormat, TableKind } from "../../protocol/engine-api";
import { elapsed } from "../layout/format";
import { ribbonText } from "../layout/pattern-words";
import { Modal } from "./modal";

/** Column widths of journals, in millimetres. */
const WIDTHS = [85, 90, 140, 180, 190] as const;
const DEFAULT_WIDTH = 180;
const RESOLUTIONS = [300, 600] as const;

export type ExportChoice =
  | { readonly kind: "figure"; readonly trainId: string | undefined; readonly format: FigureFormat; readonly widthMillimetres: number; readonly dpi: number; readonly span: "train" | "window" }
  | { readonly kind: "table"; readonly table: TableKind };

export interface ExportDialogProps {
  readonly trains: readonly TrainResult[];
  readonly trainId: string | undefined;
  /** An export is being made. */
  readonly busy: boolean;
  readonly onExport: (choice: ExportChoice) => void;
  readonly onClose: () => void;
}

/** Figures and tables of the result as it is shown. */
export function ExportDialog({ trains, trainId, busy, onExport, onClose }: ExportDialogProps): JSX.Element {
  const [train, setTrain] = useState(trainId ?? trains[0]?.id);
  const [span, setSpan] = useState<"train" | "window">("train");
  const [width, setWidth] = useState<number>(DEFAULT_WIDTH);
  const [dpi, setDpi] = useState<number>(RESOLUTIONS[0]);
  const figure = (format: FigureFormat): void => onExport({ kind: "figure", trainId: train, format, widthMillimetres: width, dpi, span });
  return (
    <Modal title="Export" testId="export-dialog" onClose={onClose}>
      <fieldset disabled={busy}>
        <legend>Annotated figure</legend>
        <div className="form-grid">
          <label htmlFor="export-train">Train</label>
          <select id="export-train" value={train ?? ""} onChange={(event) => setTrain(event.target.value === "" ? undefined : event.target.value)}>
            {trains.length === 0 && <option value="">none: the span without a label</option>}
            {trains.map((one) => (
              <option key={one.id} value={one.id}>
                {`${one.channel} ${elapsed(one.startSeconds, 1)} · ${ribbonText(one)}`}
              </option>
            ))}
          </select>
          <label htmlFor="export-span">Span</label>
          <select id="export-span" value={span} onChange={(event) => setSpan(event.target.value === "window" ? "window" : "train")}>
            <option value="train">around the train</option>
            <option value="window">the window as shown</option>
          </select>
          <label htmlFor="export-width">Width</label>
          <select id="export-width" value={width} onChange={(event) => setWidth(Number(event.target.value))}>
            {WIDTHS.map((millimetres) => (
              <option key={millimetres} value={millimetres}>
                {millimetres} mm
              </option>
            ))}
          </select>
          <label htmlFor="export-dpi">Resolution of PNG</label>
          <select id="export-dpi" value={dpi} onChange={(event) => setDpi(Number(event.target.value))}>
            {RESOLUTIONS.map((resolution) => (
              <option key={resolution} value={resolution}>
                {resolution} dpi
              </option>
            ))}
          </select>
        </div>
        <div className="button-row">
          <button type="button" className="primary" onClick={() => figure("svg")}>
            Save SVG
          </button>
          <button type="button" onClick={() => figure("pdf")}>
            Save PDF
          </button>
          <button type="button" onClick={() => figure("png")}>
            Save PNG
          </button>
        </div>
      </fieldset>
      <fieldset disabled={busy}>
        <legend>Numbers</legend>
        <div className="button-row">
          <button type="button" onClick={() => onExport({ kind: "table", table: "bursts-csv" })}>
            Bursts, CSV
          </button>
          <button type="button" onClick={() => onExport({ kind: "table", table: "trains-csv" })}>
            Trains, CSV
          </button>
          <button type="button" onClick={() => onExport({ kind: "table", table: "result-json" })}>
            Whole result, JSON
          </button>
        </div>
      </fieldset>
      <p className="muted">What is exported is what is shown. Each file carries the recording’s hash, the version, the settings that differ from the published rule, and the number of edits; names and dates of the recording’s header stay out.</p>
    </Modal>
  );
}
