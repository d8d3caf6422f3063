import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commandById } from "../../../../src/renderer/commands/command-table";
import { chosenTrain, isCurrent, type KlonosState } from "../../../../src/renderer/state/klonos-state";
import { openSources } from "../../../../src/renderer/state/recording/open-actions";
import { decide } from "../../../../src/renderer/state/review/review-actions";
import { openRow, orderedRows, toggleQueue } from "../../../../src/renderer/state/review/review-queue";
import { openEntry } from "../../../../src/renderer/state/projects/project-loop";
import { openRecentProject } from "../../../../src/renderer/state/projects/project-actions";
import { chooseTrain, setView } from "../../../../src/renderer/state/views/view-actions";
import { train } from "../../../figure/example-content";
import { slowShell, type FakeFile, type SlowShell } from "../../slow-shell";

const two: FakeFile = { name: "two.edf", trains: [train("a", 0, "SOL", "clonus-like", [1, 1.2, 1.4]), train("b", 0, "SOL", "indeterminate", [5, 5.2, 5.5])] };
const one: FakeFile = { name: "one.edf", trains: [train("a", 0, "SOL", "clonus-like", [2, 2.2, 2.4])] };
const third: FakeFile = { name: "third.edf", trains: [train("a", 0, "SOL", "tonic", [3, 3.2, 3.4])] };

let shell: SlowShell;
beforeEach(async () => {
  shell = await slowShell();
});
afterEach(() => shell.session.dispose());

const shows = (name: string) => (state: KlonosState): boolean => state.recording?.sourceInfo.name === name && isCurrent(state) && !state.recalling && state.project?.recording !== undefined;
const listed = (): readonly (readonly [string, number, boolean])[] => orderedRows(shell.state()).map(({ name, startSeconds, decided }) => [name, Math.round(startSeconds), decided]);

async function collected(...files: readonly FakeFile[]): Promise<void> {
  await openSources(shell.session, files.map(shell.source));
  await shell.until(shows(files[0]!.name), "the first file");
  await toggleQueue(shell.session);
}

