import type { ByteCache } from "../services/byte-cache";

/** What the loopback server keeps for the page from one start to the next. Whatever fails is as if nothing were kept. */
export const serverCache: ByteCache = {
  async load(name) {
    try {
      const answer = await fetch(`/cache/${name}`);
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
    } catch {
      // The server was stopped, or the page is served by another that keeps nothing.
      return undefined;
    }
  },
  async save(name, bytes) {
    try {
      await fetch(`/cache/${name}`, { method: "PUT", body: new Uint8Array(bytes), headers: { "content-type": "application/octet-stream" } });
    } catch {
      // Not kept: it is made again the next time.
      return;
    }
  },
};
