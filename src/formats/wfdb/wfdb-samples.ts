/** How samples are stored (signal(5) of the WFDB manual). */
export type WfdbFormat = 8 | 16 | 24 | 32 | 61 | 80 | 160 | 212 | 310 | 311;

/** Samples are packed in units: `samples` of them in `bytes`. */
export interface WfdbPacking {
  readonly samples: number;
  readonly bytes: number;
  /** Width of the values, for the range of the converter where the header does not tell it. */
  readonly bits: number;
  /** Stored value that means "no sample"; undefined where the format has none. */
  readonly missing: number | undefined;
  /** Sample `index` of the unit-aligned `bytes`. */
  readonly pick: (bytes: Uint8Array, index: number) => number;
  /** Samples that a last, cut unit of so many bytes still holds. */
  readonly inRest: (restBytes: number) => number;
}

const none = (): number => 0;

function pick212(bytes: Uint8Array, index: number): number {
  const at = (index >> 1) * 3;
  const middle = bytes[at + 1]!;
  const value = (index & 1) === 0 ? bytes[at]! | ((middle & 0x0f) << 8) : bytes[at + 2]! | ((middle & 0xf0) << 4);
  return (value << 20) >> 20;
}

/** Two words of 16 bits: eleven bits hold a sample and an empty lowest bit, the rest of both words the third sample. */
function pick310(bytes: Uint8Array, index: number): number {
  const unit = Math.floor(index / 3);
  const at = unit * 4;
  const low = bytes[at]! | (bytes[at + 1]! << 8);
  const high = bytes[at + 2]! | (bytes[at + 3]! << 8);
  const place = index - unit * 3;
  const value = place === 0 ? low >> 1 : place === 1 ? high >> 1 : (low >> 11) | ((high >> 11) << 5);
  return (value << 22) >> 22;
}

/** Three samples from the lowest bit of a word of 32. */
function pick311(bytes: Uint8Array, index: number): number {
  const unit = Math.floor(index / 3);
  const at = unit * 4;
  const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  return ((word >>> (10 * (index - unit * 3))) << 22) >> 22;
}

const PACKINGS: Readonly<Record<WfdbFormat, WfdbPacking>> = {
  8: { samples: 1, bytes: 1, bits: 16, missing: undefined, pick: (bytes, index) => (bytes[index]! << 24) >> 24, inRest: none },
  16: { samples: 1, bytes: 2, bits: 16, missing: -32768, pick: (bytes, index) => ((bytes[2 * index]! | (bytes[2 * index + 1]! << 8)) << 16) >> 16, inRest: none },
  24: { samples: 1, bytes: 3, bits: 24, missing: -8388608, pick: (bytes, index) => ((bytes[3 * index]! << 8) | (bytes[3 * index + 1]! << 16) | (bytes[3 * index + 2]! << 24)) >> 8, inRest: none },
  32: { samples: 1, bytes: 4, bits: 32, missing: -2147483648, pick: (bytes, index) => bytes[4 * index]! | (bytes[4 * index + 1]! << 8) | (bytes[4 * index + 2]! << 16) | (bytes[4 * index + 3]! << 24), inRest: none },
  61: { samples: 1, bytes: 2, bits: 16, missing: -32768, pick: (bytes, index) => ((bytes[2 * index + 1]! | (bytes[2 * index]! << 8)) << 16) >> 16, inRest: none },
  80: { samples: 1, bytes: 1, bits: 8, missing: -128, pick: (bytes, index) => bytes[index]! - 128, inRest: none },
  160: { samples: 1, bytes: 2, bits: 16, missing: -32768, pick: (bytes, index) => (bytes[2 * index]! | (bytes[2 * index + 1]! << 8)) - 32768, inRest: none },
  212: { samples: 2, bytes: 3, bits: 12, missing: -2048, pick: pick212, inRest: (rest) => (rest >= 2 ? 1 : 0) },
  310: { samples: 3, bytes: 4, bits: 10, missing: -512, pick: pick310, inRest: (rest) => (rest >= 2 ? 1 : 0) },
  311: { samples: 3, bytes: 4, bits: 10, missing: -512, pick: pick311, inRest: (rest) => Math.max(0, rest - 1) },
};

/** Whether `format` is one whose packing is known here. */
export function isWfdbFormat(format: number): format is WfdbFormat {
  return Object.hasOwn(PACKINGS, String(format));
}

/** How samples of a format lie in their bytes. */
export function wfdbPacking(format: WfdbFormat): WfdbPacking {
  return PACKINGS[format];
}

/** Whole samples in so many bytes. */
export function samplesInBytes(packing: WfdbPacking, bytes: number): number {
  const units = Math.floor(bytes / packing.bytes);
  return units * packing.samples + packing.inRest(bytes - units * packing.bytes);
}
