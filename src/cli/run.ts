import { errorRecord } from "../core/errors";
import { klonosVersion } from "../node/own-files";
import { analyseCommand } from "./commands/analyse";
import { batchCommand } from "./commands/batch";
import type { Command } from "./commands/command";
import { convertCommand } from "./commands/convert";
import { infoCommand } from "./commands/info";
import { schemaCommand } from "./commands/schema";
import { settingsCommand } from "./commands/settings";
import { simulateCommand } from "./commands/simulate";
import { validateCommand } from "./commands/validate";
import { placedMessage } from "./error-line";
import { exitCodeOf, exitCodes } from "./exit-codes";
import { commandHelp, programHelp } from "./help";
import { type CliIo, PipeClosed } from "./io";
import { usageError } from "./options";
import { printable } from "./text-table";

const commands: readonly Command[] = [analyseCommand, batchCommand, infoCommand, convertCommand, simulateCommand, validateCommand, settingsCommand, schemaCommand];

/** Runs one command line (without the program's name) and returns its exit code; never rejects. */
export async function runKlonos(argv: readonly string[], io: CliIo): Promise<number> {
  const [first, ...rest] = argv;
  try {
    if (first === "--version" || first === "-V") {
      await io.out(`${klonosVersion()}\n`);
      return exitCodes.done;
    }
    if (first === undefined || first === "--help" || first === "-h" || first === "help") {
      const help = helpFor(first === "help" ? rest[0] : undefined);
      if (first === undefined) {
        io.note(help);
        return exitCodes.usage;
      }
      await io.out(help);
      return exitCodes.done;
    }
    const command = commandNamed(first);
    // After `--` everything is an operand, also a file called --help.
    const end = rest.indexOf("--");
    const flags = end < 0 ? rest : rest.slice(0, end);
    if (flags.includes("--help") || flags.includes("-h")) {
      await io.out(commandHelp(command));
      return exitCodes.done;
    }
    return await command.run(rest, io);
  } catch (thrown) {
    if (thrown instanceof PipeClosed) return exitCodes.done;
    const record = errorRecord(thrown);
    io.note(printable(`klonos: ${record.code === "usage" ? record.message : placedMessage(record)}\n`));
    if (record.code === "usage") io.note(`Try: klonos ${commands.some(({ name }) => name === first) ? `${first} ` : ""}--help\n`);
    if (record.code === "internal" && thrown instanceof Error && thrown.stack !== undefined) io.note(`${thrown.stack}\n`);
    return exitCodeOf(record);
  }
}

function helpFor(name: string | undefined): string {
  return name === undefined ? programHelp(commands, klonosVersion()) : commandHelp(commandNamed(name));
}

function commandNamed(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name || (candidate.name === "analyse" && name === "analyze"));
  if (command === undefined) throw usageError(`There is no command “${name}”. There are ${commands.map((candidate) => candidate.name).join(", ")}.`);
  return command;
}
