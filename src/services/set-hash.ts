import type { ByteSource, SiblingSource } from "../formats/byte-source";
import { createBreathe } from "./breathe";
import { withReader } from "./conversion";
import { hashRecording } from "./hash-source";

/**
 * SHA-256 of a recording that lies in several files, as the engine makes it; undefined for a recording of one file, whose hash is
 * that of its bytes. Takes the source over and closes it.
 * @throws KlonosError of the reader: what cannot be opened, or only with answers, is no such recording.
 */
export function setHash(source: ByteSource, siblings: SiblingSource): Promise<string | undefined> {
  return withReader(source, siblings, {}, undefined, async ({ otherFiles = [] }) => (otherFiles.length === 0 ? undefined : hashRecording(source, otherFiles, siblings, createBreathe())));
}
