import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createProjectHost, type NodeProjectHost } from "../../src/node/project-host";
import type { AuditEntry, ProjectDocument, RecordingDocument } from "../../src/project/documents";
import type { SourceInfo } from "../../src/protocol/engine-api";
import { answerProjectCall } from "../../src/protocol/project-calls";
import { audited, localTime } from "../../src/renderer/state/analysis/audit";
import { addMark, setSetting, undoEdit } from "../../src/renderer/state/analysis/edit-actions";
import { commit, redo, startHistory, undo } from "../../src/renderer/state/history";
import { emptyState, firstView, type Inputs, type KlonosState } from "../../src/renderer/state/klonos-state";
import { markWordsOf, montagesOf } from "../../src/renderer/state/projects/kept-words";
import { captureMontage, keepMontages } from "../../src/renderer/state/views/montage-actions";
import { nameNotes, openSource, openSources } from "../../src/renderer/state/recording/open-actions";
import { showItem } from "../../src/renderer/state/review/reading-actions";
import { applyEarlierWork, openProject, saveProjectAs } from "../../src/renderer/state/projects/project-actions";
import { toggleQueue } from "../../src/renderer/state/review/review-queue";
import { createSession } from "../../src/renderer/state/create-session";
import type { Session } from "../../src/renderer/state/session";
import { restoredView, viewRecord } from "../../src/renderer/state/views/view-record";
import { showWindow } from "../../src/renderer/state/views/view-actions";
import { fakeHost } from "./fake-host";
import { engineInThread, until } from "./window-in-test";

