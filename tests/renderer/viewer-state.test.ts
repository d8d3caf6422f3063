import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseMontage, type Montage } from "../../src/protocol/montage";
import type { Trace } from "../../src/protocol/engine-api";
import { runCommand } from "../../src/renderer/commands/command-table";
import { rowOrder } from "../../src/renderer/layout/trace-rows";
import { intervalsWithMissed } from "../../src/renderer/panels/interval-plot";
import { markAt, markPlaces } from "../../src/renderer/plots/mark-places";
import { rectangleGain, rowScale, sceneOf, traceValue, valueAt } from "../../src/renderer/plots/scene";
import { measureCalipers, moveCaliper, placeCaliper } from "../../src/renderer/state/views/caliper-actions";
import { addDerivation, removeDerivation } from "../../src/renderer/state/analysis/edit-actions";
import { channelsOf, orderOf, type RecordingState } from "../../src/renderer/state/klonos-state";
import { applyMontage, captureMontage, fitMontage, importMontage, keepMontages } from "../../src/renderer/state/views/montage-actions";
import { readPreferences } from "../../src/renderer/state/preferences";
import { createSession } from "../../src/renderer/state/create-session";
import { pan, setSelection, zoom, zoomBack, zoomToRectangle } from "../../src/renderer/state/views/view-actions";
import { exampleDocument, exampleTrain } from "./example-result";
import { fakeHost } from "./fake-host";

const HZ = 1000;
const segments = [{ startSample: 0, endSample: 10_000, startSeconds: 0 }];
const channel = { muscle: undefined, side: undefined, site: undefined, candidates: [], unit: "uV", isVoltage: true, samplingHz: HZ, sampleCount: 10_000, segments, physicalRange: undefined, prefilter: "", role: "emg" } as const;
const recording: RecordingState = {
  sourceInfo: { id: "1", name: "example.edf", size: 1000 },
  opened: {
    recordingId: "r1",
    source: { name: "example.edf", size: 1000 },
    header: {
      format: "EDF+C", durationSeconds: 10, startDateTime: undefined, hasIdentity: false, issues: [], complete: true,
      channels: [{ ...channel, index: 0, label: "R SOL" }, { ...channel, index: 1, label: "R TA" }, { ...channel, index: 2, label: "R MG", samplingHz: 2000 }, { ...channel, index: 3, label: "Angle", role: "angle", unit: "deg", isVoltage: false }],
    },
    proposedPairs: [],
  },
  scan: undefined,
  answers: {},
};

let session: ReturnType<typeof createSession>;
let fake: ReturnType<typeof fakeHost>;
beforeEach(() => {
  fake = fakeHost();
  session = createSession(fake.host);
  session.store.setState((state) => ({ recording, view: { ...state.view, window: { start: 0, span: 10 }, gains: { 0: 100, 1: 50, 2: 20, 3: 5 }, channelIndex: 0 } }));
});
afterEach(() => session.dispose());
const state = () => session.store.getState();

describe("a selection without a mouse", () => {
  it("grows from the cursor, shrinks back, goes over its beginning, and is of the selected trace", () => {
    const span = () => state().view.selection && [Number(state().view.selection!.start.toFixed(6)), Number(state().view.selection!.end.toFixed(6))];
    session.store.setState({ cursor: { seconds: 5, channelIndex: undefined, value: undefined } });
    for (let k = 0; k < 4; k++) runCommand(session, "select.forward");
    expect([span(), state().view.selection?.channelIndex]).toEqual([[5, 5.2], 0]);
    for (let k = 0; k < 5; k++) runCommand(session, "select.back");
    expect(span()).toEqual([4.95, 5]);
    // A pointer that hovers elsewhere takes no end away.
    session.store.setState({ cursor: { seconds: 9, channelIndex: 1, value: 3 } });
    runCommand(session, "select.forward");
    expect(span()).toEqual([4.95, 5.05]);
    runCommand(session, "mark.mark-5");
    expect(state().inputs.present.context.marks[0]).toMatchObject({ kind: "other", text: "mark 5", channelIndex: 0 });
  });

  it("is what lies between the two measuring cursors", () => {
    expect(runCommand(session, "select.calipers")).toBe(false);
    placeCaliper(session, 4, () => 1);
    placeCaliper(session, 2, () => 2);
    expect(runCommand(session, "select.calipers")).toBe(true);
    expect(state().view.selection).toEqual({ start: 2, end: 4, channelIndex: 0 });
  });
});

