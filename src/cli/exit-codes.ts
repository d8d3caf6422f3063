import { type ErrorRecord, errorRecord } from "../core/errors";

/** Exit codes; 65, 70 and 73 are those of BSD's sysexits.h, 130 is what a shell says of a program that Ctrl+C stopped. */
export const exitCodes = { done: 0, someFailed: 1, usage: 2, badInput: 65, internal: 70, cannotWrite: 73, stopped: 130 } as const;

/** Codes of errors that are Klonos' own fault, not the file's. */
const INTERNAL: ReadonlySet<string> = new Set(["internal", "engine-crashed", "engine-closed", "asset-missing", "bad-message", "bad-argument"]);

/** The exit code that one failure stands for. */
export function exitCodeOf({ code }: ErrorRecord): number {
  if (code === "usage") return exitCodes.usage;
  if (code === "cancelled") return exitCodes.stopped;
  if (code === "cannot-write") return exitCodes.cannotWrite;
  return INTERNAL.has(code) ? exitCodes.internal : exitCodes.badInput;
}

/**
 * The exit code of a command over several files: 0 when all went well, 1 when some did, else the gravest single code
 * (what cannot be written or is Klonos' fault before bad input).
 */
export function exitCodeOfAll(failures: readonly (unknown | undefined)[]): number {
  const codes = failures.filter((failure) => failure !== undefined).map((failure) => exitCodeOf(errorRecord(failure)));
  if (codes.length === 0) return exitCodes.done;
  if (codes.length < failures.length) return exitCodes.someFailed;
  return Math.max(...codes);
}
