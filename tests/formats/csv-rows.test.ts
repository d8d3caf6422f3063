import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import initWabt from "wabt";
import { createModuleDecoder, createScriptDecoder, type RowDecoder } from "../../src/formats/csv/csv-row-decoder";
import { CSV_ROWS_WASM } from "../../src/formats/csv/csv-rows-wasm";
import type { BodyDialect } from "../../src/formats/csv/csv-row-form";
import { decodeRows } from "../../src/formats/csv/csv-scanner";

const COMMA: BodyDialect = { delimiter: 44, decimal: 46, newline: 10 };
const encoder = new TextEncoder();
const module = createModuleDecoder()!;
/** Takes no row at all: everything is decoded the long way. */
const none: RowDecoder = { begin: () => 1024, decode: (_bytes, from) => ({ rows: 0, position: from, isComplete: true }), hand: () => undefined };

interface Decoded {
  readonly rows: number;
  readonly columns: readonly Float64Array[];
  readonly problems: readonly string[];
}

function decode(text: string, columns: number, dialect: BodyDialect, decoder: RowDecoder, passed: readonly number[] = [], factors?: readonly number[]): Decoded {
  const body = encoder.encode(`${text}${String.fromCharCode(dialect.newline)}`);
  const bytes = new Uint8Array(body.length + 2).fill(dialect.newline);
  bytes.set(body);
  const most = body.filter((byte) => byte === dialect.newline).length;
  const targets = Array.from({ length: columns }, (_, column) => (passed.includes(column) ? undefined : new Float64Array(most)));
  const problems: string[] = [];
  const { rows } = decodeRows(bytes, 0, body.length, dialect, targets, 0, most, (found) => problems.push(JSON.stringify(found)), factors, decoder);
  return { rows, columns: targets.map((target) => (target ?? new Float64Array(0)).subarray(0, rows)), problems };
}

/** Bits, so that −0 is not 0 and one NaN is another. */
const bits = ({ rows, columns, problems }: Decoded): unknown => ({ rows, problems, columns: columns.map((column) => [...column].map((value) => (Object.is(value, -0) ? "-0" : String(value)))) });

/** Rows that the module itself took. */
function taken(text: string, columns: number, dialect = COMMA): number {
  const bytes = encoder.encode(`${text}\n`);
  module.begin(Array.from({ length: columns }, () => true), dialect);
  return module.decode(bytes, 0, bytes.length, 1024).rows;
}

const digits = (least: number, most: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: least, maxLength: most });
const number = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom("", "-"), digits(1, 4), digits(0, 7)).map(([sign, whole, part]) => `${sign}${whole}${part === "" ? "" : `.${part}`}`) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("", "-", "+"), digits(0, 12), fc.constantFrom("", "."), digits(0, 12)).map((parts) => parts.join("")) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("", "-"), digits(1, 3), digits(1, 17), fc.constantFrom("e", "E"), fc.constantFrom("", "-", "+"), digits(1, 3)).map(([sign, whole, part, e, down, power]) => `${sign}${whole}.${part}${e}${down}${power}`) },
  { weight: 1, arbitrary: fc.double().map(String) },
);
const cell = fc.oneof(
  { weight: 12, arbitrary: number },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("", " ", "   "), number, fc.constantFrom("", " ", "  ")).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.constantFrom("", "-", ".", "--", "nan", "1.2.3", "12-3", "0x10", "1e", "e5", "text", '"1.5"', '"a,b"', "#", "1,5", "\t", "∞") },
);

