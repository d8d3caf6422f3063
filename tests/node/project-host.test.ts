import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProjectHost, type NodeProjectHost, type ProjectShell } from "../../src/node/project-host";
import { scratchFolder } from "./scratch";

const scratch = scratchFolder();
const sha = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A shell in a folder of its own; `chosen` answers its dialogs. */
function shellIn(base: string, extra: Partial<ProjectShell> = {}): ProjectShell & { chosen: string | undefined; readonly registered: string[] } {
  const registered: string[] = [];
  const shell: ReturnType<typeof shellIn> = {
    dataFolder: join(base, "data"),
    chosen: undefined,
    registered,
    chooseFolder: async () => shell.chosen,
    chooseNewFolder: async () => shell.chosen,
    registerSource: (file: string) => {
      registered.push(file);
      return { id: file, name: basename(file), size: 0 };
    },
    pathOfSource: (id: string) => id,
    ...extra,
  };
  return shell;
}

function place(): { readonly base: string; readonly folder: string } {
  const base = mkdtempSync(join(scratch, "p-"));
  const folder = join(base, "study.klonos");
  mkdirSync(folder);
  writeFileSync(join(folder, "project.json"), "{}\n");
  return { base, folder };
}

async function opened(host: NodeProjectHost, window = "w") {
  const project = await host.chooseProject({ window });
  if (project === undefined) throw new Error("nothing was chosen");
  return project;
}

const codeOf = (promise: Promise<unknown>): Promise<string> => promise.then(() => "fulfilled", (thrown: { record?: { code: string } }) => thrown.record?.code ?? String(thrown));

