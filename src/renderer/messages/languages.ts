import { de } from "./de";
import { en, type Messages } from "./en";

/** The languages of the window's text, by the tag that stands in the document's `lang`. English is complete by definition and stands in for any other. */
export const languages = { en, de } as const satisfies Readonly<Record<string, Messages>>;

/** Tag of a language of the window, as it stands in `lang`. */
export type LanguageTag = keyof typeof languages;

/** All of them, English first. */
export const languageTags = Object.keys(languages) as readonly LanguageTag[];
