import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { SourceInfo } from "../protocol/engine-api";

/** The only place that knows paths. The page gets ids; ids of other sessions mean nothing here. */
export interface SourceTable {
  /** Registers a file that the user chose. The size is 0 when the file cannot be seen: opening it then says why. */
  register(path: string): SourceInfo;
  pathOf(id: string): string | undefined;
}

/** @param announce Tells the engine's worker which path an id stands for. */
export function createSourceTable(announce: (id: string, path: string) => void): SourceTable {
  const paths = new Map<string, string>();
  return {
    register(path) {
      const absolute = resolve(path);
      const id = randomUUID();
      paths.set(id, absolute);
      announce(id, absolute);
      const stat = statSync(absolute, { throwIfNoEntry: false });
      return { id, name: basename(absolute), size: stat?.size ?? 0 };
    },
    pathOf: (id) => paths.get(id),
  };
}
