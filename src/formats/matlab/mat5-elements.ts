import { type Cancel, KlonosError } from "../../core/errors";
import { viewOf } from "../stored-numbers";
import type { ByteSource } from "../byte-source";
import { numberReader, STORED_BYTES } from "./mat5-numbers";
import { decodeMatText } from "./mat5-text";
import type { MatValue } from "./mat-value";

/** Types of data elements ("MAT-File Format", MathWorks, table 1-1). */
export const MI_MATRIX = 14;
/** An element packed by zlib. */
export const MI_COMPRESSED = 15;
const MI_INT32 = 5;
const MI_UINT32 = 6;

const CLASS_NAMES = ["", "cell", "struct", "object", "char", "sparse", "double", "single", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "function handle", "object (table, string, timetable …)"] as const;
const FLAG_COMPLEX = 0x0800;
const FLAG_LOGICAL = 0x0200;

const TAG_BYTES = 8;
/** Enough for the flags, 32 dimensions and a name. */
const HEAD_BYTES = 512;
const MOST_DIMENSIONS = 32;
const MOST_NAME_BYTES = 256;
const MOST_FIELDS = 4096;
/** Elements of all cells and structs that are looked at, whatever a damaged file claims. */
const MOST_ELEMENTS = 100_000;
const MOST_TEXT_CHARACTERS = 200_000;
const DEEPEST = 24;

/** Where a piece of a MATLAB file lies: the file itself, or the content of a compressed variable. */
export interface MatPlace {
  readonly source: ByteSource;
  readonly littleEndian: boolean;
  /** For messages: how bytes of this place are called. */
  readonly whereOf: (offset: number) => string;
  /** Elements that may still be looked at. */
  readonly budget: { left: number };
}

/** Type, size in bytes and place of one element of a MATLAB 5 file. */
export interface MatTag {
  readonly type: number;
  readonly size: number;
  readonly dataOffset: number;
  /** Where the next element begins. */
  readonly next: number;
}

/** A named variable, or a named field of a struct. */
export interface MatArray {
  readonly name: string;
  readonly value: MatValue;
}

/** The error for an element that cannot be what it says, with its place in the file. */
export function matError(place: MatPlace, offset: number, message: string): KlonosError {
  return new KlonosError("mat-element", `${place.source.name}: ${message} at ${place.whereOf(offset)}. The file is damaged or cut short; save it again from MATLAB.`, place.whereOf(offset), { offset });
}

/** A budget for one file. */
export function createMatBudget(): { left: number } {
  return { left: MOST_ELEMENTS };
}

/** Reads the tag at `offset` out of `bytes`, whose first byte is at `bytesOffset`. Small elements hold their data in the tag. */
export function parseTag(bytes: Uint8Array, bytesOffset: number, offset: number, littleEndian: boolean): MatTag {
  const view = viewOf(bytes);
  const at = offset - bytesOffset;
  const first = view.getUint32(at, littleEndian);
  if (first >>> 16 !== 0) return { type: first & 0xffff, size: first >>> 16, dataOffset: offset + 4, next: offset + TAG_BYTES };
  const size = view.getUint32(at + 4, littleEndian);
  const padded = first === MI_COMPRESSED ? size : Math.ceil(size / 8) * 8;
  return { type: first, size, dataOffset: offset + TAG_BYTES, next: offset + TAG_BYTES + padded };
}

async function readTag(place: MatPlace, offset: number, end: number, cancel: Cancel | undefined): Promise<MatTag> {
  if (offset + TAG_BYTES > end) throw matError(place, offset, "an element should begin");
  const tag = parseTag(await place.source.read(offset, TAG_BYTES, cancel), offset, offset, place.littleEndian);
  if (tag.dataOffset + tag.size > end) throw matError(place, offset, `an element claims ${tag.size} bytes, more than there are,`);
  return tag;
}