describe("merging and splitting", () => {
  const [first, second] = [exampleTrain({ id: "a" }), exampleTrain({ id: "b", startSeconds: 3, endSeconds: 4, bursts: exampleTrain().bursts.map((burst) => ({ ...burst, onsetSample: burst.onsetSample + 2000, offsetSample: burst.offsetSample + 2000 })) })];
  const show = (trains: readonly ReturnType<typeof exampleTrain>[], trainId: string): void => session.store.setState((now) => ({ result: exampleDocument(trains), view: { ...now.view, trainId } }));

  it("takes the next train, and from the last one the one before", () => {
    for (const id of ["a", "b"]) {
      show([first, second], id);
      runCommand(session, "train.merge");
      expect(state().inputs.present.context.edits.at(-1), id).toEqual({ kind: "merge-trains", channelIndex: 0, start: first.bursts[0]!.onsetSample, end: second.bursts.at(-1)!.offsetSample });
    }
  });

  it("says why it does nothing", () => {
    show([first], "a");
    runCommand(session, "train.merge");
    runCommand(session, "train.split");
    expect(state().notices.map(({ title }) => title)).toEqual(["SOL has no other train to merge with.", expect.stringContaining("no place to split")]);
    expect(state().inputs.present.context.edits).toEqual([]);
  });
});

describe("events", () => {
  it("label the selection on its channel, or the cursor; Delete takes the chosen one away and undo brings it back", () => {
    setSelection(session, { start: 2, end: 3, channelIndex: 1 });
    expect(runCommand(session, "mark.mark-5")).toBe(true);
    expect(state().inputs.present.context.marks).toEqual([{ kind: "other", seconds: 2, text: "mark 5", origin: "user", endSeconds: 3, channelIndex: 1 }]);
    expect(state().view.selection).toBeUndefined();
    session.store.setState({ cursor: { seconds: 5, channelIndex: undefined, value: undefined } });
    runCommand(session, "mark.stretch");
    expect(state().inputs.present.context.marks[1]).toEqual({ kind: "stretch", seconds: 5, text: "stretch", origin: "user" });
    session.store.setState({ cursor: { seconds: 0, channelIndex: undefined, value: undefined } });
    runCommand(session, "move.next-mark");
    expect(state().view.mark?.text).toBe("mark 5");
    expect(runCommand(session, "burst.remove")).toBe(true);
    expect(state().inputs.present.context.marks.map((mark) => mark.text)).toEqual(["stretch"]);
    expect(state().view.mark).toBeUndefined();
    runCommand(session, "edit.undo");
    expect(state().inputs.present.context.marks).toHaveLength(2);
  });

  it("are gone to one after the other with what the file notes, which cannot be taken away", () => {
    const annotation = (onsetSeconds: number, text: string) => ({ onsetSeconds, durationSeconds: 0, text, channel: undefined });
    const scan = { channels: recording.opened.header.channels, durationSeconds: 10, gaps: [], annotations: [annotation(6, "202"), annotation(3, "stretch")], marks: [], issues: [], sha256: undefined } as unknown as NonNullable<RecordingState["scan"]>;
    const file = { kind: "stretch" as const, seconds: 3, text: "stretch", origin: "file" as const };
    session.store.setState((now) => ({ recording: { ...recording, scan }, cursor: { seconds: 1, channelIndex: undefined, value: undefined }, inputs: { ...now.inputs, present: { ...now.inputs.present, context: { ...now.inputs.present.context, marks: [file] } } } }));
    const step = (id: string) => [runCommand(session, id), state().cursor?.seconds, state().view.mark?.text];
    expect(step("move.next-mark")).toEqual([true, 3, "stretch"]);
    expect(step("move.next-mark")).toEqual([true, 6, undefined]);
    expect(runCommand(session, "burst.remove")).toBe(false);
    step("move.next-mark");
    expect(state().cursor?.seconds, "there is none after the last").toBe(6);
    expect(step("move.previous-mark")).toEqual([true, 3, "stretch"]);
  });

  it("are hit at their names, those of a channel at the foot of its row, and names do not overlap", () => {
    const mark = (seconds: number, text: string, channelIndex?: number) => ({ kind: "other" as const, seconds, text, origin: "user" as const, ...(channelIndex === undefined ? {} : { channelIndex }) });
    session.store.setState((now) => ({ inputs: { ...now.inputs, present: { ...now.inputs.present, context: { ...now.inputs.present.context, marks: [mark(1, "stretch"), mark(1.1, "tap"), mark(4, "twitch", 1)] } } } }));
    const scene = sceneOf(state(), 1000, 400);
    const [first, second, third] = markPlaces(scene);
    expect(second!.nameY).toBeLessThan(first!.nameY);
    const row = scene.rows.find((candidate) => candidate.channelIndex === 1)!;
    expect(third!.foot).toBeCloseTo(row.top + row.height, 6);
    expect(markAt(scene, third!.nameX + 3, third!.nameY - 3)?.text).toBe("twitch");
    expect(markAt(scene, first!.nameX + 3, first!.nameY - 3)?.text).toBe("stretch");
    expect(markAt(scene, 700, 100)).toBeUndefined();
    // Where the scale bars stand a name goes to the other side of its line.
    session.store.setState((now) => ({ inputs: { ...now.inputs, present: { ...now.inputs.present, context: { ...now.inputs.present.context, marks: [mark(9.5, "release")] } } } }));
    const [last] = markPlaces(sceneOf(state(), scene.width, scene.height));
    expect(last!.nameX + last!.nameWidth).toBeLessThan(last!.x);
    // What the file notes has its place too, out of the way of the marks, and cannot be taken hold of.
    const noted = { ...scene, notes: [{ onsetSeconds: 1.1, durationSeconds: 2, text: "a note of the file that is far too long to be read there", channel: undefined }] };
    const note = markPlaces(noted).find((place) => place.mark === undefined)!;
    expect(note.name).toHaveLength(28);
    expect(note.nameY).toBeLessThan(second!.nameY);
    expect(note.endX! - note.x).toBeCloseTo((2 / scene.window.span) * 1000, -1);
    expect(markAt(noted, note.nameX + 40, note.nameY - 3)).toBeUndefined();
  });
});

