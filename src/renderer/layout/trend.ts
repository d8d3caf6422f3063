import type { Examination } from "../../core/reflex-result";
import type { StudyTable } from "../../protocol/engine-api";

/** One examination in a trend. */
export interface TrendPoint {
  /** ISO date of the examination. */
  readonly date: string;
  readonly mean: number;
  /** By resampling trials; undefined below three trials. */
  readonly interval: readonly [number, number] | undefined;
  readonly trials: number;
}

/** A muscle under one condition over the examinations of a person, in the order of their dates. */
export interface TrendSeries {
  readonly muscle: string;
  readonly side: string;
  readonly condition: string;
  readonly points: readonly TrendPoint[];
}

/** What was done to the person at a date, as the examinations hold it. */
export interface Intervention {
  /** ISO date. */
  readonly date: string;
  /** The medicine and its dose as typed; empty for an injection of botulinum toxin. */
  readonly medicine: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}/;
const MILLISECONDS_A_DAY = 86_400_000;
/** An intervention is shown as far before the first examination as this share of the time between first and last; farther ones are told in words. */
const SHOWN_BEFORE = 0.5;

/** Days since 1970 of an ISO date: differences between dates in a calendar without hours. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / MILLISECONDS_A_DAY;
}

/** The course of one outcome over dated examinations; only what was measured at two dates or more has one. */
export function trendSeries(tables: readonly StudyTable[], outcome: string): readonly TrendSeries[] {
  const table = tables.find(({ name }) => name === "conditions");
  if (table === undefined) return [];
  const at = (name: string): number => table.columns.findIndex((column) => column.name === name);
  const [session, muscle, side, condition, named, mean, low, high, trials] = ["session", "muscle", "side", "condition", "outcome", "mean", "ci_low", "ci_high", "trials_with_outcome"].map(at) as [number, number, number, number, number, number, number, number, number];
  const series = new Map<string, { readonly head: Omit<TrendSeries, "points">; readonly points: TrendPoint[] }>();
  for (const row of table.rows) {
    if (row[named] !== outcome || typeof row[mean] !== "number" || !DATE.test(String(row[session]))) continue;
    const head = { muscle: String(row[muscle] ?? ""), side: String(row[side] ?? ""), condition: String(row[condition] ?? "") };
    const key = JSON.stringify(head);
    const group = series.get(key) ?? { head, points: [] };
    series.set(key, group);
    const [from, to] = [row[low], row[high]];
    group.points.push({ date: String(row[session]).slice(0, 10), mean: row[mean], interval: typeof from === "number" && typeof to === "number" ? [from, to] : undefined, trials: Number(row[trials]) });
  }
  return [...series.values()].filter(({ points }) => new Set(points.map(({ date }) => date)).size > 1).map(({ head, points }) => ({ ...head, points: points.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)) }));
}

/** The outcomes that have a course, in the order of the table. */
export function trendOutcomes(tables: readonly StudyTable[]): readonly string[] {
  const table = tables.find(({ name }) => name === "conditions");
  const column = table?.columns.findIndex(({ name }) => name === "outcome") ?? -1;
  const outcomes = [...new Set((table?.rows ?? []).map((row) => String(row[column])))];
  return outcomes.filter((outcome) => trendSeries(tables, outcome).length > 0);
}

/** Medicines by the day of their dose and injections of botulinum toxin that examinations state, each once, in the order of time. */
export function interventionsOf(examinations: readonly (Examination | undefined)[]): readonly Intervention[] {
  const all = examinations.flatMap((examination): readonly Intervention[] => [
    ...(examination?.medication ?? []).flatMap(({ name, dose, takenAt }) => (takenAt === undefined || !DATE.test(takenAt) ? [] : [{ date: takenAt.slice(0, 10), medicine: [name, dose ?? ""].filter((part) => part !== "").join(" ") }])),
    ...(examination?.botulinumDate === undefined || !DATE.test(examination.botulinumDate) ? [] : [{ date: examination.botulinumDate.slice(0, 10), medicine: "" }]),
  ]);
  const once = all.filter((one, k) => all.findIndex((other) => other.date === one.date && other.medicine === one.medicine) === k);
  return [...once].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** Days from the first to the last that a plot shows, the interventions near enough among them. */
export function shownDays(series: readonly TrendSeries[], interventions: readonly Intervention[]): readonly [number, number] {
  const days = series.flatMap(({ points }) => points.map(({ date }) => dayNumber(date)));
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const earliest = first - SHOWN_BEFORE * (last - first);
  const near = interventions.map(({ date }) => dayNumber(date)).filter((day) => day >= earliest && day <= last);
  return [Math.min(first, ...near), last];
}
