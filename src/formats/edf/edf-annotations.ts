import { decodeText, latin1Text } from "../text-decoding";

/** One time-stamped annotation list (EDF+ 2003, 2.2.2), onset as written in the file. */
export interface Tal {
  readonly onsetSeconds: number;
  readonly durationSeconds: number;
  /** Digits after the decimal point of the onset. */
  readonly onsetDecimals: number;
  /** Empty texts are kept: a first empty one marks the time of the record. */
  readonly texts: readonly string[];
}

/** What is wrong with an annotation list, and where. */
export interface TalProblem {
  /** Byte from the start of the block. */
  readonly byte: number;
  readonly message: string;
}

const END_OF_TEXT = 0x14;
const BEFORE_DURATION = 0x15;
const ONSET_PATTERN = /^[+-]\d+(?:[.,](\d*))?$/;
const DURATION_PATTERN = /^\+?\d*(?:[.,]\d*)?$/;

function indexOrEnd(bytes: Uint8Array, byte: number, from: number, end: number): number {
  const index = bytes.indexOf(byte, from);
  return index < 0 || index > end ? end : index;
}

/** One list of bytes [start, end), without its closing zero. */
function parseTal(block: Uint8Array, start: number, end: number): Tal | string {
  const headEnd = indexOrEnd(block, END_OF_TEXT, start, end);
  const head = latin1Text(block.subarray(start, headEnd));
  const [onset = "", duration = ""] = head.split(String.fromCharCode(BEFORE_DURATION));
  const match = ONSET_PATTERN.exec(onset);
  if (match === null || headEnd === end) return `an annotation should begin with its onset (+seconds) but reads ${JSON.stringify(head.slice(0, 40))}`;
  if (!DURATION_PATTERN.test(duration)) return `the annotation at ${onset} s has the duration ${JSON.stringify(duration.slice(0, 20))}, which is no number`;
  const texts: string[] = [];
  for (let at = headEnd + 1; at < end; ) {
    const textEnd = indexOrEnd(block, END_OF_TEXT, at, end);
    texts.push(decodeText(block.subarray(at, textEnd)).trim());
    at = textEnd + 1;
  }
  return {
    onsetSeconds: Number(onset.replace(",", ".")),
    durationSeconds: Number(duration.replace(",", ".")) || 0,
    onsetDecimals: (match[1] ?? "").length,
    texts,
  };
}

/** All lists of one annotation signal's block of one data record. Damaged ones are told to `problem` and skipped. */
export function parseTals(block: Uint8Array, problem: (problem: TalProblem) => void): Tal[] {
  const tals: Tal[] = [];
  for (let start = 0; start < block.length; ) {
    if (block[start] === 0) {
      start += 1;
      continue;
    }
    const zero = block.indexOf(0, start);
    const end = zero < 0 ? block.length : zero;
    const tal = parseTal(block, start, end);
    if (typeof tal === "string") problem({ byte: start, message: tal });
    else tals.push(tal);
    start = end + 1;
  }
  return tals;
}
