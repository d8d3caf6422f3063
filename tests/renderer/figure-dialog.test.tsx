// @vitest-environment happy-dom
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DialogHost } from "../../src/renderer/dialogs/dialog-host";
import { createSession } from "../../src/renderer/state/create-session";
import type { RecordingState } from "../../src/renderer/state/klonos-state";
import { SessionContext } from "../../src/renderer/state/session-context";
import { exampleDocument, exampleTrain } from "./example-result";
import { fakeHost } from "./fake-host";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const WAIT_MILLISECONDS = 5000;
const recording = { answers: {}, sourceInfo: { id: "1", name: "long.edf", size: 10 }, opened: { recordingId: "r1", header: { channels: [], durationSeconds: 7200 }, proposedPairs: [] }, scan: undefined } as unknown as RecordingState;

let root: Root;
let place: HTMLElement;
let session: ReturnType<typeof createSession>;
let drawn = 0;

beforeEach(async () => {
  drawn = 0;
  // A figure of a long recording: nothing comes until it is stopped.
  session = createSession(fakeHost((message, reply) => {
    if (message.kind === "call" && message.method === "exportFigure") drawn++;
    if (message.kind === "cancel") reply({ kind: "fail", id: message.id, error: { code: "cancelled", message: "", where: "", details: {} } });
  }).host);
  place = document.createElement("div");
  document.body.append(place);
  root = createRoot(place);
  const train = exampleTrain();
  await act(async () => session.store.setState((state) => ({ recording, result: exampleDocument([train]), resultInputs: state.inputs.present, dialog: "figure", view: { ...state.view, trainId: train.id } })));
  await act(async () => root.render(<SessionContext.Provider value={session}><DialogHost /></SessionContext.Provider>));
});
afterEach(async () => {
  await act(async () => root.unmount());
  session.dispose();
  place.remove();
});

const button = (text: string): HTMLButtonElement | undefined => [...place.querySelectorAll("button")].find(({ textContent }) => textContent === text);

async function appears(text: string): Promise<HTMLButtonElement> {
  for (let waited = 0; waited < WAIT_MILLISECONDS; waited += 50) {
    const found = button(text);
    if (found !== undefined) return found;
    await act(async () => new Promise((done) => setTimeout(done, 50)));
  }
  throw new Error(`no button ${text}: ${place.textContent}`);
}

it("stops a drawing that takes long, says so, and draws again when told", async () => {
  expect(button("Stop")).toBeUndefined();
  const stop = await appears("Stop");
  await act(async () => stop.click());
  const again = await appears("Draw it again");
  expect(place.textContent).toContain("The drawing was stopped.");
  expect([button("Stop"), session.store.getState().jobs, session.store.getState().notices]).toEqual([undefined, [], []]);
  await act(async () => again.click());
  await appears("Stop");
  expect(drawn).toBe(2);
});

it("stops the making of a file, and a second press meanwhile makes no second one", async () => {
  const save = (): HTMLButtonElement => place.querySelector<HTMLButtonElement>(".primary")!;
  await appears("Stop");
  await act(async () => button("Stop")!.click());
  await appears("Draw it again");
  const before = drawn;
  await act(async () => save().click());
  await act(async () => save().click());
  expect(drawn).toBe(before + 1);
  expect(save().getAttribute("aria-disabled")).toBe("true");
  await act(async () => button("Stop")!.click());
  await act(async () => new Promise((done) => setTimeout(done, 20)));
  expect([save().getAttribute("aria-disabled"), session.store.getState().notices]).toEqual(["false", []]);
});
