/** One element of a description. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Own text, trimmed; that of children is left out. */
  readonly text: string;
}

/** Why a text is no XML that is read here, and at which character. */
export interface XmlProblem {
  readonly problem: string;
  readonly at: number;
}

interface Building {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const DEEPEST = 64;
const MOST_ELEMENTS = 200_000;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);
const LARGEST_CODE_POINT = 0x10ffff;

/** The five predefined entities and numbers; anything else stays as it stands: nothing is ever expanded. */
function unescaped(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES.get(name) ?? whole;
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= LARGEST_CODE_POINT ? String.fromCodePoint(code) : whole;
  });
}

const TAG = /<(?:!--[^]*?-->|\?[^]*?\?>|!\[CDATA\[([^]*?)\]\]>|\/([^\s>]+)\s*>|([^\s/>!?]+)((?:\s+[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>)/y;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Reads a small XML text strictly: elements, attributes, text, CDATA; comments and processing instructions are passed over.
 * Document types and entity definitions are refused, so nothing can be expanded or fetched. Depth and number of elements are
 * bounded.
 */
export function parseSmallXml(text: string): XmlElement | XmlProblem {
  const open: Building[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (;;) {
    const next = text.indexOf("<", at);
    const between = text.slice(at, next < 0 ? text.length : next);
    const parent = open[open.length - 1];
    if (parent !== undefined) parent.text += unescaped(between);
    else if (between.replace(/\0/g, "").trim() !== "") return { problem: "text stands outside of every element", at };
    if (next < 0) break;
    TAG.lastIndex = next;
    const match = TAG.exec(text);
    if (match === null) return { problem: text.startsWith("<!DOCTYPE", next) ? "a document type is declared, which is not read" : "a tag is damaged", at: next };
    at = TAG.lastIndex;
    const [, data, closed, name, attributeText, selfClosing] = match;
    if (data !== undefined) {
      if (parent !== undefined) parent.text += data;
    } else if (closed !== undefined) {
      if (parent === undefined || parent.name !== closed) return { problem: `</${closed.slice(0, 40)}> closes nothing that is open`, at: next };
      open.pop();
      const element: XmlElement = { name: parent.name, attributes: parent.attributes, children: parent.children, text: parent.text.trim() };
      const outer = open[open.length - 1];
      if (outer === undefined) root = element;
      else outer.children.push(element);
    } else if (name !== undefined) {
      if (parent === undefined && root !== undefined) return { problem: "a second outermost element begins", at: next };
      elements += 1;
      if (elements > MOST_ELEMENTS || open.length >= DEEPEST) return { problem: `it has more than ${MOST_ELEMENTS} elements or is nested more than ${DEEPEST} deep`, at: next };
      const attributes = new Map<string, string>();
      for (const [, key, double, single] of (attributeText ?? "").matchAll(ATTRIBUTE)) attributes.set(key!, unescaped(double ?? single ?? ""));
      if (selfClosing === "/") {
        const element: XmlElement = { name, attributes, children: [], text: "" };
        if (parent === undefined) root = element;
        else parent.children.push(element);
      } else open.push({ name, attributes, children: [], text: "" });
    }
  }
  if (open.length > 0) return { problem: `<${open[open.length - 1]!.name.slice(0, 40)}> is never closed`, at: text.length };
  return root ?? { problem: "it holds no element", at: 0 };
}

/** Children of one name, in order. */
export function childrenNamed(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** First descendant along a path of names. */
export function descendant(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce((found: XmlElement | undefined, name) => found?.children.find((child) => child.name === name), element);
}

/** Text at the end of a path, empty where there is none. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string {
  return descendant(element, ...path)?.text ?? "";
}
