/** How one stored number of a binary recording is written. `dec-float32` is the VAX F format, its two words swapped. */
export type SampleType = "int16" | "uint16" | "float32" | "dec-float32";

export interface SampleLayout {
  readonly type: SampleType;
  readonly littleEndian: boolean;
  /** Bytes from one sample to the next of the same channel. */
  readonly strideBytes: number;
}

/** value = stored · gain + offset */
export interface LinearMap {
  readonly gain: number;
  readonly offset: number;
}

/** Bytes of one stored number. */
export function bytesOf(type: SampleType): 2 | 4 {
  return type === "int16" || type === "uint16" ? 2 : 4;
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

/**
 * Stored numbers from byte `at` of `bytes`, mapped, to `out[outIndex …]`. The caller has checked that all of them are inside
 * both arrays.
 */
export function decodeSamples(bytes: Uint8Array, at: number, samples: number, layout: SampleLayout, map: LinearMap, out: Float64Array, outIndex: number): void {
  const view = viewOf(bytes);
  const { gain, offset } = map;
  const { littleEndian, strideBytes } = layout;
  let byte = at;
  switch (layout.type) {
    case "int16":
      for (let k = 0; k < samples; k += 1, byte += strideBytes) out[outIndex + k] = view.getInt16(byte, littleEndian) * gain + offset;
      return;
    case "uint16":
      for (let k = 0; k < samples; k += 1, byte += strideBytes) out[outIndex + k] = view.getUint16(byte, littleEndian) * gain + offset;
      return;
    case "float32":
      for (let k = 0; k < samples; k += 1, byte += strideBytes) out[outIndex + k] = view.getFloat32(byte, littleEndian) * gain + offset;
      return;
    case "dec-float32":
      for (let k = 0; k < samples; k += 1, byte += strideBytes) out[outIndex + k] = decFloat(view, byte) * gain + offset;
  }
}

/** A view on the bytes of a header, whatever buffer they stand in. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