describe("a rejected stretch", () => {
  it("comes of the selection, on all channels or its own, and goes by the same key under the cursor or by undo", () => {
    setSelection(session, { start: 2, end: 3, channelIndex: 1 });
    expect(runCommand(session, "reject.toggle")).toBe(true);
    setSelection(session, { start: 6, end: 7, channelIndex: 1 });
    expect(runCommand(session, "reject.channel")).toBe(true);
    expect(state().inputs.present.context.rejected).toEqual([{ channelIndex: undefined, startSeconds: 2, endSeconds: 3 }, { channelIndex: 1, startSeconds: 6, endSeconds: 7 }]);
    session.store.setState({ cursor: { seconds: 4, channelIndex: undefined, value: undefined } });
    expect(runCommand(session, "reject.toggle"), "nothing is rejected here").toBe(false);
    session.store.setState({ cursor: { seconds: 2.5, channelIndex: undefined, value: undefined } });
    expect(runCommand(session, "reject.toggle")).toBe(true);
    expect(state().inputs.present.context.rejected).toHaveLength(1);
    runCommand(session, "edit.undo");
    expect(state().inputs.present.context.rejected).toHaveLength(2);
  });
});

describe("measuring", () => {
  it("gives Δt, 1/Δt and ΔV of the selected trace, also when a cursor is moved", () => {
    const values: Readonly<Record<number, number>> = { 1: 20, 1.25: -30, 2: 5 };
    const read = (index: number, seconds: number): number | undefined => (index === 0 ? values[seconds] : undefined);
    placeCaliper(session, 1, read);
    expect(measureCalipers(state().view.calipers)).toBeUndefined();
    placeCaliper(session, 1.25, read);
    expect(measureCalipers(state().view.calipers)).toEqual({ seconds: 0.25, perSecond: 4, difference: -50 });
    moveCaliper(session, 1, 2, read);
    expect(measureCalipers(state().view.calipers)).toEqual({ seconds: 1, perSecond: 1, difference: -15 });
    placeCaliper(session, 3, read);
    expect(state().view.calipers).toHaveLength(1);
  });

  it("reads a drawn trace at its sample, in µV, and nothing beside it", () => {
    const trace: Trace = { channelIndex: 0, view: "filtered", samplingHz: HZ, pieces: [{ startSample: 1000, startSeconds: 1, samplesPerBucket: 1, minimum: Float32Array.of(1e-6, 2e-6, 3e-6), maximum: Float32Array.of(1e-6, 2e-6, 3e-6) }] };
    session.store.setState({ traces: { key: "", start: 0, end: 10, span: 10, columns: 100, scaling: {}, main: new Map([[0, trace]]), second: new Map() } });
    const scene = sceneOf(state(), 1000, 400);
    expect(traceValue(scene, 0, 1.0021)).toBeCloseTo(3, 5);
    expect(traceValue(scene, 0, 5)).toBeUndefined();
    expect(traceValue(scene, 1, 1)).toBeUndefined();
  });

  it("zooms into a rectangle in time and gain, and Backspace brings both back", () => {
    const scene = sceneOf(state(), 1000, 400);
    const row = scene.rows.find((candidate) => candidate.channelIndex === 0)!;
    const fitted = rectangleGain(scene, row, row.baseline - 20, row.baseline - 10)!;
    expect(fitted.gain).toBeLessThan(100);
    expect([1, 2, 5]).toContain(Number(fitted.gain.toPrecision(1)[0]));
    zoomToRectangle(session, { start: 2, span: 1 }, fitted);
    const after = sceneOf(state(), 1000, 400);
    const before = rowScale(scene, row)!;
    const ends = [valueAt(before, row, row.baseline - 20), valueAt(before, row, row.baseline - 10)];
    const now = rowScale(after, row)!;
    for (const value of ends) {
      const y = row.baseline - (value - now.centre) * now.pixelsPerUnit;
      expect(y).toBeGreaterThanOrEqual(row.top);
      expect(y).toBeLessThanOrEqual(row.top + row.height);
    }
    expect(state().view.window).toEqual({ start: 2, span: 1 });
    expect(zoomBack(session)).toBe(true);
    expect([state().view.window, state().view.gains[0]]).toEqual([{ start: 0, span: 10 }, 100]);
  });
});

