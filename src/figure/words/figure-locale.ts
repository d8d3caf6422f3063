import type { FigureLocaleTag } from "../../core/figure-style";
import { settingTitles } from "../../words/de/setting-titles";
import { germanBook } from "../../words/german";
import { sayCore } from "../../words/say";
import { barText, fixed, plain, range } from "../numbers";
import { english, type FigureWords } from "./english";
import { german } from "./german";

/** How a figure writes: its words, and its numbers with the decimal sign of the locale. Digits, minus and micro are the same in every one. */
export interface FigureLocale {
  readonly tag: FigureLocaleTag;
  readonly words: FigureWords;
  /** As `numbers.fixed`. */
  fixed(value: number, decimals: number): string;
  /** As `numbers.plain`. */
  plain(value: number, decimals?: number): string;
  /** As `numbers.range`. */
  range(low: number, high: number, decimals: number): string;
  /** As `numbers.barText`. */
  barText(value: number, unit: string): string;
  /** Coverage of an interval in percent: `95`. */
  level(ciLevel: number): string;
  /** A sentence of the core; one that is not the core's stays as it is. */
  core(said: string): string;
  /** Title of a setting, by its name; the core's English where there is none. */
  settingTitle(name: string, title: string): string;
}

const POINT = /(\d)\.(?=\d)/g;

function localeOf(tag: FigureLocaleTag, words: FigureWords, decimal: string, core: (said: string) => string, titles: Readonly<Record<string, string>>): FigureLocale {
  const signed = (text: string): string => (decimal === "." ? text : text.replaceAll(POINT, `$1${decimal}`));
  return {
    tag,
    words,
    core,
    fixed: (value, decimals) => signed(fixed(value, decimals)),
    plain: (value, decimals) => signed(plain(value, decimals)),
    range: (low, high, decimals) => signed(range(low, high, decimals, words.to)),
    barText: (value, unit) => signed(barText(value, unit)),
    level: (ciLevel) => signed(String(Number((ciLevel * 100).toFixed(2)))),
    settingTitle: (name, title) => titles[name] ?? title,
  };
}

/** How figures are written in each language. */
export const figureLocales: Readonly<Record<FigureLocaleTag, FigureLocale>> = {
  en: localeOf("en", english, ".", (said) => said, {}),
  de: localeOf("de", german, ",", (said) => sayCore(said, germanBook, ",") ?? said, settingTitles),
};
