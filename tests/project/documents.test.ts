import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../src/core/settings";
import { documentText } from "../../src/project/document-text";
import type { ProjectDocument, RecordingDocument } from "../../src/project/documents";
import { emptyContext, emptyProject, emptyRecording, emptySession, recordingIdOf } from "../../src/project/empty-documents";
import { readDocument } from "../../src/project/read-document";

const SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

const recording: RecordingDocument = {
  ...emptyRecording(SHA, defaultSettings, {
    ...emptyContext,
    protocol: "tap",
    marks: [{ kind: "tap", seconds: 1.25, text: "Schlag „1“", origin: "user" }],
    edits: [
      { kind: "add-burst", channelIndex: 0, start: 10, end: 40 },
      { kind: "split-train", channelIndex: 0, sample: 77 },
    ],
  }),
  audit: [{ at: "2026-11-27T19:00:00+00:00", who: "AB", what: "added burst on SOL", edits: 1 }],
  view: { window: { start: 1.5, span: 10 }, hidden: [2] },
};

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (thrown) {
    return (thrown as { record: { code: string } }).record.code;
  }
  return "nothing thrown";
};

describe("documents of a project", () => {
  it("come back as they were written", () => {
    expect(readDocument(documentText(recording), "klonos-recording/1", "r").document).toEqual(JSON.parse(JSON.stringify(recording)));
    const session = { ...emptySession("s1", "P01", "2026-11-27"), recordings: [{ recording: recordingIdOf(SHA), condition: "stretch", side: "left" as const, trial: "1" }] };
    expect(readDocument(documentText(session), "klonos-session/1", "s").document).toEqual(session);
  });

  it("are written in one order whatever order they were built in, so that equal documents are equal files", () => {
    const reversed = Object.fromEntries(Object.entries(recording).reverse()) as unknown as RecordingDocument;
    expect(documentText(reversed)).toBe(documentText(recording));
  });

  it("change one line when one edit is added", () => {
    const more: RecordingDocument = { ...recording, context: { ...recording.context, edits: [...recording.context.edits, { kind: "remove-burst", channelIndex: 1, start: 5, end: 9 }] } };
    const before = new Set(documentText(recording).split("\n").map((line) => line.replace(/,$/, "")));
    const added = documentText(more).split("\n").filter((line) => !before.has(line.replace(/,$/, "")));
    expect(added.map((line) => JSON.parse(line.replace(/,$/, "")) as unknown)).toEqual([{ kind: "remove-burst", channelIndex: 1, start: 5, end: 9 }]);
  });

  it("keep any plain state of a panel", () => {
    fc.assert(
      // Names by which an object's own making could be reached are left out when a document is read.
      fc.property(fc.dictionary(fc.string({ maxLength: 20 }).filter((key) => !["__proto__", "prototype", "constructor"].includes(key)), fc.jsonValue({ maxDepth: 4 })), (view) => {
        const plain = JSON.parse(JSON.stringify(view)) as RecordingDocument["view"];
        expect(readDocument(documentText({ ...recording, view: plain }), "klonos-recording/1", "r").document.view).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it("refuse what is damaged, of another kind or newer, and say which", () => {
    expect(code(() => readDocument("{", "klonos-project/1", "project.json"))).toBe("project-document");
    expect(code(() => readDocument('{"schema":"klonos-result/1"}', "klonos-project/1", "project.json"))).toBe("project-document");
    expect(code(() => readDocument('{"schema":"klonos-project/9"}', "klonos-project/1", "project.json"))).toBe("project-newer");
    const wrong = documentText(recording).replace('"start":10', '"start":-10');
    expect(() => readDocument(wrong, "klonos-recording/1", "recordings/x.json")).toThrow(/recordings\/x\.json.*context\.edits\.0\.start/s);
  });

  it("refuse to be written when they could not be read again", () => {
    expect(code(() => documentText({ ...recording, view: { a: Number.NaN } }))).toBe("project-document");
    expect(code(() => documentText({ ...emptyProject("x", "now"), sessions: ["../../etc"] }))).toBe("project-document");
  });

  it("take fields that are newer than the file from the defaults, and say so", () => {
    const old = JSON.parse(documentText(recording)) as { settings: Record<string, number>; context: Record<string, unknown> };
    delete old.settings["bandHighHz"];
    delete old.context["overrides"];
    const { document, issues } = readDocument(JSON.stringify(old), "klonos-recording/1", "r");
    expect(document.settings.bandHighHz).toBe(defaultSettings.bandHighHz);
    expect(document.context.overrides).toEqual([]);
    expect(issues.map((issue) => issue.code)).toEqual(["settings-added"]);
  });

  it("keep all that the window of an older Klonos wrote (window-87ab5a0; made by old/make-project.mts)", () => {
    const schemas = { "project.json": "klonos-project/1", sessions: "klonos-session/1", recordings: "klonos-recording/1", readings: "klonos-reading/1" } as const;
    const root = join(__dirname, "old", "window-87ab5a0");
    const paths = readdirSync(root).flatMap((entry) => (entry.endsWith(".json") ? [entry] : readdirSync(join(root, entry)).map((name) => `${entry}/${name}`)));
    expect(paths.map((path) => path.split("/")[0]).sort()).toEqual(Object.keys(schemas).sort());
    for (const path of paths) {
      const text = readFileSync(join(root, path), "utf8");
      const { document, issues } = readDocument(text, schemas[path.split("/")[0] as keyof typeof schemas], path);
      expect(issues.filter(({ code }) => code !== "settings-added" && code !== "settings-gone"), path).toEqual([]);
      // Settings that are no more are named; everything else is there, and still there when it is written again.
      const gone = issues.filter(({ code }) => code === "settings-gone").map(({ message }) => message).join();
      const old = JSON.parse(text, (key, value: unknown) => (new RegExp(`\\b${key}\\b`).test(gone) && key.length > 3 ? undefined : value)) as object;
      expect(document, path).toMatchObject(old);
      expect(JSON.parse(documentText(document)), path).toMatchObject(old);
    }
  });

  it("migrate a project of the first schema", () => {
    const text = readFileSync(join(__dirname, "old", "project-0.json"), "utf8");
    const { document, issues } = readDocument(text, "klonos-project/1", "project.json");
    const expected: Partial<ProjectDocument> = {
      schema: "klonos-project/1",
      name: "Ankle clonus before and after",
      markWords: [],
      settings: { ...defaultSettings, bandLowHz: 25 },
      recordings: [{ id: "9f86d081884c7d65", sha256: SHA, size: 812032, name: "left.edf", path: "../raw/left.edf" }],
    };
    expect(document).toMatchObject(expected);
    expect(issues.map((issue) => issue.code).sort()).toEqual(["project-migrated", "settings-added", "settings-gone"]);
  });
});
