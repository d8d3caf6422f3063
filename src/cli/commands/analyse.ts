import { basename, join } from "node:path";
import { defaultFigureStyle, figureGains, figureLocaleTags, figureWidthLimits, type FigureStyle } from "../../core/figure-style";
import { namedMarkKinds } from "../../core/mark-kinds";
import { defaultReportTemplate, type ReportTemplate } from "../../core/report-template";
import type { ResultDocument } from "../../core/result";
import { defaultSettings, type SettingValues } from "../../core/settings";
import { saveAtomically } from "../../node/atomic-save";
import { withFoldersOpened } from "../../node/recording-folders";
import { makeFolder } from "../../node/make-folder";
import type { FigureFormat, ImportAnswers, MarkWord } from "../../protocol/engine-api";
import { readChannelWish } from "../channel-wishes";
import { type EngineHost, localEngine, threadEngine } from "../../node/engine-host";
import { errorLine, errorNote } from "../error-line";
import { proposedEvents } from "../event-proposals";
import { exitCodeOfAll } from "../exit-codes";
import type { CliIo } from "../io";
import { numberOption, oneOf, type OptionValues, readOptions, spanOption, usageError } from "../options";
import { examinationOptions, readExamination } from "../examination-options";
import { runOrdered } from "../../node/ordered-pool";
import { outputNames } from "../output-names";
import { readPair } from "../../services/study/pair-wishes";
import { readPlan, receiptOf, type SealedPlan } from "../../node/plan-file";
import { processors } from "../../node/processors";
import { withSession } from "../../node/recording-session";
import { type ContextWishes, contextOf } from "../recording-session";
import { readRejection } from "../rejections";
import { readFigureStyleFile, readReportTemplateFile, readSettingsFile } from "../settings-file";
import { printable } from "../text-table";
import { describeResult, NOT_A_DEVICE } from "../train-table";
import type { Command } from "./command";
import { answersOf, importOptions } from "./import-options";

const FORMATS = ["svg", "pdf", "png", "tiff"] as const satisfies readonly FigureFormat[];
const REPORTS = ["pdf", "html"] as const;
const PROTOCOLS = ["stretch-hold", "tap", "spontaneous", "unmarked"] as const;
const DEFAULT_DPI = 300;
const DEFAULT_WIDTH_MM = 180;

