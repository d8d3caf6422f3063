import { useState, type FormEvent, type JSX } from "react";
import type { ErrorRecord } from "../../core/errors";
import type { ImportAnswers, SourceInfo } from "../../protocol/engine-api";
import { Modal } from "./modal";

const LOWEST_RATE_HZ = 0.001;
const HIGHEST_RATE_HZ = 1_000_000;

export interface ImportDialogProps {
  readonly question: { readonly source: SourceInfo; readonly error: ErrorRecord };
  readonly onAnswer: (answers: ImportAnswers) => void;
  readonly onCancel: () => void;
}

/** Asks what a text file does not say. Nothing is guessed: without a rate there is no time. */
export function ImportDialog({ question, onAnswer, onCancel }: ImportDialogProps): JSX.Element {
  const [rate, setRate] = useState("");
  const [unit, setUnit] = useState("");
  const [delimiter, setDelimiter] = useState("");
  const [decimal, setDecimal] = useState<"" | "." | ",">("");
  const number = Number(rate.replace(",", "."));
  const isValid = rate.trim() !== "" && number >= LOWEST_RATE_HZ && number <= HIGHEST_RATE_HZ;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isValid) return;
    onAnswer({
      samplingHz: number,
      ...(unit === "" ? {} : { unit }),
      ...(delimiter === "" ? {} : { delimiter }),
      ...(decimal === "" ? {} : { decimal }),
    });
  };
  return (
    <Modal title={`How to read ${question.source.name}`} testId="import-dialog" onClose={onCancel}>
      <form onSubmit={submit}>
        <p>{question.error.message}</p>
        <div className="form-grid">
          <label htmlFor="import-rate">Sampling rate</label>
          <span className="setting-entry">
            <input id="import-rate" inputMode="decimal" autoFocus required value={rate} aria-invalid={rate !== "" && !isValid} onChange={(event) => setRate(event.target.value)} />
            <span className="setting-unit">Hz</span>
          </span>
          <label htmlFor="import-unit">Unit of channels that name none</label>
          <select id="import-unit" value={unit} onChange={(event) => setUnit(event.target.value)}>
            <option value="">unknown (no µV are shown)</option>
            <option value="uV">µV</option>
            <option value="mV">mV</option>
            <option value="V">V</option>
          </select>
          <label htmlFor="import-delimiter">Delimiter</label>
          <select id="import-delimiter" value={delimiter} onChange={(event) => setDelimiter(event.target.value)}>
            <option value="">as recognised</option>
            <option value=",">comma</option>
            <option value=";">semicolon</option>
            <option value={"\t"}>tab</option>
            <option value=" ">space</option>
          </select>
          <label htmlFor="import-decimal">Decimal sign</label>
          <select id="import-decimal" value={decimal} onChange={(event) => setDecimal(event.target.value === "." || event.target.value === "," ? event.target.value : "")}>
            <option value="">as recognised</option>
            <option value=".">point</option>
            <option value=",">comma</option>
          </select>
        </div>
        <div className="button-row">
          <button type="submit" className="primary" disabled={!isValid}>
            Open
          </button>
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
