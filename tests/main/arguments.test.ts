import { describe, expect, it } from "vitest";
import { filesOfArguments } from "../../src/main/arguments";

const EXAMPLE = "/klonos/out/assets/example-session.edf";

describe("files of the arguments", () => {
  it("leaves out the program, the folder of an unpackaged application and the switches", () => {
    expect(filesOfArguments(["/electron", "--no-sandbox", "/klonos", "a.edf", "--disable-gpu", "/data/b.bdf"], "/home/x", false, EXAMPLE)).toEqual(["/home/x/a.edf", "/data/b.bdf"]);
  });
  it("takes every file of a packaged application", () => {
    expect(filesOfArguments(["/Klonos", "a.edf"], "/home/x", true, EXAMPLE)).toEqual(["/home/x/a.edf"]);
  });
  it("puts the bundled session for its flag", () => {
    expect(filesOfArguments(["/electron", "/klonos", "--example"], "/", false, EXAMPLE)).toEqual([EXAMPLE]);
  });
  it("finds no file where there is none", () => {
    expect(filesOfArguments(["/electron", "/klonos"], "/", false, EXAMPLE)).toEqual([]);
  });
});
