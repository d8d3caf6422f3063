import { describe, expect, it } from "vitest";
import { isRowOf, nextWaiting, orderedQueue, queueRowsOf } from "../../../../src/renderer/layout/review-queue";
import { train } from "../../../figure/example-content";

const clear = train("a", 0, "SOL", "clonus-like", [1, 1.2, 1.4], { log10BayesFactor: 4 });
const doubtful = train("b", 0, "SOL", "indeterminate", [5, 5.2, 5.5], { log10BayesFactor: 0.9 });
const decision = { channelIndex: 0, startSample: doubtful.bursts[0]!.onsetSample, endSample: doubtful.bursts[2]!.offsetSample, who: "", at: "" } as const;

describe("the queue of a project", () => {
  const rows = [...queueRowsOf("r2", "two.edf", { trains: [clear, doubtful] }, []), ...queueRowsOf("r1", "one.edf", { trains: [clear, doubtful] }, [])];

  it("goes by recording and time, or by doubt over all recordings", () => {
    expect(orderedQueue(rows, ["r1", "r2"], "time").map(({ recording, startSeconds }) => [recording, startSeconds < 3])).toEqual([["r1", true], ["r1", false], ["r2", true], ["r2", false]]);
    expect(orderedQueue(rows, ["r1", "r2"], "ambiguity").map(({ recording, startSeconds }) => [recording, startSeconds < 3])).toEqual([["r1", false], ["r2", false], ["r1", true], ["r2", true]]);
    const contested = rows.map((row, k) => ({ ...row, contested: [0.1, -1, 0.3, 0.2][k]! }));
    expect(orderedQueue(contested, ["r1", "r2"], "disagreement").map(({ contested: share }) => share)).toEqual([0.3, 0.2, 0.1, -1]);
  });

  it("takes a decision at once, and a mere note for none", () => {
    const decided = (kind: "accepted" | "noted"): readonly boolean[] => queueRowsOf("r1", "", { trains: [clear, doubtful] }, [{ ...decision, decision: kind }]).map((row) => row.decided);
    expect(decided("accepted")).toEqual([false, true]);
    expect(decided("noted")).toEqual([false, false]);
  });

  it("goes on to the next that waits, round the end, into another recording", () => {
    const ordered = orderedQueue([...queueRowsOf("r1", "", { trains: [clear, doubtful] }, [{ ...decision, decision: "accepted" }]), ...queueRowsOf("r2", "", { trains: [clear] }, [])], ["r1", "r2"], "time");
    expect(nextWaiting(ordered, (row) => isRowOf(row, "r1", clear))!.recording).toBe("r2");
    expect(nextWaiting(ordered, (row) => isRowOf(row, "r2", clear))!.recording).toBe("r1");
    expect(nextWaiting(ordered.map((row) => ({ ...row, decided: true })), () => false)).toBeUndefined();
    expect(isRowOf(ordered[0]!, "r2", clear)).toBe(false);
  });
});
