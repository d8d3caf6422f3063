import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readText } from "../../src/node/read-text";
import { scratchFolder } from "./scratch";

const folder = scratchFolder();
const path = join(folder, "table.csv");

describe("a text file of a person", () => {
  it.each([
    ["UTF-8", Buffer.from("file;Müller.edf")],
    ["UTF-16, little endian", Buffer.from("\uFEFFfile;Müller.edf", "utf16le")],
    ["UTF-16, big endian", Buffer.from("\uFEFFfile;Müller.edf", "utf16le").swap16()],
    ["Latin-1", Buffer.from("file;Müller.edf", "latin1")],
  ])("is read in %s", async (_, bytes) => {
    writeFileSync(path, bytes);
    expect((await readText(path, "study-table")).replace("\uFEFF", "")).toBe("file;Müller.edf");
  });

  it("says why it cannot be read, and never where it lies", async () => {
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "book.xlsx"), Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0]));
    const reasons = await Promise.all(["none.csv", "sub", "book.xlsx"].map((name) => readText(join(folder, name), "study-table").catch((thrown: Error) => thrown.message)));
    expect(reasons).toEqual(["“none.csv” cannot be read: there is no such file.", "“sub” cannot be read: it is a folder.", "“book.xlsx” is a spreadsheet or an archive, no text: save its sheet as CSV."]);
  });
});
