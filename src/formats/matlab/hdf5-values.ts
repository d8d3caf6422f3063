import { type Cancel, KlonosError } from "../../core/errors";
import type { Hdf5Dataset, Hdf5File, Hdf5Group } from "./hdf5-file";
import type { MatNumbers, MatScope, MatValue } from "./mat-value";

/** HDF5 classes of numbers (H5T_class_t): integer, float, enumeration. */
const NUMBER_CLASSES: ReadonlySet<number> = new Set([0, 1, 8]);
const REFERENCE_CLASS = 7;
const STRING_CLASS = 3;
/** Entries that one step of reading takes from the file at most, so that it holds little of it. */
const STEP_ENTRIES = 128 * 1024;
const MOST_MEMBERS = 4096;
/** Groups and datasets that are looked at, and the longest path to one. */
const MOST_ITEMS = 2500;
const LONGEST_PATH = 512;
/** Groups in groups: programs write five at most, and each further one takes the library longer. */
const MOST_DEPTH = 24;
const MOST_TEXT_ENTRIES = 200_000;
const MOST_REFERENCES = 4096;

interface Described {
  readonly kind: "group" | "dataset" | "other";
  readonly matlabClass: string | undefined;
  readonly isEmpty: boolean;
  readonly shape: readonly number[];
  readonly typeClass: number;
  readonly className: string;
  readonly isVariableText: boolean;
  readonly members: readonly string[];
}

const CLASSES_OF_SIZE: Readonly<Record<number, string>> = { 1: "int8", 2: "int16", 4: "int32", 8: "int64" };

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return Array.isArray(value) && typeof value[0] === "string" ? value[0] : undefined;
}

/** Attributes one by one, so that one of a kind that the library cannot read does not hide the others. */
export function attributesOf(item: Hdf5Group | Hdf5Dataset): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const name of Object.keys(item.attrs)) found.set(name, item.get_attribute(name, false));
  return found;
}

/** The library's object at a path, undefined for what is none (links to nowhere and to other files are not followed). */
export function itemAt(root: Hdf5Group, path: string): Hdf5Group | Hdf5Dataset | undefined {
  const item = path === "/" ? root : (root.get(path) as { readonly type?: string } | null);
  return item?.type === "Group" || item?.type === "Dataset" ? (item as Hdf5Group | Hdf5Dataset) : undefined;
}

function describe(root: Hdf5Group, path: string): Described {
  const none = { matlabClass: undefined, isEmpty: false, shape: [], typeClass: -1, className: "", isVariableText: false, members: [] };
  // Links by name may lead in a circle; MATLAB and OpenSignals write none.
  const item = path !== "/" && root.get_link(path) !== null ? undefined : itemAt(root, path);
  if (item === undefined) return { kind: "other", ...none };
  const names = Object.keys(item.attrs);
  const matlabClass = names.includes("MATLAB_class") ? textOf(item.get_attribute("MATLAB_class", false)) : undefined;
  const isEmpty = names.includes("MATLAB_empty");
  if (item.type === "Group") return { ...none, kind: "group", matlabClass, isEmpty, members: (item as Hdf5Group).keys().slice(0, MOST_MEMBERS) };
  const { shape, type, size, signed, vlen } = (item as Hdf5Dataset).metadata;
  const className = type === 1 ? (size === 4 ? "single" : "double") : `${signed ? "" : "u"}${CLASSES_OF_SIZE[size] ?? "int"}`;
  return { ...none, kind: "dataset", matlabClass, isEmpty, shape: (shape ?? []).map(Number), typeClass: type, className, isVariableText: vlen };
}

function toNumbers(values: unknown): Float64Array {
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) return Float64Array.from(values as unknown as ArrayLike<bigint>, Number);
  if (ArrayBuffer.isView(values) && !(values instanceof DataView)) return Float64Array.from(values as unknown as ArrayLike<number>);
  throw new KlonosError("hdf5", "The file holds numbers of a kind that the HDF5 library does not give.");
}

/**
 * Numbers of a dataset. MATLAB writes its matrices with the dimensions reversed, so that columns are rows here; other programs
 * write what they mean.
 */
