// @vitest-environment happy-dom
import { act, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { settingDefinitions, settingNames } from "../../src/core/settings";
import { DialogHost } from "../../src/renderer/dialogs/dialog-host";
import { draftOf, isRate, isScale, recipeOf, withColumn } from "../../src/renderer/dialogs/import-draft";
import { readRecipes, withRecipe } from "../../src/renderer/state/recording/import-memory";
import { parseSetting } from "../../src/renderer/dialogs/settings-dialog";
import { channelSnr, qualityOf } from "../../src/renderer/panels/channel-list";
import { BottomStrip } from "../../src/renderer/panels/bottom-strip";
import { EmptyState } from "../../src/renderer/panels/empty-state";
import { burstsText } from "../../src/renderer/layout/copied-table";
import { reasonValue, scalePosition } from "../../src/renderer/panels/evidence-row";
import { intervalGrid } from "../../src/renderer/panels/interval-plot";
import { LeftPanel } from "../../src/renderer/panels/left-panel";
import { Notices } from "../../src/renderer/panels/notices";
import { PatternPanel } from "../../src/renderer/panels/pattern-panel";
import { rosePoint } from "../../src/renderer/panels/phase-plot";
import type { PreflightRow } from "../../src/core/reflex-result";
import { issueLines, Preflight, preflightLines } from "../../src/renderer/panels/preflight";
import { TrainList } from "../../src/renderer/panels/train-list";
import { undoEdit } from "../../src/renderer/state/analysis/edit-actions";
import { setView } from "../../src/renderer/state/views/view-actions";
import { readPreferences } from "../../src/renderer/state/preferences";
import { defaultPreferences, type KlonosState, type RecordingState } from "../../src/renderer/state/klonos-state";
import { notifyFailure } from "../../src/renderer/state/notices";
import { createSession } from "../../src/renderer/state/create-session";
import { SessionContext } from "../../src/renderer/state/session-context";
import { exampleDocument, exampleReason, exampleTrain } from "./example-result";
import { fakeHost } from "./fake-host";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const channel = { muscle: undefined, side: undefined, site: undefined, candidates: [], unit: "uV", isVoltage: true, samplingHz: 1000, sampleCount: 10_000, segments: [], physicalRange: undefined, prefilter: "", role: "emg" } as const;
const recording: RecordingState = {
  answers: {}, sourceInfo: { id: "1", name: "example.edf", size: 1000 },
  opened: {
    recordingId: "r1",
    source: { name: "example.edf", size: 1000 },
    header: { format: "EDF+C", durationSeconds: 10, startDateTime: "2026-09-14T10:42:07", hasIdentity: true, issues: [], complete: true, channels: [{ ...channel, index: 0, label: "SOL" }, { ...channel, index: 1, label: "GM", candidates: ["gastrocnemius-medialis", "gluteus-medius"] }] },
    proposedPairs: [],
  },
  scan: undefined,
};

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

async function render(node: ReactNode, state: Partial<KlonosState> = {}): Promise<void> {
  session.store.setState(state);
  await act(async () => root.render(<SessionContext.Provider value={session}>{node}</SessionContext.Provider>));
}

function find(selector: string): HTMLElement {
  const element = place.querySelector<HTMLElement>(selector);
  if (element === null) throw new Error(`nothing fits ${selector}`);
  return element;
}

function withTrain(change: Parameters<typeof exampleTrain>[0] = {}): Partial<KlonosState> {
  const train = exampleTrain(change);
  return { recording, result: exampleDocument([train]), view: { ...session.store.getState().view, trainId: train.id } };
}

describe("the Pattern panel", () => {
  it("takes a double click for one: the second would take the decision back", async () => {
    await render(<PatternPanel />, withTrain());
    const accept = find(".next-actions button.primary");
    const click = (detail: number): Promise<void> => act(async () => void accept.dispatchEvent(new MouseEvent("click", { bubbles: true, detail })));
    const decisions = (): readonly string[] => (session.store.getState().inputs.present.context.decisions ?? []).map(({ decision }) => decision);
    await click(1);
    await click(2);
    expect(decisions()).toEqual(["accepted"]);
    // A click later on, and a key on the button.
    await click(1);
    expect(decisions()).toEqual([]);
    await click(0);
    expect(decisions()).toEqual(["accepted"]);
  });

  it("says the pattern in words, three numbers with their intervals, and what withholds first", async () => {
    await render(<PatternPanel />, withTrain());
    expect(find("[data-testid=pattern-title]").textContent).toContain("Rhythmic, fading");
    expect(find("[data-testid=pattern-subtitle]").textContent).toBe("clonoid-like pattern · criteria met clearly");
    const numbers = find("[data-testid=numbers]").textContent ?? "";
    for (const words of ["3beats, 1 missed", "4.0 Hz", "3.9–4.2", "560 ms", "of a 4.80 s hold, until the release"]) expect(numbers).toContain(words);
    const first = [...find("[data-testid=evidence]").querySelectorAll("li")];
    expect(first.map((row) => row.dataset["measure"])).toEqual(["gate", "snrDb", "jitter", "depth", "latency"]);
    expect(find("[data-testid=all-measures]").querySelectorAll("li")).toHaveLength(5);
    expect(find("[data-testid=all-measures]").textContent).toContain("needs more than ten intervals");
    expect(place.textContent).toContain("Persistence 0.54 → 0.90");
    expect(place.textContent).toContain("Not a medical device");
    expect(place.textContent).not.toMatch(/organic|neuro(sis|tic)|malinger/i);
  });

  it("says why there is no label, and no number that is not there", async () => {
    await render(<PatternPanel />, withTrain({ label: "indeterminate", pattern: "indeterminate", rateHz: null, rateCi: null, missing: { rateHz: "one beat only" }, conditionalOn: "protocol" }));
    expect(find("[data-testid=pattern-title]").textContent).toContain("Indeterminate");
    expect(find("[data-testid=numbers]").textContent).toContain("one beat only");
    expect(place.textContent).toContain("Holds only if the movement was evoked");
    expect(place.textContent).not.toContain("NaN");
  });

  it("shows every measure with its interval or the reason why there is none", async () => {
    const amplitude = {
      jitter: { value: 0.34, ci: [0.27, 0.48] }, jitterNoiseFloor: 0.22, fadePercentPerBeat: { value: -1.5, ci: [-3, 0.1] }, lastToFirst: 0.9, stereotypy: { value: null, ci: null },
    } as const;
    await render(<PatternPanel />, withTrain({ amplitude, missing: { rhythm: "Fewer than three beats.", "amplitude.stereotypy.value": "Too few raw bursts.", persistenceRatio: "No hold is marked at this train.", side: "The label names no side." } }));
    const table = find("[data-testid=measure-table]");
    const row = (name: string): HTMLTableRowElement => [...table.querySelectorAll("tr")].find((candidate) => candidate.textContent?.startsWith(name))!;
    expect(row("Amplitude jitter").textContent).toBe("Amplitude jitter0.340.27 to 0.48");
    expect(row("Fade").textContent).toContain("\u22121.50");
    // The reason stands in the place of the number, where keys and readers of the screen find it.
    expect(row("Stereotypy").textContent).toBe("Stereotypy S (exploratory)Too few raw bursts.");
    expect(table.textContent).toContain("Fewer than three beats.");
    // Each by the name that a person knows, and nothing that is no measure.
    expect(find("[data-testid=all-measures] .missing").textContent).toBe("PersistenceNo hold is marked at this train.");
  });

  it("draws each measure at its place on its scale", () => {
    const { scale } = exampleReason();
    const at = (value: number): number => scalePosition(scale!, value);
    expect(at(5) - at(0)).toBeCloseTo(at(10) - at(5), 9);
    expect(at(99)).toBe(at(10));
    expect(at(-99)).toBe(at(0));
    expect(reasonValue(exampleReason({ value: 30.52, unit: "%" }))).toBe("30.5 %");
    expect(reasonValue(exampleReason({ value: 4.1, measure: "log10BayesFactor", unit: "" }))).toBe("+4.1");
    expect(reasonValue(exampleReason({ value: 1, measure: "burstShape", unit: "" }))).toBe("+1.0");
    expect(reasonValue(exampleReason({ value: null }))).toBe("–");
  });

  it("explains an empty result instead of showing nothing", async () => {
    await render(<PatternPanel />, { recording, result: exampleDocument([]) });
    expect(place.textContent).toContain("No run of two or more bursts");
    expect(place.textContent).toContain("2 % of the samples are clipped");
  });
});

describe("the left panel", () => {
  it("lists recording, channels, trains and events, and goes where a train is", async () => {
    await render(<LeftPanel />, withTrain({ startSeconds: 6, endSeconds: 7 }));
    expect(find("[data-testid=recording-name]").textContent).toBe("example.edf");
    expect(place.textContent).toContain("EDF+C · 0:10.0 · 1000 Hz · 2 channels");
    expect(place.textContent).toContain("14 Sep 2026, 10:42:07");
    await act(async () => session.store.setState((state) => ({ view: { ...state.view, window: { start: 0, span: 2 }, trainId: undefined } })));
    await act(async () => find("[data-testid=trains] button").click());
    const { window, trainId } = session.store.getState().view;
    expect(trainId).toBe("t1");
    expect(window.start).toBeLessThan(6);
    expect(window.start + window.span).toBeGreaterThan(7);
  });

  it("asks which muscle an ambiguous label means, and takes the answer as an edit", async () => {
    await render(<LeftPanel />, { recording });
    const select = find("[data-testid=muscle-questions] select") as HTMLSelectElement;
    expect([...select.options].map((option) => option.value)).toEqual(["", "gastrocnemius-medialis", "gluteus-medius"]);
    await act(async () => {
      select.value = "gluteus-medius";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
    expect(session.store.getState().inputs.present.context.overrides).toEqual([{ channelIndex: 1, muscle: "gluteus-medius" }]);
    expect(place.querySelector("[data-testid=muscle-questions]")).toBeNull();
    expect(session.store.getState().inputs.past).toHaveLength(1);
  });

  it("tells quality from what the document says", () => {
    const document = exampleDocument([exampleTrain(), exampleTrain({ id: "t2", snrDb: 19 })]);
    expect(qualityOf({ role: "emg" }, document.channels[0])).toBe("good");
    expect(qualityOf({ role: "emg" }, document.channels[1])).toBe("bad");
    expect(qualityOf({ role: "angle" }, document.channels[0])).toBe("none");
    expect(channelSnr(document, 0)).toBe(19);
    expect(channelSnr(document, 1)).toBeUndefined();
    expect(issueLines({ result: document, recording: undefined }).map((line) => line.text)).toEqual(["TA: mains 38 % of the baseline", "byte 12: one gap"]);
  });

  it("says of a channel what to repeat and why, once, with what to do", () => {
    const base = exampleDocument([]);
    const finding = { code: "rest", severity: "warning", text: "Rest too short.", advice: "Record some seconds of rest." } as const;
    const channels = ["SOL", "TA"].map((label, index) => ({ ...base.channels[0]!, index, label, unusable: index === 1 ? "It is flat." : null, issues: [{ code: "no-rest", severity: "info", where: "", message: "No rest." } as const] }));
    const [sol, ta]: readonly [PreflightRow, PreflightRow] = [
      { channel: "SOL", channelIndex: 0, verdict: "limited", findings: [finding] },
      { channel: "TA", channelIndex: 1, verdict: "repeat", findings: [{ code: "unusable", severity: "error", text: "It is flat.", advice: "Check the electrode." }] },
    ];
    const preflight = [sol, ta];
    const marks = { code: "marks", severity: "warning", text: "No stretch, hold or tap is marked.", advice: "Mark them." } as const;
    const shown = (rows: readonly PreflightRow[]) => preflightLines({ result: { ...base, issues: [], channels, preflight: rows }, firstLook: undefined }).map(({ quality, text, findings }) => [quality, text, findings?.map(({ advice }) => advice)]);
    expect(shown(preflight)).toEqual([["warning", "SOL: analysable with limits (rest too short)", ["Record some seconds of rest."]], ["bad", "TA: repeat (not usable)", ["Check the electrode."]]]);
    // What is true of all is said of the recording, once.
    expect(shown([{ ...sol, findings: [marks] }, { ...sol, channel: "MG", findings: [finding, marks] }, ta])).toEqual([
      ["good", "SOL: analysable", undefined], ["warning", "MG: analysable with limits (rest too short)", ["Record some seconds of rest."]], ["bad", "TA: repeat (not usable)", ["Check the electrode."]],
      ["warning", "No stretch, hold or tap is marked.", ["Mark them."]],
    ]);
    expect(issueLines({ result: { ...base, issues: [], channels, preflight }, recording: undefined })).toEqual([]);
    // Before the analysis is through, a first look says it, and at how much it looked.
    expect(preflightLines({ result: undefined, firstLook: { rows: [ta], lookedSeconds: 180, totalSeconds: 3600 } }).map(({ text }) => text)).toEqual(["TA: repeat (not usable)", "First look at 3:00 of 1:00:00; the analysis will have looked at all of it."]);
  });

  it("has the removal of hum at hand where it tells of hum, one step of undo, and not twice", async () => {
    const hum = { code: "mains", severity: "warning", text: "Mains hum of 50 Hz makes up 60 % of the baseline's power.", advice: "Mend the earth." } as const;
    const result = { ...exampleDocument([]), issues: [], preflight: [{ channel: "SOL", channelIndex: 0, verdict: "limited", findings: [hum] }] } as const;
    await render(<Preflight />, { recording, result });
    const button = (): HTMLButtonElement | undefined => [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Take the hum off (regression)");
    await act(async () => button()!.click());
    expect(session.store.getState().inputs.present.settings.mainsRemoval).toBe("regression");
    expect(button()).toBeUndefined();
    await act(async () => undoEdit(session));
    expect(session.store.getState().inputs.present.settings.mainsRemoval).toBe("off");
    await act(async () => session.store.setState({ result: { ...result, preflight: [{ ...result.preflight[0], findings: [{ ...hum, code: "snr" }] }] } }));
    expect(button()).toBeUndefined();
  });

  it("says once what is true of several channels", () => {
    const issue = { code: "x", severity: "info", where: "", message: "No rest." } as const;
    const base = exampleDocument([]);
    const document = { ...base, issues: [], channels: ["SOL", "TA", "MG"].map((label, index) => ({ ...base.channels[0]!, index, label, unusable: null, issues: label === "TA" ? [] : [issue] })) };
    expect(issueLines({ result: document, recording: undefined }).map((line) => line.text)).toEqual(["SOL, MG: No rest."]);
  });
});

describe("the list of trains", () => {
  it("keeps the chosen train in sight as keys go on, and does not jump at the window's own first choice", async () => {
    const seen: string[] = [];
    HTMLElement.prototype.scrollIntoView = function (this: HTMLElement) {
      seen.push(this.textContent ?? "");
    };
    const trains = [exampleTrain({ id: "a", beats: 3 }), exampleTrain({ id: "b", startSeconds: 5, beats: 7 })];
    await render(<TrainList />, { recording, result: exampleDocument(trains), view: { ...session.store.getState().view, trainId: "a" } });
    expect(seen).toEqual([]);
    await act(async () => setView(session, () => ({ trainId: "b" })));
    expect(seen).toEqual([expect.stringMatching(/7$/)]);
  });
});

describe("notices inside a dialog", () => {
  it("are those told while it is open; what was told before waits in the window", async () => {
    notifyFailure(session, "Before", new Error("x"));
    await render(<Notices inside />, {});
    expect(place.textContent).toBe("");
    await act(async () => notifyFailure(session, "Meanwhile", new Error("y")));
    expect(place.textContent).toContain("Meanwhile");
    expect(place.textContent).not.toContain("Before");
    await render(<Notices key="window" />, {});
    expect(place.textContent).toContain("Before");
  });
});

describe("the strip below", () => {
  it("switches between intervals, phase and the table of bursts, by mouse and arrow", async () => {
    await render(<BottomStrip />, withTrain());
    expect(find("[data-testid=interval-plot]").querySelectorAll(".interval-dot")).toHaveLength(2);
    expect(find("[data-testid=interval-plot]").textContent).toContain("local jitter 4.8");
    expect(find("[data-testid=phase-rose]").textContent).toContain("TA alternates: 0.49 cycle");
    expect(find("[data-testid=phase-rose]").querySelectorAll(".rose-dot")).toHaveLength(2);
    await act(async () => find("#tab-intervals").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true })));
    expect(find("#tab-bursts").getAttribute("aria-selected")).toBe("true");
    const rows = [...find("[data-testid=burst-table]").querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));
    expect(rows).toEqual([
      ["1", "0:01.000", "0:00.970", "0:01.030", "60", "100", "100", ""],
      ["2", "0:01.250", "0:01.220", "0:01.280", "60", "125", "125", "edited"],
      ["3", "0:01.500", "0:01.470", "0:01.530", "60", "150", "150", "thought no beat"],
    ]);
  });

  it("says bursts of nanovolts in nanovolts, with three digits", async () => {
    const train = exampleTrain();
    await render(<BottomStrip />, withTrain({ bursts: train.bursts.map((burst, index) => ({ ...burst, amplitudeMicrovolts: [0.0012, 0.03512, 0.0876][index]! })) }));
    await act(async () => find("#tab-intervals").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true })));
    const rows = [...find("[data-testid=burst-table]").querySelectorAll("tr")].map((row) => row.children[5]!.textContent);
    expect(rows).toEqual(["Amplitude, nV", "1.20", "35.1", "87.6"]);
    // As copied: not rounded away.
    expect(burstsText({ channel: "SOL", bursts: [{ ...train.bursts[0]!, amplitudeMicrovolts: 0.0012345 }] })).toContain("\t0.0012345\t");
  });

  it("puts zero phase up, a quarter of a cycle to the right, half down", () => {
    const [zero, quarter, half] = [0, 0.25, 0.5].map((cycles) => rosePoint(cycles, 10));
    expect(quarter![0] - zero![0]).toBeCloseTo(10, 9);
    expect(half![1] - zero![1]).toBeCloseTo(20, 9);
  });

  it("keeps the intervals of a regular train from being blown up", () => {
    const grid = intervalGrid([180, 181, 182]);
    expect(grid[grid.length - 1]! - grid[0]!).toBeGreaterThanOrEqual(18);
    expect(grid[0]).toBeLessThanOrEqual(180);
    expect(grid[grid.length - 1]).toBeGreaterThanOrEqual(182);
  });
});

