import { capHeightUnits, descenderUnits, regularAdvances, semiboldAdvances, unitsPerEm } from "./inter-metrics";
import type { FontWeight, TextElement } from "./model";
import { MILLIMETRES_PER_POINT } from "./model";

/** All running text of a figure, at final size. */
export const TEXT_POINTS = 7;
/** Panel letters. */
export const LETTER_POINTS = 9;
/** Distance of two baselines, in mm. */
export const LINE_MILLIMETRES = 1.2 * TEXT_POINTS * MILLIMETRES_PER_POINT;
/** Height of a capital at the text size, in mm. */
export const CAP_MILLIMETRES = (TEXT_POINTS * MILLIMETRES_PER_POINT * capHeightUnits) / unitsPerEm;
/** What a descender reaches below the baseline at the text size, in mm. */
export const DESCENDER_MILLIMETRES = (TEXT_POINTS * MILLIMETRES_PER_POINT * descenderUnits) / unitsPerEm;

/** Sums of widths agree to far better than this (mm). */
const TOLERANCE = 1e-6;
const FIRST_COMBINING = 0x300;
const LAST_COMBINING = 0x36f;

function parseAdvances(packed: string): ReadonlyMap<number, number> {
  const widths = new Map<number, number>();
  for (const run of packed.split(";")) {
    const [first, values] = run.split(":");
    let code = Number(first);
    for (const value of values!.split(",")) {
      const [width, count] = value.split("*");
      for (let k = count === undefined ? 1 : Number(count); k > 0; k -= 1) widths.set(code++, Number(width));
    }
  }
  return widths;
}

const advances: Readonly<Record<FontWeight, ReadonlyMap<number, number>>> = {
  regular: parseAdvances(regularAdvances),
  bold: parseAdvances(semiboldAdvances),
};

/** Width in mm of one line as every writer sets it: sum of Inter's advances, no kerning. Unknown characters count one em. */
export function textWidth(text: string, sizePoints = TEXT_POINTS, weight: FontWeight = "regular"): number {
  const widths = advances[weight];
  let units = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= FIRST_COMBINING && code <= LAST_COMBINING) continue;
    units += widths.get(code) ?? unitsPerEm;
  }
  return (units / unitsPerEm) * sizePoints * MILLIMETRES_PER_POINT;
}

/** Characters that the bundled font does not hold. */
export function missingCharacters(text: string): readonly string[] {
  return [...new Set(text)].filter((character) => !advances.regular.has(character.codePointAt(0)!));
}

/** One clean line: NFC, control characters and runs of space become one space. */
export function oneLine(text: string): string {
  return text.normalize("NFC").replace(/[\s\p{Cc}\p{Cs}]+/gu, " ").trim();
}

/** The text, or its longest beginning with an ellipsis, no wider than `width` mm. */
export function ellipsize(text: string, width: number, weight: FontWeight = "regular"): string {
  if (textWidth(text, TEXT_POINTS, weight) <= width + TOLERANCE) return text;
  const characters = [...text];
  while (characters.length > 1) {
    characters.pop();
    const shorter = `${characters.join("").trimEnd()}…`;
    if (textWidth(shorter, TEXT_POINTS, weight) <= width + TOLERANCE) return shorter;
  }
  return "…";
}

/** Breaks at spaces into lines no wider than `width` mm; a single word that is wider is cut with an ellipsis. */
export function wrapText(text: string, width: number, weight: FontWeight = "regular"): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (textWidth(longer, TEXT_POINTS, weight) <= width + TOLERANCE) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = ellipsize(word, width, weight);
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** A rectangle on the page in mm, y downwards. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Box in mm that a text element covers, from cap height to descender. */
export function textBox(element: TextElement): Box {
  const width = textWidth(element.text, element.sizePoints, element.weight);
  const scale = (element.sizePoints * MILLIMETRES_PER_POINT) / unitsPerEm;
  const before = element.anchor === "start" ? 0 : element.anchor === "middle" ? width / 2 : width;
  const above = capHeightUnits * scale;
  const below = descenderUnits * scale;
  if (element.rotated) return { left: element.x - above, right: element.x + below, top: element.y - (width - before), bottom: element.y + before };
  return { left: element.x - before, right: element.x - before + width, top: element.y - above, bottom: element.y + below };
}
