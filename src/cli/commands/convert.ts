import { stat } from "node:fs/promises";
import { basename, extname, resolve } from "node:path";
import { type Progress, throwIfCancelled } from "../../core/errors";
import type { ChannelInfo } from "../../core/recording";
import type { ResultDocument } from "../../core/result";
import { defaultSettings } from "../../core/settings";
import { saveAtomically } from "../../node/atomic-save";
import { writeDataset } from "../../node/bids-folder";
import { withFoldersOpened } from "../../node/recording-folders";
import { openFileSource } from "../../node/file-source";
import { untilInterrupted } from "../../node/interrupt";
import { klonosVersion } from "../../node/own-files";
import { openSiblingFile } from "../../node/sibling-source";
import type { CallContext } from "../../protocol/engine";
import type { ImportAnswers } from "../../protocol/engine-api";
import { convertToBids } from "../../services/bids-conversion";
import { type ConvertFormat, convertRecording } from "../../services/conversion";
import { localEngine } from "../../node/engine-host";
import { exitCodes } from "../exit-codes";
import { numberOption, oneOf, readOptions, spanOption, usageError } from "../options";
import { withSession } from "../../node/recording-session";
import { contextOf } from "../recording-session";
import { printable } from "../text-table";
import type { Command } from "./command";
import { answersOf, importOptions } from "./import-options";

/** Share of the progress that an analysis is before the file is written. */
const ANALYSIS_SHARE = 0.6;
const FORMATS = ["edf", "bdf", "csv", "tsv", "bids"] as const satisfies readonly (ConvertFormat | "bids")[];
const BIDS_FILES = ["edf", "bdf"] as const;
const LOWEST_MAINS_HZ = 10;
const HIGHEST_MAINS_HZ = 500;

const options = {
  channel: { type: "string", multiple: true, value: "LABEL", help: "label or number (from 0) of a channel to keep; repeatable (default: all)" },
  span: { type: "string", value: "START:END", help: "seconds of the recording to keep (default: all)" },
  to: { type: "string", value: FORMATS.join("|"), help: "format (default: by the ending of OUT, bids for a folder); edf and bdf are EDF+ and BDF+, bids is a BIDS-EMG data set" },
  bursts: { type: "boolean", help: "analyse, and write bursts and trains as annotations (EDF, BDF)" },
  "annotations-only": { type: "boolean", help: "write annotations without signals (EDF, BDF)" },
  subject: { type: "string", value: "LABEL", help: "bids: participant, letters and digits (default 01)" },
  session: { type: "string", value: "LABEL", help: "bids: session, letters and digits (default none)" },
  task: { type: "string", value: "LABEL", help: "bids: what was done, letters and digits (default emg)" },
  run: { type: "string", value: "N", help: "bids: number of a repetition (default none)" },
  samples: { type: "string", value: BIDS_FILES.join("|"), help: "bids: file of the samples (default bdf, which keeps 24 bits)" },
  mains: { type: "string", value: "HZ", help: "bids: frequency of the mains where it was recorded (default n/a)" },
  ...importOptions,
} as const;

