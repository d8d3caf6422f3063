import { parseArgs } from "node:util";
import { KlonosError } from "../core/errors";

/** One option of a command: parser, help and check derive from it. */
export interface OptionSpec {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  /** Shown in the help after the name, e.g. `START:END`. */
  readonly value?: string;
  readonly help: string;
}

/** A command's options by their long name. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<S extends OptionSpec> = S["type"] extends "boolean" ? boolean : S["multiple"] extends true ? readonly string[] : string;

/** What was given: absent options are undefined, repeatable ones an empty list. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name]["multiple"] extends true ? ValueOf<Specs[Name]> : ValueOf<Specs[Name]> | undefined;
};

/** A command line that cannot be understood: exit code 2. */
export function usageError(message: string, where = ""): KlonosError {
  return new KlonosError("usage", message, where);
}

/** Reads a command's arguments. @throws KlonosError `usage` for anything unknown, missing or given twice. */
export function readOptions<Specs extends OptionSpecs>(specs: Specs, argv: readonly string[]): { readonly values: OptionValues<Specs>; readonly positionals: readonly string[] } {
  const options: Record<string, { type: "string" | "boolean"; multiple: boolean }> = {};
  // Everything is read as repeatable, so that a second value of a single option is an error and not the winner.
  for (const [name, spec] of Object.entries(specs)) options[name] = { type: spec.type, multiple: true };
  let parsed;
  try {
    parsed = parseArgs({ args: joinNegatives(specs, argv), options, allowPositionals: true, strict: true });
  } catch (thrown) {
    throw usageError(thrown instanceof Error ? (thrown.message.split(". ")[0] ?? thrown.message) : String(thrown));
  }
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const given = parsed.values[name] as readonly (string | boolean)[] | undefined;
    if (spec.multiple === true) values[name] = given ?? [];
    else if (given !== undefined && given.length > 1 && spec.type === "string") throw usageError(`--${name} was given ${given.length} times; it takes one value.`, `--${name}`);
    else values[name] = given?.[0];
  }
  return { values: values as OptionValues<Specs>, positionals: parsed.positionals };
}

/** `--snr -3` as `--snr=-3`: the parser takes a value that begins with a dash for another option. */
function joinNegatives(specs: OptionSpecs, argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (let k = 0; k < argv.length; k += 1) {
    const word = argv[k]!;
    if (word === "--") return [...joined, ...argv.slice(k)];
    const value = argv[k + 1];
    if (word.startsWith("--") && specs[word.slice(2)]?.type === "string" && value !== undefined && /^-[\d.]/.test(value)) {
      joined.push(`${word}=${value}`);
      k += 1;
    } else joined.push(word);
  }
  return joined;
}

/** One of a fixed list of words. @throws KlonosError `usage` */
export function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value);
  if (found === undefined) throw usageError(`--${name} is one of ${allowed.join(", ")}; it was “${value}”.`, `--${name}`);
  return found;
}

/** A finite number within limits, decimal point only. @throws KlonosError `usage` */
export function numberOption(name: string, value: string, min: number, max: number, whole = false): number {
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.trim()) ? Number(value) : NaN;
  if (!Number.isFinite(number) || number < min || number > max || (whole && !Number.isInteger(number))) {
    throw usageError(`--${name} is ${whole ? "a whole number" : "a number"} from ${min} to ${max}; it was “${value}”.`, `--${name}`);
  }
  return number;
}

/** `START:END` in seconds. @throws KlonosError `usage` */
export function spanOption(name: string, value: string): { readonly startSeconds: number; readonly endSeconds: number } {
  const parts = value.split(":");
  if (parts.length !== 2) throw usageError(`--${name} is START:END in seconds, e.g. 3.2:9.5; it was “${value}”.`, `--${name}`);
  const maximum = 1e7;
  const [startSeconds, endSeconds] = [numberOption(name, parts[0]!, 0, maximum), numberOption(name, parts[1]!, 0, maximum)];
  if (endSeconds <= startSeconds) throw usageError(`--${name} ${value}: the end must come after the start.`, `--${name}`);
  return { startSeconds, endSeconds };
}
