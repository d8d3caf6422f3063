import { en, type Messages } from "./en";
import { type LanguageTag, languages } from "./languages";
import { shownLanguage } from "./locale";

export type { Messages } from "./en";

/** The sentences in the language of the document (`lang`); English where there is no document, or none of that language. */
export function messages(): Messages {
  return languages[shownLanguage() as LanguageTag] ?? en;
}

/** The same inside a component: the whole window is drawn anew when the language changes. */
export function useMessages(): Messages {
  return messages();
}
