/** From this length on a decoder's start is worth its speed. */
const LONG_BYTES = 256;

/** Each byte as the character of the same number (ISO 8859-1); never fails. */
export function latin1Text(bytes: Uint8Array): string {
  // One piece of memory at once; a long text of many pieces is put together anew whenever it is searched.
  if (bytes.length >= LONG_BYTES && isAscii(bytes)) return new TextDecoder().decode(bytes);
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

/** The highest bit of each of four bytes. */
const HIGH_BITS = 0x80808080;

function isAscii(bytes: Uint8Array): boolean {
  // Four bytes at a time, from the first that lies at a whole word of the memory.
  const first = -bytes.byteOffset & 3;
  const count = Math.max(0, (bytes.length - first) >> 2);
  const words = count === 0 ? new Uint32Array(0) : new Uint32Array(bytes.buffer, bytes.byteOffset + first, count);
  for (let k = 0; k < count; k += 1) if ((words[k]! & HIGH_BITS) !== 0) return false;
  for (let k = 0; k < Math.min(first, bytes.length); k += 1) if (bytes[k]! > 127) return false;
  for (let k = first + 4 * count; k < bytes.length; k += 1) if (bytes[k]! > 127) return false;
  return true;
}

/**
 * Text of a file that does not say its encoding: UTF-8 when the bytes are valid UTF-8, else Latin-1. Bytes cut in the middle of
 * a UTF-8 character therefore come out as Latin-1: cut at line or field borders.
 */
export function decodeText(bytes: Uint8Array): string {
  if (isAscii(bytes)) return latin1Text(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (thrown) {
    if (thrown instanceof TypeError) return latin1Text(bytes);
    throw thrown;
  }
}