describe("projects on disk", () => {
  it("keep work on lone files from the first moment, and come back to it", async () => {
    const { base } = place();
    const first = createProjectHost(shellIn(base));
    const { project, restore } = await first.resumeProject({ window: "w" });
    expect({ automatic: project.automatic, writable: project.writable, restore, files: project.files }).toEqual({ automatic: true, writable: true, restore: true, files: [] });
    await first.saveProject({ projectId: project.id, changes: [{ path: "project.json", text: "A" }, { path: "recordings/aa.json", text: "B" }] });
    await first.closeAll();
    const again = (await createProjectHost(shellIn(base)).resumeProject({ window: "w" })).project;
    expect(again.files.map(({ path, text }) => [path, text])).toEqual([["project.json", "A"]]);
  });

  it("let one window write at a time; the other looks on, and takes over only when told to", async () => {
    const { base, folder } = place();
    const shell = Object.assign(shellIn(base), { chosen: folder });
    const host = createProjectHost(shell);
    const mine = await opened(host, "one");
    const theirs = await opened(host, "two");
    expect([mine.writable, theirs.writable, theirs.heldBy?.host]).toEqual([true, false, hostname()]);
    expect(await codeOf(host.saveProject({ projectId: theirs.id, changes: [{ path: "project.json", text: "x" }] }))).toBe("project-read-only");
    const [recent] = await host.recentProjects({});
    const taken = await host.openRecentProject({ window: "two", recentId: recent!.id, takeOver: true });
    expect(taken.writable).toBe(true);
    expect(await codeOf(host.saveProject({ projectId: mine.id, changes: [{ path: "project.json", text: "old window", replaces: mine.files[0]!.digest }] }))).toBe("project-lock-lost");
    expect(readFileSync(join(folder, "project.json"), "utf8")).toBe("{}\n");
  });

  it("free the lock of a program that ended and of a machine that started anew, and keep that of a living one", async () => {
    const { base, folder } = place();
    const lock = join(folder, ".klonos", "lock.json");
    mkdirSync(join(folder, ".klonos"));
    const host = createProjectHost(Object.assign(shellIn(base), { chosen: folder }));
    const bootedAt = Math.round(Date.now() / 1000 - (await import("node:os")).uptime());
    const record = { host: hostname(), pid: process.pid, bootedAt, since: "2026-11-27T08:00:00Z", token: "another" };
    const writableWith = async (text: string): Promise<boolean> => {
      writeFileSync(lock, text);
      const project = await opened(host);
      await host.closeProject({ projectId: project.id });
      return project.writable;
    };
    expect(await writableWith(JSON.stringify(record))).toBe(false);
    // No process has this number: Linux ends at 4 194 304, others below.
    expect(await writableWith(JSON.stringify({ ...record, pid: 99_999_999 }))).toBe(true);
    expect(await writableWith(JSON.stringify({ ...record, bootedAt: bootedAt - 86_400 }))).toBe(true);
    expect(await writableWith('{"host":')).toBe(true);
    expect(await writableWith(JSON.stringify({ ...record, host: "elsewhere" }))).toBe(false);
    const old = new Date(Date.now() - 3_600_000);
    writeFileSync(lock, JSON.stringify({ ...record, host: "elsewhere" }));
    utimesSync(lock, old, old);
    const project = await opened(host);
    expect(project.writable).toBe(true);
    await host.closeAll();
    expect(existsSync(lock)).toBe(false);
  });

  it("name a file that somebody else wrote, and write none of the save", async () => {
    const { base, folder } = place();
    const host = createProjectHost(Object.assign(shellIn(base), { chosen: folder }));
    const project = await opened(host);
    const digests = await host.saveProject({ projectId: project.id, changes: [{ path: "project.json", text: "1", replaces: project.files[0]!.digest }, { path: "sessions/s1.json", text: "1" }] });
    writeFileSync(join(folder, "sessions/s1.json"), "by hand");
    const save = host.saveProject({ projectId: project.id, changes: [{ path: "project.json", text: "2", replaces: digests[0] }, { path: "sessions/s1.json", text: "2", replaces: digests[1] }] });
    await expect(save).rejects.toMatchObject({ record: { code: "project-conflict", details: { files: "sessions/s1.json" } } });
    expect([readFileSync(join(folder, "project.json"), "utf8"), readFileSync(join(folder, "sessions/s1.json"), "utf8")]).toEqual(["1", "by hand"]);
    await host.closeAll();
  });

  it("keep two windows on the automatic project from writing over each other's recording", async () => {
    const { base } = place();
    const host = createProjectHost(shellIn(base));
    const one = await host.openAutomaticProject({ window: "one" });
    const two = await host.openAutomaticProject({ window: "two" });
    await host.saveProject({ projectId: one.id, changes: [{ path: "recordings/aa.json", text: "one" }] });
    expect(await codeOf(host.saveProject({ projectId: two.id, changes: [{ path: "recordings/aa.json", text: "two" }] }))).toBe("project-conflict");
    await Promise.all(["one", "two"].map((name, k) => host.saveProject({ projectId: [one, two][k]!.id, changes: [{ path: `recordings/${name}.json`, text: name }] })));
    expect(readdirSync(join(base, "data", "automatic.klonos", "recordings")).sort()).toEqual(["aa.json", "one.json", "two.json"]);
  });

  it("carry out a save that was announced before a crash, and nothing else that lies there", async () => {
    const { base, folder } = place();
    mkdirSync(join(folder, ".klonos"));
    const journal = join(folder, ".klonos", "journal.json");
    writeFileSync(journal, JSON.stringify({ schema: "klonos-journal/1", changes: [{ path: "project.json", text: "new" }, { path: "../outside.json", text: "no" }, { path: "recordings/aa.json", text: "new" }] }));
    const host = createProjectHost(Object.assign(shellIn(base), { chosen: folder }));
    const project = await opened(host);
    expect(project.files[0]!.text).toBe("new");
    expect(readFileSync(join(folder, "recordings/aa.json"), "utf8")).toBe("new");
    expect([existsSync(journal), existsSync(join(base, "outside.json"))]).toEqual([false, false]);
    await host.closeAll();
  });

  it("find a recording at its place, find a moved one by its contents, tell a changed one, and miss a lost one", async () => {
    const { base, folder } = place();
    mkdirSync(join(base, "raw", "2026"), { recursive: true });
    const path = join(base, "raw", "left.edf");
    writeFileSync(path, "the signal");
    writeFileSync(join(base, "raw", "2026", "decoy.edf"), "THE SIGNAL");
    writeFileSync(join(folder, "project.json"), JSON.stringify({ recordings: [{ id: "aa", sha256: sha("the signal"), size: 10, name: "left.edf", path: "../raw/left.edf" }] }));
    const shell = Object.assign(shellIn(base), { chosen: folder });
    const host = createProjectHost(shell);
    const { id: projectId } = await opened(host);
    expect(await host.placeOfSource({ projectId, sourceId: path })).toBe("../raw/left.edf");
    const locate = () => host.locateRecording({ projectId, recordingId: "aa" });
    expect((await locate()).kind).toBe("found");
    renameSync(path, join(base, "raw", "2026", "subject-left.edf"));
    expect(await locate()).toMatchObject({ kind: "moved", path: "../raw/2026/subject-left.edf" });
    renameSync(join(base, "raw", "2026", "subject-left.edf"), join(scratch, `away-${basename(base)}`));
    expect((await locate()).kind).toBe("missing");
    writeFileSync(path, "another, longer signal");
    expect((await locate()).kind).toBe("changed");
    expect((await host.locateRecording({ projectId, recordingId: "unknown" })).kind).toBe("missing");
    await host.closeAll();
  });

  it("find a moved recording of several files by the contents of all of them", async () => {
    const { base, folder } = place();
    const [before, after] = [join(base, "raw"), join(base, "archive")];
    mkdirSync(before);
    mkdirSync(after);
    const header = "r1 1 1000 8\nr1.dat 16 200/uV 16 0 0 0 0 SOL\n";
    const samples = Buffer.from(Int16Array.from([1, -2, 3, -4, 5, -6, 7, -8]).buffer);
    // As `sha256sum r1.hea r1.dat | sha256sum` prints it.
    const whole = sha(`${sha(header)}  r1.hea\n${createHash("sha256").update(samples).digest("hex")}  r1.dat\n`);
    writeFileSync(join(after, "r1.hea"), header);
    writeFileSync(join(after, "r1.dat"), samples);
    writeFileSync(join(folder, "project.json"), JSON.stringify({ recordings: [{ id: "aa", sha256: whole, size: header.length, name: "r1.hea", path: "../raw/r1.hea" }] }));
    const host = createProjectHost(Object.assign(shellIn(base), { chosen: folder }));
    const { id: projectId } = await opened(host);
    expect(await host.locateRecording({ projectId, recordingId: "aa" })).toMatchObject({ kind: "moved", path: "../archive/r1.hea" });
    // The same header with other samples is another recording.
    writeFileSync(join(after, "r1.dat"), Buffer.from(samples).reverse());
    expect((await host.locateRecording({ projectId, recordingId: "aa" })).kind).toBe("missing");
    await host.closeAll();
  });

  it("make a new folder, translate the places of recordings, and refuse a folder with other things in it", async () => {
    const { base } = place();
    const shell = shellIn(base);
    const host = createProjectHost(shell);
    const { id: from } = await host.openAutomaticProject({ window: "w" });
    const recording = join(base, "raw", "a.edf");
    const known = await host.placeOfSource({ projectId: from, sourceId: recording });
    shell.chosen = join(base, "full");
    mkdirSync(join(base, "full.klonos", "things"), { recursive: true });
    expect(await codeOf(host.createProject({ window: "w", name: "full", from, paths: [] }))).toBe("cannot-write");
    shell.chosen = join(base, "new");
    const made = await host.createProject({ window: "w", name: "new", from, paths: [known!] });
    expect(made).toMatchObject({ paths: ["../raw/a.edf"], project: { name: "new", automatic: false, writable: true, files: [] } });
    await host.closeAll();
  });

  it("open the automatic project when the last one is gone, and when files were asked for", async () => {
    const { base, folder } = place();
    const host = createProjectHost(Object.assign(shellIn(base), { chosen: folder }));
    await opened(host);
    await host.closeAll();
    const waiting = await createProjectHost(shellIn(base, { filesWaiting: () => true })).resumeProject({ window: "w" });
    expect([waiting.project.automatic, waiting.restore]).toEqual([true, false]);
    await opened(host);
    await host.closeAll();
    renameSync(folder, `${folder}-gone`);
    expect((await createProjectHost(shellIn(base)).resumeProject({ window: "w" })).project.automatic).toBe(true);
  });

  it("refuse a folder that is no project", async () => {
    const { base } = place();
    mkdirSync(join(base, "empty"));
    const host = createProjectHost(Object.assign(shellIn(base), { chosen: join(base, "empty") }));
    expect(await codeOf(host.chooseProject({ window: "w" }))).toBe("no-project");
  });
});
