import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderCache } from "../../src/node/folder-cache";
import { createProjectHost } from "../../src/node/project-host";
import { startLoopbackServer, type LoopbackServer } from "../../src/node/loopback-server";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

function get(port: number, path: string, headers: Readonly<Record<string, string>> = {}, method = "GET", body?: string): Promise<Answer> {
  return new Promise((done, failed) => {
    const call = request({ host: "127.0.0.1", port, path, headers, method }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => done({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    call.on("error", failed);
    call.end(body);
  });
}

describe("loopback server", () => {
  let folder: string;
  let server: LoopbackServer;
  let token: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "klonos-web-"));
    mkdirSync(join(folder, "page"));
    writeFileSync(join(folder, "page", "index.html"), "<p>page</p>");
    writeFileSync(join(folder, "secret.txt"), "outside");
    server = await startLoopbackServer(join(folder, "page"));
    token = new URL(server.url).searchParams.get("token")!;
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  async function session(): Promise<string> {
    const answer = await get(server.port, `/?token=${token}`);
    expect(answer.status).toBe(303);
    return answer.headers["set-cookie"]![0]!.split(";")[0]!;
  }

  it("keeps entries of the cache for its own page alone, from one start to the next", async () => {
    const cache = folderCache(join(folder, "kept"));
    const name = "0123456789abcdef".repeat(4);
    await server.close();
    server = await startLoopbackServer(join(folder, "page"), 0, undefined, cache);
    token = new URL(server.url).searchParams.get("token")!;
    const cookie = await session();
    const origin = `http://127.0.0.1:${server.port}`;
    expect((await get(server.port, `/cache/${name}`, { cookie })).status).toBe(404);
    expect((await get(server.port, `/cache/${name}`, { cookie, origin: "http://elsewhere" }, "PUT", "minima")).status).toBe(403);
    expect((await get(server.port, `/cache/${name}`, { origin }, "PUT", "minima")).status).toBe(403);
    expect((await get(server.port, `/cache/${name}`, { cookie, origin }, "PUT", "minima")).status).toBe(204);
    expect((await get(server.port, `/cache/${name}`)).status).toBe(403);
    expect((await get(server.port, `/cache/${name}`, { cookie })).text).toBe("minima");
    // No other name reaches the folder.
    expect((await get(server.port, `/cache/..%2f..%2fsecret.txt`, { cookie, origin }, "PUT", "x")).status).toBe(405);
    await server.close();
    server = await startLoopbackServer(join(folder, "page"), 0, undefined, cache);
    token = new URL(server.url).searchParams.get("token")!;
    expect((await get(server.port, `/cache/${name}`, { cookie: await session() })).text).toBe("minima");
  });

  it("keeps preferences for its own page alone, from one start to the next", async () => {
    const file = join(folder, "data", "preferences.json");
    const start = async (): Promise<Readonly<Record<string, string>>> => {
      await server.close();
      server = await startLoopbackServer(join(folder, "page"), 0, undefined, undefined, file);
      token = new URL(server.url).searchParams.get("token")!;
      return { cookie: await session(), origin: `http://127.0.0.1:${server.port}`, "content-type": "application/json" };
    };
    const own = await start();
    expect(JSON.parse((await get(server.port, "/preferences", own)).text)).toEqual({ values: {} });
    for (const [name, value] of [["cookie", "klonos=guess"], ["origin", "http://evil.example"], ["content-type", "text/plain"]] as const) {
      expect((await get(server.port, "/preferences", { ...own, [name]: value }, "POST", '{"who":"XX"}')).status).toBe(403);
    }
    expect((await get(server.port, "/preferences", own, "POST", "[1]")).status).toBe(400);
    expect((await get(server.port, "/preferences", own, "POST", '{"who":"AB","theme":"dark"}')).status).toBe(204);
    expect((await get(server.port, "/preferences")).status).toBe(403);
    const next = await start();
    expect(JSON.parse((await get(server.port, "/preferences", next)).text)).toEqual({ values: { who: "AB", theme: "dark" } });
    writeFileSync(file, '{"who":');
    const damaged = await get(server.port, "/preferences", next);
    expect(JSON.parse(damaged.text)).toMatchObject({ values: {}, problem: { code: "preferences-damaged", message: expect.stringMatching(/^“preferences\.json” in Klonos' own folder is damaged\. It is now called “preferences-damaged-/) as string } });
    expect(JSON.parse((await get(server.port, "/preferences", next)).text)).toEqual({ values: {} });
  });

  it("serves the page behind the token, with a policy that allows nothing foreign", async () => {
    const answer = await get(server.port, "/", { cookie: await session() });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe("<p>page</p>");
    const policy = String(answer.headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:/);
  });

  it("gives a cookie that scripts and other sites cannot use", async () => {
    const answer = await get(server.port, `/?token=${token}`);
    expect(answer.headers["set-cookie"]![0]).toMatch(/HttpOnly; SameSite=Strict/);
  });

  it("takes the token once", async () => {
    await session();
    expect((await get(server.port, `/?token=${token}`)).status).toBe(403);
  });

  it.each([["no cookie", {}], ["a made-up cookie", { cookie: "klonos=AAAA" }], ["an empty cookie", { cookie: "klonos=" }]])("refuses %s", async (_name, headers) => {
    expect((await get(server.port, "/", headers)).status).toBe(403);
  });

  it("refuses a made-up token and keeps the true one good", async () => {
    expect((await get(server.port, "/?token=AAAA")).status).toBe(403);
    expect(await session()).toMatch(/^klonos=/);
  });

  it("refuses a foreign Host, which is how a re-bound name would come", async () => {
    expect((await get(server.port, "/", { cookie: await session(), host: "evil.example" })).status).toBe(421);
  });

  it.each(["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt", "/page", "/nothing.js"])("does not leave its folder for %s", async (path) => {
    expect((await get(server.port, path, { cookie: await session() })).status).toBe(404);
  });

  it("answers a malformed path without falling over", async () => {
    const cookie = await session();
    expect((await get(server.port, "/%E0%A4%A", { cookie })).status).toBe(400);
    expect((await get(server.port, "/", { cookie })).status).toBe(200);
  });

  it("is read-only", async () => {
    expect((await get(server.port, "/", { cookie: await session() }, "POST")).status).toBe(405);
  });

  it("keeps projects for its own page, and for nobody else", async () => {
    const projects = createProjectHost({ dataFolder: join(folder, "data"), chooseFolder: async () => undefined, chooseNewFolder: async () => undefined });
    const writing = await startLoopbackServer(join(folder, "page"), 0, projects);
    try {
      const first = await get(writing.port, `/?token=${new URL(writing.url).searchParams.get("token")!}`);
      const cookie = first.headers["set-cookie"]![0]!.split(";")[0]!;
      const origin = `http://127.0.0.1:${writing.port}`;
      const post = (headers: Readonly<Record<string, string>>, body: unknown): Promise<Answer> => get(writing.port, "/project", headers, "POST", JSON.stringify(body));
      const resume = { method: "resumeProject", args: { window: "w" } };
      const own = { cookie, origin, "content-type": "application/json" };
      for (const [name, value] of [["cookie", "klonos=guess"], ["origin", "http://evil.example"], ["content-type", "text/plain"]] as const) {
        expect((await post({ ...own, [name]: value }, resume)).status).toBe(403);
      }
      const opened = JSON.parse((await post(own, resume)).text) as { value: { project: { id: string; automatic: boolean } } };
      expect(opened.value.project.automatic).toBe(true);
      const save = (path: string) => post(own, { method: "saveProject", args: { projectId: opened.value.project.id, changes: [{ path, text: "{}" }] } });
      expect(JSON.parse((await save("../../secret.json")).text)).toMatchObject({ kind: "fail", error: { code: "bad-argument" } });
      expect(JSON.parse((await save("project.json")).text)).toMatchObject({ kind: "ok" });
      expect(readFileSync(join(folder, "data", "automatic.klonos", "project.json"), "utf8")).toBe("{}");
      expect(JSON.parse((await post(own, { method: "constructor", args: {} })).text)).toMatchObject({ kind: "fail", error: { code: "bad-message" } });
    } finally {
      await writing.close();
    }
  });
});
