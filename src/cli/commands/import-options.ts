import type { ImportAnswers } from "../../protocol/engine-api";
import { numberOption, oneOf, type OptionValues } from "../options";

const MAX_SAMPLING_HZ = 1e6;
const UNITS = ["uV", "mV", "V", "nV"] as const;

/** What a person adds where a text file does not say it. */
export const importOptions = {
  sampling: { type: "string", value: "HZ", help: "sampling rate of a text file without a time column" },
  unit: { type: "string", value: UNITS.join("|"), help: "unit of the channels of a text file that names none" },
  delimiter: { type: "string", value: "C", help: "column separator of a text file, e.g. ; or tab (default: found out)" },
  variable: { type: "string", value: "NAME", help: "variable of a MATLAB or HDF5 file that holds the signal" },
  decimal: { type: "string", value: ".|,", help: "decimal sign of a text file (default: found out)" },
} as const;

/** @throws KlonosError `usage` */
export function answersOf(values: OptionValues<typeof importOptions>): ImportAnswers {
  return {
    samplingHz: values.sampling === undefined ? undefined : numberOption("sampling", values.sampling, 1, MAX_SAMPLING_HZ),
    unit: values.unit === undefined ? undefined : oneOf("unit", values.unit.replace(/^[µμ]/, "u"), UNITS),
    delimiter: values.delimiter === "tab" || values.delimiter === "\\t" ? "\t" : values.delimiter,
    variable: values.variable,
    decimal: values.decimal === undefined ? undefined : oneOf("decimal", values.decimal, [".", ","]),
  };
}
