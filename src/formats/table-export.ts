import { type Cancel, KlonosError, type Progress, throwIfCancelled } from "../core/errors";
import type { RecordingReader } from "./recording-reader";
import type { RecordingSpan, SpanPiece } from "./recording-span";

const BLOCK_ROWS = 16 * 1024;
const MICROVOLTS_PER_VOLT = 1e6;
/** Digits of a value: more than a 24-bit converter has. */
const VALUE_DIGITS = 9;
/** Decimals of a time: a tenth of a microsecond. */
const TIME_DECIMALS = 7;

function shortest(text: string): string {
  return text.includes(".") && !text.includes("e") ? text.replace(/\.?0+$/, "") : text;
}

function quoted(label: string, delimiter: string): string {
  return label.includes(delimiter) || /["\r\n]/.test(label) ? `"${label.replaceAll('"', '""')}"` : label;
}

function samePieces(first: readonly SpanPiece[], other: readonly SpanPiece[], samplingHz: number): boolean {
  return first.length === other.length && first.every((piece, k) => Math.abs(piece.startSeconds - other[k]!.startSeconds) < 0.5 / samplingHz && piece.end - piece.start === other[k]!.end - other[k]!.start);
}

/**
 * Samples as text: a time column in seconds of the recording, then a column a channel, labelled `SOL (uV)`; voltages in µV, missing values empty. A
 * gap is a jump in time. In pieces, so that memory does not grow with the span.
 * @throws KlonosError `bad-span` where the channels have different rates or gaps: their samples share no rows.
 */
export async function* exportTable(reader: Pick<RecordingReader, "read">, span: RecordingSpan, delimiter: "," | "\t", cancel?: Cancel, progress?: Progress): AsyncGenerator<string> {
  const [first, ...others] = span.channels;
  const { samplingHz } = first!.channel;
  const other = others.find(({ channel, pieces }) => channel.samplingHz !== samplingHz || !samePieces(first!.pieces, pieces, samplingHz));
  if (other !== undefined) {
    throw new KlonosError("bad-span", `${first!.channel.label} (${samplingHz} Hz) and ${other.channel.label} (${other.channel.samplingHz} Hz) have different rates or gaps; a table has one time column. Choose channels of one rate, or write EDF.`, `channel ${other.channel.index + 1} (${other.channel.label})`);
  }
  const heads = span.channels.map(({ channel }) => {
    const unit = channel.isVoltage ? "uV" : channel.unit;
    return quoted(unit === "" ? channel.label : `${channel.label} (${unit})`, delimiter);
  });
  yield `${["time (s)", ...heads].join(delimiter)}\n`;
  let done = 0;
  for (const [index, piece] of first!.pieces.entries()) {
    for (let from = 0; from < piece.end - piece.start; from += BLOCK_ROWS) {
      throwIfCancelled(cancel);
      const rows = Math.min(BLOCK_ROWS, piece.end - piece.start - from);
      const columns: Float64Array[] = [];
      for (const { channel, pieces } of span.channels) {
        const start = pieces[index]!.start + from;
        columns.push(await reader.read(channel.index, { start, end: start + rows }, cancel));
      }
      let text = "";
      for (let row = 0; row < rows; row += 1) {
        text += shortest((piece.startSeconds + (from + row) / samplingHz).toFixed(TIME_DECIMALS));
        for (const [k, values] of columns.entries()) {
          const value = values[row]! * (span.channels[k]!.channel.isVoltage ? MICROVOLTS_PER_VOLT : 1);
          text += delimiter + (value === value ? shortest(value.toPrecision(VALUE_DIGITS)) : "");
        }
        text += "\n";
      }
      done += rows;
      progress?.(done / first!.sampleCount, "writing rows");
      yield text;
    }
  }
}
