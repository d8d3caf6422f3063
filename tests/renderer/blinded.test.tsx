// @vitest-environment happy-dom
import { act, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { KlonosError } from "../../src/core/errors";
import { commandTable } from "../../src/renderer/commands/command-table";
import { DialogHost } from "../../src/renderer/dialogs/dialog-host";
import { Toolbar } from "../../src/renderer/panels/toolbar";
import { LeftPanel } from "../../src/renderer/panels/left-panel";
import { StatusBar } from "../../src/renderer/panels/status-bar";
import { exampleDocument, exampleTrain } from "./example-result";
import { createSession } from "../../src/renderer/state/create-session";
import type { KlonosState, RecordingState } from "../../src/renderer/state/klonos-state";
import { notifyFailure } from "../../src/renderer/state/notices";
import { SessionContext } from "../../src/renderer/state/session-context";
import { fakeHost } from "./fake-host";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const NAME = "left-sol-botulinum-week-6.csv";
const STEM = /botulinum/;
const source = { id: "1", name: NAME, size: 10 };
const reading: KlonosState["reading"] = { document: { schema: "klonos-reading/1", id: "r", rater: "AB", startedAt: "", seed: 1, items: [] }, position: 0, ready: false, kept: undefined };
const recording = { answers: {}, sourceInfo: source, opened: { recordingId: "r1", importSignature: "text", source, header: { format: "CSV", durationSeconds: 10, hasIdentity: false, issues: [], complete: true, channels: [] }, proposedPairs: [] }, scan: { sha256: "ab", channels: [], durationSeconds: 10, annotations: [], marks: [], issues: [] } } as unknown as RecordingState;

let root: Root;
let place: HTMLElement;
let session: ReturnType<typeof createSession>;
/** What the engine says of the file. */
let refusal: KlonosError;

beforeEach(() => {
  refusal = new KlonosError("no-import-settings", "", "");
  session = createSession(fakeHost((message, reply) => void (message.kind === "call" && reply({ kind: "fail", id: message.id, error: refusal.record }))).host);
  place = document.createElement("div");
  document.body.append(place);
  root = createRoot(place);
});
afterEach(async () => {
  await act(async () => root.unmount());
  session.dispose();
  place.remove();
});

async function shown(node: ReactNode, state: Partial<KlonosState>): Promise<string> {
  await act(async () => session.store.setState(state));
  await act(async () => root.render(<SessionContext.Provider value={session}>{node}</SessionContext.Provider>));
  await act(async () => new Promise((done) => setTimeout(done, 30)));
  return place.innerHTML;
}

describe("while a reading is blinded", () => {
  it.each([["needs-rate", "no-import-settings", ""], ["needs-rate", "csv", `${NAME} needs a rate`]])("the question of an import (%s, %s) says no name", async (code, answer, message) => {
    refusal = new KlonosError(answer, message, NAME);
    const importQuestion = { source, error: new KlonosError(code, "", "").record, answers: {} };
    expect(await shown(<DialogHost />, { importQuestion })).toMatch(STEM);
    await act(async () => root.render(null));
    const blinded = await shown(<DialogHost />, { importQuestion, reading });
    expect(blinded).toContain("How to read this recording");
    expect(blinded).not.toMatch(STEM);
  });

  it("toolbar, contents and status bar say no name either, and the list of recent files is away", async () => {
    const train = exampleTrain();
    const state = { recording, siblings: [source, { ...source, id: "2" }], recents: [{ id: "x", name: NAME }], result: exampleDocument([train]) };
    const parts = <><Toolbar /><LeftPanel /><StatusBar /></>;
    const hasRecents = (): boolean => [...place.querySelectorAll(".toolbar button")].some(({ textContent }) => textContent === "▾");
    // The shell's own answer, which has no recent files, comes first.
    await act(async () => new Promise((done) => setTimeout(done, 5)));
    expect(await shown(parts, state)).toMatch(STEM);
    expect(hasRecents()).toBe(true);
    expect(await shown(parts, { reading })).not.toMatch(STEM);
    expect(hasRecents()).toBe(false);
  });

  it("no notice names the recording, whatever went wrong with it; that of another person's window does", () => {
    const failure = new KlonosError("read-failed", `${NAME} was cut short`, `${NAME}, byte 512`);
    const said = (): string => JSON.stringify(session.store.getState().notices);
    session.store.setState({ recording, reading, notices: [] });
    notifyFailure(session, `${NAME} could not be drawn`, failure);
    expect(said()).toContain("… was cut short");
    expect(said()).not.toMatch(STEM);
    session.store.setState({ reading: undefined, notices: [] });
    notifyFailure(session, `${NAME} could not be drawn`, failure);
    expect(said()).toMatch(STEM);
  });

  it("nothing can be saved, compared or asked for that would tell the name, the condition or a label", () => {
    session.store.setState((state) => ({ recording, reading, result: exampleDocument([exampleTrain()]), view: { ...state.view, study: true, trainId: exampleTrain().id }, project: { automatic: false, recording: {}, document: { recordings: [] }, sessions: [] } as unknown as NonNullable<KlonosState["project"]> }));
    const possible = commandTable.filter(({ when }) => when(session.store.getState())).map(({ id }) => id);
    for (const id of ["file.figure", "file.copy-figure", "file.copy-trains", "file.report", "file.export", "file.save-recording", "file.import-settings", "project.save-as", "project.sessions", "project.batch", "review.queue", "review.what-if", "review.study", "edit.history"]) expect(possible).not.toContain(id);
    // The bursts are the reader's to correct.
    expect(possible).toEqual(expect.arrayContaining(["burst.next", "train.split", "app.palette", "project.close"]));
  });
});