function numbersOf(file: Hdf5File, path: string, shape: readonly number[], className: string, isMatlab: boolean): MatNumbers {
  const dims = isMatlab ? [...shape].reverse() : shape.length === 1 ? [shape[0]!, 1] : [...shape];
  const rows = dims[0] ?? 1;
  const columns = dims.slice(1).reduce((product, dim) => product * dim, 1);
  return {
    kind: "numbers",
    className,
    dims: dims.length < 2 ? [rows, 1] : dims,
    rows,
    columns,
    isComplex: false,
    async read(axis, other, start, end, cancel) {
      if (shape.length > 2) throw new KlonosError("hdf5", `${path} has ${shape.length} dimensions; Klonos reads matrices.`, path);
      const values = new Float64Array(end - start);
      // Rows of the file that hold many columns are read whole by the library, whatever is asked of them.
      const isAlongRows = shape.length === 2 && (axis === 0) !== isMatlab;
      const width = shape.length === 2 ? shape[1]! : 1;
      const step = isAlongRows ? Math.max(256, Math.floor(STEP_ENTRIES / Math.max(1, width))) : STEP_ENTRIES;
      for (let at = start; at < end; at += step) {
        const to = Math.min(end, at + step);
        const along: [number, number] = [at, to];
        const across: [number, number] = [other, other + 1];
        const ranges = shape.length === 0 ? [] : shape.length === 1 ? [along] : isAlongRows ? [along, across] : [across, along];
        const part = await file.run((root) => {
          const item = itemAt(root, path);
          if (item?.type !== "Dataset") throw new KlonosError("hdf5", `${path} is not there any more.`, path);
          return shape.length === 0 ? (item as Hdf5Dataset).value : (item as Hdf5Dataset).slice(ranges);
        }, cancel);
        values.set(shape.length === 0 ? toNumbers(ArrayBuffer.isView(part) ? part : Float64Array.of(Number(part))) : toNumbers(part), at - start);
        file.forget();
      }
      return values;
    },
  };
}

/** A column of numbers of a file that is not MATLAB's. */
export function hdf5Numbers(file: Hdf5File, path: string, shape: readonly number[], className: string): MatNumbers {
  return numbersOf(file, path, shape, className, false);
}

/** Rows of a character matrix, which MATLAB writes as numbers column after column (reversed: row after row of the file). */
async function matlabText(file: Hdf5File, path: string, shape: readonly number[], cancel: Cancel | undefined): Promise<readonly string[]> {
  const codes = toNumbers(await file.run((root) => (itemAt(root, path) as Hdf5Dataset).value, cancel));
  const rows = shape[shape.length - 1] ?? 1;
  return Array.from({ length: rows }, (_, row) => {
    let line = "";
    for (let at = row; at < codes.length; at += rows) line += String.fromCharCode(codes[at]!);
    return line.trimEnd();
  });
}

function attributeValue(value: unknown): MatValue | undefined {
  if (typeof value === "string") return { kind: "text", rows: async () => [value] };
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return { kind: "text", rows: async () => value as string[] };
  const numbers = typeof value === "number" ? Float64Array.of(value) : typeof value === "bigint" ? Float64Array.of(Number(value)) : ArrayBuffer.isView(value) ? toNumbers(value) : undefined;
  if (numbers === undefined || numbers.length === 0) return undefined;
  return { kind: "numbers", className: "double", dims: [numbers.length, 1], rows: numbers.length, columns: 1, isComplex: false, read: async (_axis, _other, start, end) => numbers.slice(start, end) };
}

