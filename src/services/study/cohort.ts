import type { PlanReceipt } from "../../core/result";
import type { RowKeys, Table } from "../exports/table-model";
import { type Column, count, derived, number, text } from "../exports/table-model";
import { type OutcomeName, outcomeNames, type TrialOutcome } from "./trial-outcomes";
import { FEWEST_TRIALS, trialDifference, type TrialDifference, trialMeanInterval } from "./trial-difference";

/** A trial with what the study says of it. */
export interface StudyTrial {
  readonly keys: RowKeys;
  readonly trial: TrialOutcome;
  /** Deviations of its recording from the locked plan; undefined where nothing was locked. */
  readonly plan?: PlanReceipt | undefined;
}

const SIDE_OF_TRIAL = "Side of the muscle, or the side that was examined where the channel names none.";
const DATE = /^\d{4}-\d{2}-\d{2}/;

const OUTCOMES = ["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate", "tonic", "insufficient", "withheld", "no-response", "no-train", "not-analysed"] as const;

interface CohortRow {
  readonly condition: string;
  readonly muscle: string;
  readonly trials: readonly StudyTrial[];
}

const cohortColumns: readonly Column<CohortRow>[] = [
  text("condition", "Condition, as in the study's table.", (row) => row.condition),
  text("muscle", "Muscle.", (row) => row.muscle),
  count("participants", "Persons with at least one trial.", (row) => new Set(row.trials.map(({ keys }) => keys.participant)).size),
  count("trials", "Trials of all persons, those without a response included.", (row) => row.trials.length),
  ...OUTCOMES.map((outcome) => count<CohortRow>(`n_${outcome.replace("-like", "").replace("-", "_")}`, `Trials with the outcome ${outcome}. All outcomes are counted, and no share of the decided is given.`, (row) => row.trials.filter(({ trial }) => trial.outcome === outcome).length)),
  ...outcomeNames.flatMap((name) => [
    number<CohortRow>(`${name}_mean`, unitOf(name), `Mean over persons of each person's mean of ${name}.`, (row) => meanOfPersons(row.trials, name)),
    count<CohortRow>(`${name}_persons`, `Persons in that mean.`, (row) => personMeans(row.trials, name).length),
  ]),
];

interface DifferenceRow {
  readonly participant: string;
  readonly muscle: string;
  readonly side: string;
  readonly first: string;
  readonly second: string;
  readonly outcome: OutcomeName;
  readonly counts: readonly [number, number];
  readonly difference: TrialDifference;
}

const differenceColumns: readonly Column<DifferenceRow>[] = [
  text("participant", "Code of the person.", (row) => row.participant),
  text("muscle", "Muscle.", (row) => row.muscle),
  text("side", SIDE_OF_TRIAL, (row) => row.side),
  text("condition_1", "Condition that is compared with.", (row) => row.first),
  text("condition_2", "Condition that is compared.", (row) => row.second),
  text("outcome", "What is compared.", (row) => row.outcome),
  text("unit", "Unit of the outcome.", (row) => unitOf(row.outcome)),
  count("trials_1", "Trials of condition_1 that have the outcome.", (row) => row.counts[0]),
  count("trials_2", "Trials of condition_2 that have the outcome.", (row) => row.counts[1]),
  number("mean_1", "", "Mean of condition_1.", (row) => rounded(row.difference.meanFirst)),
  number("mean_2", "", "Mean of condition_2.", (row) => rounded(row.difference.meanSecond)),
  number("difference", "", "mean_2 − mean_1.", (row) => rounded(row.difference.difference)),
  number("ci_low", "", `Lower end of the interval by resampling trials; empty below ${FEWEST_TRIALS} trials.`, (row) => rounded(row.difference.interval?.[0] ?? null)),
  number("ci_high", "", "Upper end.", (row) => rounded(row.difference.interval?.[1] ?? null)),
  text("no_interval", "Why there is no interval.", (row) => row.difference.reason),
];

interface ChangeRow extends Omit<DifferenceRow, "first" | "second"> {
  readonly condition: string;
  readonly sessions: readonly [string, string];
}

