import type { ProjectFileDocument } from "./documents";
import { checkedDocument } from "./read-document";

/** Objects down to this depth have a line a key; what lies deeper, and every entry of a list, is one line. */
const OPEN_DEPTH = 2;

/**
 * A document as text: keys in the order of its schema, one entry of a list a line, so that two versions can be compared line by
 * line and merged. Equal documents give equal text.
 * @throws KlonosError `project-document` for a document that would not be read again.
 */
export function documentText(document: ProjectFileDocument): string {
  return `${pretty(checkedDocument(document, document.schema), 0)}\n`;
}

function pretty(value: unknown, depth: number): string {
  const inner = " ".repeat(depth + 1);
  const outer = " ".repeat(depth);
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((entry) => inner + JSON.stringify(entry)).join(",\n")}\n${outer}]`;
  }
  if (typeof value === "object" && value !== null && depth < OPEN_DEPTH) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    if (entries.length === 0) return "{}";
    return `{\n${entries.map(([key, entry]) => `${inner}${JSON.stringify(key)}: ${pretty(entry, depth + 1)}`).join(",\n")}\n${outer}}`;
  }
  return JSON.stringify(value);
}
