/**
 * The language of the text and the manner of numbers and dates. Both live in one place, the attributes of the document element:
 * `lang` for the text (screen readers need it there anyway), `data-numbers` for the locale of numbers and dates, `data-decimal`
 * for its decimal sign. Everything that writes text reads them there; nothing keeps a copy.
 */
export interface Locale {
  /** Tag of a language of the window. */
  readonly language: string;
  /** Any BCP 47 tag that the browser knows. */
  readonly numbers: string;
}

/** What a person chose; `system` follows the system. */
export interface LocaleWish {
  readonly language: string;
  readonly numbers: string;
}

const FALLBACK: Locale = { language: "en", numbers: "en" };

/**
 * The locale that a wish comes to. Text: the chosen language, else the first of the system's that the window has, else English.
 * Numbers: the chosen manner, else the system's where the text follows the system or is of the same language, else the language's own.
 */
export function resolveLocale(wish: LocaleWish, system: readonly string[], available: readonly string[]): Locale {
  const primary = (tag: string): string => tag.toLowerCase().split("-")[0]!;
  const language = available.includes(wish.language) ? wish.language : (system.map(primary).find((tag) => available.includes(tag)) ?? FALLBACK.language);
  const first = system.find(isKnown);
  if (wish.numbers !== "system" && isKnown(wish.numbers)) return { language, numbers: wish.numbers };
  const follows = wish.language === "system" || (first !== undefined && primary(first) === language);
  return { language, numbers: follows ? (first ?? language) : language };
}

function isKnown(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch (thrown) {
    // Not a language tag at all.
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

/** Decimal sign of a locale: `1.5`, `1,5`. */
export function decimalSignOf(numbers: string): string {
  return new Intl.NumberFormat(numbers).formatToParts(1.5).find(({ type }) => type === "decimal")?.value ?? ".";
}

/** Writes the locale where everything reads it. True when something changed. */
export function showLocale({ language, numbers }: Locale, root = rootElement()): boolean {
  if (root === undefined || (root.lang === language && root.dataset["numbers"] === numbers)) return false;
  root.lang = language;
  root.dataset["numbers"] = numbers;
  root.dataset["decimal"] = decimalSignOf(numbers);
  return true;
}

/** Language of the text on screen. */
export function shownLanguage(): string {
  return rootElement()?.lang ?? FALLBACK.language;
}

/** Locale of the numbers and dates on screen. */
export function shownNumbers(): string {
  return rootElement()?.dataset["numbers"] ?? FALLBACK.numbers;
}

/** Decimal sign on screen. */
export function decimalSign(): string {
  return rootElement()?.dataset["decimal"] ?? ".";
}

function rootElement(): HTMLElement | undefined {
  return typeof document === "undefined" ? undefined : document.documentElement;
}
