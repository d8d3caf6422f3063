import { defaultSettings } from "../../core/settings";
import { settingsDocument } from "../../core/schema/schema-document";
import { exitCodes } from "../exit-codes";
import { readOptions, usageError } from "../options";
import type { Command } from "./command";

const options = {
  values: { type: "boolean", help: "print only names and default values: a file for analyse --settings" },
} as const;

/** `klonos settings` */
export const settingsCommand: Command = {
  name: "settings",
  operands: "",
  summary: "every setting with default, unit, limits and source, as JSON",
  options,
  notes: ["klonos settings --values > settings.json gives a file to edit; settings that are left out keep their default."],
  async run(argv, io) {
    const { values, positionals } = readOptions(options, argv);
    if (positionals.length > 0) throw usageError(`settings takes no operand “${positionals[0]}”.`);
    await io.out(`${JSON.stringify(values.values === true ? defaultSettings : settingsDocument(), null, 2)}\n`);
    return exitCodes.done;
  },
};
