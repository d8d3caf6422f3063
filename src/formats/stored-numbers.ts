import type { Scaling } from "./integer-samples";

/** How one stored number of a binary recording is written. `dec-float32` is the VAX F format, its two words swapped. */
export type StoredNumber = "int8" | "int16" | "uint16" | "int24" | "int32" | "int64" | "float32" | "float64" | "dec-float32";

type Take = (view: DataView, at: number, isLittle: boolean) => number;

interface NumberType {
  readonly bytes: number;
  /** Smallest and largest stored value; undefined for floating point. */
  readonly range: readonly [number, number] | undefined;
  readonly take: Take;
}

/** A view on bytes, whatever buffer they stand in. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * A VAX F number from four bytes in the order of the file. Its words are swapped and its exponent is two above IEEE's; an
 * exponent of zero is zero (with the sign bit set: reserved, here NaN).
 */
export function decFloat(view: DataView, at: number): number {
  const high = view.getUint16(at, true);
  const low = view.getUint16(at + 2, true);
  const exponent = (high >> 7) & 0xff;
  const sign = high & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign < 0 ? NaN : 0;
  const fraction = 0x800000 + (high & 0x7f) * 0x10000 + low;
  return sign * fraction * 2 ** (exponent - 152);
}

const takeInt24: Take = (view, at, isLittle) => (isLittle ? view.getUint8(at) | (view.getInt16(at + 1, true) << 8) : (view.getInt16(at, false) << 8) | view.getUint8(at + 2));

const TYPES: Readonly<Record<StoredNumber, NumberType>> = {
  int8: { bytes: 1, range: [-128, 127], take: (view, at) => view.getInt8(at) },
  int16: { bytes: 2, range: [-32768, 32767], take: (view, at, isLittle) => view.getInt16(at, isLittle) },
  uint16: { bytes: 2, range: [0, 65535], take: (view, at, isLittle) => view.getUint16(at, isLittle) },
  int24: { bytes: 3, range: [-8388608, 8388607], take: takeInt24 },
  int32: { bytes: 4, range: [-2147483648, 2147483647], take: (view, at, isLittle) => view.getInt32(at, isLittle) },
  // Beyond 2^53 the last digits are lost; no converter reaches it.
  int64: { bytes: 8, range: undefined, take: (view, at, isLittle) => Number(view.getBigInt64(at, isLittle)) },
  float32: { bytes: 4, range: undefined, take: (view, at, isLittle) => view.getFloat32(at, isLittle) },
  "dec-float32": { bytes: 4, range: undefined, take: decFloat },
  float64: { bytes: 8, range: undefined, take: (view, at, isLittle) => view.getFloat64(at, isLittle) },
};

/** Bytes of one stored number. */
export function storedBytes(type: StoredNumber): number {
  return TYPES[type].bytes;
}

/** Values that the converter cannot leave, by the map of the samples; undefined for floating point. */
export function storedRange(type: StoredNumber, scaling: Scaling): readonly [number, number] | undefined {
  const { range } = TYPES[type];
  if (range === undefined) return undefined;
  const first = range[0] * scaling.gain + scaling.offset;
  const second = range[1] * scaling.gain + scaling.offset;
  return first < second ? [first, second] : [second, first];
}

/**
 * `samples` numbers, `strideBytes` apart, from byte `at` of `bytes`, mapped to `out[outIndex …]`. Infinities become NaN: no
 * amplifier measured them.
 */
export function decodeStored(type: StoredNumber, isLittle: boolean, bytes: Uint8Array, at: number, strideBytes: number, samples: number, scaling: Scaling, out: Float64Array, outIndex: number): void {
  const view = viewOf(bytes);
  const { take, range } = TYPES[type];
  const { gain, offset } = scaling;
  // The usual type has a loop of its own: a call through the table costs a third of it.
  if (type === "int16") for (let k = 0, byte = at; k < samples; k += 1, byte += strideBytes) out[outIndex + k] = view.getInt16(byte, isLittle) * gain + offset;
  else for (let k = 0, byte = at; k < samples; k += 1, byte += strideBytes) out[outIndex + k] = take(view, byte, isLittle) * gain + offset;
  if (range !== undefined) return;
  for (let k = outIndex; k < outIndex + samples; k += 1) if (!Number.isFinite(out[k]!)) out[k] = NaN;
}
