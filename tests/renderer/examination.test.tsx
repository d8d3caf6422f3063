// @vitest-environment happy-dom
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SideResult } from "../../src/core/reflex-result";
import type { AttemptResult } from "../../src/core/result";
import { runCommand } from "../../src/renderer/commands/command-table";
import { DialogHost } from "../../src/renderer/dialogs/dialog-host";
import { examinationOf, formOf } from "../../src/renderer/dialogs/examination-dialog";
import { en } from "../../src/renderer/messages/en";
import { ratioPosition, SidesPlot } from "../../src/renderer/panels/sides-plot";
import { patternOfOutcome, TrialsPlot, trialsParts } from "../../src/renderer/panels/trials-plot";
import type { KlonosState } from "../../src/renderer/state/klonos-state";
import { createSession } from "../../src/renderer/state/create-session";
import { SessionContext } from "../../src/renderer/state/session-context";
import { exampleDocument, exampleTrain } from "./example-result";
import { fakeHost } from "./fake-host";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let root: Root;
let place: HTMLElement;
let session: ReturnType<typeof createSession>;

beforeEach(() => {
  session = createSession(fakeHost().host);
  place = document.createElement("div");
  document.body.append(place);
  root = createRoot(place);
});

afterEach(async () => {
  await act(async () => root.unmount());
  session.dispose();
  place.remove();
});

async function render(node: React.ReactNode, state: Partial<KlonosState> = {}): Promise<void> {
  session.store.setState(state);
  await act(async () => root.render(<SessionContext.Provider value={session}>{node}</SessionContext.Provider>));
}

const attempt = (manoeuvre: number, beats: number, outcome: AttemptResult["outcome"]): AttemptResult => ({
  id: `A${manoeuvre}-1`, manoeuvre, evokedBy: "stretch", channel: "SOL", channelIndex: 0, muscle: "soleus", side: "right", markSeconds: 10 * manoeuvre, endSeconds: 10 * manoeuvre + 5, hold: { startSeconds: 10 * manoeuvre, endSeconds: 10 * manoeuvre + 5 },
  trainIds: [], bursts: beats, beats, durationSeconds: beats === 0 ? null : beats / 6, activeSeconds: null, persistenceRatio: null, firstLatencyMilliseconds: null, endReason: null, durationCensored: manoeuvre === 3, beatsInTenSeconds: beats, scatsBand: null,
  burstsAfterRelease: null, afterReleaseSeconds: null, outcome, missing: {},
});

describe("the trials", () => {
  const rows = [attempt(1, 14, "clonoid-like"), attempt(2, 0, "no-response"), attempt(3, 9, "pseudoclonus-like"), attempt(4, 0, "not-analysed")];

  it("are said in one sentence, without a response as a finding, with the pooled pattern", () => {
    expect(trialsParts(rows, { pooled: [] }, en.trials).join("; ")).toBe("2 of 3 manoeuvres responded, 9 to 14 beats");
    const pooled = [{ channelIndex: 0, trainIds: ["a", "b"], pattern: "rhythmic", log10BayesFactor: 5.23, rateSpreadHz: 0.27, jitterSpread: 0.31, labels: { "clonus-like": 2 } }] as unknown as Parameters<typeof trialsParts>[1]["pooled"];
    expect(trialsParts(rows, { pooled }, en.trials).join("; ")).toBe("2 of 3 manoeuvres responded, 9 to 14 beats; together rhythmic (log BF +5.2); between them SD of the rate 0.27 Hz, of ln J 0.31");
    // A log BF of 18 beside "undecided" would be a riddle.
    const torn = [{ ...pooled[0]!, pattern: "indeterminate" as const, log10BayesFactor: 18, labels: { "clonus-like": 2, "pseudoclonus-like": 1 } }];
    expect(trialsParts(rows, { pooled: torn }, en.trials)[1]).toBe("together undecided: single attempts are decided both ways");
    expect(trialsParts([attempt(1, 0, "no-response")], { pooled: [] }, en.trials).join("; ")).toBe("0 of 1 manoeuvre responded");
  });

  it("stand in the plot, each with its beats; a click goes there", async () => {
    const recording = { opened: { header: { durationSeconds: 60, channels: [] } }, scan: undefined } as unknown as KlonosState["recording"];
    await render(<TrialsPlot />, { recording, result: { ...exampleDocument([exampleTrain()]), attempts: rows } });
    const plot = place.querySelector("[data-testid=trials-plot]")!;
    expect([...plot.querySelectorAll(".trial")].map((trial) => trial.getAttribute("data-outcome"))).toEqual(["clonoid-like", "no-response", "pseudoclonus-like", "not-analysed"]);
    expect(plot.textContent).toContain("2 of 3 manoeuvres responded");
    expect(plot.textContent).toContain("≥9");
    expect(plot.querySelectorAll(".pattern-rhythmic rect")).toHaveLength(1);
    expect(plot.querySelectorAll(".pattern-irregular path")).toHaveLength(1);
    await act(async () => plot.querySelectorAll(".trial")[2]!.dispatchEvent(new MouseEvent("click", { bubbles: true })));
    const { window } = session.store.getState().view;
    expect(window.start <= 30 && window.start + window.span >= 30).toBe(true);
  });

  it("show the medians of single responses with intervals, where nerve stimuli are all there is too", async () => {
    const series = { id: "S1", evokedBy: "stimulus", channel: "R SOL", channelIndex: 0, muscle: "soleus", side: "right", stimulatedSide: "right", response: "soleus H-reflex", reflexIds: [], stimuli: 6, present: 5, absent: 1, latencyMilliseconds: { value: 30.9, ci: [30.8, 31] }, peakToPeakMicrovolts: { value: 2960, ci: [2810, 3040] }, ratioToM: { value: 0.51, ci: null }, habituationPercent: { value: -1.2, ci: [-3.5, 1.1] }, intervalSeconds: 12, notes: ["3 of the 5 stimuli that a median wants."], missing: {} } as const;
    await render(<TrialsPlot />, { result: { ...exampleDocument([]), attempts: [], reflexSeries: [series] } });
    expect(place.textContent).toContain("R SOL, soleus H-reflex: 5 of 6, 1 absent; latency 30.9 (30.8 to 31.0) ms; 2.96 (2.81 to 3.04) mV peak to peak; 0.51 of the largest M-wave; change −1.2 (−3.5 to +1.1) % a stimulus");
    expect(place.textContent).toContain("3 of the 5 stimuli");
    expect(place.querySelector("[data-testid=trials-plot]")).toBeNull();
  });

  it("say how to mark a manoeuvre where there is none", async () => {
    await render(<TrialsPlot />, { result: exampleDocument([exampleTrain()]) });
    expect(place.textContent).toContain("keys 1 stretch");
  });

  it("have a colour for every outcome that is a pattern", () => {
    expect((["clonus-like", "clonoid-like", "pseudoclonus-like", "tonic", "indeterminate", "withheld", "insufficient", "no-response", "not-analysed"] as const).map(patternOfOutcome)).toEqual(["rhythmic", "rhythmic", "irregular", "tonic", "indeterminate", "indeterminate", "insufficient", undefined, undefined]);
  });
});

