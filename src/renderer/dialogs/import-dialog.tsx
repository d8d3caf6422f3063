import { useState, type FormEvent, type ReactNode } from "react";
import type { ImportAnswers } from "../../protocol/engine-api";
import { useMessages } from "../messages/messages";
import type { ImportQuestion } from "../state/klonos-state";
import { openSource } from "../state/open-actions";
import { useSession } from "../state/session-context";
import { Modal } from "./modal";

const COMMON_RATES: readonly number[] = [500, 1000, 2000, 4000, 5000];
const UNITS: readonly string[] = ["uV", "mV", "V"];
const DELIMITERS: readonly (readonly [string, string])[] = [
  ["", "find out"],
  [",", "comma"],
  [";", "semicolon"],
  ["\t", "tab"],
  [" ", "space"],
];

interface Answers {
  readonly samplingHz: string;
  readonly unit: string;
  readonly delimiter: string;
  readonly decimal: string;
  readonly variable: string;
}

/** Answers as the engine wants them; undefined while the rate is no positive number. */
export function parseAnswers(answers: Answers, needsRate: boolean, needsVariable = false): ImportAnswers | undefined {
  const rate = Number(answers.samplingHz.trim().replace(",", "."));
  const hasRate = answers.samplingHz.trim() !== "" && Number.isFinite(rate) && rate > 0;
  if (needsVariable && answers.variable === "") return undefined;
  if (answers.samplingHz.trim() === "" ? needsRate : !hasRate) return undefined;
  return {
    ...(hasRate ? { samplingHz: rate } : {}),
    ...(answers.variable === "" ? {} : { variable: answers.variable }),
    ...(answers.unit === "" ? {} : { unit: answers.unit }),
    ...(answers.delimiter === "" ? {} : { delimiter: answers.delimiter }),
    ...(answers.decimal === "." || answers.decimal === "," ? { decimal: answers.decimal } : {}),
  };
}

/** Asks for what a text file does not say. Nothing is guessed: the rate has no default. */
export function ImportDialog({ question }: { readonly question: ImportQuestion }): ReactNode {
  const session = useSession();
  const { common } = useMessages();
  const [answers, setAnswers] = useState<Answers>({ samplingHz: "", unit: "", delimiter: "", decimal: "", variable: "" });
  const close = (): void => session.store.setState({ importQuestion: undefined });
  const needsRate = question.error.code === "needs-rate";
  const needsVariable = question.error.code === "needs-variable";
  const { choices } = question.error.details;
  const variables = needsVariable && typeof choices === "string" ? choices.split(", ") : [];
  const parsed = parseAnswers(answers, needsRate, needsVariable);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (parsed !== undefined) void openSource(session, question.source, { ...question.answers, ...parsed });
  };
  const set = (change: Partial<Answers>): void => setAnswers({ ...answers, ...change });
  return (
    <Modal title={`How to read ${question.source.name}`} onClose={close} testId="import-dialog">
      <form onSubmit={submit} className="form">
        <p>
          {question.error.message}
          {question.error.where === "" ? "" : ` (${question.error.where})`}
        </p>
        {needsVariable ? (
          <label>
            Variable with the signal
            <select name="variable" required value={answers.variable} onChange={(event) => set({ variable: event.target.value })}>
              <option value="">choose one</option>
              {variables.map((variable) => (
                <option key={variable} value={variable}>
                  {variable}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <label>
          Sampling rate, Hz
          <input name="samplingHz" data-first-focus inputMode="decimal" list="common-rates" required={needsRate} value={answers.samplingHz} onChange={(event) => set({ samplingHz: event.target.value })} />
          <datalist id="common-rates">
            {COMMON_RATES.map((rate) => (
              <option key={rate} value={rate} />
            ))}
          </datalist>
        </label>
        <label>
          Unit of the values
          <select name="unit" value={answers.unit} onChange={(event) => set({ unit: event.target.value })}>
            <option value="">as the file says, else none</option>
            {UNITS.map((unit) => (
              <option key={unit} value={unit}>
                {unit.replace("u", "µ")}
              </option>
            ))}
          </select>
        </label>
        <label>
          Between columns
          <select name="delimiter" value={answers.delimiter} onChange={(event) => set({ delimiter: event.target.value })}>
            {DELIMITERS.map(([delimiter, title]) => (
              <option key={title} value={delimiter}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          Decimal sign
          <select name="decimal" value={answers.decimal} onChange={(event) => set({ decimal: event.target.value })}>
            <option value="">find out</option>
            <option value=".">point</option>
            <option value=",">comma</option>
          </select>
        </label>
        <div className="form-actions">
          <button type="button" onClick={close}>
            {common.cancel}
          </button>
          <button type="submit" className="primary" disabled={parsed === undefined}>
            Open
          </button>
        </div>
      </form>
    </Modal>
  );
}
