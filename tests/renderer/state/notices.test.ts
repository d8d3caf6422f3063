import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSession } from "../../../src/renderer/state/create-session";
import { freshRecording } from "../../../src/renderer/state/recording/open-actions";
import { dismiss, notify } from "../../../src/renderer/state/notices";
import { fakeHost } from "../fake-host";

describe("notices", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const open = (): ReturnType<typeof createSession> => createSession(fakeHost(() => undefined).host);
  const info = (title: string): Parameters<typeof notify>[1] => ({ severity: "info", title, error: undefined });
  const titles = (session: ReturnType<typeof createSession>): readonly string[] => session.store.getState().notices.map(({ title }) => title);

  it("good news goes by itself after eight seconds, and what needs an answer stays", () => {
    const session = open();
    notify(session, info("saved"));
    notify(session, { severity: "error", title: "not saved", error: undefined });
    vi.advanceTimersByTime(8000);
    expect(titles(session)).toEqual(["not saved"]);
    session.dispose();
  });

  it("damaged preferences are told with what to do, and still when the last recording comes back", async () => {
    const { host } = fakeHost(() => undefined);
    const problem = { code: "preferences-damaged", message: "“preferences.json” is damaged. Mend it.", where: "", details: {} };
    const session = createSession({ ...host, loadPreferences: async () => ({ values: {}, problem }) });
    await vi.waitFor(() => expect(titles(session)).toEqual(["The window's preferences could not be read"]));
    const [told] = session.store.getState().notices;
    expect(told).toMatchObject({ severity: "warning", error: problem });
    notify(session, { severity: "error", title: "of the recording before", error: undefined });
    session.store.setState((state) => freshRecording(state));
    expect(session.store.getState().notices).toEqual([told]);
    session.dispose();
  });

  it("the time of one that was dismissed does not take away the one that came after it", () => {
    const session = open();
    notify(session, info("copied as text"));
    dismiss(session, session.store.getState().notices[0]!.id);
    vi.advanceTimersByTime(7900);
    notify(session, info("copied as an image"));
    vi.advanceTimersByTime(200);
    expect(titles(session)).toEqual(["copied as an image"]);
    session.dispose();
  });
});
