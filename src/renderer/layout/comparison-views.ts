import type { StudyTable } from "../../protocol/engine-api";
import { coreText } from "./core-words";
import { compact, dateOnly, fixed } from "./format";

/** A table as it is read: words and numbers with their units. */
export interface ComparisonView {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The words that the views need, from the message map. */
export interface ComparisonWords {
  readonly byCondition: string;
  readonly differences: string;
  readonly changes: string;
  readonly sidesTitle: string;
  readonly trend: string;
  readonly counts: string;
  readonly none: string;
  readonly muscle: string;
  readonly condition: string;
  readonly compared: string;
  readonly outcome: string;
  readonly interval: string;
  readonly outcomes: Readonly<Record<string, string>>;
  /** Of the counts of a cohort, by the names of their columns without `n_`. */
  readonly counted: Readonly<Record<string, string>>;
  readonly sides: Readonly<Record<string, string>>;
  readonly meanOf: (mean: string, trials: number) => string;
}

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** What a person compares: conditions side by side, their differences, left and right, the course over dates, and all outcomes counted. Empty tables are left out. */
export function comparisonViews(tables: readonly StudyTable[], words: ComparisonWords): readonly ComparisonView[] {
  const of = (name: string): readonly Row[] => {
    const table = tables.find((candidate) => candidate.name === name);
    return table === undefined ? [] : table.rows.map((row) => Object.fromEntries(table.columns.map((column, index) => [column.name, row[index] ?? null])));
  };
  const conditions = of("conditions");
  const views: ComparisonView[] = [
    pivot(words.byCondition, conditions, "condition", (row) => [muscleOf(row, words), outcomeOf(row, words)], words),
    differenceView(words.differences, of("differences"), (row) => [muscleOf(row, words), `${text(row["condition_1"])} → ${text(row["condition_2"])}`], words),
    differenceView(words.changes, sinceFirst(of("changes")), (row) => [[muscleOf(row, words), text(row["condition"])].filter((part) => part !== "").join(" · "), `${dated(row["session_1"])} → ${dated(row["session_2"])}`], words),
    differenceView(words.sidesTitle, of("sides"), (row) => [muscleName(row), text(row["condition"])], words),
    countView(words.counts, of("cohort"), words),
  ];
  if (new Set(conditions.map((row) => row["session"])).size > 1) views.push(pivot(words.trend, conditions, "session", (row) => [muscleOf(row, words), text(row["condition"]), outcomeOf(row, words)], words));
  return views.filter(({ rows }) => rows.length > 0);
}

/** One column a condition or a date, with mean, interval and number of trials. What several examinations share is joined by trials, without an interval. */
function pivot(title: string, rows: readonly Row[], by: "condition" | "session", keysOf: (row: Row) => readonly string[], words: ComparisonWords): ComparisonView {
  const columns = [...new Set(rows.map((row) => text(row[by])))];
  const groups = new Map<string, { readonly keys: readonly string[]; readonly members: Row[] }>();
  for (const row of rows) {
    const keys = keysOf(row);
    const group = groups.get(keys.join("|")) ?? { keys, members: [] };
    groups.set(keys.join("|"), group);
    group.members.push(row);
  }
  const cellOf = (members: readonly Row[]): string => {
    const [first] = members;
    if (first === undefined) return "–";
    const reason = members.map((row) => text(row["no_value"])).find((said) => said !== "");
    if (members.every((row) => row["mean"] === null)) return reason === undefined ? "–" : `– (${coreText(reason)})`;
    const trials = members.reduce((sum, row) => sum + Number(row["trials_with_outcome"]), 0);
    const mean = members.reduce((sum, row) => sum + Number(row["mean"]) * Number(row["trials_with_outcome"]), 0) / trials;
    const factor = factorOf(first);
    const ends = members.length === 1 && first["ci_low"] !== null ? [Number(first["ci_low"]) * factor, Number(first["ci_high"]) * factor] : [];
    const [shown, low, high] = alike([mean * factor, ...ends]);
    // The end of a train was not seen: it lasted at least so long.
    const atLeast = members.some((row) => Number(row["trials_censored"] ?? 0) > 0) ? "≥ " : "";
    return words.meanOf(`${atLeast}${shown}${low === undefined ? "" : ` [${low}, ${high}]`}`, trials);
  };
  const width = [...groups.values()][0]?.keys.length ?? 0;
  return {
    title,
    header: [...(width === 3 ? [words.muscle, words.condition, words.outcome] : [words.muscle, words.outcome]), ...columns.map((column) => (column === "" ? "–" : by === "session" ? dated(column) : column))],
    rows: [...groups.values()].map(({ keys, members }) => [...keys, ...columns.map((column) => cellOf(members.filter((row) => text(row[by]) === column)))]),
  };
}

function differenceView(title: string, rows: readonly Row[], keysOf: (row: Row) => readonly string[], words: ComparisonWords): ComparisonView {
  return {
    title,
    header: [words.muscle, words.compared, words.outcome, "Δ", words.interval],
    rows: rows
      .filter((row) => row["difference"] !== null)
      .map((row) => [...keysOf(row), outcomeOf(row, words), signed(Number(row["difference"]) * factorOf(row)), row["ci_low"] === null ? `${words.none}: ${coreText(text(row["no_interval"]))}` : `${signed(Number(row["ci_low"]) * factorOf(row))} … ${signed(Number(row["ci_high"]) * factorOf(row))}`]),
  };
}

/** Each examination against the first of its muscle and condition: what a treatment changed. The others stand in the table. */
function sinceFirst(rows: readonly Row[]): readonly Row[] {
  const firsts = new Map<string, Row[string] | undefined>();
  return rows.filter((row) => {
    const key = JSON.stringify([row["participant"], row["muscle"], row["side"], row["condition"]]);
    if (!firsts.has(key)) firsts.set(key, row["session_1"]);
    return firsts.get(key) === row["session_1"];
  });
}

/** A session as it is read: a date in words, another name as it is. */
function dated(session: Row[string] | undefined): string {
  const name = text(session);
  return /^\d{4}-\d{2}-\d{2}$/.test(name) ? dateOnly(name) : name;
}

function countView(title: string, rows: readonly Row[], words: ComparisonWords): ComparisonView {
  const counted = Object.keys(rows[0] ?? {}).filter((name) => name.startsWith("n_"));
  return { title, header: [words.muscle, words.condition, "n", ...counted.map((name) => words.counted[name.slice(2)] ?? name.slice(2).replaceAll("_", " "))], rows: rows.map((row) => [muscleName(row), text(row["condition"]), String(row["trials"]), ...counted.map((name) => String(row[name]))]) };
}

function muscleOf(row: Row, words: ComparisonWords): string {
  const side = text(row["side"]);
  return [side === "" ? "" : (words.sides[side] ?? side), muscleName(row)].filter((part) => part !== "").join(" ");
}

function muscleName(row: Row): string {
  return text(row["muscle"]).replace(/-/g, " ");
}

function outcomeOf(row: Row, words: ComparisonWords): string {
  const unit = row["outcome"] === SHARE_OUTCOME ? "%" : text(row["unit"]).replace("uV", "µV");
  return `${words.outcomes[text(row["outcome"])] ?? text(row["outcome"])}${unit === "" ? "" : ` (${unit})`}`;
}

/** J is a share in the tables and per cent in the window. */
const SHARE_OUTCOME = "jitter";
const PER_CENT = 100;

function factorOf(row: Row): number {
  return row["outcome"] === SHARE_OUTCOME ? PER_CENT : 1;
}

/** Numbers of one measure with the decimals of the largest, three significant digits of it. */
function alike(values: readonly number[]): readonly string[] {
  const most = Math.max(...values.map(Math.abs));
  const decimals = most === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(most)));
  return values.map((value) => fixed(value, decimals));
}

function signed(value: number): string {
  return value < 0 ? `−${compact(-value)}` : `+${compact(value)}`;
}

function text(value: Row[string] | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}