/** `klonos convert IN OUT` */
export const convertCommand: Command = {
  name: "convert",
  operands: "IN OUT",
  summary: "write a recording, or channels and a span of it, as EDF+, BDF+, CSV, TSV or a BIDS-EMG folder",
  options,
  notes: ["Fields that can name a person are not taken over. Gaps stay gaps, nothing is resampled; what the new file cannot hold exactly is told.", "An existing OUT is replaced; it may not be IN.", "A BIDS OUT is a folder: a new data set, or one to which the recording is added; what is there is kept. IN may be a BIDS folder with one recording."],
  async run(argv, io) {
    const { values, positionals } = readOptions(options, argv);
    const [given, output] = positionals;
    if (given === undefined || output === undefined || positionals.length > 2) throw usageError("convert takes one IN and one OUT.");
    if (resolve(given) === resolve(output)) throw usageError("OUT is IN; recordings are never changed.");
    const [input, ...more] = await withFoldersOpened([given]);
    if (input === undefined || more.length > 0) throw usageError(`${basename(given)} holds ${more.length + 1} recordings; name one of them, e.g. ${input ?? ""}.`);
    const ending = extname(output).slice(1).toLowerCase();
    const format = oneOf("to", values.to ?? (ending === "" || /[/\\]$/.test(output) ? "bids" : ending), FORMATS);
    if (values.bursts === true && (format === "csv" || format === "tsv")) throw usageError("--bursts needs EDF or BDF: a table of samples has no annotations.", "--bursts");
    const answers = await answersOf(values);
    const span = values.span === undefined ? undefined : spanOption("span", values.span);
    const powerLineHz = values.mains === undefined ? undefined : numberOption("mains", values.mains, LOWEST_MAINS_HZ, HIGHEST_MAINS_HZ);
    const family = oneOf("samples", values.samples ?? "bdf", BIDS_FILES) === "bdf" ? "BDF" : "EDF";
    return untilInterrupted(async (cancel, signal) => {
      const call = (from: number): CallContext => ({ cancel, progress: (fraction, doing) => io.progress?.(`${basename(input)}: ${doing}`, from + (1 - from) * fraction) });
      const result = values.bursts === true ? await analysed(input, answers, call(0), signal) : undefined;
      const rest = call(result === undefined ? 0 : ANALYSIS_SHARE);
      // Names are looked up where the file is read for its samples: the engine would take the checksum of all of it before.
      const channels = values.channel.length === 0 ? undefined : (all: readonly ChannelInfo[]): readonly number[] => values.channel.map((wish) => channelNamed(wish, all));
      const wanted = { result, channels, startSeconds: span?.startSeconds, endSeconds: span?.endSeconds };
      const source = await openFileSource(input);
      const sibling = (name: string, levelsUp?: number): ReturnType<typeof openSiblingFile> => openSiblingFile(input, name, levelsUp);
      if (format === "bids") {
        const name = { subject: values.subject ?? "01", session: values.session, task: values.task ?? "emg", run: values.run };
        const made = await convertToBids(source, sibling, answers, { ...wanted, name, datasetName: basename(resolve(output)), version: klonosVersion(), family, powerLineHz }, async ({ files, participant }) => {
          throwIfCancelled(cancel);
          await writeDataset(output, files.map(({ path, chunks, isShared }) => ({ path, bytes: chunks, isShared })), participant);
        }, rest);
        for (const note of made.notes) io.note(printable(`klonos: ${note}\n`));
        await io.out(printable(made.files.filter(({ isShared }) => !isShared).map(({ path }) => `${path}\n`).join("")));
        return exitCodes.done;
      }
      const notes = await convertRecording(source, sibling, answers, { ...wanted, format, annotationsOnly: values["annotations-only"] === true }, (pieces) => saveAtomically(output, pieces), rest);
      for (const note of notes) io.note(printable(`klonos: ${note}\n`));
      await io.out(printable(`${basename(output)}: ${(await stat(output)).size} bytes\n`));
      return exitCodes.done;
    });
  },
};

/** The bursts and trains of the recording: they must be known before the file is written. */
async function analysed(input: string, answers: ImportAnswers, { cancel, progress }: CallContext, signal: AbortSignal): Promise<ResultDocument> {
  const host = localEngine();
  try {
    const share = ANALYSIS_SHARE / 2;
    const result = await withSession(host, input, answers, [], (session) => {
      const context = contextOf(session, { protocol: undefined, site: undefined, pairs: [], holds: [], rejections: [], channels: [], insist: false });
      const onProgress: Progress = (fraction, doing) => progress(share + share * fraction, doing);
      return host.caller.call("analyse", { recordingId: session.opened.recordingId, settings: defaultSettings, context }, { signal, onProgress });
    }, signal, (fraction, doing) => progress(share * fraction, doing));
    throwIfCancelled(cancel);
    return result;
  } finally {
    await host.close();
  }
}

function channelNamed(wish: string, channels: readonly ChannelInfo[]): number {
  const found = channels.filter(({ label }) => label.toLowerCase() === wish.trim().toLowerCase());
  if (found.length === 1) return found[0]!.index;
  const number = /^\d+$/.test(wish) ? channels[Number(wish)] : undefined;
  if (found.length === 0 && number !== undefined) return number.index;
  throw usageError(found.length > 1 ? `${found.length} channels are called “${wish}”; name them by number: ${found.map(({ index }) => index).join(", ")}.` : `There is no channel “${wish}”. There are ${channels.map(({ label }) => label).join(", ")}.`, "--channel");
}
