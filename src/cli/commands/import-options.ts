import type { ImportAnswers } from "../../protocol/engine-api";
import { numberOption, oneOf, type OptionValues } from "../options";
import { readImportFile } from "../settings-file";

const MAX_SAMPLING_HZ = 1e6;
const UNITS = ["uV", "mV", "V", "nV"] as const;

/** What a person adds where a text file does not say it. */
export const importOptions = {
  import: { type: "string", value: "FILE", help: "import settings as JSON (klonos-import/1, from the import dialog); the options below go over them" },
  sampling: { type: "string", value: "HZ", help: "sampling rate of a text file without a time column" },
  unit: { type: "string", value: UNITS.join("|"), help: "unit of the channels of a text file that names none" },
  delimiter: { type: "string", value: "C", help: "column separator of a text file, e.g. ; or tab (default: found out)" },
  variable: { type: "string", value: "NAME", help: "variable of a MATLAB or HDF5 file that holds the signal" },
  decimal: { type: "string", value: ".|,", help: "decimal sign of a text file (default: found out)" },
} as const;

/** @throws KlonosError `usage`, `import-file`, `bad-recipe` */
export async function answersOf(values: OptionValues<typeof importOptions>): Promise<ImportAnswers> {
  const recipe = values.import === undefined ? {} : await readImportFile(values.import);
  return {
    ...recipe,
    ...(values.sampling === undefined ? {} : { samplingHz: numberOption("sampling", values.sampling, 1, MAX_SAMPLING_HZ) }),
    ...(values.unit === undefined ? {} : { unit: oneOf("unit", values.unit.replace(/^[µμ]/, "u"), UNITS) }),
    ...(values.delimiter === undefined ? {} : { delimiter: values.delimiter === "tab" || values.delimiter === "\\t" ? "\t" : values.delimiter }),
    ...(values.variable === undefined ? {} : { variable: values.variable }),
    ...(values.decimal === undefined ? {} : { decimal: oneOf("decimal", values.decimal, [".", ","]) }),
  };
}
