import { expect, it } from "vitest";
import { emptySession } from "../../../../src/project/empty-documents";
import type { SessionDocument } from "../../../../src/project/documents";
import { joinedByDate } from "../../../../src/renderer/state/projects/sessions-by-date";

const dates: Readonly<Record<string, string>> = { a: "2026-01-05", b: "2026-01-05", c: "2026-03-01", d: "2026-03-01" };
const dateOf = (recording: string): string | undefined => dates[recording];
const join = (sessions: readonly SessionDocument[], ...recordings: readonly string[]): readonly SessionDocument[] => recordings.reduce((all, one) => joinedByDate(all, one, dateOf(one), dateOf), sessions);
const told = (sessions: readonly SessionDocument[]): readonly unknown[] => sessions.map(({ id, participant, date, recordings }) => [id, participant, date, recordings.map(({ recording }) => recording).join("")]);

it("puts recordings of one day together and begins a session for another day, of a person whom nobody has named", () => {
  const first = join([], "a").map((one) => ({ ...one, participant: "P1" }));
  expect(told(join(first, "c", "b", "d"))).toEqual([["s1", "P1", "2026-01-05", "ab"], ["s2", "", "2026-03-01", "cd"]]);
});

it("joins the last session where a recording or the session does not say its day", () => {
  expect(told(join(join([], "a"), "x"))).toEqual([["s1", "", "2026-01-05", "ax"]]);
  expect(told(join([...join([], "a"), emptySession("s2", "P2", "")], "c"))).toEqual([["s1", "", "2026-01-05", "a"], ["s2", "P2", "", "c"]]);
  expect(told(join([], "x"))).toEqual([["s1", "", "", "x"]]);
});

it("stays with the recordings of a day whose session was given another date", () => {
  const corrected = join([], "a").map((one) => ({ ...one, date: "2020-02-02" }));
  expect(told(join(corrected, "b"))).toEqual([["s1", "", "2020-02-02", "ab"]]);
});

it("leaves a recording where it is", () => {
  const sessions = join([], "a", "c");
  expect(join(sessions, "a")).toEqual(sessions);
});
