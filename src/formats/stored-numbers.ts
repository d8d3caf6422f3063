import type { Scaling } from "./edf-samples";

/** Number types of BrainVision, XDF and OT Bioelettronica files. */
export type StoredNumber = "int8" | "int16" | "uint16" | "int24" | "int32" | "int64" | "float32" | "float64";

type Take = (view: DataView, at: number, isLittle: boolean) => number;

interface NumberType {
  readonly bytes: number;
  /** Smallest and largest stored value; undefined for floating point. */
  readonly range: readonly [number, number] | undefined;
  readonly take: Take;
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
  float64: { bytes: 8, range: undefined, take: (view, at, isLittle) => view.getFloat64(at, isLittle) },
};

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
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { take, range } = TYPES[type];
  const { gain, offset } = scaling;
  for (let k = 0, byte = at; k < samples; k += 1, byte += strideBytes) out[outIndex + k] = take(view, byte, isLittle) * gain + offset;
  if (range !== undefined) return;
  for (let k = outIndex; k < outIndex + samples; k += 1) if (!Number.isFinite(out[k]!)) out[k] = NaN;
}
