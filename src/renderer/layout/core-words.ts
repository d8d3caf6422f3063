import { settingDefinitions, type SettingName } from "../../core/settings";
import { coreSentences } from "../messages/en/core";
import { decimalSign, shownLanguage } from "../messages/locale";
import { messages } from "../messages/messages";

/** A sentence of the core, ready to be recognised in what it said. */
interface Template {
  readonly english: string;
  /** Letters besides the holes: the more, the surer the recognition. */
  readonly letters: number;
  readonly pattern: RegExp;
  /** Too short to be told by its letters alone: only numbers may stand in its holes (`3 beats`). */
  readonly numbersOnly: boolean;
}

const ENGLISH = "en";
/** A template of fewer letters fits too much. */
const FEWEST_LETTERS = 9;
const HOLE = /\{(\d)\}/g;
/** What stands in a hole and is no name: a number with its sign, unit and bounds. */
const NUMBERS = /^[\s\d.,:;()[\]→–−+±≥≤^<>/-]*(?:(?:%|µV|mV|V|Hz|dB|ms|s|cm|m|deg|N|g|units|RMS)[\s\d.,:;()[\]→–−+±/]*)*$/;
/** A paper behind a number: `[ATR97]`. */
const REFERENCE = /\[[A-Z]\w+\]/g;
/** Between the changes that are told together. */
const LIST = "; ";
/** A minus as a program writes it. */
const HYPHEN = /(^|[\s(])-(?=\d)/g;
const DECIMAL_POINT = /(\d)\.(?=\d)/g;
/** Where one sentence may end and the next begin. */
const BORDER = /(?<=[.:?]) (?=[\p{Lu}“\d])/gu;

const templates: readonly Template[] = coreSentences
  .map((english): Template => {
    const parts = english.split(HOLE).filter((_, k) => k % 2 === 0);
    const letters = parts.join("").length;
    return { english, letters, pattern: new RegExp(`^${parts.map(escaped).join("(.*?)")}$`, "s"), numbersOnly: letters < FEWEST_LETTERS };
  })
  .sort((a, b) => b.letters - a.letters);

/**
 * What the core said, in the language of the window and with its decimal sign. The document keeps the English sentence; here it is recognised
 * by its template, and what was put into it is said in turn. A sentence that is not known (of a file, of a person) stays as it is.
 */
export function coreText(said: string): string {
  return shownLanguage() === ENGLISH && decimalSign() === "." ? said : (spoken(said) ?? said);
}

/** The language of what `coreText` gives, for a screen reader: undefined where it is that of the window. */
export function coreLang(said: string): typeof ENGLISH | undefined {
  return shownLanguage() === ENGLISH || spoken(said) !== undefined ? undefined : ENGLISH;
}

/** What a setting does; the core's own English where the language has nothing. */
export function settingHelp(name: SettingName): string {
  return withDecimals(messages().settingHelp[name] ?? settingDefinitions[name].doc);
}

/** The language of `settingHelp`, likewise. */
export function helpLang(name: SettingName): typeof ENGLISH | undefined {
  return shownLanguage() === ENGLISH || messages().settingHelp[name] !== undefined ? undefined : ENGLISH;
}

/** What a field of the document is called in the window: its measure where there is one, else its own name. */
export function fieldTitle(field: string): string {
  const { measureTitles, measures } = messages();
  return (measures.names as Readonly<Record<string, string>>)[field] ?? measureTitles[field] ?? field;
}

function spoken(said: string): string | undefined {
  return sentence(said, true) ?? sentences(said) ?? sentence(said, false);
}

/** A template that fits; `alone`: with no border of sentences in what is put in, which else would swallow the sentence after it. */
function sentence(said: string, alone: boolean): string | undefined {
  const { ofCore } = messages();
  for (const { english, pattern, numbersOnly } of templates) {
    const found = pattern.exec(said);
    if (found === null) continue;
    const filled = found.slice(1);
    if ((!numbersOnly || filled.every((text) => NUMBERS.test(text))) && (!alone || filled.every((text) => text.search(BORDER) < 0))) {
      return withDecimals(ofCore[english] ?? english).replaceAll(HOLE, (_, at: string) => holeText(filled[Number(at)] ?? ""));
    }
  }
  return undefined;
}

/** Several sentences in a row: the longest known beginning, then the rest. */
function sentences(said: string): string | undefined {
  for (const { index } of [...said.matchAll(BORDER)].reverse()) {
    const first = sentence(said.slice(0, index), true);
    const rest = first === undefined ? undefined : spoken(said.slice(index + 1));
    if (rest !== undefined) return `${first} ${rest}`;
  }
  return undefined;
}

function holeText(filled: string): string {
  if (NUMBERS.test(filled.replaceAll(REFERENCE, ""))) return withDecimals(filled.replaceAll(HYPHEN, "$1−"));
  const trimmed = filled.trim();
  if (trimmed === "") return filled;
  return filled.replace(trimmed, () => spoken(trimmed) ?? trimmed.split(LIST).map((part) => spoken(part) ?? part).join(LIST));
}

function withDecimals(text: string): string {
  const sign = decimalSign();
  return sign === "." ? text : text.replaceAll(DECIMAL_POINT, `$1${sign}`);
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&");
}
