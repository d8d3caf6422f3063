import { KlonosError } from "../core/errors";
import type { ByteSource, SiblingSource } from "./byte-source";

/** Files kept open at once when nobody reads them; a record of a thousand segments must not take a thousand handles. */
const MOST_IDLE = 8;
/** Longest file name of the usual file systems, in characters. */
const LONGEST_NAME = 255;

/** The other files of a recording, opened when first asked and closed together. */
export interface SiblingFiles {
  /** Runs `work` on an open file; undefined when there is none of this name. The file stays open until `work` is done. */
  use<Result>(name: string, work: (source: ByteSource) => Promise<Result>): Promise<Result | undefined>;
  /** Names that were found so far, in code-unit order. */
  found(): readonly string[];
  close(): Promise<void>;
}

interface Entry {
  readonly opened: Promise<ByteSource | undefined>;
  users: number;
}

/** True for a bare file name: nothing that could lead out of the folder. */
export function isPlainName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && name.length <= LONGEST_NAME && !/[/\\:\u0000-\u001f]/.test(name);
}

/** A file that a header names and that could not be opened. */
export function missingFile(header: string, name: string, where: string, what: string): KlonosError {
  return new KlonosError("missing-file", `${header} says that ${what} in the file ${JSON.stringify(name)}, which is not beside it. Put both into one folder (and open them together where Klonos runs in a browser).`, where, { file: name });
}

/** Opens files by name through `siblings`, a few at a time. Names with a path are refused before anything is opened. */
export function createSiblingFiles(header: string, siblings: SiblingSource | undefined): SiblingFiles {
  /** Map order is age of the last use. */
  const entries = new Map<string, Entry>();
  /** What a file was when it was first opened: it may be closed and opened again, and must then be the same. */
  const versions = new Map<string, string>();
  let closed = false;

  function requireSame(name: string, source: ByteSource): void {
    const version = `${source.size} ${source.version ?? ""}`;
    const known = versions.get(name);
    if (known === undefined) versions.set(name, version);
    else if (known !== version) throw new KlonosError("source-changed", `“${name}”, which ${header} names, was changed by another program while the recording was open. Open the recording again.`, name, { sizeNow: source.size });
  }

  async function closeEntry(name: string, entry: Entry): Promise<void> {
    entries.delete(name);
    await (await entry.opened.catch(() => undefined))?.close();
  }

  async function closeIdle(most: number): Promise<void> {
    const idle = [...entries].filter(([, entry]) => entry.users === 0);
    for (const [name, entry] of idle.slice(0, Math.max(0, idle.length - most))) await closeEntry(name, entry);
  }

  return {
    async use(name, work) {
      if (!isPlainName(name)) {
        throw new KlonosError("missing-file", `${header} names the file ${JSON.stringify(name.slice(0, 80))}; only a plain name of a file in the same folder is opened. Correct the header.`, "", { file: name.slice(0, 80) });
      }
      if (closed) throw new KlonosError("source-failed", `${header}: the recording is already closed.`);
      if (siblings === undefined) return undefined;
      const entry: Entry = entries.get(name) ?? { opened: siblings(name), users: 0 };
      entries.delete(name);
      entries.set(name, entry);
      entry.users += 1;
      try {
        const source = await entry.opened;
        if (source === undefined) return undefined;
        requireSame(name, source);
        return await work(source);
      } finally {
        entry.users -= 1;
        // A failed opening is not kept: the next one may succeed.
        await entry.opened.catch(() => entries.delete(name));
        await closeIdle(closed ? 0 : MOST_IDLE);
      }
    },
    found: () => [...versions.keys()].sort(),
    async close() {
      closed = true;
      await closeIdle(0);
    },
  };
}
