import { expect, it } from "vitest";
import { burstsText, evidenceText, selectionText } from "../../src/renderer/layout/copied-table";
import { exampleTrain } from "./example-result";

const rows = (text: string): readonly (readonly string[])[] => text.trimEnd().split("\n").map((line) => line.split("\t"));

it("gives bursts and evidence as rows of equal length, the numbers those of the result", () => {
  const train = exampleTrain();
  const bursts = rows(burstsText(train));
  expect(bursts.length).toBe(1 + train.bursts.length);
  expect(new Set(bursts.map((row) => row.length))).toEqual(new Set([bursts[0]!.length]));
  bursts.slice(1).forEach((row, index) => expect(Number(row[1])).toBeCloseTo(train.bursts[index]!.onsetSeconds, 6));
  const evidence = rows(evidenceText(train));
  expect(evidence.slice(1).map((row) => [row[5], row[6] === "" ? null : Number(row[6])])).toEqual(train.reasons.map(({ measure, value }) => [measure, value]));
});

it("says of a selection how long it is and which bursts lie in it, without a table where there are none", () => {
  const train = exampleTrain();
  expect(rows(selectionText({ start: 1.25, end: 1.75 }, []))).toEqual([["start_s", "end_s", "duration_s", "per_second_hz", "bursts"], ["1.25", "1.75", "0.5", "2", "0"]]);
  expect(selectionText({ start: 0, end: 9 }, train.bursts.map((burst) => ({ channel: "R\tSOL", burst }))).split("\n\n")[1]!.trimEnd().split("\n")[1]).toMatch(/^R SOL\t/);
});
