import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, sep } from "node:path";
import { answerProjectCall } from "../protocol/project-calls";
import type { ByteCache } from "../services/byte-cache";
import { answerPreferences, savePreferences } from "./preferences";
import type { NodeProjectHost } from "./project-host";

const COOKIE = "klonos";
/** The page's calls for projects. */
const PROJECT_PATH = "/project";
/** Sent by a page that is left, so that its projects are free at once. */
const GOODBYE_PATH = "/project/goodbye";
/** As large as the largest save (protocol/validate-project), with room for its quoting. */
const MOST_BODY_BYTES = 256 * 1024 * 1024;
const TOKEN_BYTES = 24;
/** Minima and maxima of recordings, kept from one start to the next: a page's own storage would be lost with its port. */
const CACHE_PATH = /^\/cache\/([0-9a-f]{64})$/;
/** Theme, sizes, the person's initials, how files were read: kept likewise. */
const PREFERENCES_PATH = "/preferences";
const MOST_PREFERENCES_BYTES = 4 * 1024 * 1024;
/** Longer than any entry (6 MB). */
const MOST_ENTRY_BYTES = 64 * 1024 * 1024;

/** As in the desktop application, with WebAssembly allowed: here the rasteriser and the hash run in the page's worker. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), usb=(), serial=()",
  "cache-control": "no-store",
};

const MIME_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".edf": "application/octet-stream",
  ".map": "application/json",
};

/** The running server of the browser shell; it listens on this computer alone. */
export interface LoopbackServer {
  /** Address with the one-time token, to be opened once. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the built page to this computer only: bound to 127.0.0.1, only for a Host of the loopback address (a name that was
 * re-bound to it is refused), behind a token that is good for one visit and is then replaced by a session cookie.
 * No recording ever passes through it: the page reads files by itself. All that the page may write are the documents of its
 * projects, in folders that this process alone knows, what it keeps of long recordings for the screen (minima and maxima), and its preferences.
 *
 * @param root Folder of the built page.
 * @param projects Where projects are kept; without it the page cannot keep any.
 * @param port 0 takes a free one.
 * @param cache Where minima and maxima are kept; without it they are made anew after each start.
 * @param preferencesFile Where preferences are kept; without it the page cannot keep any.
 * @throws Node's error when the port is taken.
 */
export async function startLoopbackServer(root: string, port = 0, projects?: NodeProjectHost, cache?: ByteCache, preferencesFile?: string): Promise<LoopbackServer> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const session = randomBytes(TOKEN_BYTES).toString("base64url");
  let tokenIsUnused = true;

