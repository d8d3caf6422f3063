import { describe, expect, it } from "vitest";
import type { Annotation } from "../../../src/core/recording";
import type { Mark, MarkKind } from "../../../src/core/result";
import { latencyWindow } from "../../../src/core/reflex/latency-windows";
import { defaultVocabulary, markKind, markSide, withWords } from "../../../src/core/reflex/mark-words";
import { attemptCuts, endsBeforeFirst, evokingMark, holdOfTrain, holdsOfMarks, marksOfAnnotations, protocolOfMarks } from "../../../src/core/reflex/marks";

const note = (onsetSeconds: number, text: string, durationSeconds = 0): Annotation => ({ onsetSeconds, durationSeconds, text, channel: undefined });
const mark = (kind: MarkKind, seconds: number): Mark => ({ kind, seconds, text: kind, origin: "file" });

describe("markKind", () => {
  it.each([
    ["stretch", "stretch"], ["STRETCH ON", "stretch"], ["Stretch_on 2", "stretch"], ["stretch-off", "release"], ["Stretch R", "stretch"], ["stretch #3 left", "stretch"],
    ["hold", "hold"], ["Hold start", "hold"], ["hold end", "release"], ["Release", "release"], [" released. ", "release"], ["Tap", "tap"], ["tap 12", "tap"], ["Tendon tap R", "tap"],
    ["Dehnung 3 links", "stretch"], ["Dehnung Ende", "release"], ["étirement", "stretch"], ["ETIREMENT droite", "stretch"], ["fin étirement", "release"], ["rilascio", "release"],
    ["percusión izq", "tap"], ["растяжение 2", "stretch"], ["отпускание", "release"], ["bırakma", "release"], ["BIRAKMA", "release"], ["牵拉", "stretch"],
    ["left Achilles tap", "tap"], ["R patellar tendon tap 3", "tap"], ["Hreflex", "stimulus"], ["H-reflex R", "stimulus"], ["Ablenkung", "distraction"], ["mental task 1", "distraction"],
    ["contralateral tapping", "contralateral-tapping"], ["contralateral tap 2", "contralateral-tapping"], ["tapping", undefined], ["Stimulus/S 1", undefined], ["stim", undefined],
    ["stretching exercises", undefined], ["no stretch", undefined], ["tape on electrode", undefined], ["hold breath", undefined], ["", undefined],
  ] as const)("%j is %s", (text, kind) => {
    expect(markKind(text)).toBe(kind);
  });

  it("hears the side beside the phrase, and none where none or both are named", () => {
    expect(["tap R", "left Achilles tap", "Dehnung links", "tap dx 2", "tap 3", "stretch L R", "relâchement droite"].map(markSide)).toEqual(["right", "left", "left", "right", undefined, undefined, "right"]);
  });

  it("takes a lab's own words", () => {
    const vocabulary = { stretch: ["Dehnung"], hold: ["halten"], release: ["los"], tap: ["Schlag"] };
    expect(markKind("dehnung 1", vocabulary)).toBe("stretch");
    expect(markKind("stretch", vocabulary)).toBeUndefined();
  });
});

describe("a lab's own words", () => {
  const vocabulary = withWords(defaultVocabulary, [{ text: "Dehnung", kind: "stretch" }, { text: "release", kind: "tap" }]);
  it("are understood beside those that Klonos knows", () => {
    expect(["dehnung 2", "Stretch on", "hold"].map((text) => markKind(text, vocabulary))).toEqual(["stretch", "stretch", "hold"]);
  });
  it("take the place of the old meaning of the same word, and of nothing else", () => {
    expect(["release", "released"].map((text) => markKind(text, vocabulary))).toEqual(["tap", "release"]);
  });
});

describe("marksOfAnnotations", () => {
  it("keeps marks in time order and leaves other notes alone", () => {
    const marks = marksOfAnnotations([note(9, "release"), note(2, "patient coughs"), note(5, "stretch")]);
    expect(marks.map(({ kind, seconds }) => [kind, seconds])).toEqual([["stretch", 5], ["release", 9]]);
  });

  it("keeps the words, the channel that the file links and the side", () => {
    expect(marksOfAnnotations([{ ...note(1, "Tap 2 R"), channel: 3 }, note(4, "Ablenkung")])).toEqual([
      { kind: "tap", seconds: 1, text: "Tap 2 R", origin: "file", channelIndex: 3, side: "right" },
      { kind: "distraction", seconds: 4, text: "Ablenkung", origin: "file" },
    ]);
  });

  it("makes a release of a duration where no release follows, and not of a short ramp with one", () => {
    expect(holdsOfMarks(marksOfAnnotations([note(5, "hold", 4), note(20, "hold", 3)]))).toEqual([{ startSeconds: 5, endSeconds: 9 }, { startSeconds: 20, endSeconds: 23 }]);
    expect(holdsOfMarks(marksOfAnnotations([note(5, "stretch", 0.2), note(9, "release")]))).toEqual([{ startSeconds: 5, endSeconds: 9 }]);
  });
});

