import { dirname, join, resolve } from "node:path";
import { errorRecord, KlonosError } from "../core/errors";
import type { SettingValues } from "../core/settings";
import { RULE_VERSION } from "../core/settings/rule-version";
import { saveAtomically } from "../node/atomic-save";
import { fileFingerprint } from "../node/batch-files";
import { type EngineHost, localEngine, threadEngine } from "../node/engine-host";
import { makeFolder } from "../node/make-folder";
import { runOrdered } from "../node/ordered-pool";
import { klonosVersion } from "../node/own-files";
import { stoppedButKept } from "../node/interrupt";
import { readText } from "../node/read-text";
import { withSession } from "../node/recording-session";
import type { ImportAnswers } from "../protocol/engine-api";
import { withoutName } from "../services/study/study-rows";
import { FOUND_PATTERNS_FORM, type FoundPatterns, foundPatterns } from "../services/validation/found-patterns";
import { type MarkedChannel, markedChannels, type MarkedFailure, markedReport } from "../services/validation/marked-agreement";
import { markedColumns, type MarkedRow, readMarkedTable } from "../services/validation/marked-table";
import { reportFiles } from "../services/validation/report-files";
import { exitCodeOfAll } from "./exit-codes";
import type { CliIo } from "./io";
import { contextOf } from "./recording-session";
import { printable } from "./text-table";
import { keepResult, keptResults } from "./validation-parts";

/** Recordings after which it is said how far it is. */
const NOTE_EVERY = 10;

/** A table of marked recordings and how it is compared. */
export interface MarkedWishes {
  readonly table: string;
  /** Folder of the report; what is there of the same recordings, settings and version is not analysed again. */
  readonly out: string;
  readonly settings: SettingValues;
  /** Threads; the report does not depend on it. */
  readonly workers: number;
}

/** A recording of the table with all rows that speak of it. */
interface MarkedRecording {
  /** As the table names it. */
  readonly name: string;
  readonly path: string;
  readonly rows: readonly MarkedRow[];
}

interface KeptPatterns {
  readonly key: string;
  readonly found: FoundPatterns;
}

type Outcome = { readonly channels: readonly MarkedChannel[]; readonly failure?: undefined } | { readonly channels?: undefined; readonly failure: unknown };

/**
 * Analyses every recording of a table of marks and writes the agreement into `out`; a recording that fails is a row of the report.
 * @returns The exit code.
 * @throws KlonosError `cancelled` after `signal`: no report is written, what is analysed is kept; `cannot-write`; `marked-table`.
 */
export async function validateMarked({ table, out, settings, workers }: MarkedWishes, io: CliIo, signal?: AbortSignal): Promise<number> {
  const { rows: marks, unused } = readMarkedTable(await readText(table, "marked-table"));
  const recordings = recordingsOf(marks, dirname(resolve(table)));
  if (unused.length > 0) io.note(printable(`klonos: columns of the table that are not used: ${unused.join(", ")}. Those that are: ${markedColumns.join(", ")}.\n`));
  await makeFolder(out);
  const parts = { path: join(out, "parts.jsonl"), settled: JSON.stringify([FOUND_PATTERNS_FORM, klonosVersion(), RULE_VERSION, settings]) };
  const kept = await keptResults<KeptPatterns>(parts.path, parts.settled);
  const isParallel = recordings.length > 1 && workers > 1;
  const shares = recordings.map(() => 0);
  const outcomes: Outcome[] = [];
  let keptCount = 0;

  const patternsOf = async (host: EngineHost, { path, rows }: MarkedRecording, index: number): Promise<FoundPatterns> => {
    const answers = answersOf(rows);
    const key = await fileFingerprint(path, [path, answers]);
    const before = kept.get(key);
    if (before !== undefined) {
      keptCount++;
      return before.found;
    }
    const found = await analysed(host, path, answers, settings, (share) => {
      shares[index] = share;
      io.progress?.(`${recordings.length} recordings`, shares.reduce((sum, one) => sum + one, 0) / recordings.length);
    }, signal);
    kept.set(key, { key, found });
    // In the order of their ends: what waits for a longer recording is kept too.
    await keepResult(parts.path, parts.settled, { key, found } satisfies KeptPatterns);
    return found;
  };

  await runOrdered<MarkedRecording, EngineHost, Outcome>({
    items: recordings,
    workers,
    open: isParallel ? threadEngine : localEngine,
    close: (host) => host.close(),
    work: async (host, recording, index) => {
      try {
        return { channels: markedChannels(recording.rows, await patternsOf(host, recording, index)) };
      } catch (failure) {
        // Not of the recording: there is no use in going on.
        if (errorRecord(failure).code === "cannot-write") throw failure;
        return { failure };
      } finally {
        shares[index] = 1;
      }
    },
    deliver: async (outcome, index) => {
      if (signal?.aborted === true) return;
      outcomes.push(outcome);
      if (outcome.failure !== undefined) io.note(printable(`klonos: ${recordings[index]!.name}: ${errorRecord(outcome.failure).message}\n`));
      if ((index + 1) % NOTE_EVERY === 0) io.note(`klonos: ${index + 1} of ${recordings.length}\n`);
    },
    signal,
  });
  if (signal?.aborted === true) throw stoppedButKept();

  const failures = outcomes.flatMap(({ failure }, index) => (failure === undefined ? [] : [failureOf(recordings[index]!, failure)]));
  const report = markedReport(outcomes.flatMap(({ channels }) => channels ?? []), failures, klonosVersion(), settings);
  for (const { name, text } of reportFiles(report, "agreement")) await saveAtomically(join(out, name), text);
  const fromBefore = keptCount === 0 ? "" : ` (${keptCount} kept from an earlier run)`;
  await io.out(printable(`${recordings.length - failures.length} of ${recordings.length} recordings compared${fromBefore}; agreement.md and agreement.html are in ${out}\nFor research and teaching. Not a medical device.\n`));
  return exitCodeOfAll(outcomes.map(({ failure }) => failure));
}

