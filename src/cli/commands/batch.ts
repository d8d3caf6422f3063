import { defaultSettings } from "../../core/settings";
import { readStudyFile } from "../../node/batch-files";
import { untilInterrupted } from "../../node/interrupt";
import { readPlan } from "../../node/plan-file";
import { processors } from "../../node/processors";
import { runBatch } from "../../node/run-batch";
import type { TableFormat } from "../../services/exports/table-formats";
import { CELL_SEPARATOR } from "../../services/study/study-table";
import { errorNote } from "../error-line";
import { exitCodeOfAll } from "../exit-codes";
import { numberOption, oneOf, readOptions, usageError } from "../options";
import { readSettingsFile } from "../settings-file";
import { printable } from "../text-table";
import type { Command } from "./command";
import { answersOf, importOptions } from "./import-options";

const FORMATS = ["csv", "json", "parquet"] as const satisfies readonly TableFormat[];

const options = {
  out: { type: "string", value: "DIR", help: "folder of the tables; what is there of this study is gone on with" },
  settings: { type: "string", value: "FILE", help: "settings as JSON, or an earlier result (default: the published rule, or the plan's)" },
  project: { type: "string", value: "DIR", help: "project whose locked plan holds: its settings are used, and every deviation is listed" },
  format: { type: "string", multiple: true, value: FORMATS.join("|"), help: "tables in this format too, beside TSV; repeatable" },
  names: { type: "boolean", help: "let names of files into the tables" },
  ...importOptions,
  workers: { type: "string", value: "N", help: "threads (default: one a processor); the tables do not depend on it" },
} as const;

/** `klonos batch study.csv --out DIR` */
export const batchCommand: Command = {
  name: "batch",
  operands: "STUDY.csv",
  summary: "analyse a study: one row a recording in, stacked tables out",
  options,
  notes: [
    `STUDY.csv has the columns participant, session, side, condition, trial, file, protocol, pair, hold; only file must be there. File names are relative to it; several pairs (SOL:TA) or holds (3.2:9.5) in one cell are separated by ${CELL_SEPARATOR}.`,
    "DIR gets trains, bursts, trials, channels, recordings, reflexes, reflex_series, asymmetry, distractions, pooled, measures, evidence, pairs, episodes, conditions, differences, changes, sides, cohort and failures as TSV, dictionary.tsv, and read_klonos.py and read_klonos.R, which read them. A batch that was stopped goes on where it was; a recording that failed is a row of failures.tsv.",
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
    const batch = { rows, folder, out: values.out, settings, answers: await answersOf(values), plan, withNames: values.names ?? false, formats, workers };
    const outcomes = await untilInterrupted((_, signal) => runBatch(batch, {
      done: (outcome, index) => {
        if (outcome.part === undefined) io.note(printable(errorNote(rows[index]!.file, outcome.failure)));
        io.note(printable(`klonos: ${index + 1} of ${rows.length}${outcome.part !== undefined && outcome.kept ? " (kept)" : ""}\n`));
      },
    }, signal));
    const done = outcomes.filter(({ part }) => part !== undefined).length;
    await io.out(printable(`${done} of ${rows.length} recordings; the tables are in ${batch.out}\nFor research and teaching. Not a medical device.\n`));
    return exitCodeOfAll(outcomes.map(({ failure }) => failure));
  },
};