describe("the review of a folder by a quick hand", () => {
  it("may be asked for while the first file is still being opened, and what was done to it comes back slowly", async () => {
    const { session, state } = shell;
    const release = shell.hold("placeOfSource");
    void openSources(session, [two, one].map(shell.source));
    const { when, run } = commandById("review.queue")!;
    expect(when(state())).toBe(true);
    await shell.until(({ recording }) => recording?.scan !== undefined, "the scan");
    expect(when(state())).toBe(true);
    run(session);
    release();
    await shell.until(({ queue }) => queue !== undefined, "the queue");
    expect(listed()).toEqual([["two.edf", 1, false], ["two.edf", 5, false], ["one.edf", 2, false]]);
    expect(state().project?.saved).not.toBe("conflict");
  });

  it("is stopped by the key that has begun it", async () => {
    const { session, state } = shell;
    await openSources(session, [shell.source(two)]);
    await shell.until(shows(two.name), "the file");
    const release = shell.hold("analyse");
    const first = toggleQueue(session);
    await shell.until(() => shell.asked.filter((method) => method === "analyse").length > 1, "the collecting");
    await toggleQueue(session);
    release();
    await first;
    expect([state().queue, state().jobs]).toEqual([undefined, []]);
  });

  it("takes in what is dropped while it is being collected", async () => {
    const { session } = shell;
    await openSources(session, [shell.source(two)]);
    await shell.until(shows(two.name), "the file");
    const release = shell.hold("analyse");
    const collecting = toggleQueue(session);
    await shell.until(() => shell.asked.filter((method) => method === "analyse").length > 1, "the collecting");
    void openSources(session, [one, third].map(shell.source));
    await shell.until(({ recording }) => recording?.sourceInfo.name === one.name, "the dropped file");
    release();
    await collecting;
    expect(listed().map(([name]) => name).sort()).toEqual(["one.edf", "third.edf", "two.edf", "two.edf"]);
  });

  it("knows what was decided while it was being collected, in a recording that was left since", async () => {
    const { session, state } = shell;
    await openSources(session, [two, one].map(shell.source));
    await shell.until(shows(two.name), "the file");
    const later = shell.hold("analyse");
    const collecting = toggleQueue(session);
    await shell.until(() => shell.asked.filter((method) => method === "analyse").length > 1, "the collecting");
    decide(session, "accepted");
    const opening = openSources(session, [shell.source(third)]);
    await shell.until(({ recording }) => recording?.sourceInfo.name === third.name, "another file");
    later();
    await Promise.all([collecting, opening]);
    expect(state().queue?.filter(({ name, decided }) => name === two.name && decided).length).toBe(1);
  });

  it("is given up when another project is opened", async () => {
    const { session, state } = shell;
    await openSources(session, [shell.source(two)]);
    await shell.until(shows(two.name), "the file");
    const release = shell.hold("analyse");
    const collecting = toggleQueue(session);
    await shell.until(() => shell.asked.filter((method) => method === "analyse").length > 1, "the collecting");
    await openRecentProject(session, "other");
    release();
    await collecting;
    expect(state().queue).toBeUndefined();
  });

  it("does not take a decision back when the key is pressed before the next train is there", async () => {
    const { session, state } = shell;
    await collected(one, two);
    chooseTrain(session, state().result!.trains[0]!);
    const release = shell.hold("openRecording", two.name);
    decide(session, "accepted");
    expect(state().nextRow?.name).toBe(two.name);
    decide(session, "accepted");
    expect(state().inputs.present.context.decisions?.map(({ decision }) => decision)).toEqual(["accepted"]);
    release();
    await shell.until((now) => shows(two.name)(now) && now.nextRow === undefined, "the next");
    expect(listed()).toEqual([["one.edf", 2, true], ["two.edf", 1, false], ["two.edf", 5, false]]);
    decide(session, "accepted");
    await shell.until(isCurrent, "scored");
    expect(listed().filter(([, , decided]) => decided).length).toBe(2);
    await toggleQueue(session);
    await toggleQueue(session);
    expect(listed().filter(([, , decided]) => decided).length).toBe(2);
  });

  it("keeps a decision that is made before the work on the recording has come back", async () => {
    const { session, state } = shell;
    await openSources(session, [shell.source(two)]);
    await shell.until(shows(two.name), "the file");
    decide(session, "rejected");
    await openSources(session, [shell.source(one)]);
    await shell.until(shows(one.name), "another");
    await session.keeper.flush();
    const release = shell.hold("placeOfSource");
    void openSources(session, [shell.source(two)]);
    await shell.until(({ recording }) => recording?.sourceInfo.name === two.name && recording.scan !== undefined, "the scan");
    // As after the patience with a shell that does not answer.
    session.store.setState({ recalling: false });
    await shell.until(isCurrent, "a result without the work");
    chooseTrain(session, state().result!.trains[1]!);
    decide(session, "accepted");
    release();
    await shell.until(shows(two.name), "the work");
    expect(state().inputs.present.context.decisions?.map(({ decision }) => decision)).toEqual(["rejected", "accepted"]);
  });

  it("does not analyse before the work is back, so that no train of other inputs can be decided", async () => {
    const { session, state } = shell;
    const release = shell.hold("placeOfSource");
    void openSources(session, [shell.source(two)]);
    await shell.until(({ recording }) => recording?.scan !== undefined, "the scan");
    await new Promise((done) => setTimeout(done, 30));
    expect([state().result, shell.asked.includes("analyse")]).toEqual([undefined, false]);
    release();
    await shell.until(shows(two.name), "the result");
  });

  it("shows the row that was clicked last, and nothing of the one before it later on", async () => {
    const { session, state } = shell;
    await collected(two, one, third);
    const row = (name: string, seconds: number) => orderedRows(state()).find((other) => other.name === name && Math.round(other.startSeconds) === seconds)!;
    const release = shell.hold("openRecording", one.name);
    const first = openRow(session, row(one.name, 2));
    const second = openRow(session, row(third.name, 3));
    await second;
    release();
    await first;
    expect([state().recording?.sourceInfo.name, chosenTrain(state())?.startSeconds.toFixed(2), state().nextRow]).toEqual([third.name, "2.97", undefined]);
    // The rows keep their order in the recording that was opened.
    setView(session, () => ({ trainOrder: "ambiguity" }));
    await openRow(session, row(two.name, 5));
    expect([state().view.trainOrder, state().view.reviewing]).toEqual(["ambiguity", true]);
    expect(chosenTrain(state())?.id).toBe("b");
  });

  it("opens the entry that was asked for last although the first was found later", async () => {
    const { session, state } = shell;
    await collected(two, one, third);
    const entry = (name: string) => state().project!.document.recordings.find((other) => other.name === name)!;
    const release = shell.hold("readProjectFile", entry(one.name).id);
    const first = openEntry(session, entry(one.name));
    expect(await openEntry(session, entry(third.name))).toBeDefined();
    release();
    expect(await first).toBeUndefined();
    expect(state().recording?.sourceInfo.name).toBe(third.name);
  });

  it("goes to a train that waits, and not back to one that was decided a moment ago", async () => {
    const { session, state } = shell;
    await openSources(session, [shell.source(two)]);
    await shell.until(shows(two.name), "the file");
    setView(session, () => ({ reviewing: true }));
    // Nothing is scored anew between the two.
    shell.hold("analyse");
    chooseTrain(session, state().result!.trains[0]!);
    decide(session, "accepted");
    expect(chosenTrain(state())?.id).toBe("b");
    decide(session, "accepted");
    expect(chosenTrain(state())?.id).toBe("b");
    expect(state().inputs.present.context.decisions).toHaveLength(2);
  });
});
