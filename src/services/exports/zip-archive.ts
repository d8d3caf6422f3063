import { createCRC32 } from "hash-wasm";

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_CENTRAL = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the first day of the format: equal contents give equal archives. */
const NO_DATE = 0x0021;

/**
 * Files in one ZIP archive, stored and not compressed (APPNOTE 6.3.10, 4.3), for shells that save one file at a time. Below 4 GB.
 */
export async function zipArchive(files: readonly (readonly [name: string, bytes: Uint8Array])[]): Promise<Uint8Array> {
  const checksum = await createCRC32();
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of files) {
    const encoded = new TextEncoder().encode(name);
    const crc = Number.parseInt(checksum.init().update(bytes).digest("hex"), 16);
    const common = [VERSION, UTF8_NAMES, 0, 0, NO_DATE, crc, bytes.length, bytes.length, encoded.length, 0];
    const local = fields([LOCAL_HEADER, ...common], [4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2]);
    centrals.push(fields([CENTRAL_HEADER, VERSION, ...common, 0, 0, 0, 0, offset], [4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4]), encoded);
    locals.push(local, encoded, bytes);
    offset += local.length + encoded.length + bytes.length;
  }
  const size = centrals.reduce((sum, part) => sum + part.length, 0);
  const end = fields([END_OF_CENTRAL, 0, 0, files.length, files.length, size, offset, 0], [4, 2, 2, 2, 2, 4, 4, 2]);
  return joined([...locals, ...centrals, end]);
}

function fields(values: readonly number[], widths: readonly (2 | 4)[]): Uint8Array {
  const bytes = new Uint8Array(widths.reduce<number>((sum, width) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  values.forEach((value, index) => {
    if (widths[index] === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += widths[index]!;
  });
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
