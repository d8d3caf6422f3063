import { deflateSync } from "node:zlib";

/** What can be written: numbers by class, texts, cells and structs of them. Built from MathWorks' format description, for tests only. */
export type MatTestValue =
  | { readonly kind: "double" | "single" | "int16"; readonly rows: number; readonly columns: number; readonly data: ArrayLike<number>; readonly storedAs?: "int8" }
  | { readonly kind: "char"; readonly text: string }
  | { readonly kind: "cell"; readonly items: readonly MatTestValue[] }
  | { readonly kind: "struct"; readonly fields: Readonly<Record<string, MatTestValue>> };

export interface MatWriteOptions {
  readonly bigEndian?: boolean;
  readonly compressed?: boolean;
}

const CLASSES = { cell: 1, struct: 2, char: 4, double: 6, single: 7, int16: 10 } as const;
const STORED = { double: [9, 8], single: [7, 4], int16: [3, 2], int8: [1, 1] } as const;

function element(type: number, data: Uint8Array, little: boolean): Uint8Array {
  const isSmall = data.length > 0 && data.length <= 4;
  const bytes = new Uint8Array(isSmall ? 8 : 8 + Math.ceil(data.length / 8) * 8);
  const view = new DataView(bytes.buffer);
  if (isSmall) view.setUint32(0, data.length * 65536 + type, little);
  else {
    view.setUint32(0, type, little);
    view.setUint32(4, data.length, little);
  }
  bytes.set(data, isSmall ? 4 : 8);
  return bytes;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function numbers(type: keyof typeof STORED, data: ArrayLike<number>, little: boolean): Uint8Array {
  const [code, size] = STORED[type];
  const bytes = new Uint8Array(data.length * size);
  const view = new DataView(bytes.buffer);
  for (let k = 0; k < data.length; k += 1) {
    if (type === "double") view.setFloat64(8 * k, data[k]!, little);
    else if (type === "single") view.setFloat32(4 * k, data[k]!, little);
    else if (type === "int16") view.setInt16(2 * k, data[k]!, little);
    else view.setInt8(k, data[k]!);
  }
  return element(code, bytes, little);
}

function int32(values: readonly number[], type: number, little: boolean): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  values.forEach((value, k) => new DataView(bytes.buffer).setInt32(4 * k, value, little));
  return element(type, bytes, little);
}

function array(name: string, value: MatTestValue, little: boolean): Uint8Array {
  const dims = value.kind === "char" ? [1, value.text.length] : value.kind === "cell" ? [value.items.length, 1] : value.kind === "struct" ? [1, 1] : [value.rows, value.columns];
  const parts = [int32([CLASSES[value.kind], 0], 6, little), int32(dims, 5, little), element(1, new TextEncoder().encode(name), little)];
  switch (value.kind) {
    case "char": {
      const codes = new Uint8Array(2 * value.text.length);
      for (let k = 0; k < value.text.length; k += 1) new DataView(codes.buffer).setUint16(2 * k, value.text.charCodeAt(k), little);
      parts.push(element(4, codes, little));
      break;
    }
    case "cell":
      parts.push(...value.items.map((item) => array("", item, little)));
      break;
    case "struct": {
      const names = Object.keys(value.fields);
      const width = 32;
      parts.push(int32([width], 5, little), element(1, join(names.map((field) => new TextEncoder().encode(field.padEnd(width, "\0")))), little));
      parts.push(...names.map((field) => array("", value.fields[field]!, little)));
      break;
    }
    default:
      parts.push(numbers(value.storedAs ?? value.kind, value.data, little));
  }
  return element(14, join(parts), little);
}

/** A MAT-file of level 5 with these variables. */
export function writeMat5(variables: Readonly<Record<string, MatTestValue>>, options: MatWriteOptions = {}): Uint8Array {
  const little = options.bigEndian !== true;
  const head = new Uint8Array(128).fill(32);
  head.set(new TextEncoder().encode("MATLAB 5.0 MAT-file, written for a test"));
  head.set(little ? [0x00, 0x01, 0x49, 0x4d] : [0x01, 0x00, 0x4d, 0x49], 124);
  const parts = Object.entries(variables).map(([name, value]) => {
    const plain = array(name, value, little);
    if (options.compressed !== true) return plain;
    const packed = deflateSync(plain);
    const tag = new Uint8Array(8);
    new DataView(tag.buffer).setUint32(0, 15, little);
    new DataView(tag.buffer).setUint32(4, packed.length, little);
    return join([tag, packed]);
  });
  return join([head, ...parts]);
}
