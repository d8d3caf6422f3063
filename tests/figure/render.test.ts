import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import fontkit from "@pdf-lib/fontkit";
import { PDFDocument } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { buildFigure } from "../../src/figure/build-figure";
import { renderPdf } from "../../src/figure/render-pdf";
import { renderPng, renderTiff } from "../../src/figure/render-raster";
import { renderSvg } from "../../src/figure/render-svg";
import { textWidth } from "../../src/figure/text-metrics";
import { loadAssets } from "./assets";
import { clonoidExample, crowdedExample, irregularExample } from "./example-content";

const assets = loadAssets();
const model = buildFigure(clonoidExample());
const SECRET_NAME = "PATIENT-NAME";

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunksOf(png: Uint8Array): readonly Chunk[] {
  const bytes = Buffer.from(png);
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) chunks.push({ type: bytes.toString("latin1", at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)) });
  return chunks;
}

/** Undoes the filters of PNG section 9 for 8-bit RGBA. */
function pixelsOf(png: Uint8Array): { readonly width: number; readonly height: number; readonly rgba: Uint8Array } {
  const chunks = chunksOf(png);
  const head = chunks[0]!.data;
  const width = head.readUInt32BE(0);
  const height = head.readUInt32BE(4);
  const packed = inflateSync(Buffer.concat(chunks.filter((chunk) => chunk.type === "IDAT").map((chunk) => chunk.data)));
  const stride = width * 4;
  const rgba = new Uint8Array(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = packed[row * (stride + 1)]!;
    for (let k = 0; k < stride; k += 1) {
      const left = k >= 4 ? rgba[row * stride + k - 4]! : 0;
      const up = row > 0 ? rgba[(row - 1) * stride + k]! : 0;
      const corner = k >= 4 && row > 0 ? rgba[(row - 1) * stride + k - 4]! : 0;
      const guess = left + up - corner;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      const add = [0, left, up, (left + up) >> 1, paeth][filter]!;
      rgba[row * stride + k] = packed[row * (stride + 1) + 1 + k]! + add;
    }
  }
  return { width, height, rgba };
}

function has(program: string): boolean {
  return spawnSync(program, ["-v"]).error === undefined;
}

/** Standard output of a program that may be missing on this machine. */
function outputOf(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { encoding: "utf8" });
}

describe("bundled fonts and their measures", () => {
  it("every advance width equals the one that fontkit reads from the font", () => {
    const fonts = { regular: fontkit.create(assets.fontRegular), bold: fontkit.create(assets.fontBold) };
    for (const weight of ["regular", "bold"] as const) {
      const font = fonts[weight];
      const codes = font.characterSet.filter((code) => (code < 0x300 || code > 0x36f) && code !== 0xffff);
      expect(codes.length).toBeGreaterThan(900);
      for (const code of codes) {
        const expected = (font.glyphForCodePoint(code).advanceWidth / font.unitsPerEm) * 7 * (25.4 / 72);
        expect(textWidth(String.fromCodePoint(code), 7, weight), `U+${code.toString(16)}`).toBeCloseTo(expected, 9);
      }
    }
  });

  it("hold the characters that results are told with, and stay small", () => {
    const font = fontkit.create(assets.fontRegular);
    for (const character of "µμ−±×·–…≤≥≈√→°%⁰¹²³⁴⁵⁶⁷⁸⁹⁻₁₀ΩΔαβσÄöüßéñçłŁőžЖйΩ■◆○●") expect(font.hasGlyphForCodePoint(character.codePointAt(0)!), character).toBe(true);
    expect(assets.fontRegular.length).toBeLessThan(250_000);
    expect(assets.fontBold.length).toBeLessThan(250_000);
  });
});

