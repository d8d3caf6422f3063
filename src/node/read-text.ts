import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { KlonosError } from "../core/errors";

/** A text file that a command line names. @throws KlonosError of this code, saying why it cannot be read */
export async function readText(path: string, code: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (thrown) {
    const reason = (thrown as NodeJS.ErrnoException).code ?? "";
    throw new KlonosError(code, `“${basename(path)}” cannot be read: ${reason === "ENOENT" ? "there is no such file" : reason}.`, basename(path));
  }
}
