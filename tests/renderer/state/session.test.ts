import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { ResultDocument } from "../../../src/core/result";
import { settingDefinitions } from "../../../src/core/settings";
import type { SourceInfo } from "../../../src/protocol/engine-api";
import { runCommand } from "../../../src/renderer/commands/command-table";
import { addMark, burstsOfChannel, changeContext, removeSelectedBurst, setSetting, undoEdit, redoEdit } from "../../../src/renderer/state/analysis/edit-actions";
import { exportFile } from "../../../src/renderer/state/exports/export-actions";
import { chosenTrain, isCurrent } from "../../../src/renderer/state/klonos-state";
import { acceptProposals } from "../../../src/renderer/state/analysis/proposal-actions";
import { nameNotes, openSource, openSources } from "../../../src/renderer/state/recording/open-actions";
import { createSession } from "../../../src/renderer/state/create-session";
import type { Session } from "../../../src/renderer/state/session";
import { wantedTraces } from "../../../src/renderer/state/views/trace-loop";
import { chooseTrain, goTo, pan, setPage, showWindow, stepBurst, zoomBack } from "../../../src/renderer/state/views/view-actions";
import { fakeHost, type FakeHost } from "../fake-host";
import { engineInThread, until } from "../window-in-test";

const fixtures = resolve(import.meta.dirname, "../../../fixtures");

/** The window's state over the real engine, in one thread. */
function openWindow(files: Readonly<Record<string, Uint8Array>>): FakeHost & { readonly session: Session & { readonly dispose: () => void } } {
  const fake = fakeHost(engineInThread(({ id }) => files[id]!));
  return { ...fake, session: createSession(fake.host) };
}

const example: SourceInfo = { id: "example", name: "example-session.edf", size: 1 };
const exampleBytes = new Uint8Array(readFileSync(resolve(fixtures, "example-session.edf")));
interface Truth {
  readonly durationSeconds: number;
  readonly annotations: readonly { readonly onsetSeconds: number; readonly text: string }[];
}
const truth = JSON.parse(readFileSync(resolve(fixtures, "example-session.json"), "utf8")) as Truth;

let open: ReturnType<typeof openWindow> | undefined;
afterEach(() => {
  open?.session.dispose();
  open = undefined;
});

async function opened(): Promise<ReturnType<typeof openWindow>> {
  open = openWindow({ example: exampleBytes });
  await openSource(open.session, example, {});
  await until(open.session, isCurrent, "a result");
  return open;
}

