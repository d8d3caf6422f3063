import type { Cancel, Issue } from "../core/errors";
import type { ByteSource } from "./byte-source";
import { requireRange } from "./source-range";

/** A text without the zeros behind it, and how many they are. */
interface TrimmedSource extends ByteSource {
  readonly zeroTailBytes: number;
}

/**
 * Text files whose end was never written (the computer went off, the disk was full) have their full length and zeros where the rest should
 * stand. Of such a file the source without the zeros, of any other the source itself. Text holds no zeros, so that where they begin is found by halving.
 */
export async function withoutZeroTail(source: ByteSource, cancel?: Cancel): Promise<ByteSource> {
  const isZero = async (at: number): Promise<boolean> => (await source.read(at, 1, cancel))[0] === 0;
  if (source.size === 0 || !(await isZero(source.size - 1))) return source;
  let [text, zeros] = [-1, source.size - 1];
  while (zeros - text > 1) {
    const middle = Math.floor((text + zeros) / 2);
    if (await isZero(middle)) zeros = middle;
    else text = middle;
  }
  const size = zeros;
  if (size === 0) return source;
  const { readInto, view } = source;
  const trimmed: TrimmedSource = {
    name: source.name,
    size,
    zeroTailBytes: source.size - size,
    async read(offset, length, readCancel) {
      requireRange(source.name, size, offset, length);
      return source.read(offset, length, readCancel);
    },
    ...(readInto === undefined ? {} : { readInto: (target: Uint8Array, offset: number, readCancel?: Cancel) => { requireRange(source.name, size, offset, target.length); return source.readInto!(target, offset, readCancel); } }),
    ...(view === undefined ? {} : { view: (offset: number, length: number) => { requireRange(source.name, size, offset, length); return source.view!(offset, length); } }),
    close: () => source.close(),
  };
  return trimmed;
}

/** What is to be told of a text whose zeros were left out; undefined of any other. */
export function zeroTailIssue(source: ByteSource): Issue | undefined {
  const bytes = (source as Partial<TrimmedSource>).zeroTailBytes;
  // One zero alone ends a text in the language that many programs are written in.
  if (bytes === undefined || bytes < 2) return undefined;
  return { code: "text-zeros", severity: "warning", where: `byte ${source.size}`, message: `The last ${bytes} bytes of ${source.name} are zeros: it was never written to its end. What stands before them is shown; the rest of the recording is not in the file.` };
}
