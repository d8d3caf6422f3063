/** A part of a file that its format gives a meaning: a field of numbers or text, or a piece (line, record, chunk, element) that can be left out, doubled or exchanged. */
export type Anchor =
  | { readonly kind: "integer"; readonly at: number; readonly width: 1 | 2 | 4 | 8; readonly little: boolean }
  | { readonly kind: "float"; readonly at: number; readonly width: 4 | 8; readonly little: boolean }
  /** `fixed`: a field of this width, padded with blanks. Else a word that may become longer or shorter. */
  | { readonly kind: "text"; readonly at: number; readonly length: number; readonly fixed: boolean }
  | { readonly kind: "piece"; readonly at: number; readonly length: number };

const latin1 = (bytes: Uint8Array, start = 0, end = bytes.length): string => Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, Math.min(end, bytes.length) - start)).toString("latin1");
const integer = (at: number, width: 1 | 2 | 4 | 8, little = true): Anchor => ({ kind: "integer", at, width, little });
const float = (at: number, width: 4 | 8 = 4, little = true): Anchor => ({ kind: "float", at, width, little });
const fixed = (at: number, length: number): Anchor => ({ kind: "text", at, length, fixed: true });
const piece = (at: number, length: number): Anchor => ({ kind: "piece", at, length });
const range = (count: number, from = 0, step = 1): number[] => Array.from({ length: Math.max(0, Math.floor(count)) }, (_, k) => from + k * step);

/** Matches of a pattern as words. */
function words(bytes: Uint8Array, pattern: RegExp, end = 65_536): Anchor[] {
  return [...latin1(bytes, 0, end).matchAll(pattern)].map((found): Anchor => ({ kind: "text", at: found.index + found[0].indexOf(found[1] ?? found[0]), length: (found[1] ?? found[0]).length, fixed: false }));
}

function lines(bytes: Uint8Array): Anchor[] {
  return [...latin1(bytes, 0, 65_536).matchAll(/[^\r\n]*(?:\r\n|\n|\r)/g)].slice(0, 300).map((found) => piece(found.index, found[0].length));
}

/** EDF: every field of both headers, every data record, every list of annotations. */
function edf(bytes: Uint8Array): Anchor[] {
  const count = Math.max(0, Math.min(64, Number(latin1(bytes, 252, 256)) || 0));
  const main = [[0, 8], [8, 80], [88, 80], [168, 8], [176, 8], [184, 8], [192, 44], [236, 8], [244, 8], [252, 4]].map(([at, width]) => fixed(at!, width!));
  let at = 256;
  const signals = [16, 80, 8, 8, 8, 8, 8, 80, 8, 32].flatMap((width) => {
    const fields = range(count, at, width).map((place) => fixed(place, width));
    at += count * width;
    return fields;
  });
  const stamps = words(bytes, /([+-]\d[\d.]*)(?:\x15[\d.]*)?\x14/g, bytes.length);
  const recordBytes = Math.floor((bytes.length - at) / Math.max(1, Number(latin1(bytes, 236, 244)) || 1));
  return [...main, ...main, ...signals, ...stamps, ...(recordBytes > 0 ? range(Math.min(40, (bytes.length - at) / recordBytes), at, recordBytes).map((place) => piece(place, recordBytes)) : [])];
}

/** SON: the file's header, each channel's, each block's. */
function spike2(bytes: Uint8Array): Anchor[] {
  const little = bytes[38] === 0;
  const i16 = (at: number): Anchor => integer(at, 2, little);
  const i32 = (at: number): Anchor => integer(at, 4, little);
  const file = [i16(0), i16(20), i16(22), i16(24), i32(26), i16(30), i16(32), i16(34), i16(36), i16(38), i32(40), float(44, 8, little)];
  const channels = range(4, 512, 140).flatMap((at) => [i16(at), i32(at + 2), i32(at + 6), i32(at + 10), i16(at + 14), i16(at + 16), i16(at + 18), i16(at + 20), i16(at + 22), i16(at + 24), i32(at + 98), i32(at + 102), i16(at + 106), integer(at + 108, 1), float(at + 118, 4, little), integer(at + 122, 1), float(at + 124, 4, little), float(at + 128, 4, little), i16(at + 138), piece(at, 140)]);
  const blocks = range((bytes.length - 1024) / 512, 1024, 512).slice(0, 60).flatMap((at) => [i32(at), i32(at + 4), i32(at + 8), i32(at + 12), i16(at + 16), i16(at + 18), piece(at, 512)]);
  return [...file, ...file, ...channels, ...blocks];
}

/** ABF: the counts and places of both versions. */
function abf(bytes: Uint8Array): Anchor[] {
  const sections = range(20, 76, 16).flatMap((at) => [integer(at, 4), integer(at + 4, 4), integer(at + 8, 8)]);
  const old = [float(4), integer(8, 2), integer(10, 4), integer(16, 4), integer(20, 4), integer(24, 4), integer(40, 4), integer(44, 4), integer(48, 4), integer(92, 4), integer(96, 4), integer(100, 2), integer(120, 2), float(122), float(126), float(130), integer(138, 4), float(244), float(248), integer(252, 4), integer(256, 4), ...range(16, 378, 2).map((at) => integer(at, 2)), ...range(16, 410, 2).map((at) => integer(at, 2)), ...range(16, 730, 4).map((at) => float(at)), ...range(16, 922, 4).map((at) => float(at))];
  return [...(latin1(bytes, 0, 4) === "ABF2" ? [...sections, ...range(120, 512, 4).map((at) => integer(at, 4))] : old)];
}

