import { expect, it } from "vitest";
import { createSession } from "../../../src/renderer/state/create-session";
import { fakeHost } from "../fake-host";

it("leaves the panel folded that a narrow window has folded before the preferences were there", async () => {
  const { host, preferences } = fakeHost();
  Object.assign(preferences, { leftPanel: true, theme: "dark" });
  const session = createSession(host);
  session.store.setState((state) => ({ preferences: { ...state.preferences, leftPanel: false } }));
  await new Promise((done) => setTimeout(done, 0));
  expect([session.store.getState().preferences.theme, session.store.getState().preferences.leftPanel]).toEqual(["dark", false]);
  session.dispose();
  const wide = createSession(host);
  await new Promise((done) => setTimeout(done, 0));
  expect(wide.store.getState().preferences.leftPanel).toBe(true);
  wide.dispose();
});
