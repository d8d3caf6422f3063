import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { KlonosError } from "../core/errors";

/** What the reasons of the system mean. */
const REASONS: Readonly<Record<string, string>> = { ENOENT: "there is no such file", EISDIR: "it is a folder", EACCES: "access is denied", EPERM: "access is denied" };
/** What stands where bytes are no UTF-8. */
const REPLACEMENT = "\uFFFD";
/** First bytes of a ZIP archive (spreadsheets are some) and of an old spreadsheet. */
const BOOKS = [[0x50, 0x4b, 0x03, 0x04], [0xd0, 0xcf, 0x11, 0xe0]] as const;

/**
 * A text file that a command line names: UTF-8, UTF-16 with its mark (as spreadsheets save “Unicode text”), else Latin-1.
 * @throws KlonosError of this code, saying why it cannot be read
 */
export async function readText(path: string, code: string): Promise<string> {
  const bytes = await readFile(path).catch((thrown: NodeJS.ErrnoException) => {
    const reason = thrown.code ?? "";
    throw new KlonosError(code, `“${basename(path)}” cannot be read: ${REASONS[reason] ?? reason}.`, basename(path));
  });
  if (BOOKS.some((first) => first.every((byte, k) => bytes[k] === byte))) throw new KlonosError(code, `“${basename(path)}” is a spreadsheet or an archive, no text: save its sheet as CSV.`, basename(path));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff && bytes.length % 2 === 0) return bytes.swap16().toString("utf16le");
  const text = bytes.toString("utf8");
  return text.includes(REPLACEMENT) ? bytes.toString("latin1") : text;
}
