import { resolve } from "node:path";

/** `npm start` without a file opens the bundled session. */
const EXAMPLE_FLAG = "--example";

/**
 * Files among the arguments of a start or of a second instance. Electron puts its own program, switches and, when it is not
 * packaged, the application's folder before them; relative names are of the folder that the instance was started in.
 *
 * @param example Path of the bundled session, which the flag `--example` stands for.
 */
export function filesOfArguments(argv: readonly string[], folder: string, isPackaged: boolean, example: string): readonly string[] {
  const own = argv.slice(1).filter((argument) => !argument.startsWith("-"));
  const files = isPackaged ? own : own.slice(1);
  return [...(argv.includes(EXAMPLE_FLAG) ? [example] : []), ...files.map((file) => resolve(folder, file))];
}
