// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { simulate } from "../../src/core/simulate/simulate";
import type { EngineApi } from "../../src/protocol/engine-api";
import { TruthCard } from "../../src/renderer/panels/truth-card";
import { createSession } from "../../src/renderer/state/create-session";
import type { RecordingState } from "../../src/renderer/state/klonos-state";
import { SessionContext } from "../../src/renderer/state/session-context";
import { exampleDocument } from "./example-result";
import { fakeHost } from "./fake-host";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let session: ReturnType<typeof createSession>;
let place: HTMLElement;
/** Answers of the engine that are still to come, in the order of the questions. */
let answers: (() => void)[];

beforeEach(() => {
  answers = [];
  session = createSession(
    fakeHost((message, reply) => {
      if (message.kind !== "call" || message.method !== "againstTruth") return;
      const { truth } = message.args as EngineApi["againstTruth"]["args"];
      const value = truth.map(({ channelIndex, seconds }) => ({ channelIndex, truth: seconds.length, found: 0, matched: 0, missedSeconds: seconds, falseSeconds: [], withinSeconds: 0.04 }));
      answers.push(() => reply({ kind: "ok", id: message.id, value }));
    }).host,
  );
  place = document.createElement("div");
  document.body.append(place);
});
afterEach(() => {
  session.dispose();
  place.remove();
});

/** Shows a simulated recording in which nothing was found: the results of all of them are alike. */
function show(sourceId: string, seconds: number): number {
  const { truth } = simulate({ class: "clonus", seed: 1, seconds, samplingHz: 1000, snrDb: -20 });
  const recording = { answers: {}, sourceInfo: { id: sourceId, name: "simulated.edf", size: 1 }, opened: { recordingId: sourceId, header: { channels: [] }, proposedPairs: [] }, scan: undefined } as unknown as RecordingState;
  session.store.setState((state) => ({ simulated: { sourceId, truth }, recording, result: exampleDocument([]), resultInputs: state.inputs.present }));
  return truth.bursts.length;
}

it("counts each simulated recording anew, however alike the results are, and says nothing of one before", async () => {
  const counts = (): readonly (string | null)[] => [...place.querySelectorAll("tbody tr:first-child td")].map(({ textContent }) => textContent);
  const root = createRoot(place);
  const first = show("one", 4);
  await act(async () => root.render(<SessionContext.Provider value={session}><TruthCard /></SessionContext.Provider>));
  await vi.waitFor(() => expect(answers.length).toBe(1));
  await act(async () => answers[0]!());
  expect(counts()).toEqual([String(first), "0", String(first), "0"]);
  let second = 0;
  await act(async () => void (second = show("two", 8)));
  expect(second).not.toBe(first);
  expect(counts()).toEqual([]);
  await vi.waitFor(() => expect(answers.length).toBe(2));
  await act(async () => answers[1]!());
  expect(counts()).toEqual([String(second), "0", String(second), "0"]);
  await act(async () => root.unmount());
});
