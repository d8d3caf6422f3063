import { existsSync } from "node:fs";
import { join } from "node:path";
import { KlonosError, throwIfCancelled } from "../../core/errors";
import { defaultSettings } from "../../core/settings";
import { RULE_VERSION } from "../../core/settings/rule-version";
import { saveAtomically } from "../../node/atomic-save";
import { makeFolder } from "../../node/make-folder";
import { stoppedButKept, untilInterrupted } from "../../node/interrupt";
import { klonosVersion } from "../../node/own-files";
import { type BlockRunner, localRunner, threadRunner } from "../../node/validation-runner";
import { type Criterion, quickCriteria, studyCriteria } from "../../services/validation/criteria";
import { reportFiles } from "../../services/validation/report-files";
import type { BlockResult, StudyBlock } from "../../services/validation/run-block";
import { FIRST_SEED, quickBlocks, sizeOf, studyBlocks } from "../../services/validation/study-plan";
import { checkWord, studyReport } from "../../services/validation/study-report";
import { summarise } from "../../services/validation/summary";
import { localEngine } from "../../node/engine-host";
import { exitCodes } from "../exit-codes";
import type { CliIo } from "../io";
import { numberOption, readOptions, usageError } from "../options";
import { runOrdered } from "../../node/ordered-pool";
import { processors } from "../../node/processors";
import { readSettingsFile } from "../settings-file";
import { alignedTable, printable } from "../text-table";
import { readOtherDetectors, writeComparison } from "../validation-comparison";
import { validateMarked } from "../validation-marked";
import { judgeReal } from "../validation-real";
import { keepResult, keptResults } from "../validation-parts";
import type { Command } from "./command";

/** They are of the study on generated records; the guard has sizes of its own. */
const NOT_WITH_MARKED = ["quick", "runs", "recordings", "first-seed", "minutes"] as const;
const NOT_WITH_QUICK = ["runs", "recordings", "minutes"] as const;
const DEFAULT_RUNS = 100;
const MOST_RUNS = 5000;
const NOTE_EVERY = 50;
const MOST_MINUTES = 100_000;
const MILLISECONDS_A_MINUTE = 60_000;

const options = {
  out: { type: "string", value: "DIR", help: "folder of the report; a run that was stopped goes on there" },
  runs: { type: "string", value: "N", help: `records of every cell (default ${DEFAULT_RUNS})` },
  recordings: { type: "string", value: "DIR", help: "folder of real recordings: carriers, rest, and recordings with expectations" },
  marked: { type: "string", value: "TABLE.csv", help: "compare with the marks of a person instead: your own recordings" },
  settings: { type: "string", value: "FILE", help: "with --marked: settings as JSON, {\"name\": number, …}, or an earlier result, instead of the defaults" },
  "first-seed": { type: "string", value: "N", help: `default ${FIRST_SEED}, far above the seeds of tuning` },
  minutes: { type: "string", value: "M", help: "stop after so long and report what is there; the same command goes on" },
  quick: { type: "boolean", help: "a guard of some seconds with fixed seeds; writes nothing" },
  workers: { type: "string", value: "N", help: "threads (default: one a processor); the numbers do not depend on it" },
} as const;

