import { type Cancel, type Issue, KlonosError, throwIfCancelled } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import { inflatedSource, looksLikeZlib, MOST_BYTES_PER_BYTE } from "../archives/inflated-source";
import { createMatReader, findMatLayout } from "./mat-recording";
import type { MatValue } from "./mat-value";
import { createMatBudget, matError, MI_COMPRESSED, MI_MATRIX, type MatPlace, parseTag, readMatArray } from "./mat5-elements";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { latin1Text } from "../text-decoding";

const HEADER_BYTES = 128;
const TAG_BYTES = 8;
/** Bytes 126 and 127: "IM" when the writer's own order is little-endian. */
const ORDER_AT = 126;
const MOST_VARIABLES = 20_000;
/** Header of zlib, an empty block, checksum. */
const LEAST_STREAM_BYTES = 8;

function byteOrder(head: Uint8Array): boolean | undefined {
  const order = latin1Text(head.subarray(ORDER_AT, HEADER_BYTES));
  return order === "IM" ? true : order === "MI" ? false : undefined;
}

/** The content of a compressed variable as a place of its own. */
async function inflatedPlace(source: ByteSource, offset: number, size: number, file: MatPlace, cancel: Cancel | undefined): Promise<{ readonly place: MatPlace; readonly end: number }> {
  const inside: MatPlace = { ...file, whereOf: (at) => `byte ${at} of the compressed variable at byte ${offset}` };
  if (size < LEAST_STREAM_BYTES || !looksLikeZlib(await source.read(offset, 2, cancel))) throw matError(file, offset, "compressed data should begin");
  const head = await inflatedSource(source, offset, size, TAG_BYTES).read(0, TAG_BYTES, cancel);
  const tag = parseTag(head, 0, 0, file.littleEndian);
  const end = tag.dataOffset + tag.size;
  if (tag.type !== MI_MATRIX || end > size * MOST_BYTES_PER_BYTE) throw matError(inside, 0, `an array of ${tag.size} bytes (type ${tag.type}) in ${size} compressed bytes should stand`);
  return { place: { ...inside, source: inflatedSource(source, offset, size, end) }, end };
}

interface Variables {
  readonly root: ReadonlyMap<string, MatValue>;
  readonly issues: readonly Issue[];
}

async function readVariables(file: MatPlace, cancel: Cancel | undefined): Promise<Variables> {
  const { source, littleEndian } = file;
  const root = new Map<string, MatValue>();
  const issues: Issue[] = [];
  let whole = 0;
  for (let offset = HEADER_BYTES; offset < source.size; whole += 1) {
    throwIfCancelled(cancel);
    if (whole >= MOST_VARIABLES) throw matError(file, offset, `there are more than ${MOST_VARIABLES} variables`);
    const missing = source.size - offset < TAG_BYTES ? TAG_BYTES : 0;
    const tag = missing > 0 ? undefined : parseTag(await source.read(offset, TAG_BYTES, cancel), offset, offset, littleEndian);
    if (tag === undefined || tag.dataOffset + tag.size > source.size) {
      issues.push({ code: "mat-truncated", severity: "error", where: `byte ${offset}`, message: `The file ends inside its variable ${whole + 1}, which begins at byte ${offset}: the first ${whole} are whole, the rest is missing. Copy the file again from its origin.` });
      break;
    }
    try {
      const inflated = tag.type === MI_COMPRESSED ? await inflatedPlace(source, tag.dataOffset, tag.size, file, cancel) : undefined;
      const { name, value } = inflated === undefined ? await readMatArray(file, offset, source.size, cancel) : await readMatArray(inflated.place, 0, inflated.end, cancel);
      // Data of the system and parts of objects have no name.
      if (name !== "") root.set(name, value);
    } catch (thrown) {
      const isDamage = thrown instanceof KlonosError && (thrown.record.code === "mat-element" || thrown.record.code === "inflate");
      if (!isDamage) throw thrown;
      issues.push({ code: thrown.record.code, severity: "error", where: thrown.record.where, message: `Variable ${whole + 1} of the file is left out. ${thrown.record.message}` });
    }
    offset = tag.next;
  }
  const [problem] = issues;
  if (root.size === 0) throw new KlonosError("mat-header", `${source.name} holds no variable that can be read.${problem === undefined ? "" : ` ${problem.message}`}`, problem?.where ?? `byte ${HEADER_BYTES}`);
  return { root, issues: issues.length > 8 ? [...issues.slice(0, 8), { code: "mat-element", severity: "error", where: "", message: `${issues.length - 8} more variables of the file are damaged and left out.` }] : issues };
}

async function openMat5(source: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  if (source.size < HEADER_BYTES + TAG_BYTES) throw new KlonosError("mat-header", `${source.name} ends inside its header: ${source.size} bytes, the header alone takes ${HEADER_BYTES}. Copy it again from its origin.`, `byte ${source.size}`, { size: source.size });
  const littleEndian = byteOrder(await source.read(0, HEADER_BYTES, cancel));
  if (littleEndian === undefined) throw new KlonosError("mat-header", `${source.name}: bytes ${ORDER_AT} and ${ORDER_AT + 1} should say the byte order (IM or MI) and do not. The file is damaged or cut short; save it again from MATLAB.`, `byte ${ORDER_AT}`);
  const file: MatPlace = { source, littleEndian, whereOf: (offset) => `byte ${offset}`, budget: createMatBudget() };
  const { root, issues } = await readVariables(file, cancel);
  const layout = await findMatLayout(source.name, root, options, cancel).catch((thrown: unknown) => {
    const [damage] = issues;
    if (damage === undefined || !(thrown instanceof KlonosError) || thrown.record.code !== "mat-layout") throw thrown;
    throw new KlonosError("mat-layout", `${thrown.record.message} ${damage.message}`, damage.where);
  });
  return createMatReader(source, "MATLAB 5", layout, options, issues);
}

/**
 * MATLAB MAT-files of level 5 (versions 5, 6 and 7 of MATLAB; also written by Octave, SciPy and acquisition programs), both byte
 * orders, plain and compressed. The signal is found among the variables or named with `options.variable`.
 */
export const mat5Format: RecordingFormat = {
  id: "mat5",
  title: "MATLAB (.mat, version 5 to 7)",
  extensions: ["mat"],
  takes: ["samplingHz", "unit", "variable", "columns"],
  recognise: (head) => /^MATLAB 5\.0 MAT-file/.test(latin1Text(head.subarray(0, 19))),
  open: openMat5,
};
