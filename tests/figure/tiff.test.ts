import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeTiff } from "../../src/figure/tiff";

/** Reads back what the baseline of TIFF 6.0 allows, written from the specification and apart from the encoder. */
function decode(bytes: Uint8Array): { readonly width: number; readonly height: number; readonly dpi: number; readonly rgb: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  expect(view.getUint32(0, true)).toBe(0x002a4949);
  const directory = view.getUint32(4, true);
  const fields = new Map<number, { readonly type: number; readonly count: number; readonly at: number }>();
  let last = 0;
  for (let k = 0; k < view.getUint16(directory, true); k += 1) {
    const at = directory + 2 + 12 * k;
    const tag = view.getUint16(at, true);
    expect(tag).toBeGreaterThan(last);
    last = tag;
    fields.set(tag, { type: view.getUint16(at + 2, true), count: view.getUint32(at + 4, true), at: at + 8 });
  }
  const values = (tag: number): readonly number[] => {
    const { type, count, at } = fields.get(tag)!;
    const size = type === 3 ? 2 : type === 5 ? 8 : 4;
    const from = size * count <= 4 ? at : view.getUint32(at, true);
    return Array.from({ length: count }, (_, k) => (type === 3 ? view.getUint16(from + 2 * k, true) : type === 5 ? view.getUint32(from + 8 * k, true) / view.getUint32(from + 8 * k + 4, true) : view.getUint32(from + 4 * k, true)));
  };
  const [width] = values(256);
  const [height] = values(257);
  const rgb = new Uint8Array(width! * height! * 3);
  let to = 0;
  for (const [k, offset] of values(273).entries()) {
    let at = offset;
    const end = offset + values(279)[k]!;
    while (at < end) {
      const code = view.getInt8(at++);
      if (code >= 0) {
        rgb.set(bytes.subarray(at, at + code + 1), to);
        at += code + 1;
        to += code + 1;
      } else if (code !== -128) {
        rgb.fill(bytes[at++]!, to, to + 1 - code);
        to += 1 - code;
      }
    }
  }
  expect(to).toBe(rgb.length);
  return { width: width!, height: height!, dpi: values(282)[0]!, rgb };
}

describe("TIFF", () => {
  it("gives every pixel back, in one strip or many, from runs and noise", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 7 }), fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 400 }), (width, height, repeat, values) => {
        const rgba = Uint8Array.from({ length: width * height * 4 }, (_, k) => values[Math.floor(k / (4 * repeat)) % values.length]!);
        const read = decode(encodeTiff({ width, height, rgba, dpi: 300, description: "µ", software: "Klonos" }));
        expect([read.width, read.height, read.dpi]).toEqual([width, height, 300]);
        const wanted = Uint8Array.from({ length: width * height * 3 }, (_, k) => rgba[Math.floor(k / 3) * 4 + (k % 3)]!);
        expect(Buffer.from(read.rgb).equals(Buffer.from(wanted))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
