// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";
import { createBrowserHost } from "../../src/web/browser-host";

/** All that Chromium lets requests be together that outlive their page. */
const LIMIT_BYTES = 64 * 1024;

afterEach(() => vi.unstubAllGlobals());

it("asks the browser to finish requests of a page that is left only as far as it would take them", async () => {
  const sent: { readonly bytes: number; readonly keepalive: boolean }[] = [];
  const answers: (() => void)[] = [];
  vi.stubGlobal("fetch", (_path: string, init: { readonly body: Uint8Array; readonly keepalive: boolean }) => {
    sent.push({ bytes: init.body.length, keepalive: init.keepalive });
    return new Promise((done) => answers.push(() => done({ ok: true, json: async () => ({ kind: "ok", value: undefined }) })));
  });
  const host = createBrowserHost({ postMessage: () => undefined, addEventListener: () => undefined, removeEventListener: () => undefined } as unknown as Worker, "0");
  const ask = (letters: number): Promise<unknown> => host.askProject({ method: "saveProject", args: "µ".repeat(letters) });
  const first = ask(20_000);
  const second = ask(20_000);
  expect(sent.map(({ keepalive }) => keepalive)).toEqual([true, false]);
  expect(sent[0]!.bytes + sent[1]!.bytes, "together too much, counted in bytes as the browser does").toBeGreaterThan(LIMIT_BYTES);
  const third = ask(100);
  expect(sent[2]!.keepalive).toBe(true);
  for (const answer of answers) answer();
  await Promise.all([first, second, third]);
  const fourth = ask(20_000);
  expect(sent[3]!.keepalive, "once they are answered there is room again").toBe(true);
  answers[3]!();
  await fourth;
});

it("has no preferences from a server that keeps none", async () => {
  vi.stubGlobal("fetch", async () => ({ ok: false, status: 404, text: async () => "not found" }));
  const host = createBrowserHost({ postMessage: () => undefined, addEventListener: () => undefined, removeEventListener: () => undefined } as unknown as Worker, "0");
  expect(await host.loadPreferences()).toEqual({ values: {}, problem: undefined });
});

it("has the server keep the preferences, one save after the other, and says when it does not answer", async () => {
  const asked: string[] = [];
  const answers: ((ok: boolean) => void)[] = [];
  vi.stubGlobal("fetch", (path: string, init?: { readonly body: Uint8Array }) => {
    asked.push(init === undefined ? `GET ${path}` : `${path} ${new TextDecoder().decode(init.body)}`);
    return new Promise((done, failed) => answers.push((ok) => (ok ? done({ ok: true, json: async () => ({ values: { who: "AB" } }) }) : failed(new TypeError("Failed to fetch")))));
  });
  const host = createBrowserHost({ postMessage: () => undefined, addEventListener: () => undefined, removeEventListener: () => undefined } as unknown as Worker, "0");
  const loading = host.loadPreferences();
  answers[0]!(true);
  expect((await loading).values).toEqual({ who: "AB" });
  const [first, second] = [host.savePreferences({ theme: "dark" }), host.savePreferences({ theme: "light" })];
  await vi.waitFor(() => expect(asked.length).toBe(2));
  expect(asked[1]).toBe('/preferences {"theme":"dark"}');
  answers[1]!(false);
  await expect(first).rejects.toThrow(/does not answer\. Start Klonos again/);
  await vi.waitFor(() => expect(asked[2]).toBe('/preferences {"theme":"light"}'));
  answers[2]!(true);
  await second;
});
