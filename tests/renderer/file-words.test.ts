// @vitest-environment happy-dom
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { coreLang, coreText } from "../../src/renderer/layout/core-words";
import { coreSentences, fileSentences } from "../../src/words/english";
import { germanBook } from "../../src/words/german";
import { inGerman } from "./in-german";

const src = resolve(import.meta.dirname, "../../src");

/** Rooms whose errors and issues a window shows. */
const ROOMS = ["formats", "services", "node", "project", "protocol", "web", "main", "figure"];
/** What is written into files, told on the command line, by the validation or to browsers, and what has a map of its own in the window. */
const SILENT = /^(formats\/(bids\/bids-(export|names|sidecars-text)|.*title)|services\/(validation|exports\/(agreement-export|[a-z]+-columns)|exports\/(table-model|info-document|tables)|bids-conversion|conversion|study\/(cohort|study-rows|snippets|pair-wishes))|node\/(loopback-server|serve|start-thread|plan-file|bids-folder|validation)|project\/(plan|document-schema)|main\/(index|ipc|menu|project-dialogs|window-bounds|app-protocol)|figure\/(report\/|words\/|caption|recipe|panel|palette|draw|key|mark|numbers|setting|train|trace|text|content|render-svg|render-pdf))/;
/** Codes that only a programmer's mistake, the command line or a stopped answer can cause: nobody reads them in a window. */
const UNREAD_CODES = new Set(["bad-message", "cancelled", "usage", "internal"]);

/** Sentences whose other words are too few to be told by; the map spells out what can stand in them. */
const SPELLED_OUT: Readonly<Record<string, readonly string[]>> = {
  "∅ ∅. Give the sampling rate: --sampling HZ on the command line, or answer the dialog.": ["a.csv has no time column and does not say its sampling rate. Give the sampling rate: --sampling HZ on the command line, or answer the dialog."],
  "∅: ∅ at ∅. The file is damaged or cut short; save it again from MATLAB.": ["a.mat: an element should begin at byte 136. The file is damaged or cut short; save it again from MATLAB."],
};
/** What only a programmer's mistake can cause. */
const UNREAD = "The engine has no method “∅”.";
/** A frame around a sentence that is made elsewhere. */
const FRAME = /^∅ \([a-z∅ ]+\)$/;

/** One message as a source writes it, `∅` where something is put in. */
interface Said {
  readonly file: string;
  readonly code: string;
  readonly skeleton: string;
}

function files(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : /\.tsx?$/.test(entry.name) ? [join(folder, entry.name)] : []));
}