const options = {
  pair: { type: "string", multiple: true, value: "AGONIST:ANTAGONIST", help: "judge a muscle against its antagonist; label, number or muscle; repeatable (default: recognised from the labels)" },
  protocol: { type: "string", value: "NAME", help: `${PROTOCOLS.join(", ")} (default: from the file's marks)` },
  site: { type: "string", value: "NAME", help: "ankle, patella, wrist, jaw … (default: from the muscle)" },
  hold: { type: "string", multiple: true, value: "START:END", help: "seconds during which the stretch was held; repeatable" },
  reject: { type: "string", multiple: true, value: "START-END[@CHANNEL]", help: "leave these seconds out of everything, in one channel (label, number or muscle) or in all; repeatable" },
  from: { type: "string", value: "S", help: "analyse from this second on; what lies before is left out of everything" },
  to: { type: "string", value: "S", help: "analyse up to this second" },
  mark: { type: "string", multiple: true, value: "TEXT=KIND", help: `an annotation of this text is a ${namedMarkKinds.join(", ")}; repeatable` },
  channel: { type: "string", multiple: true, value: "CHANNEL:KEY=VALUE,…", help: "what a channel is, over the file: name, unit, scale, role, muscle, side; invert and insist take no value; repeatable" },
  "propose-events": { type: "string", multiple: true, value: "CHANNEL", help: "say which events an angle, force, accelerometer or trigger channel shows; they count for nothing; repeatable" },
  "accept-proposed": { type: "boolean", help: "with --propose-events: take them as marks" },
  insist: { type: "boolean", help: "analyse channels although a quality gate refuses them; the reason stays an issue" },
  settings: { type: "string", value: "FILE", help: "settings as JSON, {\"name\": number, …}, or an earlier result" },
  plan: { type: "string", value: "PROJECT", help: "project (folder or project.json) whose locked plan holds: its settings are the default, and every deviation is listed in every export" },
  out: { type: "string", value: "DIR", help: "write NAME.klonos.json and the figures there" },
  json: { type: "string", value: "-", help: "print one JSON document a file, one a line, and nothing else" },
  figure: { type: "string", multiple: true, value: FORMATS.join("|"), help: "with --out: NAME.TRAIN.svg for every labelled train, NAME.overview.svg where there is none; repeatable (default svg)" },
  width: { type: "string", value: "MM", help: `width of the figures, ${figureWidthLimits.min} to ${figureWidthLimits.max} (default ${DEFAULT_WIDTH_MM})` },
  dpi: { type: "string", value: "N", help: `resolution of PNG and TIFF figures (default ${DEFAULT_DPI})` },
  "figure-style": { type: "string", value: "FILE", help: "style of the figures as JSON, over the default: textPoints, colours, scales, gain, locale, letters, layers, panels" },
  "figure-gain": { type: "string", value: figureGains.join("|"), help: "one gain for the channels of a figure, or each its own (default auto: one, unless a trace would be flat)" },
  "figure-locale": { type: "string", value: figureLocaleTags.join("|"), help: "words and decimal sign of the figures (default en)" },
  ...examinationOptions,
  report: { type: "string", multiple: true, value: "pdf|html", help: "with --out: NAME.report.pdf or .html; repeatable" },
  "report-template": { type: "string", value: "FILE", help: "the report's template as JSON: title, head, sections, paper, figures, acquisition" },
  ...importOptions,
  workers: { type: "string", value: "N", help: "threads for several files (default: one a processor); the results do not depend on it" },
} as const;

/** Four months: no recording is longer. */
const LATEST_SECOND = 1e7;

interface Request {
  readonly files: readonly string[];
  readonly outputNames: readonly string[];
  readonly wishes: ContextWishes;
  readonly settings: SettingValues;
  readonly plan: SealedPlan | undefined;
  readonly answers: ImportAnswers;
  readonly markWords: readonly MarkWord[];
  readonly proposing: readonly string[];
  readonly acceptsProposed: boolean;
  readonly folder: string | undefined;
  readonly asJson: boolean;
  readonly formats: readonly FigureFormat[];
  readonly width: number;
  readonly dpi: number;
  readonly style: FigureStyle;
  readonly reports: readonly ("pdf" | "html")[];
  readonly template: ReportTemplate;
  readonly workers: number;
}

/** What one file came to: its document, or why there is none. */
type Outcome = { readonly document: ResultDocument; readonly proposed: readonly string[]; readonly failure?: undefined } | { readonly document?: undefined; readonly failure: unknown };

/** `klonos analyse FILE...` */
export const analyseCommand: Command = {
  name: "analyse",
  operands: "FILE...",
  summary: "find bursts and trains, label their rhythm, show the evidence",
  options,
  notes: [
    "A folder stands for the recordings in it, of a BIDS-EMG data set for those of all participants.",
    "Without --json a table of the trains is printed. A file that fails does not stop the others; with --json it gives a line of schema klonos-error/1.",
    "Two files of the same name are written as NAME and NAME-2. The recordings are never changed.",
  ],
  async run(argv, io) {
    const request = await readRequest(argv);
    if (request.folder !== undefined) await makeFolder(request.folder);
    noteRenamed(request, io);
    const failures: (unknown | undefined)[] = [];
    const caveats = new Set<string>();
    await runOrdered<string, EngineHost, Outcome>({
      items: request.files,
      workers: request.workers,
      open: request.files.length > 1 && request.workers > 1 ? threadEngine : localEngine,
      close: (host) => host.close(),
      work: async (host, file, index) => {
        try {
          return await analyseFile(host, file, request.outputNames[index]!, request);
        } catch (failure) {
          return { failure };
        }
      },
      deliver: async (outcome, index) => {
        failures.push(outcome.failure);
        for (const caveat of outcome.document?.caveats ?? []) caveats.add(printable(caveat));
        await report(outcome, basename(request.files[index]!), request, io);
      },
    });
    if (!request.asJson && failures.includes(undefined)) await io.out(`${[...caveats].map((caveat) => `${caveat}\n`).join("")}${NOT_A_DEVICE}\n`);
    return exitCodeOfAll(failures);
  },
};

