import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RecordingDocument } from "../../../../src/project/documents";
import { isCurrent } from "../../../../src/renderer/state/klonos-state";
import { addMark } from "../../../../src/renderer/state/analysis/edit-actions";
import { exportFile } from "../../../../src/renderer/state/exports/export-actions";
import { openSources } from "../../../../src/renderer/state/recording/open-actions";
import { applyEarlierWork, openRecentProject } from "../../../../src/renderer/state/projects/project-actions";
import { train } from "../../../figure/example-content";
import { slowShell, type FakeFile, type SlowShell } from "../../slow-shell";

const file: FakeFile = { name: "one.edf", trains: [train("a", 0, "SOL", "clonus-like", [2, 2.2, 2.4])] };
const other: FakeFile = { name: "other.edf", trains: [] };

let shell: SlowShell;
beforeEach(async () => {
  shell = await slowShell();
  await openSources(shell.session, [shell.source(file)]);
  await shell.until((state) => state.project?.recording !== undefined && isCurrent(state), "the file");
  await shell.session.keeper.flush();
});
afterEach(() => shell.session.dispose());

describe("keeping the work while the shell is slow", () => {
  it("writes one after the other, so that no version is taken for that of another window", async () => {
    const { session, state } = shell;
    const { id } = state().project!.recording!;
    const path = `recordings/${id}.json`;
    const release = shell.hold("saveProject");
    addMark(session, "tap", 1, "tap");
    const saving = session.keeper.flush();
    // The same document from elsewhere, and a read of it, while the save is on its way.
    const writing = session.keeper.put([[path, { ...state().project!.recording!, audit: [] }]]);
    const reading = session.keeper.readRecording(id);
    release();
    await Promise.all([saving, writing, reading]);
    addMark(session, "tap", 2, "tap");
    await session.keeper.flush();
    expect([state().project?.saved, state().notices]).toEqual(["saved", []]);
    expect((JSON.parse(shell.files.get(path)!) as RecordingDocument).context.marks.map(({ seconds }) => seconds)).toEqual([1, 2]);
  });

  it("reads a document anew that was saved while it was read", async () => {
    const { session, state } = shell;
    const { id } = state().project!.recording!;
    const answer = shell.holdAnswer("readProjectFile");
    const reading = session.keeper.readRecording(id);
    addMark(session, "tap", 3, "tap");
    await session.keeper.flush();
    answer();
    expect((await reading)?.context.marks.map(({ seconds }) => seconds)).toEqual([3]);
    addMark(session, "tap", 4, "tap");
    await session.keeper.flush();
    expect(state().project?.saved).toBe("saved");
  });

  it("lets go of what was to be written into a project that is no longer open", async () => {
    const { session, state } = shell;
    const release = shell.hold("saveProject");
    addMark(session, "tap", 1, "tap");
    const saving = session.keeper.flush();
    const writing = session.keeper.put([["readings/r.json", state().project!.recording!]]);
    const opening = openRecentProject(session, "other");
    release();
    await Promise.all([saving, writing, opening]);
    expect([...shell.files.keys()].filter((path) => path.startsWith("readings/"))).toEqual([]);
  });
});

it("does not lay the work of an earlier version over another recording, nor twice over the same", async () => {
  const { session, state } = shell;
  const earlier = { id: "e".repeat(16), sha256: "e".repeat(64), size: 1, name: "one.edf" } as never;
  const set = (changedFrom: never | undefined): void => session.store.setState((now) => ({ project: { ...now.project!, changedFrom } }));
  await session.keeper.put([[`recordings/${"e".repeat(16)}.json`, { ...state().project!.recording!, id: "e".repeat(16), settings: { ...state().inputs.present.settings, bandLowHz: 55 } }]]);
  set(earlier);
  await Promise.all([applyEarlierWork(session), applyEarlierWork(session)]);
  expect([state().inputs.past.length, state().inputs.present.settings.bandLowHz]).toEqual([1, 55]);
  set(earlier);
  const release = shell.hold("readProjectFile");
  const applying = applyEarlierWork(session);
  set(undefined);
  release();
  await applying;
  expect(state().inputs.past.length).toBe(1);
});

it("names a file by the code of the recording that it is about, although another one is shown when it is ready", async () => {
  const { session, state } = shell;
  session.store.setState(({ project }) => ({ project: { ...project!, sessions: [{ schema: "klonos-session/1", id: "s1", participant: "P07", date: "", notes: "", recordings: [{ recording: project!.recording!.id, condition: "", side: "", trial: "" }] }] as never } }));
  const release = shell.hold("exportTable");
  const exporting = exportFile(session, { kind: "table", table: "trains-csv" });
  await shell.until(() => shell.asked.includes("exportTable"), "the export");
  await openSources(session, [shell.source(other)]);
  await shell.until((now) => now.recording?.sourceInfo.name === other.name && now.project?.recording !== undefined, "another");
  release();
  await exporting;
  expect(shell.saved.map(({ name }) => name).join()).toMatch(/P07/);
  expect(state().recording?.sourceInfo.name).toBe(other.name);
});
