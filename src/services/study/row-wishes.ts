import { errorRecord, KlonosError } from "../../core/errors";
import type { Hold, Protocol } from "../../core/result";
import { type PairWish, readPair } from "./pair-wishes";
import type { RecordingWishes } from "./recording-context";
import { CELL_SEPARATOR, type StudyRow } from "./study-table";

const PROTOCOLS = ["stretch-hold", "tap", "spontaneous", "unmarked"] as const satisfies readonly Protocol[];
const SPAN = /^(\d+\.?\d*|\.\d+):(\d+\.?\d*|\.\d+)$/;

/** What the cells of a row say of its recording. @throws KlonosError `study-row` naming the line: a wrong cell is a failure of its row alone. */
export function rowWishes(row: StudyRow): RecordingWishes {
  return { protocol: row.protocol === "" ? undefined : protocolOf(row), pairs: cell(row.pair).map((text) => pairOf(row, text)), holds: cell(row.hold).map((text) => holdOf(row, text)) };
}

function cell(text: string): readonly string[] {
  return text.split(CELL_SEPARATOR).map((one) => one.trim()).filter((one) => one !== "");
}

function wrong(row: StudyRow, what: string): KlonosError {
  return new KlonosError("study-row", `Line ${row.line} of the study: ${what}`, `line ${row.line}`);
}

function protocolOf(row: StudyRow): Protocol {
  const found = PROTOCOLS.find((known) => known === row.protocol);
  if (found === undefined) throw wrong(row, `protocol is one of ${PROTOCOLS.join(", ")}; it was “${row.protocol}”.`);
  return found;
}

function pairOf(row: StudyRow, text: string): PairWish {
  try {
    return readPair(text);
  } catch (thrown) {
    throw wrong(row, errorRecord(thrown).message.replace(/^--/, ""));
  }
}

function holdOf(row: StudyRow, text: string): Hold {
  const [, start, end] = SPAN.exec(text) ?? [];
  if (start === undefined || end === undefined) throw wrong(row, `hold is START:END in seconds, e.g. 3.2:9.5; it was “${text}”.`);
  if (Number(end) <= Number(start)) throw wrong(row, `hold ${text}: the end must come after the start.`);
  return { startSeconds: Number(start), endSeconds: Number(end) };
}
