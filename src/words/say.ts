import { coreSentences, fileSentences, type PhraseBook } from "./english";

/** A sentence of the core, ready to be recognised in what it said. */
interface Template {
  readonly english: string;
  /** Letters besides the holes: the more, the surer the recognition. */
  readonly letters: number;
  readonly pattern: RegExp;
  /** The longest of its fixed parts: what does not hold it does not fit, and that is quicker to see than by the pattern. */
  readonly part: string;
  /** Too short to be told by its letters alone: only numbers may stand in its holes (`3 beats`). */
  readonly numbersOnly: boolean;
}

/** A template of fewer letters fits too much. */
const FEWEST_LETTERS = 9;
const HOLE = /\{(\d)\}/g;
/** What stands in a hole and is no name: a number with its sign, unit and bounds. */
const NUMBERS = /^[\s\d.,:;()[\]→–−+±≥≤^<>/-]*(?:(?:%|µV|mV|nV|V|Hz|dB|ms|s|cm|m|deg|N|g|units|RMS)[\s\d.,:;()[\]→–−+±/]*)*$/;
/** A paper behind a number: `[ATR97]`. */
const REFERENCE = /\[[A-Z]\w+\]/g;
/** Between the changes that are told together. */
const LIST = "; ";
/** A minus as a program writes it. */
const HYPHEN = /(^|[\s(])-(?=\d)/g;
const DECIMAL_POINT = /(\d)\.(?=\d)/g;
/** Where one sentence may end and the next begin; not inside the bounds of an interval (`[95 %: 0.38 to 0.49]`). */
const BORDER = /(?<=[.?]|[^%]:) (?=[\p{Lu}“\d])/gu;

/** Where in a file something stands, behind what is said of it: the shell shows it beside the message too. */
const PLACE = /^(.+) \(([^()]+)\)$/s;
/** What is spoken of, mostly a file, in front of what is said of it. */
const NAMED = /^([^:]{1,255}): (.+)$/s;

const templates: readonly Template[] = [...coreSentences, ...fileSentences]
  .map((english): Template => {
    const parts = english.split(HOLE).filter((_, k) => k % 2 === 0);
    const letters = parts.join("").length;
    const part = parts.reduce((longest, other) => (other.length > longest.length ? other : longest), "");
    return { english, letters, part, pattern: new RegExp(`^${parts.map(escaped).join("(.*?)")}$`, "s"), numbersOnly: letters < FEWEST_LETTERS };
  })
  .sort((a, b) => b.letters - a.letters);

/**
 * What the core said, by a phrase book and with a decimal sign. Recognised by its template; what was put into it is said in turn.
 * @returns undefined where the sentence is not the core's
 */
export function sayCore(said: string, book: PhraseBook, decimal: string): string | undefined {
  return sentence(said, book, decimal, true) ?? sentences(said, book, decimal) ?? framed(said, book, decimal) ?? sentence(said, book, decimal, false);
}

/** A text with its decimal points as the locale has them. */
export function withDecimals(text: string, decimal: string): string {
  return decimal === "." ? text : text.replaceAll(DECIMAL_POINT, `$1${decimal}`);
}

/** A template that fits; `alone`: with no border of sentences in what is put in, which else would swallow the sentence after it. */
function sentence(said: string, book: PhraseBook, decimal: string, alone: boolean): string | undefined {
  for (const { english, letters, part, pattern, numbersOnly } of templates) {
    if (said.length < letters || !said.includes(part)) continue;
    const found = pattern.exec(said);
    if (found === null) continue;
    const filled = found.slice(1);
    if ((!numbersOnly || filled.every((text) => NUMBERS.test(text))) && (!alone || filled.every((text) => text.search(BORDER) < 0))) {
      const told = withDecimals(book[english] ?? english, decimal).replaceAll(HOLE, (_, at: string) => holeText(filled[Number(at)] ?? "", book, decimal));
      return english.startsWith("The {0}") ? told.charAt(0).toUpperCase() + told.slice(1) : told;
    }
  }
  return undefined;
}

/** Several sentences in a row: the longest known beginning, then the rest. */
function sentences(said: string, book: PhraseBook, decimal: string): string | undefined {
  for (const { index } of [...said.matchAll(BORDER)].reverse()) {
    const first = sentence(said.slice(0, index), book, decimal, true);
    const rest = first === undefined ? undefined : sayCore(said.slice(index + 1), book, decimal);
    if (rest !== undefined) return `${first} ${rest}`;
  }
  return undefined;
}

/** What is known with a place behind it or a name in front of it. */
function framed(said: string, book: PhraseBook, decimal: string): string | undefined {
  const placed = PLACE.exec(said);
  const body = placed === null ? undefined : sayCore(placed[1]!, book, decimal);
  if (body !== undefined) return `${body} (${sayCore(placed![2]!, book, decimal) ?? placed![2]!})`;
  const named = NAMED.exec(said);
  const rest = named === null ? undefined : sayCore(named[2]!, book, decimal);
  return rest === undefined ? undefined : `${named![1]!}: ${rest}`;
}

function holeText(filled: string, book: PhraseBook, decimal: string): string {
  if (NUMBERS.test(filled.replaceAll(REFERENCE, ""))) return withDecimals(filled.replaceAll(HYPHEN, "$1−"), decimal);
  const trimmed = filled.trim();
  if (trimmed === "") return filled;
  return filled.replace(trimmed, () => sayCore(trimmed, book, decimal) ?? trimmed.split(LIST).map((part) => sayCore(part, book, decimal) ?? (NUMBERS.test(part) ? withDecimals(part, decimal) : part)).join(LIST));
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&");
}
