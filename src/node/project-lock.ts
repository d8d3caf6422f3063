import { randomBytes } from "node:crypto";
import { link, open, readFile, rename, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import { join } from "node:path";
import type { ProjectHolder } from "../protocol/project-api";
import { makeFolder } from "./make-folder";
import { PRIVATE_FOLDER } from "./project-files";

const LOCK = "lock.json";
/** The holder says this often that it lives. */
const HEARTBEAT_MILLISECONDS = 15_000;
/** On another machine only the heartbeat can tell: this long without one, and the lock is a leftover. */
const FOREIGN_STALE_MILLISECONDS = 5 * 60_000;
/** Two measurements of the moment of one boot differ by less. */
const SAME_BOOT_SECONDS = 60;

interface LockRecord extends ProjectHolder {
  readonly pid: number;
  readonly bootedAt: number;
  readonly token: string;
}

/** A project held for writing. */
export interface ProjectLock {
  /** False as soon as another holder's lock lies in the place of ours. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

/** How a project is taken: from whom, and who is told. */
export interface LockOptions {
  /** Takes the project from a holder that seems alive: the person has decided. */
  readonly takeOver?: boolean;
  /** True for a holder of this process that may be disregarded (a page that went away without a word). */
  readonly isAbandoned?: (token: string) => boolean;
  /** Told the token of the new lock. */
  readonly onToken?: (token: string) => void;
}

/**
 * Takes the project's lock. A lock is left over, and taken, when its process on this machine has ended, when the machine has
 * booted since, or when it is another machine's and had no heartbeat for five minutes by the clock of the disk.
 * @returns the lock, or who holds the project.
 * @throws KlonosError `cannot-write` where the folder cannot be written.
 */
export async function takeProjectLock(folder: string, options: LockOptions = {}): Promise<{ readonly lock: ProjectLock } | { readonly heldBy: ProjectHolder }> {
  await makeFolder(join(folder, PRIVATE_FOLDER));
  const path = join(folder, PRIVATE_FOLDER, LOCK);
  const record: LockRecord = { host: hostname(), pid: process.pid, bootedAt: bootedAt(), since: new Date().toISOString(), token: randomBytes(16).toString("hex") };
  const mostTries = 5;
  for (let tries = 0; tries < mostTries; tries++) {
    if (await place(path, record)) {
      options.onToken?.(record.token);
      return { lock: held(path, record.token) };
    }
    const holder = await readLock(path);
    if (holder === undefined) continue;
    if (holder !== "damaged" && options.takeOver !== true && options.isAbandoned?.(holder.token) !== true && !(await isLeftOver(path, holder))) return { heldBy: { host: holder.host, since: holder.since } };
    await putAside(path, holder);
  }
  return { heldBy: { host: "another window", since: record.since } };
}

/** The lock appears whole or not at all, and only where none is: a full file under another name, then a hard link. */
async function place(path: string, record: LockRecord): Promise<boolean> {
  const whole = `${path}.${record.token}`;
  await writeFile(whole, `${JSON.stringify(record)}\n`);
  try {
    await link(whole, path);
    return true;
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? "";
    if (code === "EEXIST") return false;
    if (code === "EPERM" || code === "ENOTSUP" || code === "ENOSYS" || code === "EACCES") return await placeWithoutLinks(path, record);
    throw thrown;
  } finally {
    await unlink(whole).catch(() => undefined);
  }
}

/** For disks without hard links (FAT, some shares). A crash within the write leaves a damaged lock, which is a leftover. */
async function placeWithoutLinks(path: string, record: LockRecord): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(`${JSON.stringify(record)}\n`);
    await file.close();
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw thrown;
  }
}

async function readLock(path: string): Promise<LockRecord | "damaged" | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw thrown;
  }
  try {
    const record = JSON.parse(text) as Partial<LockRecord> | null;
    const whole = typeof record?.pid === "number" && typeof record.host === "string" && typeof record.token === "string" && typeof record.since === "string" && typeof record.bootedAt === "number";
    return whole ? (record as LockRecord) : "damaged";
  } catch {
    return "damaged";
  }
}

async function isLeftOver(path: string, holder: LockRecord): Promise<boolean> {
  if (holder.host === hostname()) return Math.abs(holder.bootedAt - bootedAt()) > SAME_BOOT_SECONDS || !isAlive(holder.pid);
  // The disk's own clock, since two machines may disagree.
  const probe = `${path}.${randomBytes(8).toString("hex")}`;
  try {
    await writeFile(probe, "");
    const [now, last] = await Promise.all([stat(probe), stat(path)]);
    return now.mtimeMs - last.mtimeMs > FOREIGN_STALE_MILLISECONDS;
  } catch {
    return false;
  } finally {
    await unlink(probe).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Moves a leftover away; when meanwhile another window took the place, that window's lock goes back. */
async function putAside(path: string, expected: LockRecord | "damaged"): Promise<void> {
  const aside = `${path}.${randomBytes(8).toString("hex")}`;
  try {
    await rename(path, aside);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return;
    throw thrown;
  }
  const moved = await readLock(aside);
  const isExpected = expected === "damaged" ? moved === "damaged" : moved !== undefined && moved !== "damaged" && moved.token === expected.token;
  if (!isExpected) await link(aside, path).catch(() => undefined);
  await unlink(aside).catch(() => undefined);
}

function held(path: string, token: string): ProjectLock {
  const isHeld = async (): Promise<boolean> => {
    const found = await readLock(path);
    return found !== undefined && found !== "damaged" && found.token === token;
  };
  const beat = setInterval(() => {
    const now = new Date();
    // A disk that is away for a moment is no reason to stop the program; the next save tells.
    void isHeld().then((ours) => (ours ? utimes(path, now, now) : undefined)).catch(() => undefined);
  }, HEARTBEAT_MILLISECONDS);
  beat.unref();
  return {
    isHeld,
    async release() {
      clearInterval(beat);
      if (await isHeld()) await unlink(path).catch(() => undefined);
    },
  };
}

function bootedAt(): number {
  return Math.round(Date.now() / 1000 - uptime());
}
