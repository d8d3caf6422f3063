import type * as H5 from "h5wasm";
import { type Cancel, KlonosError, throwIfCancelled } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import { brokenHeapObject, lengthBytesOf } from "./hdf5-heap";

type H5wasm = typeof H5;
/** A group of an open HDF5 file; valid inside the work that was given it. */
export type Hdf5Group = H5.Group;
/** A data set of an open HDF5 file; valid inside the work that was given it. */
export type Hdf5Dataset = H5.Dataset;
type Hdf5Root = H5.File;

/** What is fetched for one missing byte at first; a run of misses one after the other doubles it. */
const LEAST_FETCH_BYTES = 64 * 1024;
const LONGEST_FETCH_BYTES = 1024 * 1024;
/** Bytes that one piece of work may hold. Compressed data of one step of reading need a fraction of it. */
const MOST_HELD_BYTES = 64 * 1024 * 1024;
/** Of a length in the file, unless its superblock says another. */
const USUAL_LENGTH_BYTES = 8;
/** errno of Emscripten for "input/output error": HDF5 gives up the operation cleanly. */
const EIO = 29;

interface Held {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** An HDF5 file. The library works synchronously, the source does not: see `run`. */
export interface Hdf5File {
  /**
   * Runs synchronous work on the file. Where it needs bytes that are not in memory the library is told of a read error, the bytes
   * are fetched, and the work begins again; so it must be free of side effects and short. One piece of work at a time.
   * @throws KlonosError `hdf5` where the library cannot read the file, `short-read` … of the source.
   */
  run<Result>(work: (root: Hdf5Group, library: H5wasm) => Result, cancel?: Cancel): Promise<Result>;
  /** Forgets the bytes that were fetched. */
  forget(): void;
  close(): Promise<void>;
}

/** The parts of Emscripten's file system that are used; the package's types leave them out. */
interface FileSystem {
  readonly ErrnoError: new (errno: number) => Error;
  analyzePath(path: string): { readonly exists: boolean };
  createFile(parent: string, name: string, properties: object, canRead: boolean, canWrite: boolean): { stream_ops: Record<string, unknown> };
  unlink(path: string): void;
  readonly streams: readonly ({ stream_ops: object } | null | undefined)[];
}

/** Each open file has a name of its own in the library's file system. */
function freeName(fs: FileSystem): string {
  for (let number = 1; ; number += 1) {
    const name = `klonos-${number}.h5`;
    if (!fs.analyzePath(`/${name}`).exists) return name;
  }
}

/**
 * The library frees the texts of an attribute after reading it, also when that failed and the memory holds what was there before.
 * Memory that begins as zeros makes that harmless.
 */
function zeroMemory(library: H5wasm): void {
  const module = library.Module as unknown as { _malloc: ((bytes: number) => number) & { isZeroing?: boolean }; readonly HEAPU8: Uint8Array };
  if (module._malloc.isZeroing === true) return;
  const allocate = module._malloc;
  module._malloc = Object.assign(
    (bytes: number): number => {
      const at = allocate(bytes);
      if (at !== 0) module.HEAPU8.fill(0, at, at + bytes);
      return at;
    },
    { isZeroing: true },
  );
}

/** Standard error of the library: it prints a page for every error that it also returns, and missing bytes are errors to it. */
const STANDARD_ERROR = 2;

function silence(library: H5wasm): void {
  const stream = (library.FS as unknown as FileSystem).streams[STANDARD_ERROR];
  if (stream !== null && stream !== undefined) stream.stream_ops = { ...stream.stream_ops, write: (_stream: unknown, _heap: unknown, _at: number, length: number) => length };
}

async function loadLibrary(name: string): Promise<H5wasm> {
  try {
    const library = await import("h5wasm");
    await library.ready;
    zeroMemory(library);
    silence(library);
    return library;
  } catch (thrown) {
    throw new KlonosError("hdf5", `${name} is an HDF5 file, and the library that reads these could not be started here (${thrown instanceof Error ? thrown.message : String(thrown)}). Export it as EDF or CSV, or save it from MATLAB with the option -v7.`);
  }
}

/** Opens an HDF5 file for random access through h5wasm, the HDF5 library compiled to WebAssembly. Nothing is read yet. */
export async function openHdf5(source: ByteSource): Promise<Hdf5File> {
  const library = await loadLibrary(source.name);
  const fs = library.FS as unknown as FileSystem;
  const name = freeName(fs);
  const path = `/${name}`;
  let held: Held[] = [];
  let heldBytes = 0;
  let missing: { readonly offset: number; readonly length: number } | undefined;
  /** Byte of the first object at which the library would not end. */
  let brokenAt: number | undefined;
  let lengthBytes = USUAL_LENGTH_BYTES;
  let lastEnd = -1;
  let fetchBytes = LEAST_FETCH_BYTES;
  let root: Hdf5Root | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  function findHeld(offset: number): Held | undefined {
    // The newest first: reading goes forward.
    for (let k = held.length - 1; k >= 0; k -= 1) {
      const piece = held[k]!;
      if (offset >= piece.offset && offset < piece.offset + piece.bytes.length) return piece;
    }
    return undefined;
  }

  function readHeld(heap: Int8Array | Uint8Array, at: number, length: number, position: number): number {
    const wanted = Math.max(0, Math.min(length, source.size - position));
    for (let done = 0; done < wanted; ) {
      const piece = findHeld(position + done);
      if (piece === undefined) {
        missing ??= { offset: position + done, length: wanted - done };
        throw new fs.ErrnoError(EIO);
      }
      const from = position + done - piece.offset;
      const part = piece.bytes.subarray(from, Math.min(piece.bytes.length, from + wanted - done));
      heap.set(part, at + done);
      done += part.length;
    }
    const bytes = new Uint8Array(heap.buffer, heap.byteOffset + at, wanted);
    lengthBytes = lengthBytesOf(bytes) ?? lengthBytes;
    const broken = brokenHeapObject(bytes, lengthBytes);
    if (broken !== undefined) {
      brokenAt = position + broken;
      throw new fs.ErrnoError(EIO);
    }
    return wanted;
  }

  const file = fs.createFile("/", name, {}, true, false);
  file.stream_ops = {
    ...file.stream_ops,
    read: (_stream: unknown, heap: Int8Array, at: number, length: number, position: number) => readHeld(heap, at, length, position),
  };
  Object.defineProperty(file, "usedBytes", { get: () => source.size });

  async function fetchMissing(cancel: Cancel | undefined): Promise<void> {
    const { offset, length } = missing!;
    fetchBytes = offset === lastEnd ? Math.min(LONGEST_FETCH_BYTES, 2 * fetchBytes) : LEAST_FETCH_BYTES;
    const end = Math.min(source.size, offset + Math.max(fetchBytes, length));
    for (let at = offset; at < end; at += LONGEST_FETCH_BYTES) {
      const count = Math.min(LONGEST_FETCH_BYTES, end - at);
      heldBytes += count;
      if (heldBytes > MOST_HELD_BYTES) throw new KlonosError("hdf5", `${source.name}: one step of reading needs more than ${MOST_HELD_BYTES / 1024 / 1024} MiB of the file (its chunks are too large, or it is damaged). Export it as EDF or CSV, or save it from MATLAB with the option -v7.`, `byte ${offset}`, { offset, length });
      held.push({ offset: at, bytes: await source.read(at, count, cancel) });
    }
    lastEnd = end;
  }

  function forget(): void {
    held = [];
    heldBytes = 0;
    lastEnd = -1;
  }

  async function runNow<Result>(work: (root: Hdf5Group, library: H5wasm) => Result, cancel: Cancel | undefined): Promise<Result> {
    for (;;) {
      throwIfCancelled(cancel);
      missing = undefined;
      brokenAt = undefined;
      let failure: unknown;
      let result: { readonly value: Result } | undefined;
      try {
        if (root === undefined) {
          const opened = new library.File(path, "r");
          if (missing === undefined && Number(opened.file_id) > 0) root = opened;
          else if (Number(opened.file_id) > 0) opened.close();
        }
        if (root !== undefined) result = { value: work(root, library) };
      } catch (thrown) {
        failure = thrown;
      }
      // A listing or an attribute may come back short instead of failing: what counts is whether bytes were missing.
      if (missing !== undefined) {
        await fetchMissing(cancel);
        continue;
      }
      if (brokenAt !== undefined) throw new KlonosError("hdf5", `${source.name}: the texts of the HDF5 file are damaged at byte ${brokenAt} (an object of a global heap has no or too large a size). Copy the file again from its origin, or export it as EDF or CSV.`, `byte ${brokenAt}`, { offset: brokenAt });
      if (result !== undefined) return result.value;
      if (failure instanceof KlonosError) throw failure;
      const why = failure instanceof Error ? failure.message.split("\n")[0]! : "no reason given";
      throw new KlonosError("hdf5", `${source.name}: the HDF5 library cannot read the file (${why.slice(0, 200)}). It is damaged, cut short or of an unknown kind; copy it again from its origin, or export it as EDF or CSV.`, "", { size: source.size });
    }
  }

  return {
    async run(work, cancel) {
      const mine = queue.then(() => runNow(work, cancel));
      queue = mine.catch(() => undefined);
      return mine;
    },
    forget,
    async close() {
      await queue;
      root?.close();
      root = undefined;
      forget();
      fs.unlink(path);
    },
  };
}
