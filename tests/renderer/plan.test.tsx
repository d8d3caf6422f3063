// @vitest-environment happy-dom
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { emptyProject } from "../../src/project/empty-documents";
import { StatusBar } from "../../src/renderer/panels/status-bar";
import { WhatIfPanel } from "../../src/renderer/panels/what-if-panel";
import { overrideChannel, undoEdit } from "../../src/renderer/state/analysis/edit-actions";
import { applyWhatIf, chooseWhatIf, moveWhatIf } from "../../src/renderer/state/analysis/what-if";
import { createSession } from "../../src/renderer/state/create-session";
import type { RecordingState } from "../../src/renderer/state/klonos-state";
import { lockPlan } from "../../src/renderer/state/projects/plan-actions";
import { SessionContext, useKlonos } from "../../src/renderer/state/session-context";
import { fakeHost } from "./fake-host";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const recording = { answers: {}, sourceInfo: { id: "1", name: "one.edf", size: 10 }, opened: { recordingId: "r1", header: { channels: [], durationSeconds: 60 }, proposedPairs: [] }, scan: undefined } as unknown as RecordingState;
let root: Root;
let place: HTMLElement;
let session: ReturnType<typeof createSession>;

function Both(): ReturnType<typeof StatusBar> {
  const whatIf = useKlonos((state) => state.whatIf);
  return <>{whatIf === undefined ? null : <WhatIfPanel whatIf={whatIf} />}<StatusBar /></>;
}

beforeEach(async () => {
  session = createSession(fakeHost().host);
  place = document.createElement("div");
  document.body.append(place);
  root = createRoot(place);
  session.store.setState({ recording, project: { id: "p", name: "Study", automatic: false, heldBy: undefined, document: emptyProject("Study", ""), sessions: [], recording: undefined, openedIds: [], saved: "saved", problem: undefined, missing: undefined, changedFrom: undefined } });
  await act(async () => root.render(<SessionContext.Provider value={session}><Both /></SessionContext.Provider>));
});
afterEach(async () => {
  await act(async () => root.unmount());
  session.dispose();
  place.remove();
});

const said = (id: string): string | undefined => place.querySelector(`[data-testid=${id}]`)?.textContent ?? undefined;

it("says beside a moved setting, and of all that is in force, what deviates from the locked plan", async () => {
  expect(said("plan-status")).toBeUndefined();
  await act(async () => chooseWhatIf(session, "rhythmicSnrDb"));
  await act(async () => moveWhatIf(session, 20));
  expect(said("off-plan")).toBeUndefined();
  await act(async () => lockPlan(session, ["label"], []));
  expect(said("plan-status")).toBe("Plan locked");
  expect(said("off-plan")).toBe("The locked plan has 6 dB. Applied, this is a deviation that every export names.");
  await act(async () => moveWhatIf(session, 6));
  expect(said("off-plan")).toBeUndefined();
  await act(async () => moveWhatIf(session, 20));
  await act(async () => applyWhatIf(session));
  expect(said("plan-status")).toBe("1 deviation from the plan");
  expect(place.querySelector("[data-testid=plan-status]")!.getAttribute("title")).toMatch(/^rhythmicSnrDb .* is 20 dB, planned was 6 dB$/);
  await act(async () => overrideChannel(session, { channelIndex: 0, insist: true }, "insist"));
  expect(said("plan-status")).toBe("2 deviations from the plan");
  await act(async () => undoEdit(session));
  await act(async () => undoEdit(session));
  expect(said("plan-status")).toBe("Plan locked");
});
