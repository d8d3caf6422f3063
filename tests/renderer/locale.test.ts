// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import { clockTime, compact, dateOnly, dateTime, duration, elapsed, entered, fixed, percent, plain, typedNumber } from "../../src/renderer/layout/format";
import { decimalSignOf, resolveLocale, showLocale } from "../../src/renderer/messages/locale";

const TAGS = ["en", "de"];
const show = (numbers: string): void => void showLocale({ language: "en", numbers });

describe("the locale of the window", () => {
  it("takes the first language of the system that it has, and English where it has none", () => {
    const system = { language: "system", numbers: "system" };
    expect(resolveLocale(system, ["de-AT", "en-GB"], TAGS)).toEqual({ language: "de", numbers: "de-AT" });
    expect(resolveLocale(system, ["ru-RU", "de"], TAGS)).toEqual({ language: "de", numbers: "ru-RU" });
    expect(resolveLocale(system, ["ru"], TAGS)).toEqual({ language: "en", numbers: "ru" });
    expect(resolveLocale(system, [], TAGS)).toEqual({ language: "en", numbers: "en" });
  });

  it("follows a person's choice, and writes numbers as that language does unless told otherwise", () => {
    expect(resolveLocale({ language: "de", numbers: "system" }, ["en-US"], TAGS)).toEqual({ language: "de", numbers: "de" });
    expect(resolveLocale({ language: "de", numbers: "system" }, ["de-CH"], TAGS)).toEqual({ language: "de", numbers: "de-CH" });
    expect(resolveLocale({ language: "de", numbers: "en" }, ["de-DE"], TAGS)).toEqual({ language: "de", numbers: "en" });
    expect(resolveLocale({ language: "tlh", numbers: "not a tag" }, ["en-US"], TAGS)).toEqual({ language: "en", numbers: "en-US" });
  });
});

describe("numbers and dates by locale", () => {
  afterEach(() => show("en"));

  it("has the decimal signs of the CLDR", () => {
    expect(["en-US", "de-DE", "de-CH", "ru-RU", "fr-FR"].map(decimalSignOf)).toEqual([".", ",", ".", ",", ","]);
  });

  it.each(["de", "ru"])("writes a decimal comma and numeric dates: %s", (numbers) => {
    show(numbers);
    expect([fixed(-1.25, 1), compact(0.123), plain(1.5), percent(0.0485, 2), duration(2.6)]).toEqual(["\u22121,3", "0,12", "1,5", "4,85\u202f%", "2,60 s"]);
    expect([elapsed(41.25, 2), clockTime("2026-09-14T10:42:07", 0.5, 1)]).toEqual(["0:41,25", "10:42:07,5"]);
    expect([dateTime("2026-09-14T10:42:07"), dateOnly("2026-01-02")]).toEqual(["14.09.2026, 10:42:07", "02.01.2026"]);
    expect(entered(0.085)).toBe("0,085");
  });

  it("writes English dates so that day and month cannot be mixed up", () => {
    show("en-US");
    expect([dateTime("2026-09-14T10:42:07"), dateOnly("2026-01-02"), dateOnly("before 2020")]).toEqual(["14 Sep 2026, 10:42:07", "2 Jan 2026", "before 2020"]);
    expect([fixed(-0.04, 1), compact(0.00012)]).toEqual(["0.0", "1.2e\u22124"]);
  });

  it("reads what people type, with point or comma, whatever the locale", () => {
    for (const numbers of ["en", "de"]) {
      show(numbers);
      expect(["1.5", "1,5", " 1,5 ", "\u22121,5", "1e3", "", "1,5,2", "abc"].map(typedNumber)).toEqual([1.5, 1.5, 1.5, -1.5, 1000, undefined, undefined, undefined]);
      for (const value of [0.085, -3, 1e-6, 450]) expect(typedNumber(entered(value))).toBe(value);
    }
  });
});