describe("the sides", () => {
  const row: SideResult = {
    id: "D1", muscle: "soleus", measure: "t-reflex", unit: "µV", left: { channel: "L SOL", channelIndex: 0, count: 6, median: 102.53 }, right: { channel: "R SOL", channelIndex: 1, count: 6, median: 408.5 },
    ratio: { value: 0.25, ci: [0.2, 0.31] }, difference: { value: 1, ci: [0.5, 1.5] }, asymmetryIndex: { value: 0.6, ci: null }, larger: "right", verdict: null, text: "T-reflex larger on the right.", missing: {},
  };

  it("stand as ratio with interval and the answer, with limits for H-reflexes alone", async () => {
    await render(<SidesPlot />, { result: { ...exampleDocument([]), sides: [row, { ...row, id: "D2", measure: "h-reflex" }] } });
    const [first, second] = [...place.querySelectorAll(".sides-row")];
    expect(first!.textContent).toBe("soleus T-reflexleft 103 µV (6)right 409 µV (6)T-reflex larger on the right.");
    expect(first!.querySelectorAll(".scale-threshold")).toHaveLength(0);
    expect(second!.querySelectorAll(".scale-threshold")).toHaveLength(2);
    expect(Number(first!.querySelector(".sides-dot")!.getAttribute("cx"))).toBeCloseTo(ratioPosition(0.25), 6);
    expect(ratioPosition(2)).toBe(ratioPosition(1));
  });

  it("say of what response a latency is, and where the scale ends", async () => {
    const sides = ["t-reflex", "latency", "stretch-reflex", "latency"].map((measure, k) => ({ ...row, id: `D${k}`, measure: measure as SideResult["measure"] }));
    await render(<SidesPlot />, { result: { ...exampleDocument([]), sides } });
    expect([...place.querySelectorAll(".sides-name")].map(({ textContent }) => textContent)).toEqual(["soleus T-reflex", "soleus T-reflex, latency", "soleus stretch response", "soleus stretch response, latency"]);
    expect([...place.querySelectorAll(".sides-tick")].map((tick) => [tick.textContent, Number(tick.getAttribute("x"))])).toEqual([["0", ratioPosition(0)], ["0.5", ratioPosition(0.5)], ["1", ratioPosition(1)]]);
  });

  it("say what is needed where there is none", async () => {
    await render(<SidesPlot />, { result: exampleDocument([]) });
    expect(place.textContent).toContain("both sides");
  });
});

describe("the examination", () => {
  it("goes through the form unchanged", () => {
    const full = { side: "left", position: "supine", ageYears: 0.5, heightCentimetres: 66, medication: [{ name: "baclofen", dose: "10 mg", takenAt: "2026-09-14T08:30" }, { name: "tizanidine" }], botulinumDate: "2026-03-01", fatigue: "none", generalised: true, scales: { scatsClonus: 2, ashworth: "1+", pennFrequency: 0, reflex: 4 } } as const;
    expect(examinationOf(formOf(full))).toEqual({ examination: full });
    expect(examinationOf(formOf(undefined))).toEqual({ examination: undefined });
  });

  it("refuses an age and a height that are none", () => {
    expect(examinationOf({ ...formOf(undefined), age: "old" })).toEqual({ wrong: "age" });
    expect(examinationOf({ ...formOf(undefined), height: "1.81" })).toEqual({ wrong: "height" });
    expect(examinationOf({ ...formOf(undefined), age: "0,5" })).toEqual({ examination: { ageYears: 0.5 } });
  });

  it("is kept by the dialog, and undone", async () => {
    session.store.setState({ dialog: "examination" });
    await render(<DialogHost />);
    const inputs = place.querySelectorAll<HTMLInputElement>("[data-testid=examination-dialog] input");
    await act(async () => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!.call(inputs[1]!, "181");
      inputs[1]!.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await act(async () => place.querySelector("form")!.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
    expect(session.store.getState().inputs.present.context.examination).toEqual({ heightCentimetres: 181 });
    expect(session.store.getState().dialog).toBeUndefined();
    runCommand(session, "edit.undo");
    expect(session.store.getState().inputs.present.context.examination).toBeUndefined();
  });
});