describe("zoom by wheel and keys", () => {
  it("goes back in one step for turns that follow each other, and in two where something else came between", () => {
    for (let turn = 0; turn < 5; turn++) zoom(session, 0.8, 4);
    const near = state().view.window;
    expect(near.span).toBeCloseTo(10 * 0.8 ** 5, 6);
    pan(session, 0.5);
    const moved = state().view.window;
    zoom(session, 0.5, moved.start);
    expect(zoomBack(session)).toBe(true);
    expect(state().view.window).toEqual(moved);
    expect(zoomBack(session)).toBe(true);
    expect(state().view.window).toEqual({ start: 0, span: 10 });
    expect(zoomBack(session)).toBe(false);
    zoom(session, 0.5, 5);
    expect(zoomBack(session)).toBe(true);
    expect(state().view.window).toEqual({ start: 0, span: 10 });
  });
});

describe("derivations in the window", () => {
  it("add a channel, are refused with the reason, and go with all that was said of them", () => {
    expect(addDerivation(session, 0, 1)).toBeUndefined();
    expect(channelsOf(state()).map(({ label }) => label)).toEqual(["R SOL", "R TA", "R MG", "Angle", "R SOL−R TA"]);
    expect(addDerivation(session, 0, 2)).toMatch(/1000 Hz .* 2000 Hz/);
    expect(addDerivation(session, 0, 3)).toMatch(/volts .* deg/);
    addDerivation(session, 1, 0);
    session.store.setState((now) => ({ inputs: { ...now.inputs, present: { ...now.inputs.present, context: { ...now.inputs.present.context, pairs: [{ agonist: 4, antagonist: 0 }, { agonist: 5, antagonist: 1 }], overrides: [{ channelIndex: 5, muscle: "soleus" }] } } } }));
    removeDerivation(session, 4);
    const { context } = state().inputs.present;
    expect(context.derivations).toEqual([{ label: "R TA−R SOL", plus: 1, minus: 0 }]);
    expect(context.pairs).toEqual([{ agonist: 4, antagonist: 1 }]);
    expect(context.overrides).toEqual([{ channelIndex: 4, muscle: "soleus" }]);
  });
});

describe("order and polarity", () => {
  it("are a person's, can be undone, and pairs come first again on request", () => {
    const rows = (): readonly number[] => rowOrder(channelsOf(state()), [], new Set(), orderOf(state())).map((row) => row.channelIndex);
    session.store.setState((now) => ({ view: { ...now.view, channelIndex: 1 } }));
    runCommand(session, "view.channel-earlier");
    expect(rows()).toEqual([1, 0, 2, 3]);
    runCommand(session, "edit.undo");
    expect(rows()).toEqual([0, 1, 2, 3]);
    runCommand(session, "view.channel-later");
    expect(rows()).toEqual([0, 2, 1, 3]);
    runCommand(session, "view.order-automatic");
    expect(rows()).toEqual([0, 1, 2, 3]);
    runCommand(session, "view.invert-channel");
    expect(state().inputs.present.context.overrides.find((override) => override.channelIndex === 1)?.inverted).toBe(true);
  });
});