const changeColumns: readonly Column<ChangeRow>[] = [
  text("participant", "Code of the person.", (row) => row.participant),
  text("muscle", "Muscle.", (row) => row.muscle),
  text("side", SIDE_OF_TRIAL, (row) => row.side),
  text("condition", "Condition, the same in both examinations.", (row) => row.condition),
  text("session_1", "Examination that is compared with, the earlier one where both are dates.", (row) => row.sessions[0]),
  text("session_2", "Examination that is compared.", (row) => row.sessions[1]),
  text("outcome", "What is compared.", (row) => row.outcome),
  text("unit", "Unit of the outcome.", (row) => unitOf(row.outcome)),
  count("trials_1", "Trials of session_1 that have the outcome.", (row) => row.counts[0]),
  count("trials_2", "Trials of session_2 that have the outcome.", (row) => row.counts[1]),
  number("mean_1", "", "Mean of session_1.", (row) => rounded(row.difference.meanFirst)),
  number("mean_2", "", "Mean of session_2.", (row) => rounded(row.difference.meanSecond)),
  number("difference", "", "mean_2 − mean_1.", (row) => rounded(row.difference.difference)),
  number("ci_low", "", `Lower end of the interval by resampling trials; empty below ${FEWEST_TRIALS} trials.`, (row) => rounded(row.difference.interval?.[0] ?? null)),
  number("ci_high", "", "Upper end.", (row) => rounded(row.difference.interval?.[1] ?? null)),
  text("no_interval", "Why there is no interval.", (row) => row.difference.reason),
];

/** The same condition of the same muscle of a person in two examinations: before and after. Dates in their order, other names in that of the study. */
export function changesTable(trials: readonly StudyTrial[], ciLevel: number): Table {
  const order = [...new Set(trials.map(({ keys }) => keys.session))];
  if (order.every((session) => DATE.test(session))) order.sort();
  const rows = grouped(trials, ({ keys, trial }) => [keys.participant, trial.muscle, trial.side, keys.condition]).flatMap(([[participant, muscle, side, condition], members]) => {
    const present = order.filter((session) => members.some(({ keys }) => keys.session === session));
    const of = (session: string, outcome: OutcomeName): readonly number[] => members.flatMap(({ keys, trial }) => (keys.session === session && trial.values[outcome] !== null ? [trial.values[outcome]] : []));
    return pairsOf(present).flatMap((sessions) =>
      outcomeNames.map((outcome): ChangeRow => {
        const [first, second] = [of(sessions[0], outcome), of(sessions[1], outcome)];
        return { participant: participant!, muscle: muscle!, side: side!, condition: condition!, sessions, outcome, counts: [first.length, second.length], difference: trialDifference(first, second, ciLevel) };
      }),
    );
  });
  return tableFrom("changes", changeColumns, rows, trials);
}

/** Each with each later one. */
function pairsOf(items: readonly string[]): readonly (readonly [string, string])[] {
  return items.flatMap((first, i) => items.slice(i + 1).map((second) => [first, second] as const));
}

interface ConditionRow {
  readonly keys: readonly string[];
  readonly outcome: OutcomeName;
  readonly values: readonly number[];
  readonly trials: number;
  readonly interval: readonly [number, number] | null;
  /** Of trials without a value. */
  readonly reasons: readonly string[];
  readonly censored: number;
}

