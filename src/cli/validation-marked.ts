import { readFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { errorRecord, KlonosError } from "../core/errors";
import type { SettingValues } from "../core/settings";
import { saveAtomically } from "../node/atomic-save";
import { makeFolder } from "../node/make-folder";
import { klonosVersion } from "../node/own-files";
import type { ImportAnswers } from "../protocol/engine-api";
import { type MarkedChannel, markedChannels, markedReport } from "../services/validation/marked-agreement";
import { type MarkedRow, readMarkedTable } from "../services/validation/marked-table";
import { reportFiles } from "../services/validation/report-files";
import { type EngineHost, localEngine } from "../node/engine-host";
import { exitCodeOfAll } from "./exit-codes";
import type { CliIo } from "./io";
import { withSession } from "../node/recording-session";
import { contextOf } from "./recording-session";
import { printable } from "./text-table";

/** Recordings after which it is said how far it is. */
const NOTE_EVERY = 10;
const UNITS = ["uV", "mV", "V"] as const;

/** Analyses every recording of a table of marks and writes the agreement into `out`. Returns the exit code. */
export async function validateMarked(table: string, out: string, settings: SettingValues, io: CliIo): Promise<number> {
  const rows = readMarkedTable(await readTable(table));
  const files = [...new Set(rows.map(({ file }) => file))];
  const channels: MarkedChannel[] = [];
  const thrown: (unknown | undefined)[] = [];
  const failures: string[] = [];
  const host = localEngine();
  try {
    for (const [done, file] of files.entries()) {
      if (done > 0 && done % NOTE_EVERY === 0) io.note(`klonos: ${done} of ${files.length}\n`);
      const mine = rows.filter((row) => row.file === file);
      try {
        channels.push(...(await channelsOf(host, isAbsolute(file) ? file : join(dirname(resolve(table)), file), mine, settings)));
        thrown.push(undefined);
      } catch (failure) {
        thrown.push(failure);
        failures.push(`Left out, line ${mine[0]!.line} of the table: ${errorRecord(failure).message}`);
        io.note(printable(`klonos: ${file}: ${errorRecord(failure).message}\n`));
      }
    }
  } finally {
    await host.close();
  }
  await makeFolder(out);
  // Reports travel: messages of errors name files, which may name persons.
  const unnamed = failures.map((text) => files.reduce((sum, file) => sum.replaceAll(basename(file), "the recording"), text));
  for (const { name, text } of reportFiles(markedReport(channels, unnamed, klonosVersion(), settings), "agreement")) await saveAtomically(join(out, name), text);
  await io.out(printable(`${files.length - failures.length} of ${files.length} recordings compared; agreement.md and agreement.html are in ${out}\nFor research and teaching. Not a medical device.\n`));
  return exitCodeOfAll(thrown);
}

async function channelsOf(host: EngineHost, path: string, rows: readonly MarkedRow[], settings: SettingValues): Promise<readonly MarkedChannel[]> {
  return withSession(host, path, answersOf(rows), [], async (session) => {
    const context = contextOf(session, { protocol: undefined, site: undefined, pairs: [], holds: [], rejections: [], channels: [], insist: false });
    return markedChannels(rows, await host.caller.call("analyse", { recordingId: session.opened.recordingId, settings, context }));
  });
}

function answersOf(rows: readonly MarkedRow[]): ImportAnswers {
  const samplingHz = rows.find((row) => row.samplingHz !== undefined)?.samplingHz;
  const row = rows.find((one) => one.unit !== undefined);
  const unit = row === undefined ? undefined : UNITS.find((known) => known === row.unit!.replace(/^[µμ]/, "u"));
  if (row !== undefined && unit === undefined) throw new KlonosError("marked-table", `Line ${row.line} of the table of marked recordings: unit is “${row.unit}”; it is one of ${UNITS.join(", ")}.`, `line ${row.line}`);
  return { ...(samplingHz === undefined ? {} : { samplingHz }), ...(unit === undefined ? {} : { unit }) };
}

async function readTable(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (thrown) {
    throw new KlonosError("source-missing", `The table “${basename(path)}” cannot be read: ${thrown instanceof Error ? thrown.message.replace(/, \w+ '.*$/s, "") : String(thrown)}.`, basename(path));
  }
}
