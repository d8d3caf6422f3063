import { settingDefinitions, type SettingName } from "../../core/settings";
import { decimalSign, shownLanguage } from "../messages/locale";
import { messages } from "../messages/messages";
import { sayCore, withDecimals } from "../../words/say";

const ENGLISH = "en";

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
  return withDecimals(messages().settingHelp[name] ?? settingDefinitions[name].doc, decimalSign());
}

/** The language of `settingHelp`, likewise. */
export function helpLang(name: SettingName): typeof ENGLISH | undefined {
  return shownLanguage() === ENGLISH || messages().settingHelp[name] !== undefined ? undefined : ENGLISH;
}

/** What a field of the document is called in the window: its measure where there is one, else its own name. */
export function fieldTitle(field: string): string {
  const { measureTitles, measures } = messages();
  return (measures.names as Readonly<Record<string, string>>)[field] ?? measureTitles[field] ?? (measures.absent as Readonly<Record<string, string>>)[field] ?? field;
}

function spoken(said: string): string | undefined {
  return sayCore(said, messages().ofCore, decimalSign());
}
