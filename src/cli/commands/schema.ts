import { schemaDocument } from "../../core/schema/schema-document";
import { exitCodes } from "../exit-codes";
import { readOptions, usageError } from "../options";
import type { Command } from "./command";

/** `klonos schema [NAME]` */
export const schemaCommand: Command = {
  name: "schema",
  operands: "[NAME]",
  summary: "the JSON Schemas of results, info and errors, with formula and unit of every field",
  options: {},
  notes: ["NAME is klonos-result/1, klonos-info/1 or klonos-error/1; without it all three are printed in one object."],
  async run(argv, io) {
    const { positionals } = readOptions({}, argv);
    const schemas = schemaDocument();
    const [name] = positionals;
    if (positionals.length > 1) throw usageError("schema takes one NAME.");
    if (name !== undefined && !Object.hasOwn(schemas, name)) throw usageError(`There is no schema “${name}”. There are ${Object.keys(schemas).join(", ")}.`);
    await io.out(`${JSON.stringify(name === undefined ? schemas : schemas[name as keyof typeof schemas], null, 2)}\n`);
    return exitCodes.done;
  },
};
