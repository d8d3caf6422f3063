import type { ResultDocument } from "../../core/result";
import { oneLine } from "../text-metrics";
import type { ReportBlock } from "./report-model";

/** What ISEK, SENIAM and CEDE ask a report to tell that no recording holds (science.md 7, reporting block). */
const asked: readonly string[] = [
  "Electrode type and size",
  "Electrode distance",
  "Electrode site",
  "Skin preparation",
  "Reference electrode",
  "Amplifier gain, CMRR, input impedance",
  "Hardware band",
  "Converter bits",
  "Posture and joint angle",
  "Stretch method and bias force",
  "Normalisation",
];

const NOT_STATED = "not stated";

/** The check list: what the laboratory's template says, what the recording says, and what nobody has said yet. */
export function acquisitionBlocks(document: ResultDocument, said: Readonly<Record<string, string>>): readonly ReportBlock[] {
  const own = Object.entries(said).filter(([name]) => !asked.includes(name));
  const rates = [...new Set(document.channels.filter((channel) => channel.role === "emg").map((channel) => `${channel.samplingHz} Hz`))].join(", ");
  const facts: readonly (readonly [string, string])[] = [
    ...asked.map((name): readonly [string, string] => [name, oneLine(said[name] ?? "") || NOT_STATED]),
    ...own.map(([name, value]): readonly [string, string] => [oneLine(name), oneLine(value)]),
    ["Sampling rate", rates === "" ? NOT_STATED : rates],
    ["Trains excluded", String(document.trains.filter((train) => train.label === "withheld" || train.label === "insufficient").length)],
  ];
  return [{ kind: "facts", facts }];
}