describe("holds and protocol", () => {
  it("runs from the hold mark where there is one, else from the stretch, to the release", () => {
    const marks = [mark("stretch", 1), mark("release", 4), mark("stretch", 10), mark("hold", 10.3), mark("release", 14), mark("stretch", 20), mark("stretch", 30), mark("tap", 31), mark("release", 33)];
    expect(holdsOfMarks(marks)).toEqual([{ startSeconds: 1, endSeconds: 4 }, { startSeconds: 10.3, endSeconds: 14 }, { startSeconds: 30, endSeconds: 33 }]);
  });

  it("gives no hold for a stretch whose release is missing or a release without a stretch", () => {
    expect(holdsOfMarks([mark("release", 1), mark("stretch", 2)])).toEqual([]);
  });

  it("names the protocol", () => {
    expect(protocolOfMarks([])).toBe("unmarked");
    expect(protocolOfMarks([mark("tap", 1)])).toBe("tap");
    expect(protocolOfMarks([mark("tap", 1), mark("stretch", 2)])).toBe("stretch-hold");
    expect(protocolOfMarks([mark("release", 1)])).toBe("unmarked");
    expect(protocolOfMarks([mark("stimulus", 1), mark("distraction", 2), mark("contralateral-tapping", 3)])).toBe("unmarked");
  });

  it("gives a train the hold that it overlaps most, and the mark that evoked it", () => {
    const holds = [{ startSeconds: 1, endSeconds: 4 }, { startSeconds: 5, endSeconds: 9 }];
    expect(holdOfTrain(holds, 3.5, 7)).toBe(holds[1]);
    expect(holdOfTrain(holds, 4, 5)).toBeUndefined();
    const marks = [mark("stretch", 1), mark("release", 4.9), mark("stretch", 5)];
    expect(evokingMark(marks, 5.05)).toBe(marks[2]);
    expect(evokingMark(marks, 5.6)).toBeUndefined();
    expect(evokingMark(marks, 0.97)).toBe(marks[0]);
  });
});

describe("latencyWindow", () => {
  it("has the numbers of science.md 5.1 and none where none are known", () => {
    expect(latencyWindow("stretch-hold", "ankle")).toMatchObject({ from: 0.03, to: 0.06 });
    expect(latencyWindow("tap", "ankle")).toMatchObject({ from: 0.022, to: 0.045 });
    expect(latencyWindow("tap", "patella")).toMatchObject({ from: 0.012, to: 0.028 });
    expect(latencyWindow("stretch-hold", "toe")).toBeUndefined();
    expect(latencyWindow("stretch-hold", undefined)).toBeUndefined();
    // Legs by height, as the rows of single responses are; arms and jaw not.
    expect(latencyWindow("stretch-hold", "ankle", 187)!.from).toBeCloseTo(0.033, 12);
    expect(latencyWindow("stretch-hold", "ankle", 187)!.to).toBeCloseTo(0.066, 12);
    expect(latencyWindow("stretch-hold", "ankle", 187)!.voluntaryFrom).toBe(0.1);
    expect(latencyWindow("stretch-hold", "wrist", 187)).toEqual(latencyWindow("stretch-hold", "wrist"));
  });
});

describe("attemptCuts", () => {
  it("lie just before each stretch and tap, and nowhere else", () => {
    const cuts = attemptCuts([mark("stretch", 12), mark("hold", 13), mark("tap", 5), mark("release", 15), mark("other", 30)], "stretch-hold");
    expect(cuts.length).toBe(2);
    [5, 12].forEach((time, k) => {
      expect(cuts[k]!).toBeLessThan(time);
      expect(cuts[k]!).toBeGreaterThan(time - 0.1);
    });
  });

  it("take a series of taps at the clonus rate for one attempt", () => {
    expect(attemptCuts([4, 4.2, 4.4, 4.6, 9].map((seconds) => mark("tap", seconds)), "tap").length).toBe(2);
  });

  it("do not exist where nothing is evoked", () => {
    for (const protocol of ["spontaneous", "unmarked"] as const) expect(attemptCuts([mark("stretch", 3)], protocol)).toEqual([]);
  });
});

describe("endsBeforeFirst", () => {
  it("is asked of the first stretch or tap only, where the protocol evokes", () => {
    const marks = [mark("hold", 1), mark("stretch", 10), mark("stretch", 20)];
    expect(endsBeforeFirst(9, marks, "stretch-hold")).toBe(true);
    expect(endsBeforeFirst(10.5, marks, "stretch-hold")).toBe(false);
    expect(endsBeforeFirst(19, marks, "stretch-hold")).toBe(false);
    expect(endsBeforeFirst(9, marks, "spontaneous")).toBe(false);
    expect(endsBeforeFirst(9, [], "tap")).toBe(false);
  });
});
