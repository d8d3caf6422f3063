import { errorRecord } from "../core/errors";

/** `klonos-error/1`: one line of the JSON output for a file that failed. `where` is empty where there is no place. */
export function errorLine(sourceName: string, thrown: unknown): string {
  const { code, message, where } = errorRecord(thrown);
  return `${JSON.stringify({ schema: "klonos-error/1", source: { name: sourceName }, code, message, where })}\n`;
}

/** The same for people. */
export function errorNote(sourceName: string, thrown: unknown): string {
  const { message } = errorRecord(thrown);
  return `klonos: ${sourceName}: ${message}\n`;
}
