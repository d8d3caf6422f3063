import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { withoutFolders } from "../../src/main/folders";

const root = mkdtempSync(join(tmpdir(), "klonos-folders-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("a folder stands for the recordings in it, by name; a file, even one that is gone, for itself", () => {
  mkdirSync(join(root, "Friday", "older.edf"), { recursive: true });
  for (const name of ["b.EDF", "a.bdf", "notes.docx"]) writeFileSync(join(root, "Friday", name), "");
  expect(withoutFolders([join(root, "gone.edf"), join(root, "Friday")])).toEqual([join(root, "gone.edf"), join(root, "Friday", "a.bdf"), join(root, "Friday", "b.EDF")]);
});

test("a folder without recordings is named, and no path with it", () => {
  mkdirSync(join(root, "letters"));
  expect(() => withoutFolders([join(root, "letters")])).toThrow(/^The folder letters holds no file/);
});
