import { join } from "node:path";
import { errorRecord } from "../core/errors";
import type { SettingValues } from "../core/settings";
import type { ImportAnswers } from "../protocol/engine-api";
import { dataDictionary, tableBytes, type TableFormat } from "../services/exports/table-formats";
import { studyTableColumns } from "../services/exports/tables";
import { changesTable, cohortTable, conditionsTable, differencesTable, sidesTable } from "../services/study/cohort";
import { recordingContext } from "../services/study/recording-context";
import { rowWishes } from "../services/study/row-wishes";
import { pythonSnippet, rSnippet } from "../services/study/snippets";
import { failuresTable, keysOf, stackedTables, type StudyFailure, type StudyPart, studyPart } from "../services/study/study-rows";
import type { StudyRow } from "../services/study/study-table";
import { saveAtomically } from "./atomic-save";
import { fingerprintOf, keepPart, keptPart, PARTS_FOLDER, recordingOf } from "./batch-files";
import { type EngineHost, localEngine, threadEngine } from "./engine-host";
import { stoppedButKept } from "./interrupt";
import { makeFolder } from "./make-folder";
import { runOrdered } from "./ordered-pool";
import { klonosVersion } from "./own-files";
import { receiptOf, type SealedPlan } from "./plan-file";
import { withSession } from "./recording-session";

/** A study and how it is analysed. */
export interface Batch {
  readonly rows: readonly StudyRow[];
  /** Relative names of recordings are of this folder. */
  readonly folder: string;
  /** Folder of the tables; what is there of this study is gone on with. */
  readonly out: string;
  readonly settings: SettingValues;
  readonly answers: ImportAnswers;
  readonly plan: SealedPlan | undefined;
  /** Lets names of files into the tables. */
  readonly withNames: boolean;
  /** Tables in these formats too, beside TSV. */
  readonly formats: readonly TableFormat[];
  /** Threads; the tables do not depend on it. */
  readonly workers: number;
}

/** What became of a row; `kept`: it was there from an earlier run. `failure` is what was thrown. */
export type RowOutcome = { readonly part: StudyPart; readonly kept: boolean; readonly failure?: undefined } | { readonly part?: undefined; readonly failure: unknown };

/** Told of the rows of a batch by their index. */
export interface BatchListener {
  readonly begun?: (index: number) => void;
  /** As soon as a row is done. */
  readonly ended?: (outcome: RowOutcome, index: number) => void;
  /** In the order of the rows. */
  readonly done?: (outcome: RowOutcome, index: number) => void;
}

const LINE_DIGITS = 6;

/**
 * Analyses every recording of a study and writes its tables. A recording that fails is a row of failures.tsv.
 * @returns What was done, in the order of the rows.
 * @throws KlonosError `cancelled` after `signal`: no table is written, the finished parts are kept; `cannot-write`.
 */
export async function runBatch(batch: Batch, listener: BatchListener = {}, signal?: AbortSignal): Promise<readonly RowOutcome[]> {
  const { rows, workers, settings, answers, plan, withNames } = batch;
  // What was kept by a program with other tables is made anew.
  const settled = JSON.stringify([klonosVersion(), studyTableColumns(), settings, answers, plan ?? null, withNames]);
  await makeFolder(join(batch.out, PARTS_FOLDER));
  const outcomes: RowOutcome[] = [];
  await runOrdered<StudyRow, EngineHost, RowOutcome>({
    items: rows,
    workers,
    open: rows.length > 1 && workers > 1 ? threadEngine : localEngine,
    close: (host) => host.close(),
    work: async (host, row, index) => {
      listener.begun?.(index);
      const outcome = await outcomeOf(host, row, batch, settled, signal).catch((failure: unknown): RowOutcome => ({ failure }));
      listener.ended?.(outcome, index);
      return outcome;
    },
    deliver: async (outcome, index) => {
      if (signal?.aborted === true) return;
      outcomes.push(outcome);
      listener.done?.(outcome, index);
    },
    signal,
  });
  if (signal?.aborted === true) throw stoppedButKept();
  await writeTables(batch, outcomes);
  return outcomes;
}

async function outcomeOf(host: EngineHost, row: StudyRow, batch: Batch, settled: string, signal: AbortSignal | undefined): Promise<RowOutcome> {
  const wishes = rowWishes(row);
  const file = recordingOf(row, batch.folder);
  const fingerprint = await fingerprintOf(file, row, settled);
  const path = join(batch.out, PARTS_FOLDER, `${String(row.line).padStart(LINE_DIGITS, "0")}.json`);
  const kept = await keptPart(path, fingerprint);
  if (kept !== undefined) return { part: kept, kept: true };
  const analysed = async (session: Parameters<typeof recordingContext>[0]): Promise<StudyPart> => {
    const context = recordingContext(session, wishes);
    const document = await host.caller.call("analyse", { recordingId: session.opened.recordingId, settings: batch.settings, context }, { signal });
    return studyPart({ document, keys: keysOf(row), withNames: batch.withNames, plan: receiptOf(batch.plan, batch.settings, context) });
  };
  const part = await withSession(host, file, batch.answers, [], analysed, signal);
  await keepPart(path, fingerprint, part);
  return { part, kept: false };
}

async function writeTables({ rows, out, settings, withNames, formats }: Batch, outcomes: readonly RowOutcome[]): Promise<void> {
  const parts = outcomes.flatMap(({ part }) => part ?? []);
  const failures = outcomes.flatMap((outcome, index): readonly StudyFailure[] => (outcome.part === undefined ? [{ row: rows[index]!, error: errorRecord(outcome.failure) }] : []));
  const trials = parts.flatMap((part) => part.trials);
  const tables = [...stackedTables(parts, studyTableColumns()), conditionsTable(trials, settings.ciLevel), differencesTable(trials, settings.ciLevel), changesTable(trials, settings.ciLevel), sidesTable(trials, settings.ciLevel), cohortTable(trials), failuresTable(failures, withNames)];
  for (const table of tables) {
    for (const format of ["tsv", ...formats] as const) await saveAtomically(join(out, `${table.name}.${format}`), tableBytes(table, format));
  }
  await saveAtomically(join(out, "read_klonos.py"), pythonSnippet);
  await saveAtomically(join(out, "read_klonos.R"), rSnippet);
  // Last: a reader that finds it finds all that it speaks of.
  await saveAtomically(join(out, "dictionary.tsv"), dataDictionary(tables));
}
