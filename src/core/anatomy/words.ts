import type { Side } from "../recording";

/** A label in words: lower case, accents gone, split at separators, digits and CamelCase (`RSol` → r sol; `TIB.ANT.SIN` → tib ant sin). */
export function labelWords(label: string): readonly string[] {
  return splitWords(plainText(label).replace(/([a-z])([A-Z])/g, "$1 $2").replace(/([A-Z])([A-Z][a-z])/g, "$1 $2"));
}

/** The same without a cut inside words: `TAr` stays one. */
export function uncutWords(label: string): readonly string[] {
  return splitWords(plainText(label));
}

function plainText(label: string): string {
  return label
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/ß/g, "ss")
    .replace(/[[(][^\])]*[\])]?/g, (text) => (UNIT_IN_BRACKETS.test(text) ? " " : text));
}

function splitWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .flatMap((word) => (/^\d+$/.test(word) ? [] : [word.replace(/^(ch|chan|channel|kanal|emg|sensor)\d+$/, "$1")]))
    .filter((word) => word !== "");
}

const UNIT_IN_BRACKETS = /^[[(]\s*([munk\u00b5\u03bc]?V|Volts?|deg|raw|ra|g|N|Nm)\s*[\])]?$/i;

/** Words that say nothing about the muscle. */
export const fillerWords: ReadonlySet<string> = new Set([
  "emg", "semg", "iemg", "emgs", "ch", "chan", "channel", "kanal", "canal", "canale", "voie", "sensor", "mini", "avanti", "trigno", "m", "mus", "musc", "muscle", "musculus", "muskel", "muscolo", "musculo",
  "raw", "filt", "filtered", "rect", "signal", "analog", "input", "bip", "bipolar", "ref", "surface", "uv", "mv", "v", "of", "the", "de", "la", "le", "del", "della", "di", "des", "du",
]);

const RIGHT: ReadonlySet<string> = new Set(["r", "rt", "rgt", "right", "re", "rechts", "rechte", "rechter", "rechtes", "dx", "dex", "dext", "dexter", "dextra", "dextrum", "destro", "destra", "dst", "droit", "droite", "dr", "der", "derecho", "derecha", "dcha", "dcho", "dir", "direito", "direita"]);
const LEFT: ReadonlySet<string> = new Set(["l", "lt", "lft", "left", "li", "lk", "links", "linke", "linker", "linkes", "sx", "sin", "sn", "sinister", "sinistra", "sinistrum", "sinistro", "gauche", "gau", "izq", "izda", "izdo", "izquierdo", "izquierda", "esq", "esquerdo", "esquerda"]);
/** French `d` and `g` are only a side beside a muscle: alone they are a letter. */
const RIGHT_LETTER = "d";
const LEFT_LETTER = "g";

/** Side that a word names, undefined for every other word. `letters` also reads French `d`(roit) and `g`(auche). */
export function sideOfWord(word: string, letters: boolean): Side | undefined {
  if (RIGHT.has(word) || (letters && word === RIGHT_LETTER)) return "right";
  if (LEFT.has(word) || (letters && word === LEFT_LETTER)) return "left";
  return undefined;
}