/** Walks elements one after the other and remembers where each begins. */
function childWalker(place: MatPlace, first: number, end: number, path: string, depth: number): (index: number, cancel?: Cancel) => Promise<MatValue> {
  const offsets = [first];
  return async (index, cancel) => {
    while (offsets.length <= index) {
      if ((place.budget.left -= 1) < 0) throw matError(place, offsets[offsets.length - 1]!, `there are more than ${MOST_ELEMENTS} elements`);
      offsets.push((await readTag(place, offsets[offsets.length - 1]!, end, cancel)).next);
    }
    return (await readMatArray(place, offsets[index]!, end, cancel, path, depth + 1)).value;
  };
}

/**
 * One array (tag, flags, dimensions, name, and where its content lies) at `offset`, within `end`. Contents are read when asked.
 * @throws KlonosError `mat-element` with the byte for what contradicts itself.
 */
export async function readMatArray(place: MatPlace, offset: number, end: number, cancel?: Cancel, path = "", depth = 0): Promise<MatArray> {
  const { littleEndian, source } = place;
  const tag = await readTag(place, offset, end, cancel);
  if (tag.type !== MI_MATRIX) throw matError(place, offset, `an array should begin, but an element of type ${tag.type} does,`);
  if (tag.size === 0) return { name: "", value: emptyNumbers() };
  if (depth > DEEPEST) throw matError(place, offset, `cells and structs lie deeper than ${DEEPEST}`);
  const arrayEnd = tag.dataOffset + tag.size;
  const head = await source.read(tag.dataOffset, Math.min(HEAD_BYTES, tag.size), cancel);
  const view = viewOf(head);
  const local = (at: number, need: number): number => {
    if (at + need > tag.dataOffset + head.length) throw matError(place, at, "an array ends inside its header");
    return at - tag.dataOffset;
  };
  const part = (at: number): MatTag => {
    local(at, TAG_BYTES);
    return parseTag(head, tag.dataOffset, at, littleEndian);
  };
  const flagsTag = part(tag.dataOffset);
  if (flagsTag.type !== MI_UINT32 || flagsTag.size !== 8) throw matError(place, tag.dataOffset, "the flags of an array should stand");
  const flags = view.getUint32(local(flagsTag.dataOffset, 8), littleEndian);
  const classCode = flags & 0xff;
  // Opaque objects have no dimensions: names and data of their own.
  if (classCode === 17) return { name: "", value: { kind: "other", className: CLASS_NAMES[17] } };
  const dimsTag = part(flagsTag.next);
  const rank = dimsTag.size / 4;
  if (dimsTag.type !== MI_INT32 || !Number.isInteger(rank) || rank < 2 || rank > MOST_DIMENSIONS) throw matError(place, flagsTag.next, "the dimensions of an array should stand");
  const dims = Array.from({ length: rank }, (_, k) => view.getInt32(local(dimsTag.dataOffset + 4 * k, 4), littleEndian));
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (dims.some((dim) => dim < 0) || !Number.isSafeInteger(count)) throw matError(place, flagsTag.next, `the dimensions ${dims.join(" × ")} make no sense`);
  const nameTag = part(dimsTag.next);
  if (nameTag.size > MOST_NAME_BYTES) throw matError(place, dimsTag.next, `a name of ${nameTag.size} bytes should stand`);
  const nameAt = local(nameTag.dataOffset, nameTag.size);
  const name = decodeMatText(head.subarray(nameAt, nameAt + nameTag.size), nameTag.type, littleEndian);
  const content = nameTag.next;
  const className = CLASS_NAMES[classCode];
  if (className === undefined || className === "") throw matError(place, tag.dataOffset, `an array of the unknown class ${classCode} stands`);
  const isLogical = (flags & FLAG_LOGICAL) !== 0;
  switch (className) {
    case "cell": {
      if (count * TAG_BYTES > arrayEnd - content) throw matError(place, flagsTag.next, `a cell claims ${count} elements, more than fit,`);
      return { name, value: { kind: "cell", count, item: childWalker(place, content, arrayEnd, path, depth) } };
    }
    case "struct":
    case "object":
      return { name, value: await readStruct(place, className === "object" ? (await readTag(place, content, arrayEnd, cancel)).next : content, arrayEnd, count, path, depth, cancel) };
    case "char": {
      if (count > MOST_TEXT_CHARACTERS) return { name, value: { kind: "other", className } };
      const text = count === 0 ? undefined : await readTag(place, content, arrayEnd, cancel);
      return {
        name,
        value: {
          kind: "text",
          async rows(rowCancel) {
            if (text === undefined) return [""];
            if (text.size > 4 * count + 4) throw matError(place, content, `a text of ${count} characters takes ${text.size} bytes`);
            return rowsOfText(decodeMatText(await source.read(text.dataOffset, text.size, rowCancel), text.type, littleEndian), dims[0]!, count);
          },
        },
      };
    }
    case "sparse":
    case "function handle":
      return { name, value: { kind: "other", className } };
    default: {
      const real = await readTag(place, content, arrayEnd, cancel);
      const bytes = STORED_BYTES[real.type];
      if (bytes === undefined || real.size !== count * bytes) throw matError(place, content, `${dims.join(" × ")} numbers of type ${real.type} should take ${count * (bytes ?? 8)} bytes, not ${real.size}; this stands`);
      const rows = dims[0]!;
      const columns = rows === 0 ? 0 : count / rows;
      return {
        name,
        value: { kind: "numbers", className: isLogical ? "logical" : className, dims, rows, columns, isComplex: (flags & FLAG_COMPLEX) !== 0, read: numberReader(source, real.dataOffset, real.type, rows, littleEndian) },
      };
    }
  }
}