/** What stands at a path, as MATLAB would see it. */
async function hdf5Value(file: Hdf5File, path: string, budget: { left: number }, cancel?: Cancel): Promise<MatValue> {
  // Groups may link back to themselves.
  if ((budget.left -= 1) < 0 || path.length > LONGEST_PATH || path.split("/").length > MOST_DEPTH + 1) throw new KlonosError("hdf5", `The file holds more than ${MOST_ITEMS} groups and datasets, or they lie too deep, at ${path.slice(0, 80)}. Save the signal alone in a file of its own.`, path.slice(0, 80));
  const found = await file.run((root) => describe(root, path), cancel);
  const { kind, matlabClass, shape, typeClass } = found;
  if (kind === "other") return { kind: "other", className: "link" };
  if (kind === "group") {
    if (matlabClass !== undefined && matlabClass !== "struct") return { kind: "other", className: matlabClass };
    return structOf(file, path, found, budget, cancel);
  }
  const isMatlab = matlabClass !== undefined;
  const count = shape.reduce((product, dim) => product * dim, 1);
  if (found.isEmpty || count === 0) return { kind: "numbers", className: "double", dims: [0, 0], rows: 0, columns: 0, isComplex: false, read: async () => new Float64Array(0) };
  if (typeClass === REFERENCE_CLASS) return { kind: "cell", count, item: async (index, itemCancel) => hdf5Value(file, await referenced(file, path, index, itemCancel), budget, itemCancel) };
  if (typeClass === STRING_CLASS) {
    if (count > MOST_TEXT_ENTRIES) return { kind: "other", className: "text" };
    return { kind: "text", rows: async (rowCancel) => { const value = await file.run((root) => (itemAt(root, path) as Hdf5Dataset).value, rowCancel); return Array.isArray(value) ? (value as string[]).map((row) => row.trimEnd()) : [String(value).trimEnd()]; } };
  }
  if (!NUMBER_CLASSES.has(typeClass)) return { kind: "other", className: matlabClass ?? "compound" };
  if (matlabClass === "char") return count > MOST_TEXT_ENTRIES ? { kind: "other", className: "char" } : { kind: "text", rows: (rowCancel) => matlabText(file, path, shape, rowCancel) };
  if (matlabClass === "cell" || matlabClass === "table" || matlabClass === "string") return { kind: "other", className: matlabClass };
  return numbersOf(file, path, shape, matlabClass ?? found.className, isMatlab);
}

async function referenced(file: Hdf5File, path: string, index: number, cancel: Cancel | undefined): Promise<string> {
  return file.run((root) => {
    const item = itemAt(root, path) as Hdf5Dataset;
    const references = item.value;
    const reference = Array.isArray(references) ? (references.flat(8)[index] as never) : (references as never);
    const target = reference === undefined ? null : item.dereference(reference);
    if (target === null || !("path" in target) || typeof target.path !== "string") throw new KlonosError("hdf5", `${path}: its element ${index + 1} refers to nothing. The file is damaged. Copy the file again from its origin.`, path);
    return target.path;
  }, cancel);
}

async function structOf(file: Hdf5File, path: string, { members, matlabClass }: Described, budget: { left: number }, cancel: Cancel | undefined): Promise<MatValue> {
  const fields: string[] = [];
  const values = new Map<string, MatValue>();
  for (const name of members) {
    if (name.startsWith("#")) continue;
    fields.push(name);
    values.set(name, await hdf5Value(file, `${path}/${name}`, budget, cancel));
  }
  // An array of structs: each field is a list of references (and then no field is anything else).
  const counts = new Set(fields.map((name) => { const value = values.get(name)!; return value.kind === "cell" ? value.count : -1; }));
  const [count = -1] = counts;
  const isCellByName = await file.run((root) => fields.map((name) => { const item = itemAt(root, `${path}/${name}`); return item !== undefined && Object.keys(item.attrs).includes("MATLAB_class"); }), cancel);
  if (matlabClass === "struct" && counts.size === 1 && count > 0 && count <= MOST_REFERENCES && isCellByName.every((isCell) => !isCell)) {
    return { kind: "struct", count, fields, field: async (name, index, fieldCancel) => { const value = values.get(name); return value?.kind === "cell" ? value.item(index, fieldCancel) : undefined; } };
  }
  const attributes = matlabClass === undefined ? await file.run((root) => attributesOf(itemAt(root, path)!), cancel) : new Map<string, unknown>();
  for (const [name, value] of attributes) {
    const converted = values.has(name) ? undefined : attributeValue(value);
    if (converted === undefined) continue;
    fields.push(name);
    values.set(name, converted);
  }
  return { kind: "struct", count: 1, fields, field: async (name) => values.get(name) };
}

/** The variables of a MATLAB 7.3 file, or the datasets, groups and attributes at the root of another. */
export async function hdf5Root(file: Hdf5File, cancel?: Cancel): Promise<MatScope> {
  const members = await file.run((root) => root.keys().slice(0, MOST_MEMBERS), cancel);
  const scope = new Map<string, MatValue>();
  const budget = { left: MOST_ITEMS };
  for (const name of members) if (!name.startsWith("#")) scope.set(name, await hdf5Value(file, `/${name}`, budget, cancel));
  const attributes = await file.run((root) => attributesOf(root), cancel);
  for (const [name, value] of attributes) {
    const converted = scope.has(name) ? undefined : attributeValue(value);
    if (converted !== undefined) scope.set(name, converted);
  }
  return scope;
}
