/** Pixels of the picture for one of the screen: sharp on paper and on finer screens. */
const SCALE = 3;
/** What of the style sheet a plot is drawn with. */
const PROPERTIES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "stroke-linecap", "stroke-linejoin", "paint-order", "opacity", "font-family", "font-size", "font-weight", "font-variant-numeric", "text-anchor", "dominant-baseline", "display", "visibility"] as const;

/** A plot on the ground that it stands on, as PNG. */
export async function pictureOf(plot: SVGSVGElement | HTMLCanvasElement): Promise<Uint8Array> {
  const { width, height } = plot.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * SCALE);
  canvas.height = Math.ceil(height * SCALE);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("The picture could not be drawn.");
  context.fillStyle = groundOf(plot);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(plot instanceof HTMLCanvasElement ? plot : await imageOf(plot, width, height), 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (blob === null) throw new Error("The picture could not be made.");
  return new Uint8Array(await blob.arrayBuffer());
}

/** The page's own fonts with their bytes in them: an image may load nothing. */
async function fontFaces(): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => [rule, sheet.href] as const));
  const faces = rules.flatMap(([rule, href]) => (rule instanceof CSSFontFaceRule ? [{ text: rule.cssText, place: /url\("?([^")]+)"?\)/.exec(rule.cssText)?.[1], href }] : []));
  const texts = await Promise.all(
    faces.map(async ({ text, place, href }) => {
      if (place === undefined) return "";
      const bytes = new Uint8Array(await (await fetch(new URL(place, href ?? document.baseURI))).arrayBuffer());
      return text.replace(place, `data:font/woff2;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`);
    }),
  );
  return texts.join("\n");
}

/** The first ground under an element that is not clear. */
function groundOf(element: Element): string {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour !== "" && colour !== "transparent" && !/,\s*0\)$/.test(colour)) return colour;
  }
  return "#ffffff";
}

/** The plot by itself, with what the style sheet says written into it: an image knows no style sheet of the page. */
async function imageOf(plot: SVGSVGElement, width: number, height: number): Promise<HTMLImageElement> {
  const copy = plot.cloneNode(true) as SVGSVGElement;
  const originals = [plot, ...plot.querySelectorAll<SVGElement>("*")];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  originals.forEach((original, index) => {
    const style = getComputedStyle(original);
    for (const name of PROPERTIES) copies[index]?.style.setProperty(name, style.getPropertyValue(name));
  });
  const fonts = document.createElementNS("http://www.w3.org/2000/svg", "style");
  fonts.textContent = await fontFaces();
  copy.prepend(fonts);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const image = new Image(Math.ceil(width * SCALE), Math.ceil(height * SCALE));
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}
