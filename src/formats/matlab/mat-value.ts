import type { Cancel } from "../../core/errors";

/**
 * Numbers of a MATLAB file, as a matrix (further dimensions are folded into the second, as MATLAB itself does). Nothing is held:
 * each read goes to the file.
 */
export interface MatNumbers {
  readonly kind: "numbers";
  /** `double`, `single`, `int16` …, `logical`. */
  readonly className: string;
  readonly dims: readonly number[];
  readonly rows: number;
  readonly columns: number;
  readonly isComplex: boolean;
  /** Entries [start, end) down column `other` (axis 0), or along row `other` (axis 1). The caller keeps within the matrix. */
  read(axis: 0 | 1, other: number, start: number, end: number, cancel?: Cancel): Promise<Float64Array>;
}

/** A character array, row by row. */
export interface MatText {
  readonly kind: "text";
  /** The rows of the character matrix without blanks at their ends. */
  rows(cancel?: Cancel): Promise<readonly string[]>;
}

/** A cell array. */
export interface MatCell {
  readonly kind: "cell";
  readonly count: number;
  item(index: number, cancel?: Cancel): Promise<MatValue>;
}

/** A struct, or an array of structs. */
export interface MatStruct {
  readonly kind: "struct";
  readonly count: number;
  readonly fields: readonly string[];
  /** undefined where there is no such field. */
  field(name: string, index: number, cancel?: Cancel): Promise<MatValue | undefined>;
}

/** Tables, objects, function handles, sparse matrices, and what is damaged. */
export interface MatOther {
  readonly kind: "other";
  readonly className: string;
}

/** What a variable of MATLAB is. */
export type MatValue = MatNumbers | MatText | MatCell | MatStruct | MatOther;

/** Variables of a file, or the fields of one element of a struct. */
export type MatScope = ReadonlyMap<string, MatValue>;

/** Names and units beyond this are none. */
const MOST_TEXTS = 4096;

/** The fields of one element of a struct. */
export async function scopeOf(struct: MatStruct, index: number, cancel?: Cancel): Promise<MatScope> {
  const scope = new Map<string, MatValue>();
  for (const name of struct.fields) {
    const value = await struct.field(name, index, cancel);
    if (value !== undefined) scope.set(name, value);
  }
  return scope;
}

/** The single number of a 1 × 1 matrix, undefined for everything else. */
export async function scalarOf(value: MatValue | undefined, cancel?: Cancel): Promise<number | undefined> {
  if (value?.kind !== "numbers" || value.rows !== 1 || value.columns !== 1) return undefined;
  return (await value.read(0, 0, 0, 1, cancel))[0];
}

/** All entries of a matrix of one row or one column, up to `most`; undefined for everything else. */
export async function vectorOf(value: MatValue | undefined, most: number, cancel?: Cancel): Promise<Float64Array | undefined> {
  if (value?.kind !== "numbers" || Math.min(value.rows, value.columns) !== 1) return undefined;
  const length = Math.min(most, value.rows * value.columns);
  return value.columns === 1 ? value.read(0, 0, 0, length, cancel) : value.read(1, 0, 0, length, cancel);
}

/** Texts of a character matrix, or of a cell of texts; undefined where anything in it is no text. */
export async function textsOf(value: MatValue | undefined, cancel?: Cancel): Promise<readonly string[] | undefined> {
  if (value?.kind === "text") return value.rows(cancel);
  if (value?.kind !== "cell" || value.count > MOST_TEXTS) return undefined;
  const texts: string[] = [];
  for (let k = 0; k < value.count; k += 1) {
    const item = await value.item(k, cancel);
    // A cell in a cell, as some programs write names.
    const rows = await textsOf(item, cancel);
    if (rows === undefined || rows.length > 1) return undefined;
    texts.push(rows[0] ?? "");
  }
  return texts;
}
