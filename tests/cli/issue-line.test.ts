import { describe, expect, it } from "vitest";
import { errorNote } from "../../src/cli/error-line";
import { issueLine } from "../../src/cli/issue-line";
import { KlonosError } from "../../src/core/errors";

describe("issueLine", () => {
  const issue = { code: "csv-missing", severity: "warning", where: "column 2 (R SOL)" } as const;

  it("names the place once", () => {
    expect(issueLine({ ...issue, message: "column 2 (R SOL) has 4 rows without a value." })).toBe("warning: column 2 (R SOL) has 4 rows without a value.");
    expect(issueLine({ ...issue, message: "4 rows hold no value." })).toBe("warning: column 2 (R SOL): 4 rows hold no value.");
    expect(issueLine({ ...issue, where: "", message: "Nothing." })).toBe("warning: Nothing.");
  });
});

describe("errorNote", () => {
  it("names the file once, and the place where the message does not", () => {
    expect(errorNote("a.csv", new KlonosError("csv-dialect", "a.csv is text.", "row 1"))).toBe("klonos: a.csv is text. (row 1)\n");
    expect(errorNote("a.edf", new KlonosError("edf-header", "The header is shifted. (byte 167)", "byte 167"))).toBe("klonos: a.edf: The header is shifted. (byte 167)\n");
    expect(errorNote("a.bin", new KlonosError("unknown-format", "a.bin is in no format.", "byte 0"))).toBe("klonos: a.bin is in no format.\n");
  });
});