async function readStruct(place: MatPlace, content: number, end: number, count: number, path: string, depth: number, cancel: Cancel | undefined): Promise<MatValue> {
  const { source, littleEndian } = place;
  const lengthTag = await readTag(place, content, end, cancel);
  if (lengthTag.type !== MI_INT32 || lengthTag.size !== 4) throw matError(place, content, "the length of field names should stand");
  const length = viewOf(await source.read(lengthTag.dataOffset, 4, cancel)).getInt32(0, littleEndian);
  const namesTag = await readTag(place, lengthTag.next, end, cancel);
  const fieldCount = length > 0 ? namesTag.size / length : NaN;
  if (!Number.isInteger(fieldCount) || fieldCount > MOST_FIELDS || length > MOST_NAME_BYTES) throw matError(place, lengthTag.next, `names of fields, ${length} characters each, should stand`);
  if (count * fieldCount * TAG_BYTES > end - namesTag.next) throw matError(place, content, `a struct claims ${count} × ${fieldCount} fields, more than fit,`);
  const names = await source.read(namesTag.dataOffset, namesTag.size, cancel);
  const fields = Array.from({ length: fieldCount }, (_, k) => decodeMatText(names.subarray(k * length, (k + 1) * length), 1, littleEndian).replace(/\0.*$/s, ""));
  const child = childWalker(place, namesTag.next, end, path, depth);
  return {
    kind: "struct",
    count,
    fields,
    async field(name, index, fieldCancel) {
      const at = fields.indexOf(name);
      return at < 0 || index >= count ? undefined : child(index * fieldCount + at, fieldCancel);
    },
  };
}

function rowsOfText(text: string, rows: number, count: number): string[] {
  // Where characters take several bytes a matrix of several rows cannot be told apart; MATLAB writes two bytes each then.
  if (rows <= 1 || text.length !== count) return [text.trimEnd()];
  return Array.from({ length: rows }, (_, row) => {
    let line = "";
    for (let at = row; at < count; at += rows) line += text[at]!;
    return line.trimEnd();
  });
}

function emptyNumbers(): MatValue {
  return { kind: "numbers", className: "double", dims: [0, 0], rows: 0, columns: 0, isComplex: false, read: async () => new Float64Array(0) };
}
