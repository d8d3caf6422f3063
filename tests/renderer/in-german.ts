import { beforeAll } from "vitest";

/** The tests of the surrounding `describe` see the page in German, with its decimal sign. */
export function inGerman(): void {
  beforeAll(() => {
    document.documentElement.lang = "de";
    document.documentElement.dataset["decimal"] = ",";
    return () => {
      document.documentElement.lang = "en";
      delete document.documentElement.dataset["decimal"];
    };
  });
}
