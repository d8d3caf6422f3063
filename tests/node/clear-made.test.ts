import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clearMade } from "../../src/node/clear-made";
import { keepMade } from "../../src/node/made-recordings";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-28T12:00:00Z");

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "klonos-clear-"));
  folder = join(root, "profile", "simulated");
  mkdirSync(folder, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function made(name: string, daysAgo = 30, place = folder): string {
  const path = join(place, name);
  writeFileSync(path, name);
  const at = new Date(NOW - daysAgo * DAY);
  utimesSync(path, at, at);
  return path;
}

/** A project on disk with these recordings, told by their names. */
function project(where: string, names: readonly string[], window: object = {}): string {
  const at = join(root, where);
  mkdirSync(join(at, "recordings"), { recursive: true });
  const recordings = names.map((name) => ({ id: name, sha256: name, size: 1, name, path: `../profile/simulated/${name}` }));
  writeFileSync(join(at, "project.json"), JSON.stringify({ schema: "klonos-project/1", recordings, window }));
  return at;
}

const clear = (more: Partial<Parameters<typeof clearMade>[0]> = {}): Promise<readonly string[]> => clearMade({ folder, recent: [], automatic: join(root, "none"), projects: [], ...more }, NOW);

describe("recordings that were simulated", () => {
  it("go when nothing refers to them, and nothing else in the folder does", async () => {
    made("simulated-a.edf");
    made("mine.edf");
    made("simulated-notes.txt");
    mkdirSync(join(folder, "simulated-folder.edf"));
    made("simulated-saved.edf", 30, root);
    expect(await clear()).toEqual(["simulated-a.edf"]);
    expect(readdirSync(folder).sort()).toEqual(["mine.edf", "simulated-folder.edf", "simulated-notes.txt"]);
    expect(existsSync(join(root, "simulated-saved.edf"))).toBe(true);
  });

  it("stay for a week, and for another when they are asked for again", async () => {
    made("simulated-new.edf", 6);
    const again = made("simulated-again.edf");
    await keepMade(folder, "simulated-again.edf", readFileSync(again));
    expect(await clearMade({ folder, recent: [], automatic: join(root, "none"), projects: [] }, Date.now() + 6 * DAY)).toEqual(["simulated-new.edf"]);
  });

  it("stay where a project or a recent file refers to them, also when that project cannot be reached later", async () => {
    const recent = made("simulated-recent.edf");
    for (const name of ["simulated-one.edf", "simulated-two.edf", "simulated-none.edf"]) made(name);
    const projects = [project("a.klonos", ["simulated-one.edf"]), project("b.klonos", ["simulated-two.edf", "patient.edf"])];
    expect(await clear({ recent: [recent], projects })).toEqual(["simulated-none.edf"]);
    rmSync(projects[0]!, { recursive: true });
    expect(await clear({ recent: [recent], projects })).toEqual([]);
    expect(await clear()).toEqual(["simulated-recent.edf"]);
  });

  it("stay in Klonos' own project where it shows them or a person worked on them, not because they were opened", async () => {
    const automatic = project("automatic.klonos", ["simulated-shown.edf", "simulated-marked.edf", "simulated-opened.edf"], { shown: "simulated-shown.edf" });
    for (const name of ["simulated-shown.edf", "simulated-marked.edf", "simulated-opened.edf"]) made(name);
    writeFileSync(join(automatic, "recordings", "simulated-marked.edf.json"), JSON.stringify({ audit: [{ what: "mark" }], notes: [] }));
    writeFileSync(join(automatic, "recordings", "simulated-opened.edf.json"), JSON.stringify({ audit: [], notes: [] }));
    expect(await clear({ automatic })).toEqual(["simulated-opened.edf"]);
  });

  it.each(["not json", "[1"])("all stay where it cannot be told what refers to them: %s", async (text) => {
    made("simulated-a.edf");
    const damaged = project("a.klonos", []);
    writeFileSync(join(damaged, "project.json"), text);
    await expect(clear({ projects: [damaged] })).rejects.toThrow();
    writeFileSync(join(folder, "referred.json"), text);
    await expect(clear()).rejects.toThrow();
    expect(existsSync(join(folder, "simulated-a.edf"))).toBe(true);
  });

  it("need no folder", async () => {
    rmSync(folder, { recursive: true });
    expect(await clear()).toEqual([]);
  });
});
