import type { NamedMarkKind } from "../mark-kinds";
import { namedMarkKinds } from "../mark-kinds";
import type { Side } from "../recording";

/** Phrases of each kind of mark, compared without regard to case, accents, spacing and punctuation. */
export type MarkVocabulary = Readonly<Partial<Record<NamedMarkKind, readonly string[]>>>;

/**
 * What Klonos understands unless a lab renames it: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Turkish,
 * Japanese and Chinese. A bare “stimulus” is no nerve stimulus: other experiments call everything so.
 */
export const defaultVocabulary: MarkVocabulary = {
  stretch: [
    "stretch", "stretch on", "stretch start", "stretch onset", "stretch begin",
    "Dehnung", "Dehnung an", "Dehnung ein", "Dehnung Beginn", "Dehnen", "étirement", "début étirement", "étirement début",
    "estiramiento", "inicio estiramiento", "stiramento", "inizio stiramento", "estiramento", "início estiramento", "rek", "rekken", "begin rek",
    "rozciągnięcie", "rozciąganie", "растяжение", "начало растяжения", "germe", "伸張", "牵伸", "牵拉",
  ],
  hold: [
    "hold", "hold on", "hold start", "hold begin", "hold onset",
    "Halten", "Halten Beginn", "maintien", "début maintien", "mantener", "mantenimiento", "mantenimento", "manter", "manutenção", "vasthouden",
    "trzymanie", "удержание", "tutma", "保持",
  ],
  release: [
    "release", "released", "stretch off", "stretch end", "stretch stop", "hold off", "hold end", "hold stop", "end of stretch", "end of hold",
    "Loslassen", "Dehnung aus", "Dehnung Ende", "Ende Dehnung", "Halten Ende", "Ende Halten", "relâchement", "relâche", "fin étirement", "fin maintien",
    "soltar", "liberación", "fin estiramiento", "rilascio", "fine stiramento", "liberação", "fim estiramento", "loslaten", "einde rek",
    "puszczenie", "zwolnienie", "отпускание", "конец растяжения", "конец удержания", "bırakma", "解放", "释放",
  ],
  tap: [
    "tap", "tendon tap", "tap on", "hammer", "hammer tap", "t reflex",
    "Sehnenschlag", "Reflexhammer", "Hammerschlag", "percussion", "coup de marteau", "percusión", "golpe de martillo", "percussione", "colpo di martelletto",
    "percussão", "peesklop", "uderzenie młotkiem", "удар молоточком", "çekiç", "叩打", "叩击",
  ],
  stimulus: [
    "h reflex", "hreflex", "h stim", "h stimulus", "m wave", "nerve stim", "nerve stimulus", "nerve stimulation", "tibial nerve stimulation", "electrical stimulus", "electrical stimulation",
    "Nervenreiz", "Nervenstimulation", "réflexe H", "stimulation nerveuse", "reflejo H", "estímulo nervioso", "riflesso H", "stimolo nervoso", "reflexo H", "estímulo nervoso",
    "zenuwprikkel", "bodziec nerwu", "стимуляция нерва", "Н рефлекс", "sinir uyarımı", "神経刺激", "神经刺激",
  ],
  distraction: [
    "distraction", "distract", "distraction on", "distraction start", "distractor", "mental task", "mental arithmetic", "serial sevens",
    "Ablenkung", "Ablenkung Beginn", "distracción", "distrazione", "distração", "afleiding", "odwrócenie uwagi", "отвлечение", "dikkat dağıtma", "注意転換", "分散注意",
  ],
  "contralateral-tapping": [
    "contralateral", "contralateral tapping", "contralateral tap", "contralateral movement", "contralateral task",
    "kontralateral", "kontralaterales Tippen", "kontralaterales Klopfen", "controlatéral", "tapping controlatéral", "tapping contralateral", "tapping contralaterale", "golpeteo contralateral",
    "contralateraal tikken", "контралатеральное постукивание", "kontralateral vuruş", "対側タッピング", "对侧敲击",
  ],
};

/** Words for a side, after or before the name of a mark. */
const SIDE_WORDS: Readonly<Record<Side, readonly string[]>> = {
  left: ["l", "left", "lt", "li", "links", "gauche", "g", "izq", "izquierda", "izda", "sin", "sx", "sinistra", "esq", "esquerda", "lewa", "lewy", "слева", "левая", "лев", "sol", "左"],
  right: ["r", "right", "rt", "re", "rechts", "droite", "d", "der", "derecha", "dcha", "dx", "destra", "dir", "direita", "prawa", "prawy", "справа", "правая", "прав", "sag", "右"],
};

/** Words for the place, which change nothing about the kind. */
const PLACE_WORDS = new Set(["achilles", "patella", "patellar", "ankle", "knee", "wrist", "jaw", "soleus", "quadriceps", "tendon"]);

/** The vocabulary with a lab's own words put first; a word that Klonos knows with another meaning takes the new one. */
export function withWords(vocabulary: MarkVocabulary, words: readonly { readonly text: string; readonly kind: NamedMarkKind }[]): MarkVocabulary {
  const renamed = new Set(words.map(({ text }) => normalised(text)));
  const of = (kind: NamedMarkKind): readonly string[] => [
    ...words.filter((word) => word.kind === kind && normalised(word.text) !== "").map(({ text }) => text),
    ...(vocabulary[kind] ?? []).filter((phrase) => !renamed.has(normalised(phrase))),
  ];
  return Object.fromEntries(namedMarkKinds.map((kind) => [kind, of(kind)]));
}

/**
 * The kind of mark that a text names, undefined for none. Beside the phrase there may stand numbers, a side and a place: “Stretch 2 R” and
 * “left Achilles tap” are marks; “no stretch”, “stretching” and “hold breath” are not.
 */
export function markKind(text: string, vocabulary: MarkVocabulary = defaultVocabulary): NamedMarkKind | undefined {
  const words = normalised(text).split(" ");
  let found: NamedMarkKind | undefined;
  let longest = 0;
  for (const kind of namedMarkKinds) {
    for (const phrase of vocabulary[kind] ?? []) {
      const wanted = normalised(phrase);
      if (wanted.length > longest && standsAlone(words, wanted.split(" "))) {
        found = kind;
        longest = wanted.length;
      }
    }
  }
  return found;
}

/** The side that the words beside the phrase name; undefined where none or both do. */
export function markSide(text: string): Side | undefined {
  const words = normalised(text).split(" ");
  const left = words.some((word) => SIDE_WORDS.left.includes(word));
  const right = words.some((word) => SIDE_WORDS.right.includes(word));
  if (left === right) return undefined;
  return left ? "left" : "right";
}

/** True where the phrase stands in the words and everything around it is a number, a side or a place. */
function standsAlone(words: readonly string[], phrase: readonly string[]): boolean {
  for (let at = 0; at + phrase.length <= words.length; at++) {
    if (!phrase.every((word, k) => words[at + k] === word)) continue;
    const around = [...words.slice(0, at), ...words.slice(at + phrase.length)];
    if (around.every(isAside)) return true;
  }
  return false;
}

function isAside(word: string): boolean {
  return /^\d+$/.test(word) || PLACE_WORDS.has(word) || SIDE_WORDS.left.includes(word) || SIDE_WORDS.right.includes(word);
}

/** Dotless ı is a letter of its own to Unicode: it has no accent to take off. */
function normalised(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/ı/g, "i").replace(/ł/g, "l").replace(/[\s_\-–—.,:;#/()[\]'’]+/g, " ").trim();
}
