import { type Cancel, throwIfCancelled } from "../../core/errors";
import { viewOf } from "../stored-numbers";
import type { ByteSource } from "../byte-source";
import type { MatNumbers } from "./mat-value";
import { LONGEST_READ_BYTES } from "../read-plan";

/** Bytes of one number by the type of its data element ("MAT-File Format", table 1-1). */
export const STORED_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 2, 5: 4, 6: 4, 7: 4, 9: 8, 12: 8, 13: 8 };

type Getter = (view: DataView, at: number, littleEndian: boolean) => number;

/** 64-bit integers beyond 2^53 lose their last digits, as they do when MATLAB makes doubles of them. */
const GETTERS: Readonly<Record<number, Getter>> = {
  1: (view, at) => view.getInt8(at),
  2: (view, at) => view.getUint8(at),
  3: (view, at, little) => view.getInt16(at, little),
  4: (view, at, little) => view.getUint16(at, little),
  5: (view, at, little) => view.getInt32(at, little),
  6: (view, at, little) => view.getUint32(at, little),
  7: (view, at, little) => view.getFloat32(at, little),
  9: (view, at, little) => view.getFloat64(at, little),
  12: (view, at, little) => Number(view.getBigInt64(at, little)),
  13: (view, at, little) => Number(view.getBigUint64(at, little)),
};

/** Reads down a column or along a row of a column-major matrix that begins at `dataOffset`, at most a mebibyte at a time. */
export function numberReader(source: ByteSource, dataOffset: number, type: number, rows: number, littleEndian: boolean): MatNumbers["read"] {
  const bytes = STORED_BYTES[type]!;
  const get = GETTERS[type]!;
  return async (axis, other, start, end, cancel?: Cancel) => {
    const values = new Float64Array(end - start);
    const stride = axis === 0 ? 1 : rows;
    const first = axis === 0 ? other * rows : other;
    const perRead = Math.max(1, Math.floor(LONGEST_READ_BYTES / (stride * bytes)));
    for (let at = start; at < end; at += perRead) {
      throwIfCancelled(cancel);
      const count = Math.min(perRead, end - at);
      const length = ((count - 1) * stride + 1) * bytes;
      const block = await source.read(dataOffset + (first + at * stride) * bytes, length, cancel);
      const view = viewOf(block);
      for (let k = 0, byte = 0; k < count; k += 1, byte += stride * bytes) values[at - start + k] = get(view, byte, littleEndian);
    }
    return values;
  };
}
