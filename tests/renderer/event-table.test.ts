import { describe, expect, it } from "vitest";
import type { Mark } from "../../src/core/result";
import { sampleToSeconds, secondsToSample } from "../../src/core/timeline";
import { eventTable, readEventTable } from "../../src/renderer/layout/event-table";

const marks: readonly Mark[] = [
  { kind: "stretch", seconds: 1.25, text: "stretch", origin: "user" },
  { kind: "other", seconds: 3, endSeconds: 4.5, text: '=cmd, "quoted"', origin: "user", channelIndex: 1 },
];
const label = (index: number): string | undefined => ["SOL", "TA"][index];
const index = (text: string): number | undefined => (text === "TA" ? 1 : text === "SOL" ? 0 : undefined);

describe("events as a table", () => {
  it("come back as they went, in both formats", () => {
    for (const format of ["csv", "tsv"] as const) expect(readEventTable(eventTable(marks, label, format), index)).toEqual({ marks, unknownChannels: [] });
  });

  it("are marked against formulas in a spreadsheet's file alone", () => {
    expect(eventTable(marks, label, "csv")).toContain(`"'=cmd`);
    expect(eventTable(marks, label, "tsv").split("\n")[2]).toBe('3\t1.5\tother\t=cmd, "quoted"\tTA');
  });

  it("are read from BIDS names and from decimal commas, with what is not known kept in words", () => {
    expect(readEventTable("onset\tduration\ttrial_type\n2.5\tn/a\tTAP\n", index)).toEqual({ marks: [{ kind: "tap", seconds: 2.5, text: "TAP", origin: "user" }], unknownChannels: [] });
    expect(readEventTable("onset;kind;channel\r\n2,5;Dehnung;GM\r\n", index)).toEqual({ marks: [{ kind: "other", seconds: 2.5, text: "Dehnung", origin: "user" }], unknownChannels: ["GM"] });
  });

  it("are refused with the line that is wrong", () => {
    expect(readEventTable("a,b\n1,2\n", index)).toEqual({ problem: "no-onset" });
    expect(readEventTable("onset,kind\n1,tap\nsoon,tap\n", index)).toEqual({ problem: "bad-row", line: 3 });
    expect(readEventTable("onset,kind\n-1,tap\n", index)).toEqual({ problem: "bad-row", line: 2 });
  });
});

describe("time of a sample", () => {
  it("is the inverse of the sample at a time, across a gap", () => {
    const segments = [{ startSample: 0, endSample: 100, startSeconds: 0 }, { startSample: 100, endSample: 200, startSeconds: 5 }];
    expect(sampleToSeconds(segments, 100, 50)).toBe(0.5);
    expect(sampleToSeconds(segments, 100, 100)).toBe(5);
    for (const sample of [0, 99, 100, 150]) expect(secondsToSample(segments, 100, sampleToSeconds(segments, 100, sample))).toBe(sample);
    expect(sampleToSeconds([], 100, 3)).toBe(0);
  });
});
