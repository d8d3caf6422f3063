import { KlonosError } from "../core/errors";

/** The error of every source whose medium gave fewer bytes than asked. Details: `offset`, `wanted`, `got`. */
export function shortRead(name: string, offset: number, wanted: number, got: number): KlonosError {
  return new KlonosError(
    "short-read",
    `${name}: ${wanted} bytes were asked for at byte ${offset}, only ${got} are there. The file is cut short or was changed while open.`,
    `byte ${offset + got}`,
    { offset, wanted, got },
  );
}

/**
 * Checks a read against the size that the source promised, before anything is allocated.
 * @throws KlonosError `short-read` when the range leaves the file.
 * @throws RangeError for a negative or fractional offset or length: that is a developer's mistake.
 */
export function requireRange(name: string, size: number, offset: number, length: number): void {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0) {
    throw new RangeError(`read(${offset}, ${length}) of ${name}: offset and length must be whole and not negative`);
  }
  if (offset + length > size) throw shortRead(name, offset, length, Math.max(0, Math.min(length, size - offset)));
}