describe("SVG", () => {
  const svg = renderSvg(model);

  it("has its true size, its texts as text, title and receipt, and nothing that is not a number", () => {
    expect(svg).toContain(`width="180mm" height="${model.heightMillimetres}mm"`);
    for (const text of ["SOL", "TA", "200 µV", "500 ms", "at 0.49 cycle"]) expect(svg).toContain(`>${text}</text>`);
    expect(svg).toContain("For research and teaching. Not a medical device.");
    expect(svg).not.toMatch(/NaN|Infinity|undefined|e-\d/);
    const receipt = /<receipt[^>]*>([^<]*)</.exec(svg)![1]!.replaceAll("&quot;", '"');
    expect(JSON.parse(receipt)).toMatchObject({ schema: "klonos-figure/1", version: "0.1.0", sha256: clonoidExample().document.source.sha256, settings: { bandLowHz: 30 } });
  });

  it("never carries the file's name", () => {
    expect(svg).not.toContain(SECRET_NAME);
  });

  it("is the same for the same content", () => {
    expect(renderSvg(buildFigure(clonoidExample()))).toBe(svg);
  });

  it("escapes labels and drops what XML forbids", () => {
    const content = clonoidExample();
    const traces = content.traces.map((trace) => ({ ...trace, label: `<b>"A"&\u0001B` }));
    const hostile = renderSvg(buildFigure({ ...content, traces }));
    expect(hostile).toContain("&lt;b&gt;&quot;A&quot;&amp; B");
    expect(hostile).not.toMatch(/[\u0000-\u0008]/);
  });

  it("names changed settings, edits and a conditional label", () => {
    const text = renderSvg(buildFigure(irregularExample())).replaceAll("\u00a0", " ").replace(/<\/text>\n<text[^>]*>/g, " ");
    expect(text).toContain("Band-pass low edge 20 Hz (default 30 Hz)");
    expect(text).toContain("1 edit.");
    expect(text).toContain("Protocol unmarked: labels hold only if the movement was evoked by a stretch or a tap.");
  });

  it("warns of cross-talk beside a phase, as the panel does", () => {
    const content = clonoidExample();
    const activity = { rawCorrelation: -0.46, crossTalk: "warning", rayleighP: null, antagonistBursts: 9, coContractionBefore: null, coContractionBursts: null, coContractionGaps: null, gapLevel: null, tonicCoactivation: null } as const;
    const heard = (crossTalk: "warning" | "none"): string => {
      const trains = content.document.trains.map((train) => ({ ...train, antagonistActivity: { ...activity, crossTalk } }));
      return renderSvg(buildFigure({ ...content, document: { ...content.document, trains } })).replaceAll("\u00a0", " ").replace(/<\/text>\n<text[^>]*>/g, " ");
    };
    expect(heard("warning")).toContain("The raw channels correlate −0.46 within 2 ms: cross-talk is possible");
    expect(heard("none")).not.toContain("cross-talk");
  });
});

