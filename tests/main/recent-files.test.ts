import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadPreferences, savePreferences } from "../../src/node/preferences";
import { loadRecentFiles } from "../../src/main/recent-files";
import { createSourceTable } from "../../src/main/sources";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "klonos-main-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("recent files", () => {
  it("lists the newest first, each once, by name and not by path", async () => {
    const recent = await loadRecentFiles(join(folder, "recent.json"));
    await recent.add("/data/a.edf");
    await recent.add("/data/b.edf");
    await recent.add("/data/a.edf");
    expect(recent.list().map((entry) => entry.name)).toEqual(["a.edf", "b.edf"]);
    expect(JSON.stringify(recent.list())).not.toContain("/data");
  });

  it("tells namesakes apart by the folder in which they differ", async () => {
    const recent = await loadRecentFiles(join(folder, "recent.json"));
    for (const path of ["/data/one/raw/tap.edf", "/data/two/raw/tap.edf", "/data/two/raw/rest.edf"]) await recent.add(path);
    expect(recent.list().map(({ name }) => name)).toEqual(["rest.edf", "tap.edf (two)", "tap.edf (one)"]);
    expect(JSON.stringify(recent.list())).not.toContain("/");
  });

  it("comes back after a restart, with new ids", async () => {
    const first = await loadRecentFiles(join(folder, "recent.json"));
    await first.add("/data/a.edf");
    const second = await loadRecentFiles(join(folder, "recent.json"));
    const [entry] = second.list();
    expect(second.pathOf(entry!.id)).toBe("/data/a.edf");
    expect(first.pathOf(entry!.id)).toBeUndefined();
  });

  it("forgets what is older than the newest twelve", async () => {
    const recent = await loadRecentFiles(join(folder, "recent.json"));
    for (let k = 0; k < 20; k++) await recent.add(`/data/${k}.edf`);
    expect(recent.list()).toHaveLength(12);
    expect(recent.list()[0]!.name).toBe("19.edf");
  });

  it.each(["not json", "{}", "[1, null]"])("starts empty from a damaged list: %s", async (text) => {
    writeFileSync(join(folder, "recent.json"), text);
    expect((await loadRecentFiles(join(folder, "recent.json"))).list()).toEqual([]);
  });
});

describe("preferences", () => {
  it("come back as they were", async () => {
    await savePreferences(join(folder, "p.json"), { theme: "dark" });
    expect(await loadPreferences(join(folder, "p.json"))).toEqual({ theme: "dark" });
    expect(readFileSync(join(folder, "p.json"), "utf8")).toContain("dark");
  });
  it.each(["", "[]", "null", '{"theme":"da'])("are set aside when the file is damaged, which is told once: %s", async (text) => {
    const own = join(folder, `damaged ${text.length}`);
    const file = join(own, "p.json");
    const today = new Date("2026-11-28T12:00:00Z");
    mkdirSync(own);
    writeFileSync(join(own, "p-damaged-2026-11-28.json"), "an earlier one");
    writeFileSync(file, text);
    await expect(loadPreferences(file, today)).rejects.toThrow("“p.json” in Klonos' own folder is damaged. It is now called “p-damaged-2026-11-28-2.json”");
    expect(await loadPreferences(file, today)).toEqual({});
    await savePreferences(file, { theme: "light" });
    expect(readFileSync(join(own, "p-damaged-2026-11-28-2.json"), "utf8")).toBe(text);
    expect(readFileSync(join(own, "p-damaged-2026-11-28.json"), "utf8")).toBe("an earlier one");
    expect(await loadPreferences(file, today)).toEqual({ theme: "light" });
  });
  it("are not taken for missing when they cannot be read", async () => {
    mkdirSync(join(folder, "a-folder.json"));
    await expect(loadPreferences(join(folder, "a-folder.json"))).rejects.toThrow(/^“a-folder\.json” in Klonos' own folder could not be read \(E/);
    expect(await loadPreferences(join(folder, "none.json"))).toEqual({});
  });
});

describe("source table", () => {
  it("gives the page a name and a size, and the worker the path", () => {
    writeFileSync(join(folder, "a.edf"), "12345");
    const announced: string[][] = [];
    const table = createSourceTable((id, path) => announced.push([id, path]));
    const source = table.register(join(folder, "a.edf"));
    expect(source).toEqual({ id: source.id, name: "a.edf", size: 5 });
    expect(announced).toEqual([[source.id, join(folder, "a.edf")]]);
    expect(table.pathOf(source.id)).toBe(join(folder, "a.edf"));
    expect(table.pathOf("made up")).toBeUndefined();
  });
  it("registers a file that is gone, so that opening it says why", () => {
    expect(createSourceTable(() => undefined).register(join(folder, "gone.edf")).size).toBe(0);
  });
});