/** `klonos validate --out DIR` */
export const validateCommand: Command = {
  name: "validate",
  operands: "--out DIR [--marked TABLE.csv] | --quick",
  summary: "validate the method on records of known truth and on real recordings",
  options,
  notes: [
    "DIR gets validation.md, validation.html and the plots as SVG; parts.jsonl keeps what is done, so that a stopped run (Ctrl+C) goes on.",
    "TABLE.csv (commas, or semicolons or tabs with decimal points or commas) has the columns file, channel, kind (train or burst), start, end (seconds from the beginning), label (clonus, clonoid, pseudoclonus, tonic, undecided, …), sampling, unit; only file must be there, and channel where there are several. A row without times says that the channel has no train. File names are relative to it. DIR then gets agreement.md and agreement.html: κ with its interval, errors of the edges, split and joined trains, the settings that differ from the rule's, and recordings that could not be compared. No file name is written. parts.jsonl is used there too: a recording is not analysed again while it (size and time of change), the settings and the version are the same; marks can be changed.",
    "DIR/comparison holds the records on which other programs' detectors can be run (scripts/validation/other-detectors.py); their answer is in the next report.",
    "Exit code 1 when something that must hold does not, or some of the marked recordings could not be compared. The truth is that of generators: patterns, never diseases.",
  ],
  async run(argv, io) {
    const { values, positionals } = readOptions(options, argv);
    if (positionals.length > 0) throw usageError(`validate takes no operand “${positionals[0]}”.`);
    const quick = values.quick ?? false;
    if (!quick && values.out === undefined) throw usageError("--out DIR is needed, or --quick.", "--out");
    if (values.out === "") throw usageError("--out names no folder.", "--out");
    if (quick && values.out !== undefined) throw usageError("--quick writes nothing: leave --out out.", "--quick");
    if (values.settings !== undefined && values.marked === undefined) throw usageError("--settings goes with --marked: the study validates the rule, which is the default settings.", "--settings");
    const workers = values.workers === undefined ? processors() : numberOption("workers", values.workers, 1, 64, true);
    if (values.marked !== undefined) {
      const idle = NOT_WITH_MARKED.find((name) => values[name] !== undefined && values[name] !== false);
      if (idle !== undefined) throw usageError(`--${idle} is of the study on generated records and does not go with --marked.`, `--${idle}`);
      const wishes = { table: values.marked, out: values.out!, settings: values.settings === undefined ? defaultSettings : await readSettingsFile(values.settings), workers };
      return untilInterrupted((_, signal) => validateMarked(wishes, io, signal));
    }
    const unwanted = NOT_WITH_QUICK.find((name) => quick && values[name] !== undefined);
    if (unwanted !== undefined) throw usageError(`--quick has sizes of its own: leave --${unwanted} out.`, `--${unwanted}`);
    const runs = values.runs === undefined ? DEFAULT_RUNS : numberOption("runs", values.runs, 1, MOST_RUNS, true);
    const firstSeed = values["first-seed"] === undefined ? FIRST_SEED : numberOption("first-seed", values["first-seed"], 0, 2 ** 52, true);
    if (values.recordings !== undefined && !existsSync(values.recordings)) throw new KlonosError("source-missing", "The folder of --recordings is not there. Leave the option out to validate without real recordings.", "--recordings");
    if (quick) return untilInterrupted((_, signal) => guard(firstSeed, workers, signal, io));
    const minutes = values.minutes === undefined ? Infinity : numberOption("minutes", values.minutes, 0, MOST_MINUTES);
    return untilInterrupted((_, signal) => study({ out: values.out!, runs, firstSeed, workers, recordings: values.recordings, minutes, signal }, io));
  },
};

interface Wishes {
  readonly out: string;
  readonly runs: number;
  readonly firstSeed: number;
  readonly workers: number;
  readonly recordings: string | undefined;
  readonly minutes: number;
  readonly signal: AbortSignal;
}

async function guard(firstSeed: number, workers: number, signal: AbortSignal, io: CliIo): Promise<number> {
  const blocks = quickBlocks(firstSeed);
  const results = new Map<string, BlockResult>();
  await runBlocks({ blocks, workers, recordings: undefined, until: Infinity, signal }, async (result) => void results.set(result.key, result));
  throwIfCancelled({ cancelled: signal.aborted });
  const criteria = quickCriteria(summarise(blocks, results));
  await printCriteria(criteria, io);
  return criteria.some(({ passes }) => passes !== true) ? exitCodes.someFailed : exitCodes.done;
}

