import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { protocol } from "electron";

/** Origin of the page: own scheme, so that nothing of the page can reach `file:` or the network. */
export const APP_ORIGIN = "app://klonos";

/** Nothing but the bundle: no inline code, no eval, no remote anything. `style-src` has no 'unsafe-inline' on purpose. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const MIME_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".map": "application/json",
};

/** Must run before the `ready` event. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/**
 * Serves the built page from `folder`. Paths that leave the folder and files that are not there answer 404.
 * `registerBufferProtocol` and not `protocol.handle`: Electron 22 (end-to-end tests) has only the former, 45 has both.
 */
export function serveApp(folder: string): void {
  protocol.registerBufferProtocol("app", (request, respond) => {
    const url = new URL(request.url);
    const path = normalize(join(folder, decodeURIComponent(url.pathname === "/" ? "/index.html" : url.pathname)));
    const headers = { "content-security-policy": CONTENT_SECURITY_POLICY, "x-content-type-options": "nosniff", "cache-control": "no-store" };
    if (url.host !== "klonos" || !path.startsWith(folder + sep)) {
      respond({ statusCode: 404, headers, data: Buffer.from("not found") });
      return;
    }
    readFile(path).then(
      (data) => respond({ statusCode: 200, mimeType: MIME_TYPES[extname(path)] ?? "application/octet-stream", charset: "utf-8", headers, data }),
      () => respond({ statusCode: 404, headers, data: Buffer.from("not found") }),
    );
  });
}
