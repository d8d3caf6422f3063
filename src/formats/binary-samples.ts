/** How one stored number of a binary recording is written. */
export type SampleType = "int16" | "float32";

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
  return type === "int16" ? 2 : 4;
}

/**
 * Stored numbers from byte `at` of `bytes`, mapped, to `out[outIndex …]`. The caller has checked that all of them are inside
 * both arrays.
 */
export function decodeSamples(bytes: Uint8Array, at: number, samples: number, layout: SampleLayout, map: LinearMap, out: Float64Array, outIndex: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { gain, offset } = map;
  const { littleEndian, strideBytes } = layout;
  if (layout.type === "int16") {
    for (let k = 0, byte = at; k < samples; k += 1, byte += strideBytes) out[outIndex + k] = view.getInt16(byte, littleEndian) * gain + offset;
  } else {
    for (let k = 0, byte = at; k < samples; k += 1, byte += strideBytes) out[outIndex + k] = view.getFloat32(byte, littleEndian) * gain + offset;
  }
}

/** A view on the bytes of a header, whatever buffer they stand in. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