const conditionColumns: readonly Column<ConditionRow>[] = [
  text("participant", "Code of the person.", (row) => row.keys[0]),
  text("session", "Examination.", (row) => row.keys[1]),
  text("muscle", "Muscle.", (row) => row.keys[2]),
  text("side", SIDE_OF_TRIAL, (row) => row.keys[3]),
  text("condition", "Condition.", (row) => row.keys[4]),
  text("outcome", "What is described.", (row) => row.outcome),
  text("unit", "Unit of the outcome.", (row) => unitOf(row.outcome)),
  count("trials", "Trials, those without a response included.", (row) => row.trials),
  count("trials_with_outcome", "Trials that have the outcome.", (row) => row.values.length),
  number("mean", "", "Mean over those trials.", (row) => (row.values.length === 0 ? null : derived(row.values.reduce((sum, value) => sum + value, 0) / row.values.length))),
  number("ci_low", "", `Lower end of its interval by resampling trials; empty below ${FEWEST_TRIALS} trials.`, (row) => rounded(row.interval?.[0] ?? null)),
  number("ci_high", "", "Upper end.", (row) => rounded(row.interval?.[1] ?? null)),
  number("lowest", "", "Lowest of those trials.", (row) => (row.values.length === 0 ? null : Math.min(...row.values))),
  number("highest", "", "Highest of those trials.", (row) => (row.values.length === 0 ? null : Math.max(...row.values))),
  count("trials_censored", "Of the trials with a duration, those of which it is a lower bound, and the mean with it; empty for other outcomes.", (row) => (row.outcome === "duration_s" ? row.censored : null)),
  text("no_value", "Why trials have no value, each reason once.", (row) => [...new Set(row.reasons)].join(" ")),
  text("no_interval", "Why there is no interval.", (row) => (row.values.length === 0 || row.interval !== null ? null : row.values.length < FEWEST_TRIALS ? `fewer than ${FEWEST_TRIALS} trials (${row.values.length})` : "the trials do not differ among themselves")),
];

/** Each condition of each examination of each person beside the others: what is compared, and by date the trend. */
export function conditionsTable(trials: readonly StudyTrial[], ciLevel: number): Table {
  const rows = grouped(trials, ({ keys, trial }) => [keys.participant, keys.session, trial.muscle, trial.side, keys.condition]).flatMap(([keys, members]) =>
    outcomeNames.map((outcome) => {
      const values = members.flatMap(({ trial }) => (trial.values[outcome] === null ? [] : [trial.values[outcome]]));
      const reasons = members.flatMap(({ trial }) => (trial.values[outcome] === null ? (trial.missing?.[outcome] ?? []) : []));
      return { keys, outcome, values, trials: members.length, interval: trialMeanInterval(values, ciLevel), reasons, censored: members.filter(({ trial }) => trial.censored === true && trial.values.duration_s !== null).length };
    }),
  );
  return tableFrom("conditions", conditionColumns, rows, trials);
}

interface SideRow {
  readonly keys: readonly string[];
  readonly outcome: OutcomeName;
  readonly counts: readonly [number, number];
  readonly difference: TrialDifference;
}

const sideColumns: readonly Column<SideRow>[] = [
  text("participant", "Code of the person.", (row) => row.keys[0]),
  text("session", "Examination.", (row) => row.keys[1]),
  text("muscle", "Muscle.", (row) => row.keys[2]),
  text("condition", "Condition.", (row) => row.keys[3]),
  text("outcome", "What is compared.", (row) => row.outcome),
  text("unit", "Unit of the outcome.", (row) => unitOf(row.outcome)),
  count("trials_left", "Trials of the left side that have the outcome.", (row) => row.counts[0]),
  count("trials_right", "Trials of the right side.", (row) => row.counts[1]),
  number("mean_left", "", "Mean of the left side.", (row) => rounded(row.difference.meanFirst)),
  number("mean_right", "", "Mean of the right side.", (row) => rounded(row.difference.meanSecond)),
  number("difference", "", "Right − left.", (row) => rounded(row.difference.difference)),
  number("ci_low", "", `Lower end of the interval by resampling trials; empty below ${FEWEST_TRIALS} trials.`, (row) => rounded(row.difference.interval?.[0] ?? null)),
  number("ci_high", "", "Upper end.", (row) => rounded(row.difference.interval?.[1] ?? null)),
  text("no_interval", "Why there is no interval.", (row) => row.difference.reason),
];

/** The same muscle of both sides in the same condition of the same examination. */
export function sidesTable(trials: readonly StudyTrial[], ciLevel: number): Table {
  const rows = grouped(trials, ({ keys, trial }) => [keys.participant, keys.session, trial.muscle, keys.condition]).flatMap(([keys, members]) => {
    const of = (side: string, outcome: OutcomeName): readonly number[] => members.flatMap(({ trial }) => (trial.side === side && trial.values[outcome] !== null ? [trial.values[outcome]] : []));
    if (!["left", "right"].every((side) => members.some(({ trial }) => trial.side === side))) return [];
    return outcomeNames.map((outcome) => {
      const [left, right] = [of("left", outcome), of("right", outcome)];
      return { keys, outcome, counts: [left.length, right.length] as const, difference: trialDifference(left, right, ciLevel) };
    });
  });
  return tableFrom("sides", sideColumns, rows, trials);
}

