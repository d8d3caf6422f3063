import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { choiceDefinition, isChoiceSetting, settingNames } from "../../src/core/settings";
import { de } from "../../src/renderer/messages/de";
import { en } from "../../src/renderer/messages/en";
import { languages } from "../../src/renderer/messages/languages";

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
function inlineText(path: string, source = readFileSync(path, "utf8")): Found[] {
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

type Node = string | ((...args: never[]) => string) | readonly Node[] | { readonly [key: string]: Node };

/** Every leaf of a map of messages with its path. */
function leaves(node: Node, path = ""): readonly (readonly [string, Exclude<Node, readonly Node[] | { readonly [key: string]: Node }>])[] {
  if (typeof node === "string" || typeof node === "function") return [[path, node]];
  return Object.entries(node as { readonly [key: string]: Node }).flatMap(([key, child]) => leaves(child, path === "" ? key : `${path}.${key}`));
}

/** Maps by names of the core: a language fills them as far as it needs, English not at all. */
const OPEN_MAPS = /^(ofCore|settingHelp|settings\.titles|settings\.choices|measureTitles|jobs\.doing|notices\.advice)\./;
const PROBES = ["§one§", "§two§", "", 0, 1, 2, 7, true, false, undefined, null, [1, 1], [1, 2]] as const;

/** Which of its arguments a sentence depends on, found by trying. */
function usedArguments(sentence: (...args: never[]) => string): readonly boolean[] {
  const call = (args: readonly unknown[]): string | undefined => {
    try {
      return (sentence as (...args: readonly unknown[]) => string)(...args);
    } catch (thrown) {
      // A probe of the wrong kind: the sentence reads a pair, and was given a number.
      if (thrown instanceof TypeError) return undefined;
      throw thrown;
    }
  };
  const bases = [1, 2, undefined, "§base§"].map((base) => Array.from({ length: sentence.length }, () => base as unknown));
  return Array.from({ length: sentence.length }, (_, at) => bases.some((base) => new Set(PROBES.map((probe) => call(base.map((value, index) => (index === at ? probe : value)))).filter((text) => text !== undefined)).size > 1));
}

describe.each(Object.entries(languages))("the messages in %s", (_tag, words) => {
  const own = leaves(words as unknown as Node);

  it("have every sentence of the English ones, and none besides", () => {
    const paths = (map: unknown): readonly string[] => leaves(map as Node).map(([path]) => path).filter((path) => !OPEN_MAPS.test(path)).sort();
    expect(paths(words)).toEqual(paths(en));
  });

  it("are not empty, and use every argument that they are given", () => {
    const lost = own.flatMap(([path, leaf]) => (typeof leaf !== "function" ? [] : usedArguments(leaf).flatMap((isUsed, at) => (isUsed ? [] : [`${path} (argument ${at + 1})`]))));
    expect(lost).toEqual([]);
    // One heading of a table has no words: that of the rows' own names.
    expect(own.filter(([path, leaf]) => leaf === "" && path !== "reading.columns.0").map(([path]) => path)).toEqual([]);
  });
});

describe("German", () => {
  it("has a word for the settings and the choices of one, and none for what is no setting", () => {
    // A setting of tomorrow may stand in English for a while; not more of them than a tenth.
    expect(settingNames.filter((name) => de.settings.titles[name] === undefined).length).toBeLessThan(settingNames.length / 10);
    expect(Object.keys(de.settings.titles).filter((name) => !(settingNames as readonly string[]).includes(name))).toEqual([]);
    const choices = settingNames.flatMap((name) => (isChoiceSetting(name) ? Object.keys(choiceDefinition(name).choices).map((choice) => `${name}.${choice}`) : []));
    expect(Object.keys(de.settings.choices).filter((choice) => !choices.includes(choice))).toEqual([]);
  });

  it("is not English: long sentences differ", () => {
    const english = new Map(leaves(en as unknown as Node));
    const same = leaves(de as unknown as Node).filter(([path, leaf]) => typeof leaf === "string" && /[a-z]{3,} [a-z]{2,}/.test(leaf) && english.get(path) === leaf);
    expect(same).toEqual([]);
  });
});

describe("text of the window", () => {
  it("is found where it stands inline", () => {
    const found = (text: string): readonly string[] => inlineText("sample.tsx", text).map((one) => one.text);
    expect(found('const x = <button title="Undo">Save figure…</button>;')).toEqual(["Undo", "Save figure…"]);
    expect(found('const x = <p aria-label={busy ? "Making…" : words.save}>{`${count} trains`}</p>;')).toEqual(["Making…", "{} trains"]);
    expect(found('notifyFailure(session, "Exporting", thrown); const text = "The export failed";')).toEqual(["Exporting", "The export failed"]);
    expect(found('const x = <svg className="plot wide" aria-label={words.label}>{`${hertz} Hz`}</svg>;')).toEqual([]);
  });

  it("stands in the messages and nowhere else", () => {
    expect(sourceFiles(renderer).flatMap((path) => inlineText(path))).toEqual([]);
  });
});