/** Every way in which an expression can read; undefined where it is a variable that is made elsewhere. */
function readings(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...readings(node.whenTrue), ...readings(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return readings(node.expression);
  if (ts.isTemplateExpression(node)) return [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("∅")];
  return [];
}

/** The messages of `new KlonosError(code, message)` and of objects that have a code and a message. */
function messagesOf(path: string): readonly Said[] {
  const tree = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
  const file = relative(src, path);
  const found: Said[] = [];
  const add = (code: ts.Expression | undefined, message: ts.Expression | undefined): void => {
    if (message === undefined) return;
    const codeText = code !== undefined && ts.isStringLiteral(code) ? code.text : "";
    for (const skeleton of readings(message)) found.push({ file, code: codeText, skeleton });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText(tree) === "KlonosError") add(node.arguments?.[0], node.arguments?.[1]);
    if (ts.isObjectLiteralExpression(node)) {
      const property = (name: string): ts.Expression | undefined => node.properties.filter(ts.isPropertyAssignment).find((entry) => entry.name.getText(tree) === name)?.initializer;
      if (property("code") !== undefined) add(property("code"), property("message"));
      const [what] = property("what") === undefined ? [] : readings(property("what")!);
      if (what !== undefined && property("matches") !== undefined) found.push({ file, code: "foreign", skeleton: `∅ is ${what}.` });
    }
    // What a helper makes an error or an issue of.
    if (ts.isCallExpression(node)) {
      for (const argument of node.arguments) for (const skeleton of readings(argument)) if (/^[A-Z∅“].* .*[.?]∅?$/s.test(skeleton)) found.push({ file, code: "", skeleton });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** A sentence as it may be read: with a number or a name in its places. */
function examples(skeleton: string): readonly string[] {
  const spelled = SPELLED_OUT[skeleton];
  if (spelled !== undefined) return spelled;
  // Behind the end of a sentence stands another of its own.
  const text = skeleton.replaceAll(/∅+/g, "∅").trim().replace(/(?<=[.?]) ?∅$/, "");
  return ["2", "x", "name.edf"].map((filled) => text.replaceAll("∅", filled));
}

describe("errors and issues of files, engine and shell in a German window", () => {
  inGerman();

  it("are all known: no code has a message without a German sentence", () => {
    const all = ROOMS.flatMap((room) => files(join(src, room))).filter((path) => !SILENT.test(relative(src, path))).flatMap(messagesOf);
    expect(new Set(all.map(({ code }) => code)).size).toBeGreaterThan(80);
    const unknown = all.filter(({ code, skeleton }) => !UNREAD_CODES.has(code) && skeleton !== UNREAD && !FRAME.test(skeleton) && /[a-z]{3,} [a-z]{2,}/.test(skeleton) && examples(skeleton).every((example) => coreLang(example) === "en"));
    expect(unknown.map(({ file, code, skeleton }) => `${file}: ${code}: ${skeleton}`)).toEqual([]);
  });

  it("put everything in its place: a translation uses the holes of its sentence and no others", () => {
    const holes = (text: string): readonly string[] => [...new Set(text.match(/\{\d\}/g))].sort();
    /** A plural's ending (`event{1}`) has no place in German. */
    const needed = (english: string): readonly string[] => holes(english).filter((hole) => !new RegExp(`[a-z]\\${hole.replace("}", "\\}")}`).test(english));
    expect(fileSentences.filter((english) => holes(germanBook[english]).some((hole) => !holes(english).includes(hole)) || needed(english).some((hole) => !holes(germanBook[english]).includes(hole)))).toEqual([]);
    const all = [...coreSentences, ...fileSentences];
    expect(all.length - new Set(all).size).toBe(0);
  });

  it("keep names, places and numbers", () => {
    expect(coreText("The file ends inside its header: 236 bytes, the first part alone takes 256. Copy it again from its origin. (byte 236)")).toBe("Die Datei endet in ihrem Kopf: 236 Bytes, allein der erste Teil braucht 256. Kopieren Sie sie neu vom Ursprung. (Byte 236)");
    expect(coreText("leg.pdf is a PDF document. It holds no samples; open the recording itself.")).toBe("leg.pdf ist ein PDF-Dokument. Sie enthält keine Messwerte; öffnen Sie die Aufzeichnung selbst.");
    expect(coreText("rec.sig: the archive ends inside its header. Copy the file again from its origin, or unpack it and open what is inside.")).toBe("rec.sig: das Archiv endet in seinem Kopf. Kopieren Sie die Datei neu vom Ursprung, oder entpacken Sie sie und öffnen Sie, was darin ist.");
    expect(coreText("“SOL 1.5.edf” could not be written: ENOSPC. Choose another folder, or make room and allow writing there.")).toBe("„SOL 1.5.edf“ konnte nicht geschrieben werden: ENOSPC. Wählen Sie einen anderen Ordner, oder schaffen Sie Platz und erlauben Sie dort das Schreiben.");
    expect(coreText("The number of signals should be a whole number but reads “x”. (byte 252)")).toBe("Die Anzahl der Signale sollte eine ganze Zahl sein, lautet aber “x”. (Byte 252)");
    expect(coreText("Klonos was never told of this.")).toBe("Klonos was never told of this.");
  });
});