/** Counts of every outcome and means over persons, by condition and muscle. */
export function cohortTable(trials: readonly StudyTrial[]): Table {
  const rows = grouped(trials, ({ keys, trial }) => [keys.condition, trial.muscle]).map(([[condition, muscle], members]) => ({ condition: condition!, muscle: muscle!, trials: members }));
  return tableFrom("cohort", cohortColumns, rows, trials);
}

/** Differences between the conditions of each person, muscle by muscle; conditions in the order in which the study names them. */
export function differencesTable(trials: readonly StudyTrial[], ciLevel: number): Table {
  const order = [...new Set(trials.map(({ keys }) => keys.condition))];
  const rows: DifferenceRow[] = [];
  for (const [[participant, muscle, side], members] of grouped(trials, ({ keys, trial }) => [keys.participant, trial.muscle, trial.side])) {
    const present = order.filter((condition) => members.some(({ keys }) => keys.condition === condition));
    for (const [from, to] of pairsOf(present)) {
      for (const outcome of outcomeNames) {
        const of = (condition: string): readonly number[] => members.flatMap(({ keys, trial }) => (keys.condition === condition && trial.values[outcome] !== null ? [trial.values[outcome]] : []));
        const [first, second] = [of(from), of(to)];
        rows.push({ participant: participant!, muscle: muscle!, side: side!, first: from, second: to, outcome, counts: [first.length, second.length], difference: trialDifference(first, second, ciLevel) });
      }
    }
  }
  return tableFrom("differences", differenceColumns, rows, trials);
}

/** The plan of the study at the end of every row: the means and counts of a table come from all its recordings. */
function planColumns<Row>(trials: readonly StudyTrial[]): readonly Column<Row>[] {
  const plans = trials.flatMap(({ plan }) => plan ?? []);
  const [hashes, deviations] = [[...new Set(plans.map(({ sha256 }) => sha256))], [...new Set(plans.flatMap((plan) => plan.deviations))]];
  return [
    text("plan_sha256", "SHA-256 of the locked plan; empty where nothing was locked.", () => (hashes.length === 0 ? null : hashes.join("; "))),
    text("plan_deviations", "What deviates from the locked plan in any recording of the study; empty when nothing does.", () => (plans.length === 0 ? null : deviations.join("; "))),
  ];
}

function tableFrom<Row>(name: "cohort" | "differences" | "changes" | "conditions" | "sides", own: readonly Column<Row>[], rows: readonly Row[], trials: readonly StudyTrial[]): Table {
  const columns = [...own, ...planColumns<Row>(trials)];
  return { name, columns: columns.map(({ name: column, type, unit, description }) => ({ name: column, type, unit, description })), rows: rows.map((row) => columns.map((column) => column.of(row))) };
}

function grouped<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): readonly (readonly [readonly string[], readonly T[]])[] {
  const groups = new Map<string, [readonly string[], T[]]>();
  for (const item of items) {
    const keys = keysOf(item);
    const key = JSON.stringify(keys);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [keys, [item]]);
    else group[1].push(item);
  }
  return [...groups.values()];
}

function personMeans(trials: readonly StudyTrial[], name: OutcomeName): readonly number[] {
  return grouped(trials, ({ keys }) => [keys.participant]).flatMap(([, members]) => {
    const values = members.flatMap(({ trial }) => (trial.values[name] === null ? [] : [trial.values[name]]));
    return values.length === 0 ? [] : [values.reduce((sum, value) => sum + value, 0) / values.length];
  });
}

function meanOfPersons(trials: readonly StudyTrial[], name: OutcomeName): number | null {
  const means = personMeans(trials, name);
  return means.length === 0 ? null : rounded(means.reduce((sum, value) => sum + value, 0) / means.length);
}

function rounded(value: number | null): number | null {
  return value === null ? null : derived(value);
}

function unitOf(name: OutcomeName): string {
  const last = name.split("_").pop() ?? "";
  return ({ s: "s", hz: "Hz", ms: "ms", uV: "uV" } as Readonly<Record<string, string>>)[last] ?? "";
}
