import { type ErrorRecord, errorRecord } from "../core/errors";

/** `klonos-error/1`: one line of the JSON output for a file that failed. `where` is empty where there is no place. */
export function errorLine(sourceName: string, thrown: unknown): string {
  const { code, message, where } = errorRecord(thrown);
  return `${JSON.stringify({ schema: "klonos-error/1", source: { name: sourceName }, code, message, where })}\n`;
}

/** Of a whole file: says nothing of a place. */
const WHOLE_FILE = "byte 0";

/** What happened, with the place where the message does not name it. */
export function placedMessage({ message, where }: Pick<ErrorRecord, "message" | "where">): string {
  return where === "" || where === WHOLE_FILE || message.includes(where) ? message : `${message} (${where})`;
}

/** The same for people, who are told the name of the file once. */
export function errorNote(sourceName: string, thrown: unknown): string {
  const record = errorRecord(thrown);
  return `klonos: ${record.message.startsWith(sourceName) ? "" : `${sourceName}: `}${placedMessage(record)}\n`;
}
