import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultSettings as s } from "../../src/core/settings";
import { RULE_VERSION } from "../../src/core/settings/rule-version";

const page = (name: string): string => readFileSync(resolve(import.meta.dirname, "../../docs", name), "utf8");
const method = page("method.md");
const mainLine = method.slice(0, method.indexOf("\n# Details"));
/** Lines are broken anywhere: what is looked for may go over. */
const flat = mainLine.replace(/\s+/g, " ");
const percent = (share: number): string => `${Number((100 * share).toFixed(3))}`;

describe("docs/method.md", () => {
  it("has the numbers that the code uses", () => {
    const told = [
      `Below ${s.minimumSamplingHz} Hz, flat, saturated, or with more than ${percent(s.clipShare)} % of its samples clipped`,
      `band-passed ${s.bandLowHz}–${s.bandHighHz} Hz`,
      `In windows of ${s.floorWindowSeconds} s`,
      `more than ${s.seedSigma} σ above the floor and above ${percent(s.seedRelative)} % of the local reference height; weaker peaks (${s.weakSigma} σ, ${percent(s.weakRelative)} %)`,
      `if they are ${1000 * s.peakDistanceSeconds} ms apart and the valley between them falls to ${percent(s.valleyRatio)} % of the lower one`,
      `falls to ${s.edgeSigma} σ`,
      `above ${s.trainGapIntervals} times the median of the last five intervals, at least ${s.trainGapMinSeconds} s and at most ${s.trainGapMaxSeconds} s`,
      `(log BF ${s.coarseBayesFactor})`,
      `*Little* is ${percent(s.rhythmicJitter1)}, ${percent(s.rhythmicJitter2)}, ${percent(s.rhythmicJitter3)} and ${percent(s.rhythmicJitter4)} %`,
      `*much* is ${percent(s.irregularJitter1)}, ${percent(s.irregularJitter2)}, ${percent(s.irregularJitter3)} and ${percent(s.irregularJitter4)} %`,
      `${percent(s.betweenJitter1)}–${percent(s.betweenJitter3)} % is a class between`,
      `an SD of ${percent(s.periodWalk)} % a beat`,
      `(${s.shapeDurationLimit} and ${s.shapeHeightLimit}; nothing below ${s.shapeFromSnrDb} dB, all of it from ${s.shapeFullSnrDb} dB on`,
      `*Rhythmic* from +${Number((s.decisionLog10BayesFactor * s.rhythmicDecisionShare).toFixed(6))}, in trains of at most seven bursts from +${s.decisionLog10BayesFactor}; *irregular* from −${s.decisionLog10BayesFactor}`,
      `by themselves (${s.shapeTimingNeeded}; for *irregular* in short trains, ${s.irregularTimingNeeded})`,
      `by more than e^${s.betweenExcess}`,
      `| bursts | ${s.minimumBursts} | ${s.minimumBursts} |`,
      `| ${s.rhythmicSnrDb} dB | ${s.irregularSnrDb} dB |`,
      `| ${s.tonicModulation}, else *tonic* | ${s.irregularModulation} |`,
      `| share of the train at rest level | – | ${s.irregularQuiet} |`,
      `| bursts on a 10 Hz envelope, per burst | – | ${s.irregularCoarseBursts} |`,
      `| – | log BF −${s.highBandIrregularLog10} |`,
      `log BF −${s.strongIrregularLog10}, of fewer than five −${s.decisionLog10BayesFactor}`,
      `| ${percent(s.loneUnitActiveShare)} % | ${percent(s.loneUnitActiveShare)} %, with unlike heights ${percent(s.sparseActiveShare)} % |`,
      `| at most ${s.tempoExcursionHz} Hz | – |`,
      `at most ${percent(s.missedOrFalseLimit)} %, unless log BF ≤ −${s.strongLog10BayesFactor}`,
      `heights (A_J > ${s.labileAmplitude}) and durations (${s.labileDuration}) not both labile, unless log BF ≥ ${s.strongLog10BayesFactor}`,
      `more than ${s.artefactPowerRatio} times that at 30–300 Hz`,
      `Median bursts of ${s.longBurstMilliseconds} ms and more`,
      `from ${s.sustainedRatio} on *sustained*`,
      `from ${s.clearBeats} beats, ${s.clearSnrDb} dB and |log BF| ${s.strongLog10BayesFactor}`,
      `*Synchronous* below ${s.phaseSynchronous}, *alternating* from ${s.phaseAlternating}, if the resultant is ${s.phaseResultantLocked} or more; *shifting* below ${s.phaseResultantShifting}`,
      `warns of cross-talk from ${s.crossTalkWarning} on and withholds the phase above ${s.crossTalkWithhold}`,
    ];
    expect(told.filter((part) => !flat.includes(part))).toEqual([]);
    expect([s.labileTrainBeats, s.sustainedBeats, s.fadeRatio, s.floorQuietShare, s.edgeRelative, s.coarseShare, s.ciLevel], "told in words: seven, ten, half, a fifth, a tenth, half, 95 %").toEqual([7, 10, 0.5, 0.2, 0.1, 0.5, 0.95]);
  });

  it("quotes the study of the rule that is the default", () => {
    const validation = page("validation/validation.md");
    expect(validation).toContain(`rule ${RULE_VERSION}.`);
    expect(flat).toContain(`Under rule ${RULE_VERSION},`);
    const trust = flat.slice(flat.indexOf("## How far to trust it"), flat.indexOf("## What is measured beside"));
    // "551 of 560"; "of pseudoclonus none of 480"; "9 of 480 with bursts cut": each as the report has it.
    const quoted = [...trust.matchAll(/(\d+|none) of (\d+)/g)].map(([, hits, of]) => `${hits === "none" ? "0" : hits} of ${of}`);
    expect(quoted.length).toBeGreaterThan(5);
    expect(quoted.filter((count) => !validation.includes(`${count}: `))).toEqual([]);
  });

  it("is read in ten minutes: at most 2,500 words before the details", () => {
    expect(mainLine.split(/\s+/).length).toBeLessThan(2500);
  });
});
