/**
 * A short name for the structure of a file (FNV-1a, 2 × 32 bits, hexadecimal): it does not give away what was hashed, so that labels
 * of a laboratory can be remembered without being kept.
 */
export function structureSignature(kind: "text" | "variables", parts: readonly string[]): string {
  return `${kind}-${hash(parts, 0x811c9dc5)}${hash(parts, 0x01000193)}`;
}

function hash(parts: readonly string[], seed: number): string {
  let value = seed >>> 0;
  for (const part of parts) {
    for (let k = 0; k < part.length; k += 1) value = Math.imul(value ^ part.charCodeAt(k), 0x01000193) >>> 0;
    // So that ["ab", "c"] differs from ["a", "bc"].
    value = Math.imul(value ^ 0x1f, 0x01000193) >>> 0;
  }
  return value.toString(16).padStart(8, "0");
}
