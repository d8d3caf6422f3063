const SIGNATURE_BYTES = 8;
const IHDR_BYTES = 25;
const METRES_PER_INCH = 0.0254;
const CRC_POLYNOMIAL = 0xedb88320;
const UNIT_METRE = 1;

/** CRC-32 of ISO 3309 as PNG 1.2 annex D defines it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ CRC_POLYNOMIAL : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let k = 0; k < 4; k += 1) bytes[4 + k] = type.charCodeAt(k);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** pHYs: the same number of pixels per metre along both axes. */
function resolutionChunk(dpi: number): Uint8Array {
  const data = new Uint8Array(9);
  const view = new DataView(data.buffer);
  const pixelsPerMetre = Math.round(dpi / METRES_PER_INCH);
  view.setUint32(0, pixelsPerMetre);
  view.setUint32(4, pixelsPerMetre);
  data[8] = UNIT_METRE;
  return chunk("pHYs", data);
}

/** iTXt, uncompressed: keyword, no language, UTF-8 text. */
function textChunk(keyword: string, text: string): Uint8Array {
  const head = [...keyword].map((character) => character.charCodeAt(0));
  const body = new TextEncoder().encode(text);
  return chunk("iTXt", concatenate([Uint8Array.of(...head, 0, 0, 0, 0, 0), body]));
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A PNG with its resolution and texts written behind the header chunk. The given PNG must have no pHYs of its own. */
export function withResolution(png: Uint8Array, dpi: number, texts: Readonly<Record<string, string>>): Uint8Array {
  const head = SIGNATURE_BYTES + IHDR_BYTES;
  const extra = [resolutionChunk(dpi), ...Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text))];
  return concatenate([png.subarray(0, head), ...extra, png.subarray(head)]);
}
