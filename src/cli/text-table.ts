/** Lines of a table with columns as wide as their widest cell, two spaces between. */
export function alignedTable(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => characters(row[column] ?? ""))));
  return all.map((row) => row.map((cell, column) => cell + " ".repeat(widths[column]! - characters(cell))).join("  ").trimEnd());
}

/** Code points, not UTF-16 units: µ and − are one column wide. */
function characters(text: string): number {
  return [...text].length;
}

/** Text of a file for a terminal: its control characters could move the cursor or recolour the screen. Line ends stay. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "?");
}
