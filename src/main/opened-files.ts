import type { EngineApi, EngineReply, EngineRequest } from "../protocol/engine-api";

/** Follows the files that a person chose until one of them is read: only then is it a recent file. What no reader takes never becomes one. */
export interface OpenedFiles {
  /** A file was chosen and got this id. */
  chosen(sourceId: string, path: string): void;
  /** What the page asks of the engine passes here. */
  asked(request: EngineRequest): void;
  /** What the engine answers passes here, before the page is told. */
  answered(reply: EngineReply): void;
}

/** @param opened Told of each chosen file whenever it was opened well. */
export function followOpenedFiles(opened: (path: string) => void): OpenedFiles {
  const paths = new Map<string, string>();
  const underWay = new Map<number, string>();
  return {
    chosen: (sourceId, path) => void paths.set(sourceId, path),
    asked(request) {
      if (request.kind !== "call" || request.method !== "openRecording") return;
      // Checked where it came in.
      const path = paths.get((request.args as EngineApi["openRecording"]["args"]).source.id);
      if (path !== undefined) underWay.set(request.id, path);
    },
    answered(reply) {
      if (reply.kind !== "ok" && reply.kind !== "fail") return;
      const path = underWay.get(reply.id);
      underWay.delete(reply.id);
      if (path !== undefined && reply.kind === "ok") opened(path);
    },
  };
}