describe("rows of numbers by the compiled module", () => {
  it("is compiled from the text beside it", async () => {
    const wabt = await initWabt();
    const parsed = wabt.parseWat("csv-rows.wat", readFileSync(join(import.meta.dirname, "../../src/formats/csv/csv-rows.wat"), "utf8"), { simd: true });
    parsed.resolveNames();
    expect(Buffer.from(parsed.toBinary({}).buffer).toString("base64")).toBe(CSV_ROWS_WASM);
  });

  it("reads every number as Number() does, bit for bit, and takes the usual ones itself", () => {
    for (const text of ["0", "-0", "-0.0", "7", "0.000001", "-123.456789", "199.9995", "12345678.9012345", "999999999999999", "9007199254740991", "0.1234567890123", "1e22", "-1.5e-5", "2.5E+3", "4.9406564584e-10", "5.", ".5", "-.25"]) {
      expect(taken(`1,${text}`, 2), text).toBe(1);
      expect(Object.is(decode(`1,${text}`, 2, COMMA, module).columns[1]![0], Number(text)), text).toBe(true);
    }
    for (const text of ["9007199254740993", "0.30000000000000004", "1.7976931348623157e308", "5e-324", "1e23", "123456789012345678901234567890"]) {
      expect(taken(`1,${text}`, 2), text).toBe(0);
      expect(Object.is(decode(`1,${text}`, 2, COMMA, module).columns[1]![0], Number(text)), text).toBe(true);
    }
  });

  it("reads each two cells beside each other as Number() does, of any length and place of the point up to fifteen characters", () => {
    const digitsFrom = (seed: number, length: number): string => Array.from({ length }, (_, k) => String((seed * 7 + k * 3 + (k * k) % 11) % 10)).join("");
    const numbers = ["", "-"].flatMap((sign) =>
      Array.from({ length: 15 - sign.length }, (_, k) => k + 1).flatMap((length) =>
        Array.from({ length: length + 1 }, (_, point) => {
          const written = digitsFrom(length + point, point < length && length > 1 ? length - 1 : length);
          return `${sign}${point < length && length > 1 ? `${written.slice(0, point)}.${written.slice(point)}` : written}`;
        }),
      ),
    );
    expect(numbers.length).toBeGreaterThan(230);
    for (const shift of [0, 1, 17, 101]) {
      const rows = numbers.map((text, k) => [text, numbers[(k * 5 + shift) % numbers.length]!, numbers[(k + shift) % numbers.length]!]);
      const text = rows.map((row) => row.join(",")).join("\n");
      expect(taken(text, 3)).toBe(rows.length);
      const { columns } = decode(text, 3, COMMA, module);
      rows.forEach((row, k) => row.forEach((cell, column) => expect(Object.is(columns[column]![k], Number(cell)), cell).toBe(true)));
    }
  });

  it("takes empty cells, blanks, a delimiter at the end, carriage returns, other delimiters and decimal commas itself", () => {
    expect(taken("1,,3\n,2,\n1 , 2,3", 3)).toBe(3);
    expect(taken("1,2,\r\n3,4,\r", 2)).toBe(2);
    expect(taken("1,5;2\n-0,25;3", 2, { delimiter: 59, decimal: 44, newline: 10 })).toBe(2);
    expect(taken("  1.5   2.5\n1.5\t-2\n1 2  \r", 2, { delimiter: 32, decimal: 46, newline: 10 })).toBe(3);
    // Blank lines, comments, short and long rows are for the script.
    for (const other of ["", "#1,2", "1", "1,2,3", "a,2", '"1",2']) expect(taken(`${other}\n1,2`, 2), other).toBe(0);
  });

  it.each([
    ["commas", COMMA, ","],
    ["semicolons, decimal comma", { delimiter: 59, decimal: 44, newline: 10 }, ";"],
    ["tabs", { delimiter: 9, decimal: 46, newline: 10 }, "\t"],
    ["blanks", { delimiter: 32, decimal: 46, newline: 10 }, " "],
    ["carriage returns alone", { delimiter: 44, decimal: 46, newline: 13 }, ","],
  ] as const)("agrees with the long way in values, rows and complaints: %s", (_title, dialect, delimiter) => {
    const feed = String.fromCharCode(dialect.newline);
    const shown = (text: string): string => (dialect.decimal === 44 ? text.replace(".", ",") : text);
    const row = fc.tuple(fc.array(cell, { minLength: 1, maxLength: 5 }), fc.constantFrom("", "", "", delimiter, "\r", " ")).map(([cells, end]) => `${cells.map(shown).join(delimiter)}${end}`);
    const usual = fc.array(number, { minLength: 3, maxLength: 3 }).map((cells) => cells.map(shown).join(delimiter));
    const table = fc.array(fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: row }), { minLength: 1, maxLength: 30 }).map((rows) => rows.join(feed));
    fc.assert(
      fc.property(table, fc.subarray([0, 1, 2]), fc.constantFrom(undefined, [1, 1e-3, 2.5], [1e-6, 1, 1e-3]), (text, passed, factors) => {
        const wanted = bits(decode(text, 3, dialect, none, passed, factors));
        expect(bits(decode(text, 3, dialect, module, passed, factors))).toEqual(wanted);
        expect(bits(decode(text, 3, dialect, createScriptDecoder(), passed, factors))).toEqual(wanted);
      }),
      { numRuns: 150 },
    );
  });

  it("agrees over many windows and blocks, with rows of every length", () => {
    const rows = Array.from({ length: 9000 }, (_, k) => `${(k / 2000).toFixed(4)},${(Math.sin(k) * 10 ** (k % 7)).toFixed(k % 9)},${k % 11 === 0 ? "" : Math.cos(k * k).toPrecision(1 + (k % 15))}${k % 501 === 0 ? ",long" : ""}`);
    const text = rows.join("\n");
    for (const factors of [undefined, [1, 1e-3, 1e-6]]) expect(bits(decode(text, 3, COMMA, module, [], factors))).toEqual(bits(decode(text, 3, COMMA, none, [], factors)));
    const wide = Array.from({ length: 40 }, (_, k) => Array.from({ length: 3000 }, (_unused, c) => ((k * c) / 7).toFixed(3)).join(",")).join("\n");
    expect(bits(decode(wide, 3000, COMMA, module))).toEqual(bits(decode(wide, 3000, COMMA, none)));
    // A row that is longer than a window is for the script.
    const long = `${"1,".repeat(40_000)}1`;
    expect(decode(`${long}\n${long}`, 40_001, COMMA, module).rows).toBe(2);
  });
});