describe("PDF", () => {
  it("is one page of the true size with title and receipt, and the same bytes each time", async () => {
    const bytes = await renderPdf(model, assets);
    expect(Buffer.from(bytes).equals(Buffer.from(await renderPdf(buildFigure(clonoidExample()), assets)))).toBe(true);
    const read = await PDFDocument.load(bytes, { updateMetadata: false });
    expect(read.getPageCount()).toBe(1);
    const { width, height } = read.getPage(0).getSize();
    expect((width / 72) * 25.4).toBeCloseTo(180, 2);
    expect((height / 72) * 25.4).toBeCloseTo(model.heightMillimetres, 2);
    expect(read.getTitle()).toBe(model.title);
    expect(read.getKeywords()).toContain(clonoidExample().document.source.sha256);
    expect(read.getCreationDate()).toBeUndefined();
    expect(Buffer.from(bytes).includes(SECRET_NAME)).toBe(false);
    expect(Buffer.from(bytes).includes("/Subtype /Image")).toBe(false);
    expect(Buffer.from(bytes).toString("latin1").match(/\/FontFile2/g)).toHaveLength(2);
  });

  it("gives its text back to pdftotext, with µ, − and –, from embedded subsets", async (context) => {
    if (!has("pdftotext") || !has("pdffonts")) context.skip("poppler-utils (pdftotext, pdffonts) is not installed");
    const folder = mkdtempSync(join(tmpdir(), "klonos-figure-"));
    try {
      const file = join(folder, "figure.pdf");
      writeFileSync(file, await renderPdf(buildFigure(crowdedExample()), assets));
      const text = outputOf("pdftotext", ["-layout", file, "-"]).replace(/[\s\u00a0]+/g, " ");
      for (const wanted of ["SOL 4.6–5.5 s irregular: pseudoclonus-like, n = 6", "lies between −1 and +1", "0.02 au", "10 deg", "500 µV", "Not a medical device."]) expect(text.replaceAll("μ", "µ")).toContain(wanted);
      const fonts = outputOf("pdffonts", [file]);
      expect(fonts).toMatch(/Inter-Regular +CID TrueType +Identity-H +yes yes yes/);
      expect(fonts).toMatch(/Inter-SemiBold +CID TrueType +Identity-H +yes yes yes/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("PNG", () => {
  for (const dpi of [300, 600]) {
    it(`has the pixels of ${dpi} dpi and records it`, async () => {
      const png = await renderPng(model, dpi, assets);
      const chunks = chunksOf(png);
      expect(chunks[0]!.data.readUInt32BE(0)).toBe(Math.round((180 / 25.4) * dpi));
      expect(chunks[0]!.data.readUInt32BE(4)).toBe(Math.round((model.heightMillimetres / 25.4) * dpi));
      const resolution = chunks.filter((chunk) => chunk.type === "pHYs");
      expect(resolution).toHaveLength(1);
      // 300 dpi = 11811, 600 dpi = 23622 pixels per metre.
      expect(resolution[0]!.data.readUInt32BE(0)).toBe(dpi === 300 ? 11811 : 23622);
      expect(resolution[0]!.data[8]).toBe(1);
      const comment = chunks.find((chunk) => chunk.type === "iTXt" && chunk.data.toString("latin1").startsWith("Comment\0"));
      expect(JSON.parse(comment!.data.subarray("Comment".length + 5).toString("utf8"))).toMatchObject({ schema: "klonos-figure/1" });
    });
  }

  it("is accepted, CRCs and all, by another reader", async (context) => {
    const probe = spawnSync("python3", ["-c", "import PIL"]);
    if (probe.status !== 0) context.skip("Python with Pillow is not installed");
    const script = "import io,sys;from PIL import Image;i=Image.open(io.BytesIO(sys.stdin.buffer.read()));i.load();print(i.size[0],i.size[1],round(i.info['dpi'][0]),i.info['Title'])";
    const read = spawnSync("python3", ["-c", script], { input: await renderPng(model, 300, assets), encoding: "utf8", env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
    expect(read.stderr).toBe("");
    expect(read.stdout.trim()).toBe(`2126 ${Math.round((model.heightMillimetres / 25.4) * 300)} 300 ${model.title}`);
  });

  it("shows text in the bundled font and the ribbon in its colour, on white", async () => {
    const dpi = 150;
    const { width, height, rgba } = pixelsOf(await renderPng(model, dpi, assets));
    let blue = 0;
    let other = 0;
    for (let k = 0; k < rgba.length; k += 4) {
      if (rgba[k] === 0x00 && rgba[k + 1] === 0x72 && rgba[k + 2] === 0xb2) blue += 1;
      if (rgba[k + 3] !== 255) other += 1;
    }
    const ribbon = model.groups[0]!.elements.find((element) => element.part === "ribbon");
    if (ribbon?.kind !== "rect") throw new Error("no ribbon");
    expect(other).toBe(0);
    expect(blue).toBeGreaterThan(0.9 * ribbon.width * ribbon.height * (dpi / 25.4) ** 2);
    // The caption's last line: ink where the text is measured to be, none behind its end.
    const last = model.groups.at(-1)!.elements.at(-1)!;
    if (last.kind !== "text") throw new Error("no caption");
    const scale = dpi / 25.4;
    const end = (last.x + textWidth(last.text)) * scale;
    let inkEnd = 0;
    for (let y = Math.floor((last.y - 1.8) * scale); y < Math.min(height, Math.ceil(last.y * scale)); y += 1) {
      for (let x = 0; x < width; x += 1) if (rgba[(y * width + x) * 4]! < 160) inkEnd = Math.max(inkEnd, x);
    }
    expect(Math.abs(inkEnd - end)).toBeLessThan(4);
  });

  it("can be asked for several times at once and gives the same bytes", async () => {
    const [first, second] = await Promise.all([renderPng(model, 100, assets), renderPng(model, 100, assets)]);
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  });

  it("is the same picture as a TIFF, by another reader", async (context) => {
    const probe = spawnSync("python3", ["-c", "import PIL"]);
    if (probe.status !== 0) context.skip("Python with Pillow is not installed");
    const folder = mkdtempSync(join(tmpdir(), "klonos-figure-"));
    try {
      const [png, tiff] = [join(folder, "a.png"), join(folder, "a.tiff")];
      writeFileSync(png, await renderPng(model, 200, assets));
      writeFileSync(tiff, await renderTiff(model, 200, assets));
      const script = "import sys;from PIL import Image,ImageChops;a=Image.open(sys.argv[1]).convert('RGB');b=Image.open(sys.argv[2]);print(b.mode,ImageChops.difference(a,b).getbbox(),round(b.info['dpi'][0]),b.info['compression'],'klonos-figure/1' in b.tag_v2[270])";
      const read = spawnSync("python3", ["-c", script, png, tiff], { encoding: "utf8" });
      expect(read.stderr).toBe("");
      expect(read.stdout.trim()).toBe("RGB None 200 packbits True");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("refuses a resolution that nobody prints", async () => {
    await expect(renderPng(model, 5, assets)).rejects.toThrow(/5/);
  });
});
