import { describe, expect, it } from "vitest";
import { decodeText, latin1Text } from "../../src/formats/text-decoding";

describe("text of unknown encoding", () => {
  it("one byte beyond ASCII is seen at any place of a piece of any length, wherever it lies in memory", () => {
    const memory = new Uint8Array(700);
    for (const offset of [0, 1, 2, 3]) {
      for (const length of [1, 2, 3, 4, 5, 8, 13, 300]) {
        for (let at = -1; at < length; at += length > 20 ? 7 : 1) {
          const bytes = memory.subarray(offset, offset + length).fill(97);
          // 0xB5 alone is no UTF-8: it comes out as Latin-1, the micro sign.
          if (at >= 0) bytes[at] = 0xb5;
          const expected = at < 0 ? "a".repeat(length) : `${"a".repeat(at)}\u00b5${"a".repeat(length - at - 1)}`;
          expect(decodeText(bytes)).toBe(expected);
          expect(latin1Text(bytes)).toBe(expected);
        }
      }
    }
  });
});