describe("states and dialogs", () => {
  it("offers in an empty window to open, drop or try the example", async () => {
    await render(<EmptyState />);
    expect([...place.querySelectorAll("button")].map((button) => button.textContent)).toEqual(["Open… Ctrl O", "Open a folder…", "Try the example session"]);
    expect(place.textContent).toContain("Drop files");
  });

  it("shows what went wrong once, where, and lets it be dismissed; a stop is no failure", async () => {
    notifyFailure(session, "x.edf could not be opened", new Error("The header ends early."));
    notifyFailure(session, "x.edf could not be opened", new Error("The header ends early."));
    const { KlonosError } = await import("../../src/core/errors");
    notifyFailure(session, "Analysis", new KlonosError("cancelled", "stopped"));
    await render(<Notices />);
    expect(place.querySelectorAll(".notice")).toHaveLength(1);
    expect(find("[role=alert]").textContent).toContain("The header ends early.");
    await act(async () => find(".notice button").click());
    expect(place.querySelectorAll(".notice")).toHaveLength(0);
  });

  it("lists every setting with unit, limits and reset, and takes only what is allowed", async () => {
    await render(<DialogHost />, { dialog: "settings" });
    const shown = [...place.querySelectorAll<HTMLElement>("[data-setting]")].map((field) => field.dataset["setting"]);
    expect([...shown].sort()).toEqual([...settingNames].sort());
    const field = find("[data-setting=bandLowHz]");
    const input = field.querySelector("input")!;
    const set = async (text: string): Promise<void> => {
      await act(async () => {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!.call(input, text);
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
    };
    await set("55");
    expect(session.store.getState().inputs.present.settings.bandLowHz).toBe(55);
    expect(find("[data-setting=bandLowHz]").dataset["changed"]).toBe("true");
    await set("100000");
    expect(session.store.getState().inputs.present.settings.bandLowHz).toBe(55);
    expect(input.getAttribute("aria-invalid")).toBe("true");
    await act(async () => find("[data-setting=bandLowHz] button").click());
    expect(session.store.getState().inputs.present.settings.bandLowHz).toBe(settingDefinitions.bandLowHz.default);
    expect(parseSetting("bandLowHz", "45,5")).toBe(45.5);
    expect(parseSetting("bandLowHz", "")).toBeUndefined();
  });

  it("asks for the rate and guesses none", () => {
    const draft = { ...draftOf({ decimal: ",", delimiter: undefined }), samplingHz: "1259,26" };
    expect(recipeOf(draft)).toEqual({ decimal: ",", samplingHz: 1259.26 });
    expect(recipeOf({ ...draft, samplingHz: "-5" })).toEqual({ decimal: "," });
    expect(["", "1000", "1259,26", "0", "-5", "2 kHz"].map(isRate)).toEqual([true, true, true, false, false, false]);
    expect(["", "-2", "0,5", "0", "x"].map(isScale)).toEqual([true, true, true, false, false]);
    const columns = withColumn(withColumn({ ...draft, scales: { 0: "1", 2: "-0,5", 4: "x" } }, { column: 2, unit: "mV" }), { column: 2, use: "events" });
    expect(recipeOf(columns).columns).toEqual([{ column: 2, unit: "mV", use: "events", scale: -0.5 }]);
    expect(recipeOf(draftOf(recipeOf(columns)))).toEqual(recipeOf(columns));
  });

  it("remembers a recipe for its structure, the newest first, and forgets an empty one", () => {
    const two = withRecipe(withRecipe([], "text-1", { samplingHz: 1000 }), "text-2", { decimal: "," });
    expect(withRecipe(two, "text-1", { samplingHz: 2000 }).map(({ signature, recipe }) => [signature, recipe.samplingHz])).toEqual([["text-1", 2000], ["text-2", undefined]]);
    expect(withRecipe(two, "text-2", { columns: [] })).toHaveLength(1);
    expect(readRecipes(JSON.parse(JSON.stringify(two)))).toEqual(two);
    expect(readRecipes([{ signature: "a", recipe: { samplingHz: -1 } }, { signature: 7, recipe: {} }, null, "x"])).toEqual([]);
  });

  it("falls back to defaults where kept preferences are damaged", () => {
    expect(readPreferences({ theme: "purple", wheel: 7, leftPanel: "no", who: 3, drag: [], montages: "F1" })).toEqual(defaultPreferences);
    expect(readPreferences({ theme: "dark", wheel: "zooms", leftPanel: false, markWords: [{ text: "Zug", kind: "stretch" }, { text: "", kind: "tap" }, { text: "x", kind: "y" }, null] })).toEqual({ ...defaultPreferences, theme: "dark", wheel: "zooms", leftPanel: false, markWords: [{ text: "Zug", kind: "stretch" }] });
  });
});
