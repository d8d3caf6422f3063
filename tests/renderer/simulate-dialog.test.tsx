// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import type { EngineRequest } from "../../src/protocol/engine-api";
import { SimulateDialog } from "../../src/renderer/dialogs/simulate-dialog";
import { createSession } from "../../src/renderer/state/create-session";
import { SessionContext } from "../../src/renderer/state/session-context";
import { fakeHost } from "./fake-host";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

it("stops what a dialog waits for from the dialog, which lies over the status bar", async () => {
  const said: EngineRequest[] = [];
  const session = createSession(fakeHost((message, reply) => {
    said.push(message);
    if (message.kind === "cancel") reply({ kind: "fail", id: message.id, error: { code: "cancelled", message: "stopped", where: "", details: {} } });
  }).host);
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  let closed = false;
  await act(async () => root.render(<SessionContext.Provider value={session}><SimulateDialog onClose={() => (closed = true)} /></SessionContext.Provider>));
  const button = (text: string): HTMLButtonElement | undefined => [...place.querySelectorAll("button")].find(({ textContent }) => textContent === text);
  expect(button("Stop")).toBeUndefined();
  await act(async () => button("Simulate and open")!.click());
  await vi.waitFor(() => expect(said.some((message) => message.kind === "call" && message.method === "simulate")).toBe(true));
  await act(async () => button("Stop")!.click());
  await vi.waitFor(() => expect(said.some(({ kind }) => kind === "cancel")).toBe(true));
  await act(() => vi.waitFor(() => expect(session.store.getState().jobs).toEqual([])));
  // As it was before, to be tried otherwise; a stop is no failure.
  expect([button("Stop"), button("Simulate and open")?.getAttribute("aria-disabled"), closed, session.store.getState().notices]).toEqual([undefined, "false", false, []]);
  await act(async () => root.unmount());
  session.dispose();
  place.remove();
});
