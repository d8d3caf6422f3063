import { expect, it } from "vitest";
import type { Mark } from "../../../../src/core/result";
import { defaultSettings } from "../../../../src/core/settings";
import { emptyContext } from "../../../../src/project/empty-documents";
import type { Inputs } from "../../../../src/renderer/state/klonos-state";
import { laidOver } from "../../../../src/renderer/state/projects/laid-over";

const mark = (kind: Mark["kind"], seconds: number, origin: Mark["origin"]): Mark => ({ kind, seconds, text: kind, origin });
const [ofFile, another] = [mark("stretch", 1, "file"), mark("release", 2, "file")];
const pair = { agonist: 0, antagonist: 1 };
const decision = (startSample: number, kind: "accepted" | "rejected") => ({ channelIndex: 0, startSample, endSample: startSample + 10, decision: kind, who: "", at: "" });

it("keeps what was done before and since, and lets what was said since stand where both speak of the same", () => {
  const first: Inputs = { settings: defaultSettings, context: { ...emptyContext, pairs: [pair], marks: [ofFile, another] } };
  const kept: Inputs = {
    settings: { ...defaultSettings, bandLowHz: 40, bandHighHz: 400 },
    context: { ...first.context, protocol: "tap", site: "ankle", marks: [ofFile, another, mark("tap", 5, "user")], edits: [{ kind: "remove-burst", channelIndex: 0, start: 1, end: 2 }], overrides: [{ channelIndex: 0, alias: "R soleus", inverted: true }], decisions: [decision(0, "accepted")] },
  };
  const now: Inputs = {
    settings: { ...defaultSettings, bandHighHz: 300 },
    context: { ...first.context, protocol: "stretch-hold", pairs: [], marks: [ofFile, mark("tap", 7, "user")], edits: [{ kind: "remove-burst", channelIndex: 0, start: 8, end: 9 }], overrides: [{ channelIndex: 0, inverted: false }, { channelIndex: 2, alias: "L TA" }], decisions: [decision(0, "rejected")], rejected: [{ startSeconds: 1, endSeconds: 2, channelIndex: undefined }] },
  };
  const { settings, context } = laidOver(kept, first, now);
  expect([settings.bandLowHz, settings.bandHighHz]).toEqual([40, 300]);
  expect([context.protocol, context.site, context.pairs]).toEqual(["stretch-hold", "ankle", []]);
  // The release was taken away by hand, the tap of before is still there.
  expect(context.marks.map(({ kind, seconds }) => [kind, seconds])).toEqual([["stretch", 1], ["tap", 5], ["tap", 7]]);
  expect(context.edits.length).toBe(2);
  expect(context.overrides).toEqual([{ channelIndex: 0, alias: "R soleus", inverted: false }, { channelIndex: 2, alias: "L TA" }]);
  expect(context.decisions?.map((one) => one.decision)).toEqual(["accepted", "rejected"]);
  expect(context.rejected.length).toBe(1);
  // Nothing done: all is as it was kept.
  expect(laidOver(kept, first, first)).toEqual(kept);
});
