import type { StudyTable } from "../../protocol/engine-api";

/** A muscle under one condition of one examination. */
export interface ConditionPoint {
  /** Position among the categories, from 0. */
  readonly category: number;
  readonly mean: number;
  /** By resampling trials; undefined below three trials. */
  readonly interval: readonly [number, number] | undefined;
  readonly lowest: number;
  readonly highest: number;
  readonly trials: number;
}

/** A muscle of one side over the conditions. */
export interface ConditionSeries {
  readonly muscle: string;
  readonly side: string;
  readonly points: readonly ConditionPoint[];
}

/** What a panel of conditions and sides shows of one outcome. */
export interface ConditionPanel {
  /** In the order of the table; `session` is empty where there is one examination alone. */
  readonly categories: readonly { readonly condition: string; readonly session: string }[];
  readonly series: readonly ConditionSeries[];
}

/** The conditions of an outcome side by side, and within each the muscles and sides. */
export function conditionPanel(tables: readonly StudyTable[], outcome: string): ConditionPanel {
  const table = tables.find(({ name }) => name === "conditions");
  if (table === undefined) return { categories: [], series: [] };
  const at = (name: string): number => table.columns.findIndex((column) => column.name === name);
  const places = { session: at("session"), muscle: at("muscle"), side: at("side"), condition: at("condition"), outcome: at("outcome"), mean: at("mean"), low: at("ci_low"), high: at("ci_high"), lowest: at("lowest"), highest: at("highest"), trials: at("trials_with_outcome") };
  const several = new Set(table.rows.map((row) => row[places.session])).size > 1;
  const categories: { readonly condition: string; readonly session: string }[] = [];
  const series = new Map<string, { readonly muscle: string; readonly side: string; readonly points: ConditionPoint[] }>();
  for (const row of table.rows) {
    const [mean, lowest, highest] = [row[places.mean], row[places.lowest], row[places.highest]];
    if (row[places.outcome] !== outcome || typeof mean !== "number" || typeof lowest !== "number" || typeof highest !== "number") continue;
    const head = { condition: String(row[places.condition] ?? ""), session: several ? String(row[places.session] ?? "") : "" };
    let category = categories.findIndex((other) => other.condition === head.condition && other.session === head.session);
    if (category < 0) category = categories.push(head) - 1;
    const [muscle, side] = [String(row[places.muscle] ?? ""), String(row[places.side] ?? "")];
    const key = JSON.stringify([muscle, side]);
    const one = series.get(key) ?? { muscle, side, points: [] };
    series.set(key, one);
    const [low, high] = [row[places.low], row[places.high]];
    one.points.push({ category, mean, interval: typeof low === "number" && typeof high === "number" ? [low, high] : undefined, lowest, highest, trials: Number(row[places.trials]) });
  }
  return { categories, series: [...series.values()] };
}

/** The outcomes that such a panel has something to set side by side of, in the order of the table: two conditions or two sides. */
export function panelOutcomes(tables: readonly StudyTable[]): readonly string[] {
  const table = tables.find(({ name }) => name === "conditions");
  const column = table?.columns.findIndex(({ name }) => name === "outcome") ?? -1;
  return [...new Set((table?.rows ?? []).map((row) => String(row[column])))].filter((outcome) => {
    const { categories, series } = conditionPanel(tables, outcome);
    return categories.length > 1 || new Set(series.map(({ side }) => side)).size > 1;
  });
}

/** The muscles of the tables, each once. */
export function musclesOf(tables: readonly StudyTable[]): readonly string[] {
  const table = tables.find(({ name }) => name === "conditions");
  const column = table?.columns.findIndex(({ name }) => name === "muscle") ?? -1;
  return [...new Set((table?.rows ?? []).map((row) => String(row[column] ?? "")))];
}

/** The rows of one muscle in each table; all where none is chosen. */
export function ofMuscle(tables: readonly StudyTable[], muscle: string | undefined): readonly StudyTable[] {
  if (muscle === undefined) return tables;
  return tables.map((table) => {
    const column = table.columns.findIndex(({ name }) => name === "muscle");
    return { ...table, rows: table.rows.filter((row) => column < 0 || row[column] === muscle) };
  });
}