async function readRequest(argv: readonly string[]): Promise<Request> {
  const { values, positionals } = readOptions(options, argv);
  if (positionals.length === 0) throw usageError("analyse needs at least one FILE.");
  if (values.json !== undefined && values.json !== "-") throw usageError("--json takes - (standard output); --out DIR writes files.", "--json");
  if (values["accept-proposed"] === true && values["propose-events"].length === 0) throw usageError("--accept-proposed needs --propose-events CHANNEL.", "--accept-proposed");
  if (values.report.length > 0 && values.out === undefined) throw usageError("--report needs --out DIR: that is where the reports go.", "--report");
  if (values.figure.length > 0 && values.out === undefined) throw usageError("--figure needs --out DIR: that is where the figures go.", "--figure");
  const plan = values.plan === undefined ? undefined : await readPlan(values.plan);
  const files = await withFoldersOpened(positionals);
  return {
    files,
    outputNames: outputNames(files),
    wishes: { ...wishesOf(values), examination: await readExamination(values) },
    settings: values.settings === undefined ? (plan?.plan.settings ?? defaultSettings) : await readSettingsFile(values.settings),
    plan,
    answers: await answersOf(values),
    markWords: values.mark.map(readMarkWord),
    proposing: values["propose-events"],
    acceptsProposed: values["accept-proposed"] ?? false,
    folder: values.out,
    asJson: values.json === "-",
    formats: formatsOf(values),
    width: values.width === undefined ? DEFAULT_WIDTH_MM : numberOption("width", values.width, figureWidthLimits.min, figureWidthLimits.max),
    dpi: values.dpi === undefined ? DEFAULT_DPI : numberOption("dpi", values.dpi, 72, 1200, true),
    style: await styleOf(values),
    reports: [...new Set(values.report.map((format) => oneOf("report", format, REPORTS)))],
    template: values["report-template"] === undefined ? defaultReportTemplate : await readReportTemplateFile(values["report-template"]),
    workers: values.workers === undefined ? processors() : numberOption("workers", values.workers, 1, 64, true),
  };
}

function wishesOf(values: OptionValues<typeof options>): ContextWishes {
  return {
    protocol: values.protocol === undefined ? undefined : oneOf("protocol", values.protocol, PROTOCOLS),
    site: values.site,
    pairs: values.pair.map(readPair),
    holds: values.hold.map((hold) => spanOption("hold", hold)).sort((a, b) => a.startSeconds - b.startSeconds),
    rejections: values.reject.map(readRejection),
    ...spanOf(values),
    channels: values.channel.map(readChannelWish),
    insist: values.insist ?? false,
  };
}

/** The stretch that is analysed alone. @throws KlonosError `usage` where it is empty */
function spanOf({ from, to }: OptionValues<typeof options>): Pick<ContextWishes, "fromSeconds" | "toSeconds"> {
  const fromSeconds = from === undefined ? undefined : numberOption("from", from, 0, LATEST_SECOND);
  const toSeconds = to === undefined ? undefined : numberOption("to", to, 0, LATEST_SECOND);
  if (toSeconds !== undefined && toSeconds <= (fromSeconds ?? 0)) throw usageError(`--to ${toSeconds} must come after --from ${fromSeconds ?? 0}.`, "--to");
  return { fromSeconds, toSeconds };
}

/** The style of a file, with what is said outright over it. */
async function styleOf(values: OptionValues<typeof options>): Promise<FigureStyle> {
  const { "figure-style": file, "figure-gain": gain, "figure-locale": locale } = values;
  const style = file === undefined ? defaultFigureStyle : await readFigureStyleFile(file);
  return { ...style, ...(gain === undefined ? {} : { gain: oneOf("figure-gain", gain, figureGains) }), ...(locale === undefined ? {} : { locale: oneOf("figure-locale", locale, figureLocaleTags) }) };
}

