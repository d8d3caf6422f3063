import { useState, type ReactNode } from "react";
import type { Examination, TypedScales } from "../../core/reflex-result";
import { useMessages } from "../messages/messages";
import { setExamination } from "../state/analysis/edit-actions";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";

const AGE_LIMITS = [0, 120] as const;
const HEIGHT_LIMITS = [40, 230] as const;
const ASHWORTH = ["0", "1", "1+", "2", "3", "4"];

/** What was typed, as text. */
export type ExaminationForm = Readonly<Record<"side" | "position" | "age" | "height" | "medication" | "botulinum" | "fatigue" | "scats" | "ashworth" | "pennFrequency" | "pennSeverity" | "reflex", string>> & { readonly generalised: boolean };

/** The form of an examination; empty text where nothing was said. */
export function formOf(examination: Examination | undefined): ExaminationForm {
  const { scales } = examination ?? {};
  const text = (value: string | number | undefined): string => (value === undefined ? "" : String(value));
  return {
    side: text(examination?.side),
    position: text(examination?.position),
    age: text(examination?.ageYears),
    height: text(examination?.heightCentimetres),
    medication: (examination?.medication ?? []).map(({ name, dose, takenAt }) => [name, dose ?? "", takenAt ?? ""].join("; ").replace(/(; )+$/, "")).join("\n"),
    botulinum: text(examination?.botulinumDate),
    fatigue: text(examination?.fatigue),
    generalised: examination?.generalised ?? false,
    scats: text(scales?.scatsClonus),
    ashworth: text(scales?.ashworth),
    pennFrequency: text(scales?.pennFrequency),
    pennSeverity: text(scales?.pennSeverity),
    reflex: text(scales?.reflex),
  };
}

/** The examination of a form, without the keys that were left empty; the name of the first field that cannot be read otherwise. */
export function examinationOf(form: ExaminationForm): { readonly examination: Examination | undefined } | { readonly wrong: "age" | "height" } {
  const number = (text: string, [low, high]: readonly [number, number]): number | undefined => {
    const value = Number(text.trim().replace(",", "."));
    return Number.isFinite(value) && value >= low && value <= high ? value : undefined;
  };
  const age = form.age.trim() === "" ? undefined : number(form.age, AGE_LIMITS);
  if (form.age.trim() !== "" && age === undefined) return { wrong: "age" };
  const height = form.height.trim() === "" ? undefined : number(form.height, HEIGHT_LIMITS);
  if (form.height.trim() !== "" && height === undefined) return { wrong: "height" };
  const words = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());
  const step = (text: string): number | undefined => (text === "" ? undefined : Number(text));
  const medication = form.medication.split("\n").flatMap((line) => {
    const [name = "", dose = "", takenAt = ""] = line.split(";").map((part) => part.trim());
    return name === "" ? [] : [{ name, ...(dose === "" ? {} : { dose }), ...(takenAt === "" ? {} : { takenAt }) }];
  });
  const scales = withoutEmpty<TypedScales>({ scatsClonus: step(form.scats), ashworth: words(form.ashworth), pennFrequency: step(form.pennFrequency), pennSeverity: step(form.pennSeverity), reflex: step(form.reflex) });
  const examination = withoutEmpty<Examination>({
    side: form.side === "left" || form.side === "right" ? form.side : undefined,
    position: words(form.position),
    ageYears: age,
    heightCentimetres: height,
    medication: medication.length === 0 ? undefined : medication,
    botulinumDate: words(form.botulinum),
    fatigue: words(form.fatigue),
    generalised: form.generalised ? true : undefined,
    scales,
  });
  return { examination };
}

function withoutEmpty<T extends object>(value: T): T | undefined {
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as T);
}

/** Age, height, posture, medication and scales of the examination: some change the analysis, all stand in the report. Nothing here names a person. */
export function ExaminationDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { examination: words } = useMessages();
  const examination = useKlonos((state) => state.inputs.present.context.examination);
  const [form, setForm] = useState(() => formOf(examination));
  const [wrong, setWrong] = useState<"age" | "height" | undefined>();
  const set = (name: keyof ExaminationForm, value: string | boolean): void => {
    setForm((before) => ({ ...before, [name]: value }));
    if (name === wrong) setWrong(undefined);
  };
  const choice = (name: "side" | "scats" | "ashworth" | "pennFrequency" | "pennSeverity" | "reflex", options: readonly (readonly [string, string])[]): ReactNode => (
    <label>
      {words.fields[name]}
      <select value={form[name]} onChange={(event) => set(name, event.target.value)}>
        <option value="">{words.notSaid}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
  const steps = (from: number, to: number): readonly (readonly [string, string])[] => Array.from({ length: to - from + 1 }, (_, k) => [String(from + k), String(from + k)] as const);
  return (
    <Modal title={words.title} onClose={onClose} testId="examination-dialog">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          const read = examinationOf(form);
          if ("wrong" in read) {
            setWrong(read.wrong);
            return;
          }
          setExamination(session, read.examination);
          onClose();
        }}
      >
        {choice("side", [["left", words.left], ["right", words.right]])}
        <label>
          {words.fields.age}
          <input value={form.age} inputMode="decimal" aria-invalid={wrong === "age"} onChange={(event) => set("age", event.target.value)} data-first-focus />
        </label>
        {wrong === "age" ? <p role="alert">{words.wrongAge}</p> : null}
        <label>
          {words.fields.height}
          <input value={form.height} inputMode="decimal" aria-invalid={wrong === "height"} onChange={(event) => set("height", event.target.value)} />
        </label>
        {wrong === "height" ? <p role="alert">{words.wrongHeight}</p> : null}
        <label>
          {words.fields.position}
          <input value={form.position} maxLength={200} onChange={(event) => set("position", event.target.value)} />
        </label>
        <label>
          {words.fields.medication}
          <textarea rows={2} value={form.medication} maxLength={800} placeholder={words.medicationHint} onChange={(event) => set("medication", event.target.value)} />
        </label>
        <label>
          {words.fields.botulinum}
          <input type="date" value={form.botulinum} onChange={(event) => set("botulinum", event.target.value)} />
        </label>
        <label>
          {words.fields.fatigue}
          <input value={form.fatigue} maxLength={200} onChange={(event) => set("fatigue", event.target.value)} />
        </label>
        <label className="check">
          <input type="checkbox" checked={form.generalised} onChange={(event) => set("generalised", event.target.checked)} />
          {words.fields.generalised}
        </label>
        <details>
          <summary>{words.scales}</summary>
          <div className="form">
            {choice("scats", steps(0, 3))}
            {choice("ashworth", ASHWORTH.map((grade) => [grade, grade] as const))}
            {choice("pennFrequency", steps(0, 4))}
            {choice("pennSeverity", steps(1, 3))}
            {choice("reflex", steps(0, 4))}
          </div>
        </details>
        <p className="quiet">{words.note}</p>
        <div className="form-actions">
          <button type="submit" className="primary">
            {words.done}
          </button>
        </div>
      </form>
    </Modal>
  );
}
