/** Volts in one of each unit. Keys are written with `u` for micro. */
const VOLTS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ["pV", 1e-12],
  ["nV", 1e-9],
  ["uV", 1e-6],
  ["mV", 1e-3],
  ["V", 1],
  ["kV", 1e3],
]);

/** Spellings beside the symbols, in lower case with `u` for micro. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ["nv", "nV"],
  ["nanovolt", "nV"],
  ["nanovolts", "nV"],
  ["pv", "pV"],
  ["picovolt", "pV"],
  ["picovolts", "pV"],
  ["uv", "uV"],
  ["uvolt", "uV"],
  ["uvolts", "uV"],
  ["micv", "uV"],
  ["mcv", "uV"],
  ["microv", "uV"],
  ["microvolt", "uV"],
  ["microvolts", "uV"],
  ["mv", "mV"],
  ["mvolt", "mV"],
  ["mvolts", "mV"],
  ["milliv", "mV"],
  ["millivolt", "mV"],
  ["millivolts", "mV"],
  ["v", "V"],
  ["volt", "V"],
  ["volts", "V"],
  ["kv", "kV"],
  ["kilovolt", "kV"],
  ["kilovolts", "kV"],
]);

/** U+00B5 (micro sign) and U+03BC (Greek mu) look the same and both occur. */
const MICRO_SIGNS = /[\u00b5\u03bc]/g;

/** `MV` could be milli or mega. */
const AMBIGUOUS = /^M(v|volts?)$/i;

/** True for `MV` and its like, which could be milli or mega: the reader reports it and leaves the values as they are. */
export function isAmbiguousVoltage(unit: string): boolean {
  const plain = unit.trim();
  return plain.startsWith("M") && AMBIGUOUS.test(plain);
}

/**
 * The voltage symbol (`pV`, `nV`, `uV`, `mV`, `V`, `kV`) that a unit text means, undefined for every other unit and for none.
 * Micro is read from `µ`, `μ` and `u`; case matters only where it could change the meaning (`mV` is not `MV`).
 */
export function voltageSymbol(unit: string): string | undefined {
  if (isAmbiguousVoltage(unit)) return undefined;
  // NFKC: also the signs ㎶ and ㎷ of East Asian programs, and full-width letters.
  const plain = unit.normalize("NFKC").replace(MICRO_SIGNS, "u").replace(/\s+/g, "").replace(/^[([{](.*)[)\]}]$/, "$1").replace(/\.$/, "");
  return VOLTS_PER_UNIT.has(plain) ? plain : SPELLINGS.get(plain.toLowerCase());
}

/** Volts per one of `unit`, undefined when it is no voltage. */
export function voltsPerUnit(unit: string): number | undefined {
  const symbol = voltageSymbol(unit);
  return symbol === undefined ? undefined : VOLTS_PER_UNIT.get(symbol);
}
