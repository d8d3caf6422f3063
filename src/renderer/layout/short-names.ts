/** Where a label may be cut: after a blank or one of these signs. */
const SEPARATOR = /[\s_:.\-/]/;
/** Characters that a narrow place shows; where all labels fit, nothing is left out. */
const NARROW = 8;
/** A piece of a label that short may be the side. */
const SHORTEST_PIECE = 2;
/** A group before a label, as C3D and Delsys write it: `Voltage.L Gast`, `10: EMG`. */
const GROUP = /^([^.:]+)[.:]\s*(?=.)/;
/** A beginning that tells sides apart is no group. */
const SIDE = /^(r|l|rt|lt|re|li|dx|sx|right|left|rechts?|links?|dext?|destr[ao]|dextra|sin|sinistr[ao]|droite?|gauche|der|izq)$/i;

/**
 * Labels without the beginning that all of them share, up to a separator: `EMG_R_Soleus`, `EMG_L_Soleus` become `R_Soleus`, `L_Soleus`,
 * because the beginning is what a narrow place shows. Labels that fit stay whole, and so does one alone; a single letter, which may be the
 * side, is never left out. Then goes a group that several of them share (`Voltage.L Gast` beside `Force.Fx1` becomes `L Gast`), as long as
 * no two labels become one.
 */
export function withoutSharedStart(labels: readonly string[]): readonly string[] {
  return withoutGroups(withoutCommonStart(labels));
}

function withoutGroups(labels: readonly string[]): readonly string[] {
  if (labels.every((label) => label.length <= NARROW)) return labels;
  const groups = labels.map((label) => GROUP.exec(label));
  const shared = (name: string): boolean => groups.filter((group) => group?.[1] === name).length > 1;
  const bare = labels.map((label, k) => {
    const [start, name] = groups[k] ?? [];
    return start === undefined || name === undefined || name.length < SHORTEST_PIECE || SIDE.test(name) || !shared(name) ? label : label.slice(start.length);
  });
  return new Set(bare).size === new Set(labels).size ? bare : labels;
}

function withoutCommonStart(labels: readonly string[]): readonly string[] {
  const first = labels[0];
  if (first === undefined || labels.length < 2 || labels.every((label) => label.length <= NARROW)) return labels;
  let shared = 0;
  let piece = 0;
  for (let end = 1; end < first.length; end++) {
    const start = first.slice(0, end);
    if (!labels.every((label) => label.length > end && label.startsWith(start))) break;
    if (!SEPARATOR.test(first[end - 1]!)) continue;
    if (end - 1 - piece < SHORTEST_PIECE) break;
    shared = end;
    piece = end;
  }
  return shared === 0 ? labels : labels.map((label) => label.slice(shared));
}

/** A name of at most `most` characters, its middle left out: the ends tell muscles and sides apart. */
export function shortened(name: string, most: number): string {
  const characters = [...name];
  if (characters.length <= most) return name;
  const head = Math.ceil((most - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (most - 1 - head)).join("")}`;
}