async function study({ out, runs, firstSeed, workers, recordings, minutes, signal }: Wishes, io: CliIo): Promise<number> {
  await makeFolder(out);
  const parts = join(out, "parts.jsonl");
  const settled = JSON.stringify([klonosVersion(), RULE_VERSION, defaultSettings]);
  const blocks = studyBlocks(sizeOf(runs), firstSeed, recordings !== undefined);
  const results = await keptResults<BlockResult>(parts, settled);
  await writeComparison(join(out, "comparison"), blocks);
  const left = blocks.filter(({ key }) => !results.has(key));
  io.note(`klonos: ${blocks.length} blocks${left.length < blocks.length ? `, ${blocks.length - left.length} kept from an earlier run` : ""}\n`);
  await runBlocks({ blocks: left, workers, recordings, until: Date.now() + minutes * MILLISECONDS_A_MINUTE, signal }, async (result, index) => {
    results.set(result.key, result);
    await keepResult(parts, settled, result);
    if ((index + 1) % NOTE_EVERY === 0) io.note(`klonos: ${index + 1} of ${left.length}\n`);
  });
  const unlessStopped = (): void => {
    if (signal.aborted) throw stoppedButKept();
  };
  unlessStopped();
  const host = localEngine();
  const real = await judgeReal(host, recordings, { path: join(out, "real.json"), settled }, (path) => {
    unlessStopped();
    io.note(printable(`klonos: ${path}\n`));
  }).finally(() => host.close());
  const summaries = summarise(blocks, results);
  const criteria = studyCriteria(summaries);
  const mine = blocks.flatMap(({ key }) => results.get(key) ?? []);
  const report = studyReport({
    version: klonosVersion(), command: `klonos validate --out DIR --runs ${runs} --first-seed ${firstSeed}${recordings === undefined ? "" : " --recordings DIR"}`, firstSeed, summaries, criteria, real,
    others: await readOtherDetectors(join(out, "comparison")),
    signalSeconds: mine.reduce((sum, { signalSeconds }) => sum + signalSeconds, 0), analysisSeconds: mine.reduce((sum, { analysisSeconds }) => sum + analysisSeconds, 0),
    done: mine.length, planned: blocks.length,
  });
  for (const { name, text } of reportFiles(report, "validation")) await saveAtomically(join(out, name), text);
  await printCriteria([...criteria, ...real.map(({ path, title, judged }): Criterion => ({ title: `${path}: ${title}`, needed: "", seen: judged?.seen ?? "not at hand", passes: judged?.passes }))], io);
  return [...criteria.map(({ passes }) => passes), ...real.map(({ judged }) => judged?.passes)].includes(false) ? exitCodes.someFailed : exitCodes.done;
}

interface BlockRun {
  readonly blocks: readonly StudyBlock[];
  readonly workers: number;
  readonly recordings: string | undefined;
  /** No block is begun after this time of the clock, ms. */
  readonly until: number;
  readonly signal: AbortSignal;
}

/** After `signal` no further block is begun; those under way are done and delivered. */
async function runBlocks({ blocks, workers, recordings, until, signal }: BlockRun, deliver: (result: BlockResult, index: number) => Promise<void>): Promise<void> {
  await runOrdered<StudyBlock, BlockRunner, { readonly result: BlockResult | undefined } | { readonly failure: unknown }>({
    items: blocks,
    workers,
    open: () => (workers > 1 ? threadRunner(recordings) : localRunner(recordings)),
    close: (runner) => runner.close(),
    work: async (runner, block) => {
      if (Date.now() >= until) return { result: undefined };
      return runner.run(block).then((result) => ({ result }), (failure: unknown) => ({ failure }));
    },
    deliver: async (answer, index) => {
      // A record that cannot be analysed is a fault of the program: there is no study without it.
      if ("failure" in answer) throw answer.failure;
      if (answer.result !== undefined) await deliver(answer.result, index);
    },
    signal,
  });
}

async function printCriteria(criteria: readonly Criterion[], io: CliIo): Promise<void> {
  const lines = alignedTable(["", "what", "needed", "seen"], criteria.map(({ title, needed, seen, passes }) => [checkWord(passes), title, needed, seen]));
  await io.out(`${lines.map(printable).join("\n")}\nSimulated and recorded patterns, never diseases. For research and teaching. Not a medical device.\n`);
}
