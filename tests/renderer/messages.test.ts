import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const renderer = resolve(import.meta.dirname, "../../src/renderer");

/** Units, keys, formats and names that are the same in every language of the window. */
const SAME_EVERYWHERE = /\b(Klonos|SHA-256|EMG|Hz|dB|ms|min|div|dpi|PDF|HTML|SVG|PNG|TIFF|CSV|TSV|JSON|Ctrl|Shift|Alt|Enter|Esc)\b/g;
/** A command of the command line, the reason by which study mode knows its own work, a note in copied tables, which are English as every export: no prose of the window. */
const NO_PROSE = new Set(["klonos batch STUDY.csv --out FOLDER", "Hidden in study mode.", "thought no beat"]);
/** Attributes whose text a person reads or hears. */
const READ = new Set(["title", "label", "aria-label", "placeholder", "alt", "aria-valuetext", "aria-description", "hint", "name-of"]);

interface Found {
  readonly where: string;
  readonly text: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "messages" ? [] : sourceFiles(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Text of a literal with `{}` for what is put in; undefined for anything else. */
function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("{}");
  return undefined;
}

const hasWords = (text: string): boolean => /[A-Za-zÄÖÜäöü]{2,}/.test(text.replaceAll(/[{}]/g, " ").replaceAll(SAME_EVERYWHERE, ""));
/** Two words of prose in a row; selectors and media queries are none. */
const isSentence = (text: string): boolean => /[A-Za-z]{2,}[,.:;…]? [a-z]{2,}/.test(text) && !/[[\]]|^#|^\(prefers/.test(text);

/** What a person would read in English whatever the language: text and read attributes of JSX, and sentences anywhere else. */
function inlineText(path: string): Found[] {
  const source = readFileSync(path, "utf8");
  const tree = ts.createSourceFile(path, source, ts.ScriptTarget.ES2022, true, path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found: Found[] = [];
  const add = (node: ts.Node, text: string): void => {
    const trimmed = text.trim().replace(/\s+/g, " ");
    if (NO_PROSE.has(trimmed)) return;
    found.push({ where: `${relative(renderer, path)}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`, text: trimmed });
  };
  const visit = (node: ts.Node, read: boolean): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    // A developer's error is told to developers.
    if (ts.isThrowStatement(node)) return;
    if (ts.isJsxText(node)) {
      if (hasWords(node.text)) add(node, node.text);
      return;
    }
    if (ts.isJsxAttribute(node)) {
      const name = node.name.getText(tree);
      if (node.initializer === undefined || /^(className|d|style|points|accept|type|role|id|key|viewBox|data-|href)/.test(name)) return;
      visit(node.initializer, READ.has(name));
      return;
    }
    // What is compared with something is a tag.
    if (ts.isBinaryExpression(node) && [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(node.operatorToken.kind)) return;
    // Titles of notices and jobs are read however short they are.
    if (ts.isCallExpression(node) && /^(notifyFailure|runJob)$/.test(node.expression.getText(tree)) && node.arguments[1] !== undefined) {
      const title = literalText(node.arguments[1]);
      if (title !== undefined && !isSentence(title) && hasWords(title)) add(node, title);
    }
    const text = literalText(node);
    if (text !== undefined && (isSentence(text) || (read && hasWords(text)))) add(node, text);
    ts.forEachChild(node, (child) => visit(child, (read && !ts.isCallExpression(node) && !ts.isElementAccessExpression(node)) || (ts.isJsxExpression(node) && ts.isJsxElement(node.parent))));
  };
  visit(tree, false);
  return found;
}

describe("text of the window", () => {
  it("stands in the messages and nowhere else", () => {
    expect(sourceFiles(renderer).flatMap(inlineText)).toEqual([]);
  });
});
