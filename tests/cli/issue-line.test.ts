import { describe, expect, it } from "vitest";
import { issueLine } from "../../src/cli/issue-line";

describe("issueLine", () => {
  const issue = { code: "csv-missing", severity: "warning", where: "column 2 (R SOL)" } as const;

  it("names the place once", () => {
    expect(issueLine({ ...issue, message: "column 2 (R SOL) has 4 rows without a value." })).toBe("warning: column 2 (R SOL) has 4 rows without a value.");
    expect(issueLine({ ...issue, message: "4 rows hold no value." })).toBe("warning: column 2 (R SOL): 4 rows hold no value.");
    expect(issueLine({ ...issue, where: "", message: "Nothing." })).toBe("warning: Nothing.");
  });
});