describe("a montage", () => {
  const montage = (): Montage => {
    addDerivation(session, 0, 1);
    session.store.setState((now) => ({ view: { ...now.view, hidden: new Set([2]), looks: { 0: { colour: "purple" } }, mode: "rectified", second: undefined } }));
    runCommand(session, "view.invert-channel");
    return captureMontage(state(), "ankle");
  };

  it("comes back from its file as it was, and is put on another recording by label", () => {
    const kept = parseMontage(JSON.stringify(montage()));
    session.dispose();
    session = createSession(fake.host);
    const { header } = recording.opened;
    // Another order, another case, one channel missing.
    const channels = [{ ...channel, index: 0, label: "r ta " }, { ...channel, index: 1, label: "R SOL" }, { ...channel, index: 2, label: "Sync" }];
    session.store.setState({ recording: { ...recording, opened: { ...recording.opened, header: { ...header, channels } } } });
    expect(applyMontage(session, kept)).toBe(true);
    const { view, inputs, notices } = state();
    expect(inputs.present.context.derivations).toEqual([{ label: "R SOL−R TA", plus: 1, minus: 0 }]);
    expect([...view.hidden]).toEqual([2]);
    expect(view.looks).toEqual({ 1: { colour: "purple" } });
    expect(view.gains).toMatchObject({ 0: 50, 1: 100 });
    expect([view.mode, view.second]).toEqual(["rectified", undefined]);
    expect(inputs.present.context.overrides.find((override) => override.channelIndex === 1)?.inverted).toBe(true);
    expect(notices[0]?.title).toMatch(/no R MG.*no Angle/);
    expect(inputs.past).toHaveLength(1);
  });

  it("that fits nothing changes nothing and says so", () => {
    const kept = montage();
    const before = state();
    expect(applyMontage(session, { ...kept, channels: kept.channels.map((entry) => ({ ...entry, label: `${entry.label} left` })), derivations: [] })).toBe(false);
    expect(state().inputs).toBe(before.inputs);
    expect(state().notices[0]?.title).toMatch(/fits no channel/);
    expect(fitMontage(state(), { ...kept, derivations: [{ label: "x", plus: "R SOL", minus: "R MG" }] }).problems.join()).toMatch(/does not resample/);
  });

  it("is refused when its file is damaged, naming the field", async () => {
    const kept = montage();
    expect(() => parseMontage("{")).toThrow(/no JSON/);
    expect(() => parseMontage(JSON.stringify({ ...kept, filter: { bandLowHz: 1, bandHighHz: 450 } }))).toThrow(/filter\.bandLowHz/);
    expect(() => parseMontage(JSON.stringify({ ...kept, channels: [{ ...kept.channels[0], colour: "pink" }] }))).toThrow(/channels\.0\.colour/);
    await importMontage(session, { name: "m.json", text: async () => "[]" });
    expect(state().notices[0]?.title).toMatch(/m\.json was not imported/);
    await importMontage(session, { name: "m.json", text: async () => JSON.stringify(kept) });
    expect(state().preferences.montages.map(({ name }) => name)).toEqual(["ankle"]);
    // What the shell kept comes back; what is damaged is left out.
    expect(readPreferences({ ...fake.preferences, montages: [kept, { name: "broken" }] }).montages).toEqual([kept]);
  });

  it("lies on F1 to F12 by its place", () => {
    const kept = montage();
    expect(runCommand(session, "montage.1")).toBe(false);
    keepMontages(session, [kept]);
    session.store.setState((now) => ({ view: { ...now.view, mode: "raw", hidden: new Set() } }));
    expect(runCommand(session, "montage.1")).toBe(true);
    expect([state().view.mode, [...state().view.hidden]]).toEqual(["rectified", [2]]);
    expect(runCommand(session, "montage.2")).toBe(false);
  });
});

describe("intervals", () => {
  it("in which a beat is missing are told apart", () => {
    const train = exampleTrain();
    const beats = train.bursts.map((burst) => ({ ...burst, thoughtFalse: false }));
    expect([...intervalsWithMissed({ bursts: beats, missedBeatSeconds: [1.375] })]).toEqual([1]);
    expect([...intervalsWithMissed({ bursts: beats, missedBeatSeconds: [] })]).toEqual([]);
  });
});
