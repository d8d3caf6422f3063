import { expect, it } from "vitest";
import type { SessionDocument } from "../../src/project/documents";
import { codedName, codeOfRecording } from "../../src/renderer/layout/coded-name";

const session = (id: string, participant: string, ...recordings: SessionDocument["recordings"]): SessionDocument => ({ schema: "klonos-session/1", id, participant, date: "2026-09-14", notes: "", recordings });
const place = (recording: string, condition = "", trial = ""): SessionDocument["recordings"][number] => ({ recording, condition, side: "left", trial });
const ANONYMOUS = "recording-0123456789abcdef";

it("names files by person, session where there are several, condition, side and trial", () => {
  const sessions = [session("s1", "P07", place("a", "rest / tap", "2")), session("s2", "P08", place("b"))];
  expect([codeOfRecording(sessions, "a"), codeOfRecording(sessions, "b"), codeOfRecording(sessions, "c")]).toEqual(["P07-rest-tap-left-2", "P08-left", ""]);
  expect(codeOfRecording([...sessions, session("s3", "P07")], "a")).toBe("P07-s1-rest-tap-left-2");
  expect(codeOfRecording([session("s1", " ", place("a"))], "a")).toBe("");
});

it("puts the code in the place of the digits, and leaves a name that was asked for", () => {
  expect(codedName(`${ANONYMOUS}.1-1.svg`, "P07-left")).toBe("P07-left.1-1.svg");
  expect(codedName(`${ANONYMOUS}.report.pdf`, "")).toBe(`${ANONYMOUS}.report.pdf`);
  expect(codedName("Doe Jane.trains.csv", "P07")).toBe("Doe Jane.trains.csv");
});
