import type { Examination, Medication, TypedScales } from "../core/reflex-result";
import { validateExamination } from "../protocol/validate";
import { numberOption, oneOf, type OptionValues, usageError } from "./options";
import { readExaminationFile } from "./settings-file";

/** What is known about the examination beside the signals; see `Examination`. Nothing here names a person. */
export const examinationOptions = {
  examination: { type: "string", value: "FILE", help: "the examination as JSON (age, height, side, position, medication, scales …); options given beside it come first" },
  age: { type: "string", value: "YEARS", help: "age, with decimals for infants; below 1 the number of beats decides nothing" },
  height: { type: "string", value: "CM", help: "body height: leg latencies are linear in it" },
  side: { type: "string", value: "left|right", help: "the side that was examined, where the marks do not say it" },
  position: { type: "string", value: "TEXT", help: "posture and joint angles" },
  medication: { type: "string", multiple: true, value: "NAME[;DOSE[;TIME]]", help: "a medicine with dose and time of the last dose (2026-09-14T08:30); repeatable" },
  botulinum: { type: "string", value: "DATE", help: "last botulinum toxin injection, YYYY-MM-DD" },
  fatigue: { type: "string", value: "TEXT", help: "fatigue or load before the recording" },
  generalised: { type: "boolean", help: "several limbs convulse together: labels are withheld" },
  scats: { type: "string", value: "0-3", help: "SCATS clonus as a clinician found it; none of these scales is computed" },
  ashworth: { type: "string", value: "0|1|1+|2|3|4", help: "modified Ashworth as a clinician found it" },
  penn: { type: "string", value: "0-4", help: "Penn spasm frequency as reported" },
  "reflex-grade": { type: "string", value: "0-4", help: "tendon reflex (NINDS) as a clinician found it" },
} as const;

const ASHWORTH = ["0", "1", "1+", "2", "3", "4"] as const;
const SIDES = ["left", "right"] as const;

/** The examination of the file with the single options laid over it; undefined where nothing was said. @throws KlonosError `usage`, `examination-file`, `bad-examination` */
export async function readExamination(values: OptionValues<typeof examinationOptions>): Promise<Examination | undefined> {
  const file = values.examination === undefined ? {} : await readExaminationFile(values.examination);
  const number = (name: "age" | "height", min: number, max: number): number | undefined => (values[name] === undefined ? undefined : numberOption(name, values[name], min, max));
  const step = (name: "scats" | "penn" | "reflex-grade", max: number): number | undefined => (values[name] === undefined ? undefined : numberOption(name, values[name], 0, max, true));
  const scales: TypedScales = known({
    scatsClonus: step("scats", 3),
    ashworth: values.ashworth === undefined ? undefined : oneOf("ashworth", values.ashworth, ASHWORTH),
    pennFrequency: step("penn", 4),
    reflex: step("reflex-grade", 4),
  });
  const said: Examination = known({
    ageYears: number("age", 0, 120),
    heightCentimetres: number("height", 40, 230),
    side: values.side === undefined ? undefined : oneOf("side", values.side, SIDES),
    position: values.position,
    medication: values.medication.length === 0 ? undefined : values.medication.map(readMedication),
    botulinumDate: values.botulinum,
    fatigue: values.fatigue,
    generalised: values.generalised,
    scales: Object.keys(scales).length === 0 ? undefined : { ...file.scales, ...scales },
  });
  const all = { ...file, ...said };
  return Object.keys(all).length === 0 ? undefined : validateExamination(all);
}

function readMedication(text: string): Medication {
  const [name = "", dose = "", takenAt = ""] = text.split(";").map((part) => part.trim());
  if (name === "") throw usageError(`--medication is NAME[;DOSE[;TIME]], e.g. "baclofen;10 mg;2026-09-14T08:30"; it was “${text}”.`, "--medication");
  return known({ name, dose: dose === "" ? undefined : dose, takenAt: takenAt === "" ? undefined : takenAt });
}

/** Without the keys that hold nothing. */
function known<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}