const base = mkdtempSync(join(tmpdir(), "klonos-window-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Ten seconds of two channels as text; `level` makes another recording of it. */
function csv(level: number): Uint8Array {
  const rows = ["time,R SOL (uV),R TA (uV)"];
  for (let k = 0; k < 10_000; k++) rows.push(`${(k / 1000).toFixed(3)},${(Math.sin(k * 0.7) * 5 + level).toFixed(3)},${(Math.cos(k * 1.3) * 5).toFixed(3)}`);
  return new TextEncoder().encode(`${rows.join("\n")}\n`);
}
const folder = join(base, "raw");
mkdirSync(folder);
const path = join(folder, "left.csv");
const bytes = csv(50);
writeFileSync(path, bytes);

interface Window {
  readonly session: Session & { readonly dispose: () => void };
  readonly projects: NodeProjectHost;
  readonly close: () => Promise<void>;
}
let windows: Window[] = [];
afterEach(async () => {
  await Promise.all(windows.map((window) => window.close()));
  windows = [];
});

/** A window over the real engine and real project folders. Source ids are paths, so that moved files can be opened. */
function openWindow(data: string, target = "study"): Window {
  const projects = createProjectHost({
    dataFolder: data,
    chooseFolder: async () => join(data, `${target}.klonos`),
    chooseNewFolder: async () => join(data, target),
    registerSource: (file) => source(file),
    pathOfSource: (id) => id,
  });
  const fake = fakeHost(
    engineInThread(({ id }) => new Uint8Array(readFileSync(id))),
    (call) => answerProjectCall(projects, call),
  );
  const session = createSession(fake.host);
  const window: Window = {
    session,
    projects,
    close: async () => {
      await session.keeper.flush();
      session.dispose();
      await projects.closeAll();
    },
  };
  windows.push(window);
  return window;
}

function source(file: string): SourceInfo {
  return { id: file, name: file.split(/[\\/]/).pop()!, size: readFileSync(file).length };
}

const kept = (state: KlonosState): boolean => state.project?.recording !== undefined;
const saved = (state: KlonosState): boolean => kept(state) && state.project?.saved === "saved";
const userMarks = (state: KlonosState): readonly number[] => state.inputs.present.context.marks.filter((mark) => mark.origin === "user").map((mark) => mark.seconds);

function documentsIn(project: string): RecordingDocument[] {
  return readdirSync(join(project, "recordings")).map((name) => JSON.parse(readFileSync(join(project, "recordings", name), "utf8")) as RecordingDocument);
}

describe("autosave", () => {
  it("has every change on disk at once, and the next window comes back as it was", async () => {
    const data = join(base, "auto");
    const { session, close } = openWindow(data);
    await until(session, (state) => state.project !== undefined, "project");
    await openSource(session, source(path), {});
    await until(session, kept, "recall");
    session.store.setState((state) => ({ preferences: { ...state.preferences, who: "AB" } }));
    addMark(session, "tap", 2.5, "tap");
    setSetting(session, "bandLowHz", 40);
    showWindow(session, { start: 3, span: 2 });
    const changed = Date.now();
    await until(session, (state) => state.project?.saved === "unsaved", "unsaved");
    await until(session, saved, "saved");
    // A second and a half at rest; the bound leaves room for a machine on which everything else is tested at once.
    expect(Date.now() - changed).toBeLessThan(15_000);
    const [document] = documentsIn(join(data, "automatic.klonos"));
    expect(document).toMatchObject({ settings: { bandLowHz: 40 } });
    expect(document!.context.marks).toContainEqual({ kind: "tap", seconds: 2.5, text: "tap", origin: "user" });
    expect(document!.audit.map(({ who, what }: AuditEntry) => [who, what.split(" ")[0]])).toEqual([["AB", "mark"], ["AB", "setting"]]);
    await close();
    windows = [];

    const again = openWindow(data).session;
    await until(again, saved, "the recording again");
    expect([again.store.getState().recording?.sourceInfo.name, userMarks(again.store.getState()), again.store.getState().inputs.present.settings.bandLowHz]).toEqual(["left.csv", [2.5], 40]);
    expect(again.store.getState().view.window).toEqual({ start: 3, span: 2 });
  });

  it("does not lay work over a file of the same name and size that holds other samples, and does so when told", async () => {
    const data = join(base, "changed");
    const first = openWindow(data);
    await until(first.session, (state) => state.project !== undefined, "project");
    const other = join(base, "changing.csv");
    writeFileSync(other, bytes);
    await openSource(first.session, source(other), {});
    await until(first.session, kept, "recall");
    addMark(first.session, "tap", 1.5, "tap");
    await first.close();
    windows = [];
    const changed = csv(60);
    expect(changed.length).toBe(bytes.length);
    writeFileSync(other, changed);
    const second = openWindow(data).session;
    await until(second, kept, "the changed file");
    expect(userMarks(second.store.getState())).toEqual([]);
    expect(second.store.getState().notices.map((notice) => notice.title).join()).toMatch(/changing\.csv is not the file/);
    await applyEarlierWork(second);
    expect(userMarks(second.store.getState())).toEqual([1.5]);
  });

  it("recognises a renamed file by its contents", async () => {
    const data = join(base, "renamed");
    const first = openWindow(data);
    await until(first.session, (state) => state.project !== undefined, "project");
    await openSource(first.session, source(path), {});
    await until(first.session, kept, "recall");
    addMark(first.session, "tap", 4.25, "tap");
    await first.session.keeper.flush();
    const renamed = join(folder, "participant-7.csv");
    writeFileSync(renamed, bytes);
    await openSource(first.session, source(renamed), {});
    await until(first.session, (state) => kept(state) && state.recording?.sourceInfo.name === "participant-7.csv", "the renamed file");
    expect(userMarks(first.session.store.getState())).toEqual([4.25]);
  });

  it("keeps what was done right before another recording was opened", async () => {
    const data = join(base, "left");
    const { session } = openWindow(data);
    const state = (): KlonosState => session.store.getState();
    const shown = (name: string) => (now: KlonosState) => kept(now) && now.recording?.sourceInfo.name === name;
    await until(session, (now) => now.project !== undefined, "project");
    const other = join(base, "next.csv");
    writeFileSync(other, csv(70));
    await openSource(session, source(path), {});
    await until(session, shown("left.csv"), "recall");
    addMark(session, "tap", 2.25, "tap");
    // Long before the delay of a save is over.
    await openSource(session, source(other), {});
    await until(session, shown("next.csv"), "the other");
    addMark(session, "tap", 3.25, "tap");
    await openSource(session, source(path), {});
    await until(session, shown("left.csv"), "back again");
    expect(userMarks(state())).toEqual([2.25]);
    await session.keeper.flush();
    const marks = documentsIn(join(data, "automatic.klonos")).flatMap(({ context }) => context.marks.map(({ seconds }) => seconds));
    expect(marks.sort()).toEqual([2.25, 3.25]);
    // A view that was still coming back during the save is written by the next one.
    await until(session, (now) => now.project?.saved === "saved", "all of it on the disk");
  });

  it("opens what the window of an older Klonos left, with all work, and loses nothing when it writes it again", async () => {
    const data = join(base, "older");
    const project = join(data, "study.klonos");
    mkdirSync(data);
    cpSync(join(__dirname, "..", "project", "old", "window-87ab5a0"), project, { recursive: true });
    cpSync(join(__dirname, "..", "..", "fixtures", "example-session.edf"), join(data, "P07.edf"));
    const read = (path: string): object => JSON.parse(readFileSync(join(project, path), "utf8")) as object;
    const paths = ["project.json", "sessions/s1.json", "recordings/8ab75ae14f2473fc.json", "readings/rmx0df0x7.json"];
    const before = paths.map(read);
    const { session } = openWindow(data);
    const state = (): KlonosState => session.store.getState();
    await until(session, (now) => now.project !== undefined, "project");
    await openProject(session);
    await until(session, (now) => kept(now) && now.recording?.sourceInfo.name === "P07.edf" && now.inputs.present.context.edits.length > 0, "the work");
    const { context, settings } = state().inputs.present;
    expect(settings.bandLowHz).toBe(40);
    expect(context.edits.map(({ kind }) => kind)).toEqual(["remove-burst", "add-burst"]);
    expect([context.protocol, context.site, context.rejected.length, context.derivations?.length, context.overrides]).toEqual(["stretch-hold", "ankle", 1, 1, [{ channelIndex: 0, alias: "R soleus", inverted: true }]]);
    expect(context.decisions?.map(({ decision, label, note }) => [decision, label, note])).toEqual([["relabelled", "indeterminate", "starts with the hand"]]);
    expect([montagesOf(state()).map(({ name }) => name), markWordsOf(state()), state().project?.sessions[0]?.participant, state().project?.document.plan?.outcomes]).toEqual([["ankle"], [{ text: "Zerrung", kind: "stretch" }], "P07", ["jitter", "label"]]);
    expect(state().view.window).toEqual((before[2] as RecordingDocument).view["window"]);
    addMark(session, "tap", 3.5, "new");
    await session.keeper.flush();
    for (const [index, path] of paths.entries()) {
      const after = read(path);
      if (path !== "recordings/8ab75ae14f2473fc.json") expect(after, path).toMatchObject(before[index]!);
      else {
        const [then, now] = [before[index] as RecordingDocument, after as RecordingDocument];
        expect(now.context).toMatchObject({ ...then.context, marks: now.context.marks });
        expect(now.context.marks.filter(({ text }) => text !== "new")).toEqual(then.context.marks);
        expect(now.audit.slice(0, -1)).toEqual(then.audit);
      }
    }
  });

  it("finds a recording that a blinded reading misses without ever saying its name", async () => {
    const data = join(base, "blinded");
    const { session } = openWindow(data);
    const state = (): KlonosState => session.store.getState();
    const shown = (name: string) => (now: KlonosState) => kept(now) && now.recording?.sourceInfo.name === name;
    await until(session, (now) => now.project !== undefined, "project");
    const telling = join(base, "left-sol-after-botulinum.csv");
    const told = csv(90);
    writeFileSync(telling, told);
    await openSource(session, source(telling), {});
    await until(session, shown("left-sol-after-botulinum.csv"), "recall");
    const missed = state().project!.recording!.id;
    await openSource(session, source(path), {});
    await until(session, shown("left.csv"), "another");
    rmSync(telling);
    session.knownSources.delete(missed);
    const said: string[] = [];
    session.store.subscribe(({ jobs, notices }) => void said.push(...jobs.map(({ title, doing }) => `${title} ${doing}`), ...notices.map(({ title, error }) => `${title} ${error?.message ?? ""} ${error?.where ?? ""}`)));
    const item = { recording: missed, reader: null, channelIndex: 0, startSeconds: 0, endSeconds: 1 };
    session.store.setState({ reading: { document: { schema: "klonos-reading/1", id: "r", rater: "AB", startedAt: "", seed: 1, items: [{ ...item, recording: "x" }, item] }, position: 1, ready: false, kept: undefined } });
    const showing = showItem(session);
    await until(session, ({ notices }) => notices.some(({ action }) => action !== undefined), "the notice");
    const look = (): void => state().notices.find(({ action }) => action !== undefined)!.action!.run();
    expect(state().notices.map(({ title }) => title).join()).toContain("The recording of train 2 is not where it was.");
    // A folder that holds others, one of them of the same size; then the one that holds it, under yet another name.
    const decoy = join(base, "right-ta-before.csv");
    writeFileSync(decoy, csv(91));
    Object.assign(session.host, { openFolderDialog: async () => [source(decoy)] });
    look();
    await until(session, ({ notices }) => notices.some(({ title }) => title.startsWith("The one recording of that folder is not the one of train 2")), "not in there");
    const moved = join(base, "patient-7-left.csv");
    writeFileSync(moved, told);
    Object.assign(session.host, { openFolderDialog: async () => [source(decoy), source(moved)] });
    look();
    await until(session, (now) => now.project?.recording?.id === missed && now.recording?.scan !== undefined, "the recording");
    expect(said.join("\n")).toContain("train 2");
    expect(said.join("\n")).not.toMatch(/botulinum|right-ta|patient-7/);
    session.store.setState({ reading: undefined });
    await showing;
  });

  it("collects the trains of a recording of which nothing is kept, opened earlier or from elsewhere", async () => {
    const data = join(base, "queue");
    const { session } = openWindow(data);
    const state = (): KlonosState => session.store.getState();
    await until(session, (now) => now.project !== undefined, "project");
    await openSource(session, source(path), {});
    await until(session, kept, "recall");
    await session.keeper.flush();
    // As a window left it that was ended between two saves: the list names a recording that has no document.
    rmSync(join(data, "automatic.klonos", "recordings"), { recursive: true });
    const elsewhere = join(base, "copy.csv");
    writeFileSync(elsewhere, bytes);
    const other = join(base, "new.csv");
    writeFileSync(other, csv(80));
    await openSources(session, [source(other), source(elsewhere)]);
    await until(session, (now) => kept(now) && now.recording?.sourceInfo.name === "new.csv", "the new one");
    await toggleQueue(session);
    expect(state().notices.map(({ title }) => title)).toEqual([]);
    expect(state().queue).toEqual([]);
  });

  it("goes on in a project of its own that refers to the recording by place and SHA-256", async () => {
    const data = join(base, "save-as");
    const { session, close } = openWindow(data);
    await until(session, (state) => state.project !== undefined, "project");
    await openSource(session, source(path), {});
    await until(session, kept, "recall");
    addMark(session, "tap", 6, "tap");
    await saveProjectAs(session, "study");
    addMark(session, "tap", 7, "tap");
    await session.keeper.flush();
    const project = JSON.parse(readFileSync(join(data, "study.klonos", "project.json"), "utf8")) as ProjectDocument;
    expect(project).toMatchObject({ schema: "klonos-project/1", name: "study", sessions: ["s1"], recordings: [{ name: "left.csv", path: "../../raw/left.csv", size: bytes.length }] });
    expect(documentsIn(join(data, "study.klonos"))[0]!.context.marks.map((mark) => mark.seconds)).toEqual([6, 7]);
    expect(documentsIn(join(data, "automatic.klonos"))[0]!.context.marks.map((mark) => mark.seconds)).toEqual([6]);
    await close();
    windows = [];
    const again = openWindow(data).session;
    await until(again, saved, "the project again");
    expect([again.store.getState().project?.name, userMarks(again.store.getState())]).toEqual(["study", [6, 7]]);
  });

  it("keeps montages and words for marks in the project, and those of the person where it has none", async () => {
    const data = join(base, "own-ways");
    const { session, close } = openWindow(data);
    const state = (): KlonosState => session.store.getState();
    await until(session, ({ project }) => project !== undefined, "project");
    await openSource(session, source(path), {});
    await until(session, kept, "recall");
    const ankle = captureMontage(state(), "ankle");
    keepMontages(session, [ankle]);
    await nameNotes(session, "Zerrung", "stretch");
    expect([state().preferences.montages, state().preferences.markWords, state().project?.document.montages]).toEqual([[ankle], [{ text: "Zerrung", kind: "stretch" }], []]);
    await saveProjectAs(session, "study");
    keepMontages(session, [...montagesOf(state()), { ...ankle, name: "knee" }]);
    await nameNotes(session, "Klatschen", "contralateral-tapping");
    expect([state().preferences.montages.length, state().preferences.markWords.length]).toEqual([1, 1]);
    await close();
    windows = [];
    // Another person's window: her preferences have neither.
    const again = openWindow(data).session;
    await until(again, saved, "the project again");
    const restored = again.store.getState();
    expect(restored.preferences).toMatchObject({ montages: [], markWords: [] });
    expect(montagesOf(restored)).toEqual([ankle, { ...ankle, name: "knee" }]);
    expect(markWordsOf(restored)).toEqual([{ text: "Zerrung", kind: "stretch" }, { text: "Klatschen", kind: "contralateral-tapping" }]);
    expect(montagesOf({ ...restored, project: undefined })).toEqual([]);
  });
});

describe("audit trail", () => {
  const inputs = (bandLowHz: number): Inputs => {
    const { present } = emptyState("desktop", "").inputs;
    return { ...present, settings: { ...present.settings, bandLowHz } };
  };
  it("has an entry for every change, undo and redo, one for a series, and none for facts from outside", () => {
    let history = startHistory(inputs(20));
    let trail: readonly AuditEntry[] = [];
    const go = (next: typeof history): void => {
      trail = audited(trail, history, next, "AB", "now");
      history = next;
    };
    go(commit(history, inputs(21), "setting", "key"));
    go(commit(history, inputs(22), "setting", "key"));
    go(commit(history, inputs(30), "other"));
    go(undo(history));
    go(redo(history));
    go(undo(history));
    go({ ...history, present: inputs(99), past: history.past.map((step) => ({ ...step })) });
    expect(trail.map((entry) => entry.what)).toEqual(["setting", "other", "undo: other", "redo: other", "undo: other"]);
  });
  it("gives times with their offset", () => {
    const text = localTime(new Date("2026-11-27T19:04:11Z"));
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    expect(new Date(text).toISOString()).toBe("2026-11-27T19:04:11.000Z");
  });
  it("counts an undo in the window as well", async () => {
    const { session } = openWindow(join(base, "audit"));
    await until(session, (state) => state.project !== undefined, "project");
    await openSource(session, source(path), {});
    await until(session, kept, "recall");
    addMark(session, "tap", 1, "tap");
    undoEdit(session);
    expect(session.store.getState().project!.recording!.audit.map(({ what }) => what.split(" ")[0])).toEqual(["mark", "undo:"]);
  });
});

describe("kept view", () => {
  it("comes back field by field, and leaves what no longer fits", () => {
    const view = { ...firstView, window: { start: 4, span: 2 }, hidden: new Set([1, 3]), gains: { 0: 50 }, mode: "raw" as const, trainId: "T2" };
    const record = JSON.parse(JSON.stringify(viewRecord(view))) as ReturnType<typeof viewRecord>;
    expect({ ...firstView, ...restoredView(record) }).toEqual(view);
    expect(restoredView({ window: "everything", hidden: [1], unknown: 3, zoomPast: [] })).toEqual({});
  });
});