describe("opening", () => {
  it("shows the header, asks for the first page, takes marks from the scan and analyses", async () => {
    const window = openWindow({ example: exampleBytes });
    open = window;
    const { store } = window.session;
    const opening = openSource(window.session, example, {});
    await until(window.session, (state) => state.recording !== undefined, "a header");
    expect(store.getState().recording?.scan).toBeUndefined();
    expect(store.getState().recording?.opened.header.channels.map((channel) => channel.label)).toEqual(["R SOL", "R TA", "R MG", "Angle"]);
    await opening;
    await until(window.session, isCurrent, "a result");
    await until(window.session, (state) => state.traces !== undefined, "traces");
    const state = store.getState();
    expect(state.inputs.present.context.marks.map((mark) => [mark.kind, Number(mark.seconds.toFixed(4))])).toEqual(truth.annotations.map((annotation) => [annotation.text, Number(annotation.onsetSeconds.toFixed(4))]));
    expect(state.recording?.scan?.durationSeconds).toBeCloseTo(truth.durationSeconds, 6);
    expect(state.recording?.scan?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(state.inputs.past).toHaveLength(0);
    expect(state.jobs).toHaveLength(0);
    // Every channel of the page has its trace and a gain, the EMG channels an envelope.
    await until(window.session, (now) => now.traces?.second.size === 3, "envelopes");
    expect([...(store.getState().traces?.main.keys() ?? [])].sort()).toEqual([0, 1, 2, 3]);
    for (const gain of Object.values(store.getState().view.gains)) expect(gain).toBeGreaterThan(0);
    expect(chosenTrain(store.getState())?.channel).toBe("R SOL");
  });

  it("takes a lab's own word for a stretch, at once and in the next recording", async () => {
    // Seven letters for seven letters: the rest of the file stays as it is.
    const bytes = Buffer.from(Buffer.from(exampleBytes).toString("latin1").replace(/stretch/g, "Zerrung"), "latin1");
    const window = openWindow({ example: new Uint8Array(bytes) });
    open = window;
    await openSource(window.session, example, {});
    const marks = (): readonly string[] => window.session.store.getState().inputs.present.context.marks.map(({ kind }) => kind);
    expect(marks()).toEqual(["release", "release", "release", "release"]);
    await nameNotes(window.session, "Zerrung", "stretch");
    const wanted = truth.annotations.map(({ text }) => text);
    expect(marks()).toEqual(wanted);
    await openSource(window.session, example, {});
    expect(marks()).toEqual(wanted);
    expect(window.preferences["markWords"]).toEqual([{ text: "Zerrung", kind: "stretch" }]);
  });

  it("turns a file that is none into a notice and keeps the recording that was there", async () => {
    const { session } = await opened();
    const before = session.store.getState().recording;
    await openSource(session, { id: "example", name: "x.edf", size: 1 }, {});
    expect(session.store.getState().recording?.sourceInfo.name).toBe("x.edf");
    open?.session.dispose();
    open = openWindow({ bad: new TextEncoder().encode("no signal at all, only words\n".repeat(40)) });
    await openSource(open.session, { id: "bad", name: "bad.edf", size: 1 }, {});
    const state = open.session.store.getState();
    expect(before).toBeDefined();
    expect(state.recording).toBeUndefined();
    expect(state.opening).toBe(false);
    expect(state.notices.length + (state.importQuestion === undefined ? 0 : 1)).toBe(1);
  });

  it("asks for the rate of a text that has none, and opens with the answer", async () => {
    const rows = Array.from({ length: 3000 }, (_unused, index) => `${(Math.sin(index / 7) * 0.05).toFixed(5)},${(Math.cos(index / 5) * 0.04).toFixed(5)}`);
    open = openWindow({ text: new TextEncoder().encode(`SOL [mV],TA [mV]\n${rows.join("\n")}\n`) });
    const source = { id: "text", name: "plain.csv", size: 1 };
    await openSource(open.session, source, {});
    expect(open.session.store.getState().importQuestion?.error?.code).toBe("needs-rate");
    await openSource(open.session, source, { samplingHz: 1000 });
    expect(open.session.store.getState().importQuestion).toBeUndefined();
    expect(open.session.store.getState().recording?.scan?.durationSeconds).toBeCloseTo(3, 6);
  });

  it("opens what argv or a second instance asks for and keeps the others within reach", async () => {
    open = openWindow({ example: exampleBytes });
    open.requestOpen([example, { ...example, name: "second.edf" }]);
    await until(open.session, isCurrent, "a result");
    expect(open.session.store.getState().recording?.sourceInfo.name).toBe("example-session.edf");
    expect(open.session.store.getState().siblings).toHaveLength(2);
    await openSources(open.session, []);
    expect(open.session.store.getState().siblings).toHaveLength(2);
  });

  it("begins the tour where the program was started on the example, and on no other recording", async () => {
    open = openWindow({ example: exampleBytes });
    open.requestOpen([{ ...example, name: "mine.edf" }]);
    await until(open.session, isCurrent, "a result");
    expect(open.session.store.getState().tour).toBeUndefined();
    open.requestOpen([example]);
    await until(open.session, ({ tour }) => tour === 0, "the tour");
  });
});

describe("re-scoring", () => {
  it("follows a setting at once, and undo and redo bring back the very results", async () => {
    const { session } = await opened();
    const before = session.store.getState().result!;
    setSetting(session, "minimumBursts", 999);
    setSetting(session, "minimumBursts", 15);
    await until(session, (state) => isCurrent(state) && state.result !== before, "a new result");
    const after = session.store.getState().result!;
    expect(after.settings.minimumBursts).toBe(15);
    // Trains with fewer bursts than asked for have no rhythm any more: the definition of the gate, not Klonos' own output.
    for (const train of after.trains) if (train.bursts.length < 15) expect(["insufficient", "tonic"]).toContain(train.pattern);
    expect(session.store.getState().inputs.past).toHaveLength(1);
    undoEdit(session);
    await until(session, isCurrent, "the result before");
    expect(session.store.getState().result?.settings.minimumBursts).toBe(settingDefinitions.minimumBursts.default);
    expect(session.store.getState().result?.trains).toEqual(before.trains);
    redoEdit(session);
    await until(session, isCurrent, "the result after");
    expect(session.store.getState().result?.trains).toEqual(after.trains);
  });

  it("ends on the newest of many changes", async () => {
    const { session } = await opened();
    for (const seconds of [1, 2, 3]) addMark(session, "tap", seconds, "tap");
    for (const hz of [35, 40, 45, 50]) setSetting(session, "bandLowHz", hz);
    await until(session, isCurrent, "a result");
    const { result } = session.store.getState();
    expect(result?.settings.bandLowHz).toBe(50);
    expect(result?.marks.filter((mark) => mark.origin === "user").map((mark) => mark.seconds)).toEqual([1, 2, 3]);
  });

  it("takes out a burst and puts it back", async () => {
    const { session } = await opened();
    const train = session.store.getState().result!.trains.find((candidate) => candidate.channel === "R SOL")!;
    chooseTrain(session, train);
    expect(removeSelectedBurst(session)).toBe(false);
    expect(stepBurst(session, 1)).toBe(true);
    const { burst } = session.store.getState().view;
    expect(burst).toBeDefined();
    const count = burstsOfChannel(session.store.getState(), 0).length;
    expect(removeSelectedBurst(session)).toBe(true);
    await until(session, isCurrent, "a result");
    const bursts = burstsOfChannel(session.store.getState(), 0);
    expect(bursts).toHaveLength(count - 1);
    expect(bursts.some((candidate) => candidate.onsetSample === burst?.start)).toBe(false);
    expect(session.store.getState().result?.editCount).toBe(1);
    expect(runCommand(session, "edit.undo")).toBe(true);
    await until(session, isCurrent, "a result");
    expect(burstsOfChannel(session.store.getState(), 0)).toHaveLength(count);
  });

  it("splits a train at the selected burst and merges it again", async () => {
    const { session } = await opened();
    const train = session.store.getState().result!.trains.find((candidate) => candidate.channel === "R SOL" && candidate.bursts.length >= 8)!;
    chooseTrain(session, train);
    const middle = train.bursts[4]!;
    session.store.setState((state) => ({ view: { ...state.view, burst: { channelIndex: 0, start: middle.onsetSample, end: middle.offsetSample } } }));
    expect(runCommand(session, "train.split")).toBe(true);
    await until(session, isCurrent, "a result");
    const parts = session.store.getState().result!.trains.filter((candidate) => candidate.channelIndex === 0 && candidate.startSeconds < train.endSeconds && candidate.endSeconds > train.startSeconds);
    expect(parts.map((part) => part.bursts.length)).toEqual([4, train.bursts.length - 4]);
    chooseTrain(session, parts[0]!);
    expect(runCommand(session, "train.merge")).toBe(true);
    await until(session, isCurrent, "a result");
    const merged = session.store.getState().result!.trains.find((candidate) => candidate.channelIndex === 0 && candidate.startSeconds === train.startSeconds)!;
    expect(merged.bursts.map((burst) => burst.onsetSample)).toEqual(train.bursts.map((burst) => burst.onsetSample));
  });
});

describe("export", () => {
  it("gives what is shown, even when asked for while a change is being scored", async () => {
    const { session, saved } = await opened();
    setSetting(session, "sustainedBeats", 20);
    expect(isCurrent(session.store.getState())).toBe(false);
    const name = await exportFile(session, { kind: "table", table: "result-json" });
    expect(name).toBe(saved[0]?.name);
    const exported = JSON.parse(new TextDecoder().decode(saved[0]!.bytes)) as ResultDocument;
    expect(exported.settings.sustainedBeats).toBe(20);
    const shown = JSON.parse(JSON.stringify(session.store.getState().result)) as ResultDocument;
    // Names stay out of what leaves the window unless asked for; everything else is the very document that is shown.
    expect(exported.source.name).not.toBe(shown.source.name);
    expect({ ...exported, source: { ...exported.source, name: shown.source.name } }).toEqual(shown);
  });

  it("says so when a figure cannot be made, and leaves the window as it was", async () => {
    const { session, saved } = await opened();
    expect(await exportFile(session, { kind: "figure", format: "pdf", dpi: 300, widthMillimetres: 180, span: "train" })).toBeUndefined();
    expect(saved).toHaveLength(0);
    expect(session.store.getState().notices[0]?.title).toBe("The export failed");
    expect(session.store.getState().jobs).toHaveLength(0);
  });
});

describe("events of a channel", () => {
  it("stand in for marks that were set by hand, which are too inexact for a latency, and keep their side", async () => {
    const { session } = await opened();
    await until(session, isCurrent, "a result");
    const marks = () => session.store.getState().inputs.present.context.marks;
    const [exact] = marks().filter(({ kind }) => kind === "stretch");
    // The same stretch as a hand would mark it.
    changeContext(session, "by hand", () => ({ marks: marks().map((mark) => (mark === exact ? { ...mark, seconds: mark.seconds + 0.04, origin: "user", side: "right" } : mark)) }));
    expect(runCommand(session, "events.propose")).toBe(true);
    await until(session, ({ proposals }) => proposals.length > 0, "proposals");
    const { proposals } = session.store.getState();
    expect(proposals.filter(({ kind }) => kind === "stretch")).toHaveLength(1);
    acceptProposals(session, proposals.filter(({ kind }) => kind === "stretch"));
    const stretches = marks().filter(({ kind, seconds }) => kind === "stretch" && Math.abs(seconds - exact!.seconds) < 0.5);
    expect(stretches).toEqual([expect.objectContaining({ origin: "channel", side: "right" })]);
    // The generator's stretch.
    expect(Math.abs(stretches[0]!.seconds - exact!.seconds)).toBeLessThan(0.03);
    undoEdit(session);
    expect(marks().filter(({ origin }) => origin === "user")).toHaveLength(1);
  });
});

describe("the view", () => {
  it("goes where it is told and finds its way back", async () => {
    const { session } = await opened();
    const span = session.store.getState().view.window.span;
    pan(session, 1);
    expect(session.store.getState().view.window.start).toBeCloseTo(span, 9);
    setPage(session, 1);
    expect(session.store.getState().view.window.span).toBe(1);
    expect(zoomBack(session)).toBe(true);
    expect(session.store.getState().view.window.span).toBe(span);
    goTo(session, 51);
    const { start } = session.store.getState().view.window;
    expect(start).toBeLessThan(51);
    expect(start + span).toBeGreaterThan(51);
    expect(runCommand(session, "mark.tap")).toBe(true);
    expect(session.store.getState().inputs.present.context.marks.some((mark) => mark.kind === "tap" && mark.seconds === 51)).toBe(true);
  });

  it("asks for traces only when those on hand do not serve", async () => {
    const { session } = await opened();
    await until(session, (state) => state.traces !== undefined && state.traces.key.includes("|scan|"), "traces");
    const state = session.store.getState();
    expect(wantedTraces(state, state.traces)).toBeUndefined();
    pan(session, 0.1);
    expect(wantedTraces(session.store.getState(), state.traces)).toBeUndefined();
    showWindow(session, { start: 40, span: state.view.window.span });
    const far = wantedTraces(session.store.getState(), state.traces);
    expect(far?.start).toBeLessThan(40);
    expect(far?.end).toBeGreaterThan(40 + state.view.window.span - 1e-9);
    expect(wantedTraces({ ...state, view: { ...state.view, mode: "raw" } }, state.traces)).toBeDefined();
  });
});
