import { KlonosError } from "../../core/errors";
import { decodeText } from "../text-decoding";

/** A refusal of an EDF or BDF header that names the byte. */
export function edfError(message: string, byte: number, where = "", details: Record<string, string | number | boolean> = {}): KlonosError {
  const place = where === "" ? `byte ${byte}` : `byte ${byte}, ${where}`;
  return new KlonosError("edf-header", `${message} (${place})`, place, { byte, ...details });
}

/** One field of a header, without the spaces and NULs that fill it. UTF-8 when valid, else Latin-1. */
export function fieldText(header: Uint8Array, at: number, width: number): string {
  return decodeText(header.subarray(at, at + width))
    .replace(/\0/g, " ")
    .trim();
}

/** Shows what a field holds, in quotes, control characters made visible. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/**
 * A whole number of a header field; a decimal fraction of zeros is accepted.
 * @throws KlonosError `edf-header` naming the byte.
 */
export function wholeField(header: Uint8Array, at: number, width: number, meaning: string, where = "", byte = at): number {
  const text = fieldText(header, at, width);
  if (!/^[+-]?\d+(\.0*)?$/.test(text)) throw edfError(`The ${meaning} should be a whole number but reads ${quoted(text)}. Correct it there.`, byte, where);
  return Number(text);
}

/** A decimal number, undefined when the field holds none, or one beyond all numbers (1e999). A decimal comma is understood. */
export function decimalField(header: Uint8Array, at: number, width: number): number | undefined {
  const text = fieldText(header, at, width).replace(",", ".");
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
}
