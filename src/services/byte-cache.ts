import { sha256 } from "hash-wasm";
import { type Cancel, throwIfCancelled } from "../core/errors";
import type { ByteSource } from "../formats/byte-source";

/** Keeps bytes between sessions under a name of letters and digits. What is lost is made again: no failure of it may harm anybody. */
export interface ByteCache {
  load(name: string): Promise<Uint8Array | undefined>;
  save(name: string, bytes: Uint8Array): Promise<void>;
}

/** Bytes of the start of a file that tell it from others of its size and time. */
const HEAD_BYTES = 64 * 1024;

/** What a version of a file is known by without reading all of it: size, time of writing and its first bytes. undefined where the medium does not tell versions apart. */
export async function sourceFingerprint(source: ByteSource, cancel?: Cancel): Promise<string | undefined> {
  if (source.version === undefined) return undefined;
  throwIfCancelled(cancel);
  const head = await source.read(0, Math.min(HEAD_BYTES, source.size), cancel);
  return `${source.size}|${source.version}|${await sha256(head)}`;
}

/** Name of an entry: a hash, so that no name of a file or a channel can reach a file system. */
export function cacheName(...parts: readonly string[]): Promise<string> {
  return sha256(parts.join("\n"));
}