/** The recordings in the order of the table; one that is written in two ways (`a.edf`, `./a.edf`) is one. */
function recordingsOf(rows: readonly MarkedRow[], folder: string): readonly MarkedRecording[] {
  const byPath = new Map<string, MarkedRow[]>();
  for (const row of rows) {
    const path = resolve(folder, row.file);
    byPath.set(path, [...(byPath.get(path) ?? []), row]);
  }
  return [...byPath].map(([path, mine]) => ({ name: mine[0]!.file, path, rows: mine }));
}

/** Shares of the progress: reading the file and its analysis. */
const SCAN_SHARE = 0.5;

async function analysed(host: EngineHost, path: string, answers: ImportAnswers, settings: SettingValues, onShare: (share: number) => void, signal: AbortSignal | undefined): Promise<FoundPatterns> {
  return withSession(host, path, answers, [], async (session) => {
    const context = contextOf(session, { protocol: undefined, site: undefined, pairs: [], holds: [], rejections: [], channels: [], insist: false });
    const onProgress = (fraction: number): void => onShare(SCAN_SHARE + (1 - SCAN_SHARE) * fraction);
    const document = await host.caller.call("analyse", { recordingId: session.opened.recordingId, settings, context }, { signal, onProgress });
    return foundPatterns(document, session.scanned.durationSeconds);
  }, signal, (fraction) => onShare(SCAN_SHARE * fraction));
}

/** Reports travel: messages of errors name files, which may name persons. */
function failureOf({ name, path, rows }: MarkedRecording, failure: unknown): MarkedFailure {
  return { lines: rows.map(({ line }) => line), message: withoutName(withoutName(errorRecord(failure).message, name), path) };
}

/** What the rows say of the file. @throws KlonosError `marked-table` where they differ */
function answersOf(rows: readonly MarkedRow[]): ImportAnswers {
  const said = <Name extends "samplingHz" | "unit">(name: Name, column: string): MarkedRow[Name] => {
    const first = rows.find((row) => row[name] !== undefined);
    const other = rows.find((row) => row[name] !== undefined && row[name] !== first?.[name]);
    if (first !== undefined && other !== undefined) throw new KlonosError("marked-table", `Lines ${first.line} and ${other.line} of the table give one recording two values of ${column}.`, `line ${other.line}`);
    return first?.[name] as MarkedRow[Name];
  };
  const [samplingHz, unit] = [said("samplingHz", "sampling"), said("unit", "unit")];
  return { ...(samplingHz === undefined ? {} : { samplingHz }), ...(unit === undefined ? {} : { unit }) };
}
