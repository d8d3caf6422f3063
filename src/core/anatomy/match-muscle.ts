import type { Side } from "../recording";
import { ambiguousAbbreviations, muscles } from "./muscles";
import { fillerWords, sideOfWord } from "./words";

/** What the words of a label say: one muscle, several to choose from, or none. */
export interface MuscleMatch {
  readonly ids: readonly string[];
  readonly side: Side | undefined;
}

interface Spelling {
  readonly id: string;
  readonly words: readonly string[];
  /** Letters that are spelled out: of two matches with as many words the longer is the more exact. */
  readonly letters: number;
}

const spellings: readonly Spelling[] = muscles.flatMap(({ id, abbreviation, spellings: texts }) =>
  [abbreviation.toLowerCase(), ...texts].filter((text) => !ambiguousAbbreviations.has(text)).map((text) => ({ id, words: text.split(" "), letters: text.replace(/[* ]/g, "").length })),
);
/** Short forms that may have a side attached (`RSol`, `TAr`). */
const abbreviations: ReadonlySet<string> = new Set([...spellings.flatMap(({ words }) => (words.length === 1 && !words[0]!.includes("*") ? words : [])), ...ambiguousAbbreviations.keys()]);

interface Found {
  readonly ids: readonly string[];
  readonly used: ReadonlySet<number>;
}

/** Reads muscle and side from the words of a label. */
export function matchMuscle(words: readonly string[]): MuscleMatch {
  const plain = words.filter((word) => !fillerWords.has(word));
  const found = find(plain) ?? undefined;
  if (found !== undefined) return settle(found, sideOf(plain.filter((_, k) => !found.used.has(k)), true));
  // No word is a muscle as it stands: take one that has its side attached.
  for (let k = 0; k < plain.length; k += 1) {
    const detached = detachSide(plain[k]!);
    if (detached === undefined) continue;
    const inner = find([detached.word]);
    if (inner !== undefined) return settle(inner, detached.side);
  }
  const unnumbered = words.map((word) => (NUMBERED_MUSCLE.test(word) ? word.replace(/\d+$/, "") : word));
  if (unnumbered.some((word, k) => word !== words[k])) return matchMuscle(unnumbered);
  return { ids: [], side: sideOf(plain, false) };
}

/** `SOL1`, `TA2`, `Chin1`: electrodes of one muscle. Two letters only where they are one; `DIG1` and `EXT1` are inputs. */
const NUMBERED_MUSCLE = /^(?!ext|dig|sub)([a-z]{3,}|ta|mg|lg|gm|gl|rf|vl|vm|bf|st|sm|tp|pl)\d{1,2}$/;

function settle(found: Found, side: Side | undefined): MuscleMatch {
  // `R RF` has said its side: the second R is the rectus.
  if (side !== undefined && found.ids.includes("rectus-femoris") && found.ids.includes("flexors")) return { ids: ["rectus-femoris"], side };
  return { ids: found.ids, side };
}

function find(words: readonly string[]): Found | undefined {
  let best: { id: string; count: number; letters: number; used: ReadonlySet<number> } | undefined;
  for (const spelling of spellings) {
    const used = placesOf(spelling.words, words);
    if (used === undefined) continue;
    const count = spelling.words.length;
    if (best === undefined || count > best.count || (count === best.count && spelling.letters > best.letters)) best = { id: spelling.id, count, letters: spelling.letters, used };
  }
  const ambiguous = words.findIndex((word) => ambiguousAbbreviations.has(word));
  // A spelled-out muscle beside the abbreviation decides it.
  if (best !== undefined && (ambiguous < 0 || best.count > 1 || best.letters > 2)) return { ids: [best.id], used: best.used };
  if (ambiguous >= 0) return { ids: ambiguousAbbreviations.get(words[ambiguous]!)!, used: new Set([ambiguous]) };
  return best === undefined ? undefined : { ids: [best.id], used: best.used };
}

/** `tib*` is the beginning of a word. */
function isWord(word: string, want: string): boolean {
  return want.endsWith("*") ? word.length >= want.length - 1 && word.startsWith(want.slice(0, -1)) : word === want;
}

/** Places of the words of a spelling in a label, each used once; undefined when one is missing. */
function placesOf(wanted: readonly string[], words: readonly string[]): ReadonlySet<number> | undefined {
  // Nearly every spelling fails here: a damaged file may name thousands of channels, and each is compared with all spellings.
  if (!words.some((word) => isWord(word, wanted[0]!))) return undefined;
  const used = new Set<number>();
  for (const want of wanted) {
    const at = words.findIndex((word, k) => !used.has(k) && isWord(word, want));
    if (at < 0) return undefined;
    used.add(at);
  }
  return used;
}

function detachSide(word: string): { readonly word: string; readonly side: Side } | undefined {
  for (const [text, inFront] of [[word.slice(1), true], [word.slice(0, -1), false]] as const) {
    const letter = inFront ? word[0] : word[word.length - 1];
    if (text.length >= 2 && abbreviations.has(text) && (letter === "r" || letter === "l")) return { word: text, side: letter === "r" ? "right" : "left" };
  }
  return undefined;
}

/** The side that the words name; undefined when they name none or both. */
function sideOf(words: readonly string[], letters: boolean): Side | undefined {
  const sides = new Set(words.flatMap((word) => sideOfWord(word, letters) ?? []));
  return sides.size === 1 ? [...sides][0] : undefined;
}
