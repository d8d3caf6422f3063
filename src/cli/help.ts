import type { Command } from "./commands/command";
import type { OptionSpec } from "./options";
import { alignedTable } from "./text-table";

/** Help of the program. */
export function programHelp(commands: readonly Command[], version: string): string {
  return [
    `Klonos ${version}: bursts, trains and the rhythm of clonus and pseudoclonus, with the evidence.`,
    "",
    "Usage: klonos COMMAND [OPTIONS]",
    "",
    ...alignedTable(["Commands", ""], commands.map(({ name, summary }) => [`  ${name}`, summary])),
    "",
    "klonos COMMAND --help tells more. Exit codes: 0 done, 1 some of several files failed, 2 usage,",
    "65 bad input, 70 internal, 73 cannot write, 130 stopped with Ctrl+C.",
    "For research and teaching. Not a medical device.",
    "",
  ].join("\n");
}

/** Help of one command. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, spec]) => [`  --${name}${valueOf(spec)}`, spec.help]);
  return [
    `Usage: klonos ${command.name} ${command.operands}`,
    command.summary,
    "",
    ...(options.length > 0 ? [...alignedTable(["Options", ""], options), ""] : []),
    ...command.notes.flatMap((note) => [note, ""]),
  ].join("\n");
}

function valueOf(spec: OptionSpec): string {
  return spec.type === "boolean" ? "" : ` ${spec.value ?? "VALUE"}`;
}
