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


/** The check list: what the laboratory's template says, what the recording says, and what nobody has said yet. */
export function acquisitionBlocks(document: ResultDocument, said: Readonly<Record<string, string>>): readonly ReportBlock[] {
  const own = Object.entries(said).filter(([name]) => !asked.includes(name));
  const rates = [...new Set(document.channels.filter((channel) => channel.role === "emg").map((channel) => `${channel.samplingHz} Hz`))].join(", ");
  const stated = asked.flatMap((name): readonly (readonly [string, string])[] => (oneLine(said[name] ?? "") === "" ? [] : [[name, oneLine(said[name]!)]]));
  const facts: readonly (readonly [string, string])[] = [
    ...stated,
    ...own.map(([name, value]): readonly [string, string] => [oneLine(name), oneLine(value)]),
    ...(rates === "" ? [] : [["Sampling rate", rates] as const]),
    ["Trains excluded", String(document.trains.filter((train) => train.label === "withheld" || train.label === "insufficient").length)],
  ];
  const missing = [...asked.filter((name) => !stated.some(([other]) => other === name)), ...(rates === "" ? ["Sampling rate"] : [])];
  return [{ kind: "facts", facts }, ...(missing.length === 0 ? [] : [{ kind: "paragraph", text: `Not stated: ${missing.join("; ")}.`, weight: "quiet" } as const])];
}
