import { basename, extname, resolve } from "node:path";
import type { ChannelInfo } from "../../core/recording";
import type { ResultDocument } from "../../core/result";
import { defaultSettings } from "../../core/settings";
import { saveAtomically } from "../../node/atomic-save";
import { openFileSource } from "../../node/file-source";
import { openSiblingFile } from "../../node/sibling-source";
import { type ConvertFormat, convertRecording } from "../../services/conversion";
import { type EngineHost, localEngine } from "../engine-host";
import { exitCodes } from "../exit-codes";
import { oneOf, readOptions, spanOption, usageError } from "../options";
import { contextOf, withSession } from "../recording-session";
import { printable } from "../text-table";
import type { Command } from "./command";
import { answersOf, importOptions } from "./import-options";

const FORMATS = ["edf", "bdf", "csv", "tsv"] as const satisfies readonly ConvertFormat[];

const options = {
  channel: { type: "string", multiple: true, value: "LABEL", help: "label or number (from 0) of a channel to keep; repeatable (default: all)" },
  span: { type: "string", value: "START:END", help: "seconds of the recording to keep (default: all)" },
  to: { type: "string", value: FORMATS.join("|"), help: "format (default: by the ending of OUT); edf and bdf are EDF+ and BDF+" },
  bursts: { type: "boolean", help: "analyse, and write bursts and trains as annotations (EDF, BDF)" },
  ...importOptions,
} as const;

/** `klonos convert IN OUT` */
export const convertCommand: Command = {
  name: "convert",
  operands: "IN OUT",
  summary: "write a recording, or channels and a span of it, as EDF+, BDF+, CSV or TSV",
  options,
  notes: ["Fields that can name a person are not taken over. Gaps stay gaps, nothing is resampled; what the new file cannot hold exactly is told.", "An existing OUT is replaced; it may not be IN."],
  async run(argv, io) {
    const { values, positionals } = readOptions(options, argv);
    const [input, output] = positionals;
    if (input === undefined || output === undefined || positionals.length > 2) throw usageError("convert takes one IN and one OUT.");
    if (resolve(input) === resolve(output)) throw usageError("OUT is IN; recordings are never changed.");
    const format = oneOf("to", values.to ?? extname(output).slice(1).toLowerCase(), FORMATS);
    if (values.bursts === true && (format === "csv" || format === "tsv")) throw usageError("--bursts needs EDF or BDF: a table of samples has no annotations.", "--bursts");
    const answers = answersOf(values);
    const span = values.span === undefined ? undefined : spanOption("span", values.span);
    const host = localEngine();
    try {
      const { channels, result } = await withSession(host, input, answers, [], async (session) => ({
        channels: values.channel.length === 0 ? undefined : values.channel.map((wish) => channelNamed(wish, session.header.channels)),
        result: values.bursts === true ? await analyse(host, session) : undefined,
      }));
      const source = await openFileSource(input);
      const { bytes, notes } = await convertRecording(source, (name) => openSiblingFile(input, name), answers, { format, channels, startSeconds: span?.startSeconds, endSeconds: span?.endSeconds, result });
      await saveAtomically(output, bytes);
      for (const note of notes) io.note(printable(`klonos: ${note}\n`));
      await io.out(printable(`${basename(output)}: ${bytes.length} bytes\n`));
      return exitCodes.done;
    } finally {
      await host.close();
    }
  },
};

function analyse(host: EngineHost, session: Parameters<typeof contextOf>[0]): Promise<ResultDocument> {
  const context = contextOf(session, { protocol: undefined, site: undefined, pairs: [], holds: [], rejections: [], insist: false });
  return host.caller.call("analyse", { recordingId: session.opened.recordingId, settings: defaultSettings, context });
}

function channelNamed(wish: string, channels: readonly ChannelInfo[]): number {
  const found = channels.filter(({ label }) => label.toLowerCase() === wish.trim().toLowerCase());
  if (found.length === 1) return found[0]!.index;
  const number = /^\d+$/.test(wish) ? channels[Number(wish)] : undefined;
  if (found.length === 0 && number !== undefined) return number.index;
  throw usageError(found.length > 1 ? `${found.length} channels are called “${wish}”; name them by number: ${found.map(({ index }) => index).join(", ")}.` : `There is no channel “${wish}”. There are ${channels.map(({ label }) => label).join(", ")}.`, "--channel");
}
