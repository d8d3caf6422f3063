import { expect, it } from "vitest";
import type { Edit } from "../../src/core/result";
import { ghostBursts } from "../../src/renderer/layout/ghost-bursts";

const channels = [{ index: 0, samplingHz: 1000, segments: [{ startSample: 0, endSample: 5000, startSeconds: 0 }, { startSample: 5000, endSample: 9000, startSeconds: 10 }] }];
const ghosts = (...edits: readonly Edit[]): readonly (readonly [number, number, string])[] => ghostBursts(edits, channels).map(({ startSeconds, endSeconds, was }) => [startSeconds, endSeconds, was]);
const move = (start: number, end: number, newStart: number, newEnd: number): Edit => ({ kind: "move-burst", channelIndex: 0, start, end, newStart, newEnd });
const remove = (start: number, end: number): Edit => ({ kind: "remove-burst", channelIndex: 0, start, end });
const add = (start: number, end: number): Edit => ({ kind: "add-burst", channelIndex: 0, start, end });

it("shows where automatic bursts were, also beyond a gap, and the first place of one that was moved twice", () => {
  expect(ghosts(remove(6000, 6100), move(100, 160, 90, 160))).toEqual([[0.1, 0.16, "moved"], [11, 11.1, "removed"]]);
  expect(ghosts(move(100, 160, 140, 200), move(140, 200, 170, 230))).toEqual([[0.1, 0.16, "moved"]]);
  expect(ghosts(move(100, 160, 140, 200), remove(140, 200))).toEqual([[0.1, 0.16, "removed"]]);
});

it("shows nothing of what a person made, of splits, and of channels that are gone", () => {
  expect(ghosts(add(100, 160), move(100, 160, 110, 170), remove(110, 170))).toEqual([]);
  expect(ghosts({ kind: "split-train", channelIndex: 0, sample: 100 })).toEqual([]);
  expect(ghostBursts([{ kind: "remove-burst", channelIndex: 7, start: 1, end: 2 }], channels)).toEqual([]);
});
