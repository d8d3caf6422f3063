import { inflateSync } from "node:zlib";

/** A decoded PNG of 8 bits a channel, RGB or RGBA, not interlaced. */
export interface Png {
  readonly width: number;
  readonly height: number;
  /** Of the pHYs chunk, undefined without one. */
  readonly pixelsPerMetre: number | undefined;
  /** Everything in text chunks, joined. */
  readonly text: string;
  /** Pixels that match; clear ones count as white paper. */
  count(match: (red: number, green: number, blue: number) => boolean): number;
}

/** Reads a PNG by the specification (W3C PNG, third edition), on its own and not by the code that wrote it. */
export function readPng(bytes: Buffer): Png {
  if (bytes.subarray(1, 4).toString("latin1") !== "PNG") throw new Error("no PNG signature");
  let pixelsPerMetre: number | undefined;
  let text = "";
  const data: Buffer[] = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.subarray(at + 4, at + 8).toString("latin1");
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      if (body[8] !== 8 || body[12] !== 0 || (body[9] !== 2 && body[9] !== 6)) throw new Error("not an 8-bit RGB(A) PNG without interlace");
      channels = body[9] === 6 ? 4 : 3;
    } else if (type === "pHYs" && body[8] === 1) pixelsPerMetre = body.readUInt32BE(0);
    else if (type === "tEXt" || type === "iTXt") text += `${body.toString("utf8")}\n`;
    else if (type === "IDAT") data.push(body);
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const pixels = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) unfilter(raw, row, stride, channels, pixels);
  return {
    width,
    height,
    pixelsPerMetre,
    text,
    count(match) {
      let found = 0;
      for (let at = 0; at < pixels.length; at += channels) {
        const alpha = channels === 4 ? pixels[at + 3]! / 255 : 1;
        const over = (value: number): number => value * alpha + 255 * (1 - alpha);
        if (match(over(pixels[at]!), over(pixels[at + 1]!), over(pixels[at + 2]!))) found++;
      }
      return found;
    },
  };
}

function unfilter(raw: Buffer, row: number, stride: number, channels: number, pixels: Uint8Array): void {
  const filter = raw[row * (stride + 1)]!;
  const from = row * (stride + 1) + 1;
  const to = row * stride;
  for (let k = 0; k < stride; k++) {
    const left = k >= channels ? pixels[to + k - channels]! : 0;
    const up = row > 0 ? pixels[to + k - stride]! : 0;
    const upLeft = row > 0 && k >= channels ? pixels[to + k - stride - channels]! : 0;
    pixels[to + k] = raw[from + k]! + predicted(filter, left, up, upLeft);
  }
}

function predicted(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const guess = left + up - upLeft;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)];
      return a <= b && a <= c ? left : b <= c ? up : upLeft;
    }
    default:
      throw new Error(`PNG filter ${filter}`);
  }
}
