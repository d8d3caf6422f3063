import { de } from "./de";
import { en, type Messages } from "./en";

/** The languages of the window's text, by the tag that stands in the document's `lang`. English is complete by definition and stands in for any other. */
export const languages = { en, de } as const satisfies Readonly<Record<string, Messages>>;

export type LanguageTag = keyof typeof languages;

export const languageTags = Object.keys(languages) as readonly LanguageTag[];
