import type { Cancel } from "../core/errors";
import type { ByteSource } from "./byte-source";
import { requireRange } from "./source-range";

const GREEK_MU = 0x3bc;
const MICRO_SIGN = 0xb5;
const QUESTION_MARK = 0x3f;

/** Byte order of UTF-16 text by its mark, undefined for everything else. */
export function utf16Order(head: Uint8Array): "little" | "big" | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "little";
  if (head[0] === 0xfe && head[1] === 0xff) return "big";
  return undefined;
}

/**
 * UTF-16 text (Excel's "Unicode text") seen as Latin-1, one byte a code unit and without the mark, so that positions stay
 * proportional and random access works. Characters beyond Latin-1 become `?`, Greek mu the micro sign.
 */
export function utf16Source(source: ByteSource, order: "little" | "big"): ByteSource {
  const size = Math.max(0, Math.floor(source.size / 2) - 1);
  return {
    name: source.name,
    size,
    async read(offset: number, length: number, cancel?: Cancel): Promise<Uint8Array> {
      requireRange(source.name, size, offset, length);
      const wide = await source.read(2 * (offset + 1), 2 * length, cancel);
      const narrow = new Uint8Array(length);
      const low = order === "little" ? 0 : 1;
      for (let k = 0; k < length; k += 1) {
        const unit = wide[2 * k + low]! | (wide[2 * k + 1 - low]! << 8);
        narrow[k] = unit < 256 ? unit : unit === GREEK_MU ? MICRO_SIGN : QUESTION_MARK;
      }
      return narrow;
    },
    close: () => source.close(),
  };
}
