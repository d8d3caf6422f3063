import type { Annotation } from "../../core/recording";
import type { Segment } from "../../core/timeline";
import { cellWords } from "./csv-columns";
import type { IssueLog } from "../issue-log";

/** More events than this in one column are no notes but a signal. */
const MOST_EVENTS = 20_000;
/** Longest text of one event. */
const LONGEST_TEXT = 1000;

interface Found {
  readonly row: number;
  readonly text: string;
}

/**
 * Collects the events of one column as its rows go by: each cell of text that differs from that of the row before, and each number that
 * is not 0 and differs from that of the row before (an empty cell is 0).
 */
export class EventColumn {
  private readonly found: Found[] = [];
  private lastText = { row: -2, text: "" };
  private lastNumber = 0;
  private left = 0;

  /** @param title names numbers: `Trigger 5`. */
  constructor(private readonly title: string, readonly column: number) {}

  /** A cell of text, in the order of the rows. */
  addText(row: number, cell: string): void {
    const isSame = this.lastText.row === row - 1 && this.lastText.text === cell;
    this.lastText = { row, text: cell };
    if (!isSame) this.add(row, cellWords(cell).slice(0, LONGEST_TEXT));
  }

  /** The numbers of a batch of rows; NaN for text and for nothing. */
  addNumbers(values: Float64Array, count: number, firstRow: number): void {
    for (let k = 0; k < count; k += 1) {
      const value = values[k]! === values[k]! ? values[k]! : 0;
      if (value !== 0 && value !== this.lastNumber) this.add(firstRow + k, `${this.title} ${value}`);
      this.lastNumber = value;
    }
  }

  /** The events with their times; rows of one recording in time order. */
  annotations(segments: readonly Segment[], samplingHz: number, issues: IssueLog): Annotation[] {
    if (this.left > 0) issues.add({ code: "csv-events", severity: "warning", where: `column ${this.column + 1} (${this.title})`, message: `Column ${this.column + 1} (${this.title}) has ${this.found.length + this.left} events; the first ${this.found.length} were taken. Is it a signal?` });
    return [...this.found].sort((a, b) => a.row - b.row).flatMap(({ row, text }) => {
      const segment = segments.find(({ startSample, endSample }) => row >= startSample && row < endSample);
      return segment === undefined ? [] : [{ onsetSeconds: segment.startSeconds + (row - segment.startSample) / samplingHz, durationSeconds: 0, text, channel: undefined }];
    });
  }

  private add(row: number, text: string): void {
    if (text === "") return;
    if (this.found.length < MOST_EVENTS) this.found.push({ row, text });
    else this.left += 1;
  }
}
