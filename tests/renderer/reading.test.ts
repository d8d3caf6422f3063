import { describe, expect, it } from "vitest";
import { readingItems } from "../../src/core/reading/reading-items";
import { KlonosError } from "../../src/core/errors";
import { withoutName } from "../../src/renderer/state/review/without-name";
import { answerOf } from "../../src/renderer/state/review/reading-actions";
import { createSession } from "../../src/renderer/state/create-session";
import { openSource } from "../../src/renderer/state/recording/open-actions";
import { fakeHost } from "./fake-host";
import { channel, resultDocument, train } from "../figure/example-content";

const first = train("a", 0, "SOL", "clonus-like", [1, 1.2, 1.4, 1.6]);
const second = train("b", 0, "SOL", "tonic", [3, 3.2, 3.4]);
const other = train("c", 1, "TA", "tonic", [1, 1.2, 1.4]);
const items = readingItems("rec", resultDocument([first, second, other], [channel(0, "SOL"), channel(1, "TA")]));

describe("what a blinded reader leaves", () => {
  it("is what the detector found where nothing was corrected", () => {
    const answer = answerOf(resultDocument([first, second, other], [channel(0, "SOL")]), items[0]!, "indeterminate");
    expect(answer.label).toBe("indeterminate");
    expect(answer.bursts).toEqual(items[0]!.program.bursts);
    expect(answer.trains).toEqual([{ startSeconds: first.startSeconds, endSeconds: first.endSeconds }]);
    expect(items[0]!.program.trains.length).toBe(2);
  });

  it("keeps both halves of a split, and of a merge only the bursts of its own train", () => {
    const [early, late] = [{ ...first, id: "x", bursts: first.bursts.slice(0, 2), endSeconds: 1.3 }, { ...first, id: "y", bursts: first.bursts.slice(2), startSeconds: 1.35 }];
    const split = answerOf(resultDocument([late, early, second], [channel(0, "SOL")]), items[0]!, "tonic");
    expect(split.trains.length).toBe(2);
    expect(split.bursts).toEqual(items[0]!.program.bursts);
    const merged = answerOf(resultDocument([{ ...first, endSeconds: second.endSeconds, bursts: [...first.bursts, ...second.bursts] }], [channel(0, "SOL")]), items[0]!, "tonic");
    expect(merged.trains.length).toBe(1);
    expect(merged.bursts).toEqual(items[0]!.program.bursts);
  });
});

it("keeps a file's name, and those of the files beside it, out of what went wrong with it", () => {
  const { record } = withoutName(new KlonosError("brainvision", "week-6.vhdr needs week-6.eeg beside it. Copy it there.", "week-6.vhdr, line 3", { file: "week-6.eeg" }), "week-6.vhdr");
  expect(record).toEqual({ code: "brainvision", message: "… needs ….eeg beside it. Copy it there.", where: "…, line 3", details: {} });
  // Of two letters: they stand in other words too.
  expect(withoutName(new KlonosError("csv", "to.csv: nothing to read", ""), "to.csv").record.message).toBe("…: nothing to read");
});

it("says no name of a file that a blinded reading opens", async () => {
  const said: string[] = [];
  const session = createSession(fakeHost().host);
  const stop = session.store.subscribe(({ jobs, notices }) => void said.push(...jobs.map(({ title }) => title), ...notices.map(({ title }) => title)));
  const source = { id: "1", name: "botulinum-week-6.edf", size: 10 };
  void openSource(session, source, {});
  expect(said.join()).toContain(source.name);
  session.work.current.abort();
  said.length = 0;
  session.store.setState({ jobs: [], reading: { document: { schema: "klonos-reading/1", id: "r", rater: "AB", startedAt: "", seed: 1, items: [] }, position: 0, ready: false, kept: undefined } });
  void openSource(session, source, {});
  expect(session.store.getState().jobs.map(({ title }) => title)).toEqual(["Opening the recording"]);
  expect(said.join()).not.toContain(source.name);
  stop();
  session.dispose();
});