/** With a folder and no wish the figures are SVG: every program opens it and every other format can be made from it. */
function formatsOf(values: OptionValues<typeof options>): readonly FigureFormat[] {
  if (values.figure.length === 0) return values.out === undefined ? [] : ["svg"];
  return [...new Set(values.figure.map((format) => oneOf("figure", format, FORMATS)))];
}

/** `TEXT=KIND`; the last = divides, since a text may hold one. */
function readMarkWord(value: string): MarkWord {
  const at = value.lastIndexOf("=");
  if (at < 1) throw usageError(`--mark is TEXT=KIND, e.g. "Dehnung=stretch"; it was “${value}”.`, "--mark");
  return { text: value.slice(0, at), kind: oneOf("mark", value.slice(at + 1), namedMarkKinds) };
}

async function analyseFile(host: EngineHost, file: string, outputName: string, request: Request): Promise<Extract<Outcome, { readonly document: ResultDocument }>> {
  const { settings, folder } = request;
  return withSession(host, file, request.answers, request.markWords, async (session) => {
    const { recordingId } = session.opened;
    const plain = contextOf(session, request.wishes);
    const { marks, lines: proposed } = await proposedEvents(host, session, request.proposing, plain);
    const context = request.acceptsProposed ? { ...plain, marks: [...plain.marks, ...marks].sort((a, b) => a.seconds - b.seconds) } : plain;
    const plan = receiptOf(request.plan, settings, context);
    const document: ResultDocument = { ...(await host.caller.call("analyse", { recordingId, settings, context })), plan: plan ?? null };
    if (folder === undefined) return { document, proposed };
    const labelled = document.trains.filter(({ label }) => label !== "insufficient").map(({ id }) => id);
    for (const format of request.formats) {
      for (const trainId of labelled.length > 0 ? labelled : [undefined]) {
        const figure = await host.caller.call("exportFigure", { recordingId, settings, context, trainId, format, widthMillimetres: request.width, dpi: request.dpi, style: request.style, plan });
        await saveAtomically(join(folder, `${outputName}.${fileNamePart(trainId ?? "overview")}.${format}`), figure.bytes);
      }
    }
    for (const format of request.reports) {
      const report = await host.caller.call("exportReport", { recordingId, settings, context, template: request.template, format, withFileName: false, plan });
      await saveAtomically(join(folder, `${outputName}.report.${format}`), report.bytes);
    }
    // Last, so that a result stands for a whole set of files.
    const json = await host.caller.call("exportTable", { recordingId, settings, context, kind: "result-json", plan });
    await saveAtomically(join(folder, `${outputName}.klonos.json`), json.bytes);
    return { document, proposed };
  });
}

async function report(outcome: Outcome, name: string, { asJson }: Request, io: CliIo): Promise<void> {
  if (outcome.document === undefined) {
    io.note(printable(errorNote(name, outcome.failure)));
    if (asJson) await io.out(errorLine(name, outcome.failure));
  } else {
    if (outcome.proposed.length > 0) io.note(printable(`${name}: events proposed from channels\n${outcome.proposed.map((line) => `${line}\n`).join("")}`));
    await io.out(asJson ? `${JSON.stringify(outcome.document)}\n` : printable(describeResult(outcome.document)));
  }
}

function noteRenamed({ files, outputNames: names, folder }: Request, io: CliIo): void {
  if (folder === undefined) return;
  const plain = files.map((file) => outputNames([file])[0]);
  names.forEach((name, index) => {
    if (name !== plain[index]) io.note(printable(`klonos: ${files[index]} has the name of an earlier file; its output is called ${name}\n`));
  });
}

function fileNamePart(text: string): string {
  return text.replace(/[^\p{L}\p{N}._-]+/gu, "-");
}
