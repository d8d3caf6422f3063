/** Tags of TIFF 6.0, part 1, in the ascending order that the format wants. */
const TAG = { width: 256, height: 257, bitsPerSample: 258, compression: 259, photometric: 262, description: 270, stripOffsets: 273, samplesPerPixel: 277, rowsPerStrip: 278, stripByteCounts: 279, xResolution: 282, yResolution: 283, resolutionUnit: 296, software: 305 } as const;
const TYPE = { ascii: 2, short: 3, long: 4, rational: 5 } as const;
const PACK_BITS = 32773;
const RGB = 2;
const INCH = 2;
const CHANNELS = 3;
/** Rows of a strip: some tens of kilobytes, as the format advises. */
const STRIP_ROWS = 16;
const LONGEST_RUN = 128;
const SHORTEST_RUN = 3;

/** What a TIFF holds. */
export interface TiffImage {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha of each pixel; alpha is left out, the page is opaque. */
  readonly rgba: Uint8Array;
  readonly dpi: number;
  readonly description: string;
  readonly software: string;
}

/** One row in PackBits (TIFF 6.0 section 9): runs as −(n − 1) and the byte, literals as n − 1 and the bytes. Returns the new end of `out`. */
function packRow(row: Uint8Array, out: Uint8Array, at: number): number {
  let end = at;
  let k = 0;
  while (k < row.length) {
    let run = 1;
    while (run < LONGEST_RUN && k + run < row.length && row[k + run] === row[k]) run += 1;
    if (run >= SHORTEST_RUN) {
      out[end++] = 257 - run;
      out[end++] = row[k]!;
      k += run;
      continue;
    }
    const from = k;
    while (k < row.length && k - from < LONGEST_RUN) {
      if (k + 2 < row.length && row[k] === row[k + 1] && row[k] === row[k + 2]) break;
      k += 1;
    }
    out[end++] = k - from - 1;
    out.set(row.subarray(from, k), end);
    end += k - from;
  }
  return end;
}

/** Bytes of text that ends with NUL; TIFF knows only 7-bit ASCII, other characters are escaped as in JSON. */
function asciiz(text: string): Uint8Array {
  const escaped = text.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return Uint8Array.from([...escaped, "\0"], (character) => character.charCodeAt(0));
}

/** A baseline RGB TIFF (TIFF 6.0), little-endian, one image, PackBits, resolution in dpi. Same image, same bytes. */
export function encodeTiff(image: TiffImage): Uint8Array {
  const { width, height, rgba, dpi } = image;
  const strips: Uint8Array[] = [];
  const row = new Uint8Array(width * CHANNELS);
  // PackBits adds at most one byte in 128.
  const packed = new Uint8Array(STRIP_ROWS * (row.length + Math.ceil(row.length / LONGEST_RUN) + 1));
  for (let top = 0; top < height; top += STRIP_ROWS) {
    let end = 0;
    for (let y = top; y < Math.min(height, top + STRIP_ROWS); y += 1) {
      for (let x = 0, from = y * width * 4, to = 0; x < width; x += 1, from += 4, to += CHANNELS) {
        row[to] = rgba[from]!;
        row[to + 1] = rgba[from + 1]!;
        row[to + 2] = rgba[from + 2]!;
      }
      end = packRow(row, packed, end);
    }
    strips.push(packed.slice(0, end));
  }
  const description = asciiz(image.description);
  const software = asciiz(image.software);
  const header = 8;
  const entries = Object.keys(TAG).length;
  const directory = 2 + entries * 12 + 4;
  // Behind the directory, each on an even offset: what does not fit into four bytes.
  let free = header + directory;
  const place = (bytes: number): number => {
    const at = free;
    free += bytes + (bytes % 2);
    return at;
  };
  const at = {
    bits: place(CHANNELS * 2),
    description: place(description.length),
    software: place(software.length),
    resolution: place(8),
    offsets: place(strips.length * 4),
    counts: place(strips.length * 4),
  };
  const offsets = strips.map((strip) => place(strip.length));
  const bytes = new Uint8Array(free);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4949, true);
  view.setUint16(2, 42, true);
  view.setUint32(4, header, true);
  view.setUint16(header, entries, true);
  let entry = header + 2;
  const write = (tag: number, type: number, count: number, value: number): void => {
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, type, true);
    view.setUint32(entry + 4, count, true);
    if (type === TYPE.short && count === 1) view.setUint16(entry + 8, value, true);
    else view.setUint32(entry + 8, value, true);
    entry += 12;
  };
  // A single value of four bytes stands in the entry itself.
  const single = strips.length === 1;
  write(TAG.width, TYPE.long, 1, width);
  write(TAG.height, TYPE.long, 1, height);
  write(TAG.bitsPerSample, TYPE.short, CHANNELS, at.bits);
  write(TAG.compression, TYPE.short, 1, PACK_BITS);
  write(TAG.photometric, TYPE.short, 1, RGB);
  write(TAG.description, TYPE.ascii, description.length, at.description);
  write(TAG.stripOffsets, TYPE.long, strips.length, single ? offsets[0]! : at.offsets);
  write(TAG.samplesPerPixel, TYPE.short, 1, CHANNELS);
  write(TAG.rowsPerStrip, TYPE.long, 1, STRIP_ROWS);
  write(TAG.stripByteCounts, TYPE.long, strips.length, single ? strips[0]!.length : at.counts);
  write(TAG.xResolution, TYPE.rational, 1, at.resolution);
  write(TAG.yResolution, TYPE.rational, 1, at.resolution);
  write(TAG.resolutionUnit, TYPE.short, 1, INCH);
  write(TAG.software, TYPE.ascii, software.length, at.software);
  for (let k = 0; k < CHANNELS; k += 1) view.setUint16(at.bits + 2 * k, 8, true);
  bytes.set(description, at.description);
  bytes.set(software, at.software);
  view.setUint32(at.resolution, Math.round(dpi * 1000), true);
  view.setUint32(at.resolution + 4, 1000, true);
  for (const [k, strip] of strips.entries()) {
    view.setUint32(at.offsets + 4 * k, offsets[k]!, true);
    view.setUint32(at.counts + 4 * k, strip.length, true);
    bytes.set(strip, offsets[k]);
  }
  return bytes;
}