  const refuse = (response: ServerResponse, status: number, text: string): void => {
    response.writeHead(status, { ...HEADERS, "content-type": "text/plain; charset=utf-8" }).end(text);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const own = (server.address() as AddressInfo).port;
    const host = request.headers.host ?? "";
    if (host !== `127.0.0.1:${own}` && host !== `localhost:${own}`) return refuse(response, 421, "Klonos answers on the loopback address only.");
    const entry = CACHE_PATH.exec(request.url ?? "")?.[1];
    if (entry !== undefined && cache !== undefined) return answerCache(request, response, `http://${host}`, cache, entry);
    if (request.url === PREFERENCES_PATH && preferencesFile !== undefined) return servePreferences(request, response, `http://${host}`, preferencesFile);
    if (request.method === "POST" && projects !== undefined) return answerPost(request, response, `http://${host}`, projects);
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, "Klonos' page is read-only.");
    const url = new URL(request.url ?? "/", `http://${host}`);
    const offered = url.searchParams.get("token");
    if (offered !== null) {
      if (!tokenIsUnused || !same(offered, token)) return refuse(response, 403, "This address was already used. Start Klonos again for a new one.");
      tokenIsUnused = false;
      response.writeHead(303, { ...HEADERS, location: "/", "set-cookie": `${COOKIE}=${session}; HttpOnly; SameSite=Strict; Path=/` }).end();
      return;
    }
    if (!same(cookieOf(request), session)) return refuse(response, 403, "Open Klonos by the address that it printed when it started.");
    const path = normalize(join(root, decodeURIComponent(url.pathname === "/" ? "/index.html" : url.pathname)));
    if (!path.startsWith(root + sep)) return refuse(response, 404, "not found");
    let data: Buffer;
    try {
      data = await readFile(path);
    } catch {
      return refuse(response, 404, "not found");
    }
    response.writeHead(200, { ...HEADERS, "content-type": MIME_TYPES[extname(path)] ?? "application/octet-stream", "content-length": data.length });
    response.end(request.method === "HEAD" ? undefined : data);
  };

  const answerCache = async (request: IncomingMessage, response: ServerResponse, origin: string, store: ByteCache, entry: string): Promise<void> => {
    if (!same(cookieOf(request), session)) return refuse(response, 403, "Open Klonos by the address that it printed when it started.");
    if (request.method === "GET") {
      const data = await store.load(entry);
      if (data === undefined) return refuse(response, 404, "not kept");
      response.writeHead(200, { ...HEADERS, "content-type": "application/octet-stream", "content-length": data.length }).end(data);
    } else if (request.method === "PUT") {
      // Another site's page cannot name this origin as its own.
      if (request.headers.origin !== origin) return refuse(response, 403, "Only Klonos' own page may keep anything.");
      await store.save(entry, await bytesOf(request, MOST_ENTRY_BYTES));
      response.writeHead(204, HEADERS).end();
    } else refuse(response, 405, "not allowed");
  };

  const servePreferences = async (request: IncomingMessage, response: ServerResponse, origin: string, file: string): Promise<void> => {
    if (!same(cookieOf(request), session)) return refuse(response, 403, "Open Klonos by the address that it printed when it started.");
    if (request.method === "GET") {
      response.writeHead(200, { ...HEADERS, "content-type": "application/json" }).end(JSON.stringify(await answerPreferences(file)));
    } else if (request.method === "POST") {
      if (request.headers.origin !== origin || request.headers["content-type"] !== "application/json") return refuse(response, 403, "Only Klonos' own page may keep anything.");
      const values: unknown = JSON.parse((await bytesOf(request, MOST_PREFERENCES_BYTES)).toString("utf8"));
      if (typeof values !== "object" || values === null || Array.isArray(values)) return refuse(response, 400, "bad request");
      await savePreferences(file, values as Record<string, unknown>);
      response.writeHead(204, HEADERS).end();
    } else refuse(response, 405, "not allowed");
  };

  const answerPost = async (request: IncomingMessage, response: ServerResponse, origin: string, host: NodeProjectHost): Promise<void> => {
    // Another site could make the browser send a form here, never JSON of our own origin with our cookie.
    if (request.headers.origin !== origin || request.headers["content-type"] !== "application/json") return refuse(response, 403, "Only Klonos' own page may write its projects.");
    if (!same(cookieOf(request), session)) return refuse(response, 403, "Open Klonos by the address that it printed when it started.");
    const body: unknown = JSON.parse(await bodyOf(request));
    if (request.url === GOODBYE_PATH) {
      const { window } = body as { readonly window?: unknown };
      if (typeof window === "string") await host.closeWindow(window);
      response.writeHead(204, HEADERS).end();
    } else if (request.url === PROJECT_PATH) {
      const text = JSON.stringify(await answerProjectCall(host, body));
      response.writeHead(200, { ...HEADERS, "content-type": "application/json" }).end(text);
    } else refuse(response, 404, "not found");
  };

  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => refuse(response, 400, "bad request"));
  });
  await new Promise<void>((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", done);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}/?token=${token}`,
    port: bound,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections?.();
      }).then(() => projects?.closeAll()),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  return (await bytesOf(request, MOST_BODY_BYTES)).toString("utf8");
}

function bytesOf(request: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((done, failed) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > most) request.destroy(new Error("the request is too large"));
      else chunks.push(chunk);
    });
    request.on("end", () => done(Buffer.concat(chunks)));
    request.on("error", failed);
  });
}

function same(offered: string, wanted: string): boolean {
  const left = Buffer.from(offered);
  const right = Buffer.from(wanted);
  return left.length === right.length && timingSafeEqual(left, right);
}

function cookieOf(request: IncomingMessage): string {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [name, value] = part.trim().split("=", 2);
    if (name === COOKIE && value !== undefined) return value;
  }
  return "";
}
