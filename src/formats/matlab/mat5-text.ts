import { decodeText, latin1Text } from "../text-decoding";

const MI_UINT16 = 4;
const MI_INT16 = 3;
const MI_UTF16 = 17;
const MI_UTF32 = 18;

/** Characters of an element by its type: UTF-16, UTF-32, UTF-8 where valid, else Latin-1. */
export function decodeMatText(bytes: Uint8Array, type: number, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type) {
    case MI_INT16:
    case MI_UINT16:
    case MI_UTF16: {
      let text = "";
      for (let at = 0; at + 2 <= bytes.length; at += 2) text += String.fromCharCode(view.getUint16(at, littleEndian));
      return text;
    }
    case MI_UTF32: {
      let text = "";
      for (let at = 0; at + 4 <= bytes.length; at += 4) {
        const code = view.getUint32(at, littleEndian);
        text += code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
      }
      return text;
    }
    default:
      return bytes.includes(0) ? latin1Text(bytes) : decodeText(bytes);
  }
}
