import { join } from "node:path";
import { errorRecord, KlonosError } from "../../core/errors";
import type { ResultDocument } from "../../core/result";
import { defaultSettings, type SettingValues } from "../../core/settings";
import { saveAtomically } from "../../node/atomic-save";
import { makeFolder } from "../../node/make-folder";
import { klonosVersion } from "../../node/own-files";
import type { ImportAnswers } from "../../protocol/engine-api";
import { dataDictionary, tableBytes, type TableFormat } from "../../services/exports/table-formats";
import { studyTableColumns } from "../../services/exports/tables";
import { cohortTable, conditionsTable, differencesTable, sidesTable } from "../../services/study/cohort";
import { pythonSnippet, rSnippet } from "../../services/study/snippets";
import { failuresTable, keysOf, stackedTables, type StudyFailure, type StudyPart, studyPart } from "../../services/study/study-rows";
import { CELL_SEPARATOR, type StudyRow } from "../../services/study/study-table";
import { fingerprintOf, keepPart, keptPart, readStudyFile, recordingOf } from "../batch-files";
import { type EngineHost, localEngine, threadEngine } from "../engine-host";
import { errorNote } from "../error-line";
import { exitCodeOfAll } from "../exit-codes";
import { numberOption, oneOf, readOptions, spanOption, usageError } from "../options";
import { runOrdered } from "../ordered-pool";
import { readPair } from "../pairs";
import { readPlan, receiptOf } from "../plan-file";
import { processors } from "../processors";
import { contextOf, withSession } from "../recording-session";
import { readSettingsFile } from "../settings-file";
import { printable } from "../text-table";
import type { Command } from "./command";
import { answersOf, importOptions } from "./import-options";

const PROTOCOLS = ["stretch-hold", "tap", "spontaneous", "unmarked"] as const;
const FORMATS = ["csv", "json", "parquet"] as const satisfies readonly TableFormat[];
const LINE_DIGITS = 6;

const options = {
  out: { type: "string", value: "DIR", help: "folder of the tables; what is there of this study is gone on with" },
  settings: { type: "string", value: "FILE", help: "settings as JSON, or an earlier result (default: the published rule, or the plan's)" },
  project: { type: "string", value: "DIR", help: "project whose locked plan holds: its settings are used, and every deviation is listed" },
  format: { type: "string", multiple: true, value: FORMATS.join("|"), help: "tables in this format too, beside TSV; repeatable" },
  names: { type: "boolean", help: "let names of files into the tables" },
  ...importOptions,
  workers: { type: "string", value: "N", help: "threads (default: one a processor); the tables do not depend on it" },
} as const;

/** What all rows have in common. */
interface Batch {
  readonly folder: string;
  readonly out: string;
  readonly settings: SettingValues;
  readonly answers: ImportAnswers;
  readonly plan: Awaited<ReturnType<typeof readPlan>> | undefined;
  readonly withNames: boolean;
  readonly settled: string;
}

type Outcome = { readonly part: StudyPart; readonly kept: boolean; readonly failure?: undefined } | { readonly part?: undefined; readonly failure: unknown };

