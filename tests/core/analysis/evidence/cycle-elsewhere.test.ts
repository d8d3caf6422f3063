import { describe, expect, it } from "vitest";
import { cycleElsewhere } from "../../../../src/core/analysis/evidence/cycle-elsewhere";
import { defaultSettings } from "../../../../src/core/settings";
import { judgeTrain } from "../../../../src/core/verdict/judge";
import type { ScaleEvidence, TrainEvidence } from "../../../../src/core/verdict/evidence";
import { evidenceOf } from "../../verdict/evidence-of";

const stride = (correlation: number): ScaleEvidence => ({ coarseBurstRatio: 1, coarserRhythmicShare: 0, rhythmicPart: 0, slowCycle: { periodSeconds: 1.15, correlation } });
const elsewhere = (startSeconds: number, endSeconds: number, correlation: number, channel = "R Ham"): Parameters<typeof cycleElsewhere>[1][number] => ({ channel, evidence: { startSeconds, endSeconds, scales: stride(correlation) } });

describe("a slow cycle of another channel", () => {
  const train = { startSeconds: 4, endSeconds: 9 };

  it("counts where it covers half of the train, the clearest first", () => {
    expect(cycleElsewhere(train, [elsewhere(0, 6.4, 0.9), elsewhere(0, 9.6, 0.68, "L Thi"), elsewhere(5, 9, 0.7, "L Ham")])).toEqual({ channel: "L Ham", cycle: { periodSeconds: 1.15, correlation: 0.7 } });
    expect(cycleElsewhere(train, [elsewhere(0, 6.4, 0.9)])).toBeUndefined();
    expect(cycleElsewhere(train, [])).toBeUndefined();
  });

  it("withholds irregular and says which channel walks; a rhythmic train is left alone", () => {
    const plain = evidenceOf(Array.from({ length: 12 }, (_, k) => 2 + 0.18 * k), {});
    const irregular: TrainEvidence = { ...plain, rhythm: { ...plain.rhythm, log10BayesFactor: -6, betweenExcess: -2 } };
    expect(judgeTrain(irregular, defaultSettings).pattern).toBe("irregular");
    const walking = judgeTrain({ ...irregular, cycleElsewhere: { channel: "R Ham", cycle: { periodSeconds: 1.15, correlation: 0.7 } } }, defaultSettings);
    expect(walking.pattern).toBe("indeterminate");
    expect(walking.reasons.find(({ measure }) => measure === "slowCycle")!.text).toContain("R Ham comes again every 1.15 s");
    expect(judgeTrain({ ...irregular, cycleElsewhere: { channel: "R Ham", cycle: { periodSeconds: 1.15, correlation: 0.6 } } }, defaultSettings).pattern).toBe("irregular");
    expect(judgeTrain({ ...plain, cycleElsewhere: { channel: "R Ham", cycle: { periodSeconds: 1.15, correlation: 0.9 } } }, defaultSettings).pattern).toBe("rhythmic");
  });
});