/** C3D: words of the header, lengths, names, types and sizes of the parameters. */
function c3d(bytes: Uint8Array): Anchor[] {
  const processor = bytes[((bytes[0] ?? 1) - 1) * 512 + 3];
  const little = processor !== 86;
  const start = ((bytes[0] ?? 2) - 1) * 512;
  return [...range(20, 0, 2).map((at) => integer(at, 2, little)), float(8, 4, little), float(20, 4, little), ...range(24, 298, 2).map((at) => integer(at, 2, little)), ...range(300, start, 1).map((at) => integer(at, 1)), ...range(150, start, 2).map((at) => integer(at, 2, little)), ...range(100, start, 4).map((at) => float(at, 4, little))];
}

/** Chunks of an XDF file: length of the length, length, tag, and the texts of their XML. */
function xdf(bytes: Uint8Array): Anchor[] {
  const found: Anchor[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 4; at + 11 < bytes.length && found.length < 400; ) {
    const width = bytes[at]!;
    if (width !== 1 && width !== 4 && width !== 8) break;
    const length = width === 1 ? bytes[at + 1]! : width === 4 ? view.getUint32(at + 1, true) : Number(view.getBigUint64(at + 1, true));
    found.push(integer(at, 1), integer(at + 1, width === 1 ? 1 : 4), integer(at + 1 + width, 2), integer(at + 3 + width, 4), integer(at + 7 + width, 1), integer(at + 8 + width, 4), float(at + 9 + width, 8), piece(at, 1 + width + length));
    at += 1 + width + length;
  }
  return [...found, ...xml(bytes)];
}

/** Contents of elements and values of attributes; whole elements. */
function xml(bytes: Uint8Array): Anchor[] {
  const text = latin1(bytes, 0, 65_536);
  return [...words(bytes, />([^<>\r\n]+)</g), ...words(bytes, /="([^"]*)"/g), ...[...text.matchAll(/<(\w+)[^<>]*>[^<>]*<\/\1>/g)].map((found) => piece(found.index, found[0].length))];
}

/** Elements of a MATLAB file, two levels down. */
function mat(bytes: Uint8Array): Anchor[] {
  const found: Anchor[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const little = bytes[126] === 0x49;
  const walk = (start: number, end: number, depth: number): void => {
    for (let at = start; at + 8 <= end && found.length < 400; ) {
      const type = view.getUint32(at, little);
      const size = type > 0xffff ? 0 : view.getUint32(at + 4, little);
      found.push(integer(at, 4, little), integer(at + 4, 4, little), integer(at + 2, 2, little), piece(at, 8 + size));
      if (type === 14 && depth < 3) walk(at + 8, Math.min(end, at + 8 + size), depth + 1);
      at += 8 + Math.ceil(size / 8) * 8;
    }
  };
  walk(128, bytes.length, 0);
  return found;
}

/** HDF5: what follows each signature, and the superblock. */
function hdf5(bytes: Uint8Array): Anchor[] {
  const text = latin1(bytes);
  const places = [...text.matchAll(/\x89HDF|TREE|SNOD|HEAP|OHDR|OCHK|FRHP|FHDB|BTHD|BTLF|GCOL/g)].slice(0, 40).map(({ index }) => index);
  return places.flatMap((at) => [...range(12, at + 4, 4).map((place) => integer(place, 4)), ...range(8, at + 8, 8).map((place) => integer(place, 8)), ...range(6, at + 4, 1).map((place) => integer(place, 1)), piece(at, 64)]);
}

/** Intan: every field of the header is an integer, a single or a text with its length before it. */
function intan(bytes: Uint8Array): Anchor[] {
  const end = Math.min(700, bytes.length - 8);
  return [integer(0, 4), ...range(12, 4, 2).map((at) => integer(at, 2)), ...range(12, 8, 4).map((at) => float(at)), ...range(end / 2, 48, 2).map((at) => integer(at, 2)), ...range(end / 4, 48, 4).map((at) => integer(at, 4)), ...range(20, Math.max(0, bytes.length - 4000), 128).map((at) => integer(at, 4))];
}

/** Archives: name, size, type and the place of each header. */
function tar(bytes: Uint8Array): Anchor[] {
  return range(bytes.length / 512, 0, 512).filter((at) => latin1(bytes, at + 257, at + 262) === "ustar").flatMap((at) => [fixed(at, 100), fixed(at + 124, 12), fixed(at + 156, 1), fixed(at + 345, 40), piece(at, 512)]);
}

/** Tables and headers of lines: words and numbers, whole lines. */
function text(bytes: Uint8Array): Anchor[] {
  const start = words(bytes, /[^\s,;=:"'{}[\]()|]+/g, 4096);
  return [...start, ...start, ...words(bytes, /[-+]?\d+(?:[.,]\d+)?/g, 16_384).slice(0, 400), ...lines(bytes)];
}

const ofReader: Readonly<Record<string, (bytes: Uint8Array) => readonly Anchor[]>> = { edf, bdf: edf, bids: edf, spike2, abf, c3d, xdf, mat, zlib: mat, hdf5, intan, otb: tar, inflate: () => [], gzip: () => [], xml };

/** Parts of a file of this reader, those that matter most several times; of the files beside it, which are text or plain samples, lines and words. */
export function anchorsOf(reader: string, bytes: Uint8Array, isSibling: boolean): readonly Anchor[] {
  return (isSibling ? text : (ofReader[reader] ?? text))(bytes).filter(({ at }) => at >= 0 && at < bytes.length);
}
