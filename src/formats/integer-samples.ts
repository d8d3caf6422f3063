/** value = digital · gain + offset */
export interface Scaling {
  readonly gain: number;
  readonly offset: number;
}

/** The two ends of a channel in its unit and as stored integers, where a header has them. */
export interface IntegerRange {
  readonly physicalMinimum: number | undefined;
  readonly physicalMaximum: number | undefined;
  readonly digitalMinimum: number | undefined;
  readonly digitalMaximum: number | undefined;
}

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Linear map of the header, times `perUnit` (volts per unit); undefined when the header's ranges make none. */
export function scalingOf(range: IntegerRange, perUnit: number): Scaling | undefined {
  const { physicalMinimum, physicalMaximum, digitalMinimum, digitalMaximum } = range;
  if (physicalMinimum === undefined || physicalMaximum === undefined || digitalMinimum === undefined || digitalMaximum === undefined) return undefined;
  if (physicalMinimum === physicalMaximum || digitalMinimum === digitalMaximum) return undefined;
  const gain = (physicalMaximum - physicalMinimum) / (digitalMaximum - digitalMinimum);
  return { gain: gain * perUnit, offset: (physicalMinimum - gain * digitalMinimum) * perUnit };
}

/** Little-endian 16-bit samples from byte `at` of `bytes` to `out[outIndex …]`. */
export function decodeInt16(bytes: Uint8Array, at: number, samples: number, scaling: Scaling, out: Float64Array, outIndex: number): void {
  const { gain, offset } = scaling;
  const first = bytes.byteOffset + at;
  if (IS_LITTLE_ENDIAN && (first & 1) === 0) {
    const integers = new Int16Array(bytes.buffer, first, samples);
    for (let k = 0; k < samples; k += 1) out[outIndex + k] = integers[k]! * gain + offset;
    return;
  }
  for (let k = 0, byte = at; k < samples; k += 1, byte += 2) {
    out[outIndex + k] = (((bytes[byte]! | (bytes[byte + 1]! << 8)) << 16) >> 16) * gain + offset;
  }
}

/** Little-endian 24-bit samples from byte `at` of `bytes` to `out[outIndex …]`. */
export function decodeInt24(bytes: Uint8Array, at: number, samples: number, scaling: Scaling, out: Float64Array, outIndex: number): void {
  const { gain, offset } = scaling;
  for (let k = 0, byte = at; k < samples; k += 1, byte += 3) {
    out[outIndex + k] = (((bytes[byte]! << 8) | (bytes[byte + 1]! << 16) | (bytes[byte + 2]! << 24)) >> 8) * gain + offset;
  }
}

/** Little-endian 16-bit samples from byte `at` of `bytes` as they are stored; near the speed of the memory where the bytes are aligned. */
export function copyInt16(bytes: Uint8Array, at: number, samples: number, out: Int16Array | Int32Array, outIndex: number): void {
  const first = bytes.byteOffset + at;
  if (IS_LITTLE_ENDIAN && (first & 1) === 0) out.set(new Int16Array(bytes.buffer, first, samples), outIndex);
  else for (let k = 0, byte = at; k < samples; k += 1, byte += 2) out[outIndex + k] = ((bytes[byte]! | (bytes[byte + 1]! << 8)) << 16) >> 16;
}

/** Little-endian 24-bit samples from byte `at` of `bytes` as they are stored. */
export function copyInt24(bytes: Uint8Array, at: number, samples: number, out: Int16Array | Int32Array, outIndex: number): void {
  for (let k = 0, byte = at; k < samples; k += 1, byte += 3) out[outIndex + k] = ((bytes[byte]! << 8) | (bytes[byte + 1]! << 16) | (bytes[byte + 2]! << 24)) >> 8;
}
