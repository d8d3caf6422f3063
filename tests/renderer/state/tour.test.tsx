// @vitest-environment happy-dom
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commandTable } from "../../../src/renderer/commands/command-table";
import { Tour } from "../../../src/renderer/panels/tour";
import type { RecordingState } from "../../../src/renderer/state/klonos-state";
import { remainingSeconds } from "../../../src/renderer/state/notices";
import { readPreferences } from "../../../src/renderer/state/preferences";
import { createSession } from "../../../src/renderer/state/create-session";
import { SessionContext } from "../../../src/renderer/state/session-context";
import { firstTour } from "../../../src/renderer/state/tour";
import { fakeHost } from "../fake-host";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const recording = { opened: { header: { channels: [] } } } as unknown as RecordingState;

describe("tour", () => {
  let root: Root;
  let place: HTMLElement;
  let session: ReturnType<typeof createSession>;
  const button = (name: string): HTMLButtonElement => [...place.querySelectorAll("button")].find(({ textContent }) => textContent === name)!;

  beforeEach(() => {
    session = createSession(fakeHost().host);
    place = document.createElement("div");
    document.body.append(place);
    root = createRoot(place);
    act(() => root.render(<SessionContext.Provider value={session}><Tour /></SessionContext.Provider>));
  });
  afterEach(() => {
    act(() => root.unmount());
    place.remove();
  });

  it("comes once by itself, goes through the parts of the window, and comes again from the palette", () => {
    act(() => firstTour(session));
    expect(place.textContent, "no recording, nothing to show").toBe("");
    act(() => session.store.setState({ recording }));
    act(() => firstTour(session));
    expect(document.documentElement.dataset["tour"]).toBe("traces");
    for (const part of ["overview", "trains", "pattern", "commands"]) {
      act(() => button("Next").click());
      expect(document.documentElement.dataset["tour"]).toBe(part);
    }
    act(() => button("Back").click());
    expect(place.textContent).toContain("4 of 5");
    act(() => button("Next").click());
    act(() => button("Done").click());
    expect([place.textContent, document.documentElement.dataset["tour"], session.store.getState().preferences.tourSeen]).toEqual(["", undefined, true]);
    act(() => firstTour(session));
    expect(place.textContent).toBe("");
    act(() => commandTable.find(({ id }) => id === "app.tour")!.run(session));
    act(() => button("End the tour").click());
    expect(place.textContent).toBe("");
  });

  it("leaves the keyboard where the eyes are when a pressed button goes", () => {
    act(() => root.render(<SessionContext.Provider value={session}><div className="pattern-panel"><Tour /><button type="button">Accept</button></div></SessionContext.Provider>));
    const press = (name: string): string | null => {
      button(name).focus();
      act(() => button(name).click());
      return document.activeElement!.textContent;
    };
    act(() => session.store.setState({ recording, tour: 1 }));
    expect(press("Back")).toBe("Next");
    expect(press("End the tour")).toBe("Accept");
  });

  it("is remembered, and nothing else is taken for it", () => {
    expect(readPreferences({ tourSeen: true }).tourSeen).toBe(true);
    for (const value of [undefined, "yes", 1, null]) expect(readPreferences({ tourSeen: value }).tourSeen).toBe(false);
  });
});

describe("remaining time of a job", () => {
  it("is that of the pace so far, once there is one", () => {
    expect(remainingSeconds(0.5, 2999)).toBeUndefined();
    expect(remainingSeconds(0.01, 60_000)).toBeUndefined();
    expect(remainingSeconds(Number.NaN, 60_000)).toBeUndefined();
    expect(remainingSeconds(0.25, 10_000)).toBeCloseTo(30, 9);
    expect(remainingSeconds(1, 10_000)).toBe(0);
  });
});