/** `klonos batch study.csv --out DIR` */
export const batchCommand: Command = {
  name: "batch",
  operands: "STUDY.csv",
  summary: "analyse a study: one row a recording in, stacked tables out",
  options,
  notes: [
    `STUDY.csv has the columns participant, session, side, condition, trial, file, protocol, pair, hold; only file must be there. File names are relative to it; several pairs (SOL:TA) or holds (3.2:9.5) in one cell are separated by ${CELL_SEPARATOR}.`,
    "DIR gets trains, bursts, trials, channels, recordings, reflexes, reflex_series, asymmetry, distractions, pooled, conditions, differences, sides, cohort and failures as TSV, dictionary.tsv, and read_klonos.py and read_klonos.R, which read them. A batch that was stopped goes on where it was; a recording that failed is a row of failures.tsv.",
  ],
  async run(argv, io) {
    const { values, positionals } = readOptions(options, argv);
    const [study] = positionals;
    if (study === undefined || positionals.length > 1) throw usageError("batch takes one STUDY.csv.");
    if (values.out === undefined) throw usageError("--out DIR is needed.", "--out");
    const formats = [...new Set(values.format.map((format) => oneOf("format", format, FORMATS)))];
    const workers = values.workers === undefined ? processors() : numberOption("workers", values.workers, 1, 64, true);
    const { rows, folder } = await readStudyFile(study);
    const plan = values.project === undefined ? undefined : await readPlan(values.project);
    const settings = values.settings !== undefined ? await readSettingsFile(values.settings) : (plan?.plan.settings ?? defaultSettings);
    const answers = await answersOf(values);
    const withNames = values.names ?? false;
    const batch: Batch = { folder, out: values.out, settings, answers, plan, withNames, settled: JSON.stringify([klonosVersion(), settings, answers, plan ?? null, withNames]) };
    await makeFolder(join(batch.out, "parts"));

    const parts: StudyPart[] = [];
    const failures: StudyFailure[] = [];
    const thrown: (unknown | undefined)[] = [];
    await runOrdered<StudyRow, EngineHost, Outcome>({
      items: rows,
      workers,
      open: rows.length > 1 && workers > 1 ? threadEngine : localEngine,
      close: (host) => host.close(),
      work: async (host, row) => {
        try {
          return await partOf(host, row, batch);
        } catch (failure) {
          return { failure };
        }
      },
      deliver: async (outcome, index) => {
        const row = rows[index]!;
        thrown.push(outcome.failure);
        if (outcome.part === undefined) {
          failures.push({ row, error: errorRecord(outcome.failure) });
          io.note(printable(errorNote(row.file, outcome.failure)));
        } else parts.push(outcome.part);
        io.note(printable(`klonos: ${index + 1} of ${rows.length}${outcome.part !== undefined && outcome.kept ? " (kept)" : ""}\n`));
      },
    });
    await writeTables(batch, parts, failures, formats);
    await io.out(printable(`${parts.length} of ${rows.length} recordings; the tables are in ${batch.out}\nFor research and teaching. Not a medical device.\n`));
    return exitCodeOfAll(thrown);
  },
};

async function partOf(host: EngineHost, row: StudyRow, batch: Batch): Promise<Outcome> {
  const wishes = {
    protocol: row.protocol === "" ? undefined : wishOf(row, () => oneOf("protocol", row.protocol, PROTOCOLS)),
    site: undefined,
    pairs: cell(row.pair).map((pair) => wishOf(row, () => readPair(pair))),
    holds: cell(row.hold).map((hold) => wishOf(row, () => spanOption("hold", hold))),
    rejections: [],
    channels: [],
    insist: false,
  };
  const file = recordingOf(row, batch.folder);
  const fingerprint = await fingerprintOf(file, row, batch.settled);
  const path = join(batch.out, "parts", `${String(row.line).padStart(LINE_DIGITS, "0")}.json`);
  const kept = await keptPart(path, fingerprint);
  if (kept !== undefined) return { part: kept, kept: true };
  const part = await withSession(host, file, batch.answers, [], async (session) => {
    const context = contextOf(session, wishes);
    const document: ResultDocument = await host.caller.call("analyse", { recordingId: session.opened.recordingId, settings: batch.settings, context });
    return studyPart({ document, keys: keysOf(row), withNames: batch.withNames, plan: receiptOf(batch.plan, batch.settings, context) });
  });
  await keepPart(path, fingerprint, part);
  return { part, kept: false };
}

function cell(text: string): readonly string[] {
  return text.split(CELL_SEPARATOR).map((one) => one.trim()).filter((one) => one !== "");
}

/** A wrong cell is a failure of its row, not a wrong command line. */
function wishOf<T>(row: StudyRow, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw new KlonosError("study-row", `Line ${row.line} of the study: ${errorRecord(thrown).message.replace(/^--/, "")}`, `line ${row.line}`);
  }
}

async function writeTables({ out, settings, withNames }: Batch, parts: readonly StudyPart[], failures: readonly StudyFailure[], formats: readonly TableFormat[]): Promise<void> {
  const trials = parts.flatMap((part) => part.trials);
  const tables = [...stackedTables(parts, studyTableColumns()), conditionsTable(trials, settings.ciLevel), differencesTable(trials, settings.ciLevel), sidesTable(trials, settings.ciLevel), cohortTable(trials), failuresTable(failures, withNames)];
  for (const table of tables) {
    for (const format of ["tsv", ...formats] as const) await saveAtomically(join(out, `${table.name}.${format}`), tableBytes(table, format));
  }
  await saveAtomically(join(out, "read_klonos.py"), pythonSnippet);
  await saveAtomically(join(out, "read_klonos.R"), rSnippet);
  // Last: a reader that finds it finds all that it speaks of.
  await saveAtomically(join(out, "dictionary.tsv"), dataDictionary(tables));
}
