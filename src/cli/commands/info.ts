import { basename } from "node:path";
import { type InfoDocument, infoDocument } from "../../services/exports/info-document";
import { type EngineHost, localEngine } from "../../node/engine-host";
import { withFoldersOpened } from "../../node/recording-folders";
import type { ImportAnswers } from "../../protocol/engine-api";
import type { CliIo } from "../io";
import { describeInfo } from "../describe-info";
import { errorLine, errorNote } from "../error-line";
import { exitCodeOfAll } from "../exit-codes";
import { readOptions, usageError } from "../options";
import { withSession } from "../../node/recording-session";
import { printable } from "../text-table";
import type { Command } from "./command";
import { answersOf, importOptions } from "./import-options";

const options = {
  json: { type: "boolean", help: "print klonos-info/1, one document a file, one a line, and nothing else" },
  ...importOptions,
} as const;

/** `klonos info FILE` */
export const infoCommand: Command = {
  name: "info",
  operands: "FILE...",
  summary: "header, channels with muscle, side and role, annotations, gaps, issues",
  options,
  notes: ["A folder stands for the recordings in it, of a BIDS-EMG data set for those of all participants.", "The whole file is read once: gaps, annotations and the SHA-256 need it."],
  async run(argv, io) {
    const { values, positionals } = readOptions(options, argv);
    if (positionals.length === 0) throw usageError("info needs at least one FILE.");
    const answers = await answersOf(values);
    const asJson = values.json === true;
    const files = await withFoldersOpened(positionals);
    const host = localEngine();
    const failures: (unknown | undefined)[] = [];
    try {
      for (const file of files) {
        const outcome = await infoOf(host, file, answers, io.progress);
        failures.push(outcome.failure);
        if (outcome.info === undefined) {
          io.note(printable(errorNote(basename(file), outcome.failure)));
          if (asJson) await io.out(errorLine(basename(file), outcome.failure));
        } else {
          await io.out(asJson ? `${JSON.stringify(outcome.info)}\n` : printable(describeInfo(outcome.info)));
        }
      }
    } finally {
      await host.close();
    }
    return exitCodeOfAll(failures);
  },
};

async function infoOf(host: EngineHost, file: string, answers: ImportAnswers, progress: CliIo["progress"]): Promise<{ readonly info?: InfoDocument; readonly failure?: unknown }> {
  try {
    return { info: await withSession(host, file, answers, [], async ({ opened, scanned, header }) => infoDocument(opened.source.name, header, scanned, opened.recipe), undefined, (fraction, doing) => progress?.(`${basename(file)}: ${doing}`, fraction)) };
  } catch (failure) {
    return { failure };
  }
}
