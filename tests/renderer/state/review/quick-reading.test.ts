import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readingItems } from "../../../../src/core/reading/reading-items";
import type { JsonRecord, ReadingDocument } from "../../../../src/project/documents";
import { isCurrent } from "../../../../src/renderer/state/klonos-state";
import { openSources } from "../../../../src/renderer/state/recording/open-actions";
import { openRecentProject } from "../../../../src/renderer/state/projects/project-actions";
import { answerItem, goOnReading, itemsOf, leaveReading, stepItem } from "../../../../src/renderer/state/review/reading-actions";
import { toggleQueue } from "../../../../src/renderer/state/review/review-queue";
import { chosenTrain } from "../../../../src/renderer/state/klonos-state";
import { channel, resultDocument, train } from "../../../figure/example-content";
import { slowShell, type FakeFile, type SlowShell } from "../../slow-shell";

const two: FakeFile = { name: "left-after-botulinum.edf", trains: [train("a", 0, "SOL", "clonus-like", [1, 1.2, 1.4]), train("b", 0, "SOL", "indeterminate", [5, 5.2, 5.5])] };
const one: FakeFile = { name: "right-before.edf", trains: [train("a", 0, "SOL", "clonus-like", [2, 2.2, 2.4])] };

let shell: SlowShell;
beforeEach(async () => {
  shell = await slowShell();
  for (const file of [one, two]) {
    await openSources(shell.session, [shell.source(file)]);
    await shell.until((state) => state.recording?.sourceInfo.name === file.name && state.project?.recording !== undefined && isCurrent(state), file.name);
  }
});
afterEach(() => shell.session.dispose());

/** The three trains of both, those of the one on the screen first. */
function document(): ReadingDocument {
  const entries = shell.state().project!.document.recordings;
  const items = [two, one].flatMap((file) => readingItems(entries.find(({ name }) => name === file.name)!.id, resultDocument(file.trains, [channel(0, "SOL")])));
  return { schema: "klonos-reading/1", id: "r1", rater: "AB", startedAt: "", seed: 1, items: items as unknown as readonly JsonRecord[] };
}
const answers = (): readonly (string | undefined)[] => itemsOf(shell.state().reading!.document).map(({ reader }) => reader?.label);
const ready = (position: number): Promise<void> => shell.until(({ reading }) => reading?.position === position && reading.ready, `train ${position + 1}`);

describe("a blinded reader with a quick hand", () => {
  it("answers the train that is seen, however often the key is pressed", async () => {
    const { session } = shell;
    await goOnReading(session, document());
    await ready(0);
    const release = shell.hold("saveProject");
    const answering = [answerItem(session, "tonic"), answerItem(session, "indeterminate")];
    release();
    await Promise.all(answering);
    await ready(1);
    expect(answers()).toEqual(["tonic", undefined, undefined]);
    // The next one lies in another recording, which takes its time.
    const opening = shell.hold("openRecording", one.name);
    void answerItem(session, "tonic");
    await shell.until(({ reading }) => reading?.position === 2, "the third");
    await answerItem(session, "clonus-like");
    opening();
    await ready(2);
    expect(answers()).toEqual(["tonic", "tonic", undefined]);
  });

  it("sees the train that was asked for last", async () => {
    const { session, state } = shell;
    await goOnReading(session, document());
    await ready(0);
    await stepItem(session, 1);
    await ready(1);
    const opening = shell.hold("openRecording", one.name);
    const forth = stepItem(session, 1);
    await shell.until(() => shell.asked.filter((method) => method === "openRecording").length > 2, "the other recording");
    await stepItem(session, -1);
    opening();
    await forth;
    await ready(1);
    expect([state().recording?.sourceInfo.name, chosenTrain(state())?.id, state().reading?.position]).toEqual([two.name, "b", 1]);
  });

  it("keeps the last answer when the reading is paused while it is saved", async () => {
    const { session, state } = shell;
    await goOnReading(session, document());
    await ready(0);
    const release = shell.hold("saveProject");
    const answering = answerItem(session, "tonic");
    await shell.until(({ reading }) => reading?.ready === false, "saving");
    leaveReading(session);
    release();
    await answering;
    expect([state().reading, state().view.study]).toEqual([undefined, false]);
    expect(shell.files.get("readings/r1.json")).toContain('"tonic"');
  });

  it("sees no queue with its names and labels, and leaves the reading with its project", async () => {
    const { session, state } = shell;
    await toggleQueue(session);
    expect(state().queue?.length).toBe(3);
    await goOnReading(session, document());
    await ready(0);
    expect(state().queue).toBeUndefined();
    await openRecentProject(session, "other");
    expect([state().reading, state().recording, state().unmasked]).toEqual([undefined, undefined, undefined]);
  });
});
