import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { EngineReply } from "../../src/protocol/engine-api";
import { closeDisplay, display, findElectron, needs, projectRoot } from "./harness/find-programs";
import { tidyBeforeRetry } from "./harness/known-state";
import { openDesktop, type DesktopSession } from "./harness/launch";
import { asOrdinaryUser } from "./harness/ordinary-user";
import { analysed, openExample } from "./harness/window";

describe("the desktop application keeps to itself", () => {
  const electron = findElectron();
  const sandboxed = electron === undefined ? undefined : asOrdinaryUser(electron);
  let shown: string | undefined;
  let session: DesktopSession;
  let server: Server;
  let address = "";
  /** What reached a server of this machine. Nothing may. */
  const hits: string[] = [];

  beforeAll(async () => {
    shown = await display();
    server = createServer((request, response) => {
      hits.push(request.url ?? "");
      response.setHeader("access-control-allow-origin", "*");
      response.end("hello");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // The server does answer: what is not counted below was not sent.
    expect(await (await fetch(`${address}/control`)).text()).toBe("hello");
    expect(hits.splice(0)).toEqual(["/control"]);
    if (sandboxed === undefined || shown === undefined) return;
    session = await openDesktop(sandboxed.program, { profile: sandboxed.profile, withSandbox: true });
    await openExample(session.page);
    await analysed(session.page);
  });
  afterAll(async () => {
    await session?.close();
    sandboxed?.dispose();
    closeDisplay();
    server.close();
  });
  beforeEach(({ skip }) => {
    needs(electron, "An Electron", skip);
    needs(shown, "A display or Xvfb", skip);
    needs(sandboxed, "A way to start Electron as an ordinary user", skip);
  });
  tidyBeforeRetry(() => session.page);

  test("runs with Chromium's sandbox: every page process is confined by seccomp", async () => {
    const { app } = session;
    expect(await app.evaluate(({ app: own }) => own.commandLine.hasSwitch("no-sandbox"))).toBe(false);
    const pids = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.webContents.getOSProcessId()));
    expect(pids.length).toBe(1);
    const status = readFileSync(`/proc/${pids[0]}/status`, "utf8");
    expect(Number(/^Seccomp:\s+(\d)/m.exec(status)?.[1]), "filter mode").toBe(2);
    expect(Number(/^NoNewPrivs:\s+(\d)/m.exec(status)?.[1])).toBe(1);
    expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe("0");
  });

  test("the page has neither Node nor Electron, only the bridge", async () => {
    const { page, app } = session;
    const globals = await page.evaluate(() => ["require", "process", "module", "Buffer", "global", "__dirname", "ipcRenderer", "electron"].filter((name) => name in window));
    expect(globals).toEqual([]);
    const bridge = await page.evaluate(() => Object.keys(window.klonosHost).sort());
    expect(bridge).toEqual(["askBatch", "askProject", "copyImage", "loadPreferences", "onEngineMessage", "onMenuCommand", "onOpenRequested", "openDialog", "openDropped", "openExample", "openFolderDialog", "openMade", "openRecent", "postToEngine", "recentFiles", "saveFile", "savePreferences", "shell", "showMenu", "version", "windowId"]);
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
    });
    expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false });
  });

  test("what the engine made is written under its own kind of name, and nowhere else", async () => {
    const { page } = session;
    const taken = (name: string): Promise<string> => page.evaluate((given) => window.klonosHost.openMade({ name: given, mime: "", bytes: new Uint8Array([1]) }).then(() => "taken", () => "refused"), name);
    for (const name of ["../simulated-x.edf", "/tmp/simulated-x.edf", "x.edf", "simulated-x.exe", "simulated-a/../../x.edf", "simulated-..\\x.edf", ""]) expect(await taken(name), name).toBe("refused");
    expect(await taken("simulated-x.edf")).toBe("taken");
  });

  test("new windows, navigation and frames are denied", async () => {
    const { page, app } = session;
    expect(await page.evaluate((url) => window.open(url) === null, address)).toBe(true);
    expect(await page.evaluate(() => window.open("app://klonos/index.html") === null)).toBe(true);
    for (const url of [address, "file:///etc/hostname", "https://example.org/"]) {
      await page.evaluate((target) => {
        const link = document.createElement("a");
        link.href = target;
        document.body.append(link);
        link.click();
        link.remove();
      }, url);
      await page.waitForTimeout(150);
      expect(page.url(), url).toBe("app://klonos/index.html");
    }
    const framed = await page.evaluate(async (url) => {
      const frame = document.createElement("iframe");
      frame.src = url;
      document.body.append(frame);
      await new Promise((done) => setTimeout(done, 300));
      let text: string;
      try {
        text = frame.contentDocument?.body.textContent ?? "";
      } catch {
        text = "foreign";
      }
      frame.remove();
      return text;
    }, address);
    expect(framed).not.toContain("hello");
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(hits).toEqual([]);
  });

  test("permissions are denied", async () => {
    const { page } = session;
    const answers = await page.evaluate(async () => {
      const state = async (name: string): Promise<string> => (await navigator.permissions.query({ name: name as PermissionName })).state;
      return {
        geolocation: await state("geolocation"),
        camera: await state("camera"),
        notifications: await Notification.requestPermission(),
        media: await navigator.mediaDevices.getUserMedia({ audio: true }).then(
          () => "granted",
          (error: Error) => error.name,
        ),
      };
    });
    expect(answers).toEqual({ geolocation: "denied", camera: "denied", notifications: "denied", media: expect.stringMatching(/NotAllowedError|NotFoundError|NotSupportedError/) as string });
  });

  test("no request leaves: neither by the page, nor past its policy by a window of its own", async () => {
    const { page, app } = session;
    const results = await page.evaluate(async (url) => {
      const fetched = await fetch(`${url}/fetch`).then(
        () => "answered",
        () => "refused",
      );
      const load = (element: HTMLElement): Promise<string> =>
        new Promise((done) => {
          element.addEventListener("load", () => done("loaded"));
          element.addEventListener("error", () => done("refused"));
          document.head.append(element);
        });
      const image = await load(Object.assign(document.createElement("img"), { src: `${url}/image` }));
      const script = await load(Object.assign(document.createElement("script"), { src: `${url}/script` }));
      const style = await load(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${url}/style` }));
      navigator.sendBeacon(`${url}/beacon`, "x");
      const socket = await new Promise<string>((done) => {
        try {
          const opened = new WebSocket(url.replace("http", "ws"));
          opened.onopen = () => done("opened");
          opened.onerror = () => done("refused");
        } catch {
          done("refused");
        }
      });
      return { fetched, image, script, style, socket };
    }, address);
    expect(results).toEqual({ fetched: "refused", image: "refused", script: "refused", style: "refused", socket: "refused" });
    const direct = await app.evaluate(async ({ BrowserWindow }, url) => {
      const probe = new BrowserWindow({ show: false });
      const outcome = await probe.loadURL(url).then(
        () => "loaded",
        (error: Error) => error.message,
      );
      probe.destroy();
      return outcome;
    }, `${address}/window`);
    expect(direct).toContain("ERR_BLOCKED_BY_CLIENT");
    expect(hits).toEqual([]);
  });

  test("inline code does not run, the policy names no unsafe source", async () => {
    const { page } = session;
    const seen = await page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "window.injected = true";
      document.head.append(script);
      const holder = document.createElement("div");
      holder.innerHTML = '<img src="x" onerror="window.injected = true">';
      document.body.append(holder);
      await new Promise((done) => setTimeout(done, 200));
      holder.remove();
      return { injected: "injected" in window, policy: (await fetch("/index.html")).headers.get("content-security-policy") };
    });
    expect(seen.injected).toBe(false);
    expect(seen.policy).toContain("default-src 'none'");
    expect(seen.policy).not.toMatch(/unsafe|\*|http/);
  });

  test("the page's own scheme serves the page and nothing beside it", async () => {
    const status = (url: string): Promise<number | string> =>
      session.page.evaluate(
        (target) =>
          fetch(target).then(
            (response) => response.status,
            () => "refused",
          ),
        url,
      );
    expect(await status("app://klonos/index.html")).toBe(200);
    for (const url of ["app://klonos/../main/index.js", "app://klonos/%2e%2e/main/index.js", "app://klonos/..%2fmain%2findex.js", "app://klonos//etc/hostname", "app://klonos/assets/nothing.js"]) expect(await status(url), url).toBe(404);
    expect(await status("app://other/index.html")).toBe("refused");
    expect(await status("file:///etc/hostname")).toBe("refused");
  });

  test("a foreign page with the bridge in it is refused", async () => {
    const said = await session.app.evaluate(async ({ BrowserWindow }, preload) => {
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
      await foreign.loadURL("data:text/html,<p>not ours</p>");
      const ask = (call: string): Promise<string> => foreign.webContents.executeJavaScript(`klonosHost.${call}.then((value) => "answered " + JSON.stringify(value), (error) => error.message)`);
      const answers = {
        example: await ask("openExample()"),
        recent: await ask("recentFiles()"),
        save: await ask('saveFile({ name: "x.svg", mime: "", bytes: new Uint8Array(3) })'),
        batch: await ask('askBatch({ method: "batchProgress", args: {} })'),
        copy: await ask("copyImage(new Uint8Array(3))"),
        engine: (await foreign.webContents.executeJavaScript(
          'new Promise((done) => { klonosHost.onEngineMessage((reply) => done("answered " + reply.kind)); klonosHost.postToEngine({ kind: "call", id: 1, method: "closeRecording", args: { recordingId: "x" } }); setTimeout(() => done("silence"), 500); })',
        )) as string,
      };
      foreign.destroy();
      return answers;
    }, join(projectRoot, "out", "preload", "index.js"));
    for (const answer of [said.example, said.recent, said.save, said.batch, said.copy]) expect(answer).toContain("refused");
    expect(said.engine).toBe("silence");
  });

  test("the engine refuses unknown methods, wrong arguments and ids that nobody gave", async () => {
    const ask = (method: string, args: unknown): Promise<EngineReply> =>
      session.page.evaluate(
        ({ method: name, args: value }) =>
          new Promise<EngineReply>((done) => {
            const id = 900_000 + Math.floor(performance.now());
            const stop = window.klonosHost.onEngineMessage((reply) => {
              if (reply.id !== id) return;
              stop();
              done(reply);
            });
            window.klonosHost.postToEngine({ kind: "call", id, method: name, args: value } as never);
          }),
        { method, args },
      );
    for (const [method, args] of [
      ["constructor", {}],
      ["__proto__", {}],
      ["readFile", { path: "/etc/hostname" }],
      ["openRecording", { source: "/etc/hostname", answers: {} }],
      ["openRecording", { source: { id: "/etc/hostname", name: "hostname", size: 10 }, answers: {} }],
      ["traces", { recordingId: "x", channels: [0], view: "raw", startSeconds: 0, endSeconds: Number.NaN, columns: -1, settings: {} }],
    ] as const) {
      const reply = await ask(method, args);
      expect(reply.kind, `${method} ${JSON.stringify(args)}`).toBe("fail");
    }
    const save = await session.page.evaluate(() =>
      window.klonosHost.saveFile({ name: "../../etc/x", mime: "", bytes: new Uint8Array(1) }).then(
        () => "saved",
        (error: Error) => error.message,
      ),
    );
    expect(save).not.toBe("saved");
    expect(JSON.stringify(await session.page.evaluate(() => window.klonosHost.recentFiles())), "no path reaches the page").not.toContain("/");
    expect(await session.page.getByTestId("recording-name").textContent(), "the window lives on").toBe("example-session.edf");
  });
});
