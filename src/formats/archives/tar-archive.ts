import { type Cancel, KlonosError, throwIfCancelled } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import type { IssueLog } from "../issue-log";
import { decodeText, latin1Text } from "../text-decoding";

/** One file in an archive. */
export interface TarEntry {
  readonly name: string;
  readonly offset: number;
  /** Bytes that are there: less than stated where the archive is cut short. */
  readonly size: number;
}

const BLOCK_BYTES = 512;
const MOST_ENTRIES = 10_000;
/** Extended headers hold names and times. */
const LONGEST_EXTENDED_BYTES = 64 * 1024;
const AT_SIZE = 124;
const AT_CHECKSUM = 148;
const AT_TYPE = 156;
const AT_MAGIC = 257;
const AT_PREFIX = 345;
const SPACE = 0x20;

function refusal(source: ByteSource, message: string, byte: number): KlonosError {
  return new KlonosError("archive", `${source.name}: ${message} (byte ${byte})`, `byte ${byte}`, { byte });
}

function field(block: Uint8Array, at: number, width: number): string {
  const bytes = block.subarray(at, at + width);
  const end = bytes.indexOf(0);
  return decodeText(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Octal digits, or a binary number marked by its highest bit; NaN when it is neither. */
function numberField(block: Uint8Array, at: number, width: number): number {
  if ((block[at]! & 0x80) !== 0) {
    let value = block[at]! & 0x7f;
    for (let k = 1; k < width; k += 1) value = value * 256 + block[at + k]!;
    return value;
  }
  const text = latin1Text(block.subarray(at, at + width)).replace(/[\0 ]+$/, "").trim();
  return /^[0-7]+$/.test(text) ? parseInt(text, 8) : text === "" ? 0 : NaN;
}

/** True when a block is the header of an entry: its checksum is right. */
export function looksLikeTar(block: Uint8Array): boolean {
  if (block.length < BLOCK_BYTES || block[0] === 0) return false;
  let sum = 0;
  for (let k = 0; k < BLOCK_BYTES; k += 1) sum += k >= AT_CHECKSUM && k < AT_CHECKSUM + 8 ? SPACE : block[k]!;
  return numberField(block, AT_CHECKSUM, 8) === sum;
}

/** `key=value` of a pax header: its records begin with their lengths. */
function paxValue(bytes: Uint8Array, key: string): string | undefined {
  const match = new RegExp(`(?:^|\\n)\\d+ ${key}=([^\\n]*)\\n`).exec(decodeText(bytes));
  return match?.[1];
}

/** A name without `./`; undefined when it leads out of the archive. */
function plainPath(name: string): string | undefined {
  const path = name.replace(/\\/g, "/").replace(/^(\.\/)+/, "");
  const isOutside = path.startsWith("/") || /^[A-Za-z]:/.test(path) || path.split("/").includes("..");
  return isOutside ? undefined : path;
}

/**
 * The files of a tar archive (ustar, pax, GNU). Nothing is unpacked to a disk; links and names that lead out are refused all the
 * same: no recording program writes them. An archive that ends inside a file gives what there is, with an issue.
 * @throws KlonosError `archive` naming the byte.
 */
export async function readTarEntries(source: ByteSource, issues: IssueLog, cancel?: Cancel): Promise<TarEntry[]> {
  const entries: TarEntry[] = [];
  let longName: string | undefined;
  let longSize: number | undefined;
  for (let at = 0; at + BLOCK_BYTES <= source.size; ) {
    throwIfCancelled(cancel);
    const block = await source.read(at, BLOCK_BYTES, cancel);
    if (block.every((byte) => byte === 0)) break;
    if (!looksLikeTar(block)) {
      if (entries.length === 0) throw refusal(source, "this is no tar archive. Export the recording again.", at);
      issues.add({ code: "archive", severity: "warning", where: `byte ${at}`, message: `${source.name}: what follows the ${entries.length} files of the archive is damaged; the files before it are used.` });
      break;
    }
    const type = String.fromCharCode(block[AT_TYPE]!);
    const isUstar = latin1Text(block.subarray(AT_MAGIC, AT_MAGIC + 5)) === "ustar" && latin1Text(block.subarray(AT_MAGIC, AT_MAGIC + 7)) !== "ustar  ";
    const prefix = isUstar ? field(block, AT_PREFIX, 155) : "";
    const ownName = field(block, 0, 100);
    const size = longSize ?? numberField(block, AT_SIZE, 12);
    if (!Number.isSafeInteger(size) || size < 0) throw refusal(source, "the size of a file in the archive is no number. The archive is damaged; copy it again.", at + AT_SIZE);
    const offset = at + BLOCK_BYTES;
    if (type === "x" || type === "L") {
      if (size > LONGEST_EXTENDED_BYTES || offset + size > source.size) throw refusal(source, `an extended header claims ${size} bytes. The archive is damaged; copy it again.`, at);
      const content = await source.read(offset, size, cancel);
      if (type === "L") longName = field(content, 0, size);
      else {
        longName = paxValue(content, "path") ?? longName;
        const stated = paxValue(content, "size");
        longSize = stated !== undefined && /^\d{1,15}$/.test(stated) ? Number(stated) : undefined;
      }
    } else {
      const name = longName ?? (prefix === "" ? ownName : `${prefix}/${ownName}`);
      longName = undefined;
      longSize = undefined;
      if (type === "1" || type === "2") throw refusal(source, `the archive holds a link (${name.slice(0, 80)}); no recording program writes one, and it is not followed. Export the recording again.`, at);
      const path = plainPath(name);
      if (path === undefined) throw refusal(source, `the archive holds a file that leads out of it (${name.slice(0, 80)}); no recording program writes one. Export the recording again.`, at);
      if (type === "0" || type === "\0" || type === "7") {
        const there = Math.min(size, source.size - offset);
        if (there < size) issues.add({ code: "archive-truncated", severity: "warning", where: `byte ${source.size}`, message: `${source.name} is cut short inside ${path}: ${there} of its ${size} bytes are there.` });
        entries.push({ name: path, offset, size: there });
        if (entries.length > MOST_ENTRIES) throw refusal(source, `the archive holds more than ${MOST_ENTRIES} files; no recording does.`, at);
      }
    }
    at = offset + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return entries;
}
