import { agreementFile, agreementParagraph } from "./exports/agreement-export";
import { agreementSteps, type AgreementRow, type Reading } from "../core/reading/agreement";
import { orderedReading, readingItems } from "../core/reading/reading-items";
import { KlonosError } from "../core/errors";
import { effectiveRead } from "../core/analysis";
import { effectiveChannels } from "../core/channel-overrides";
import { proposeEvents } from "../core/reflex/propose-events";
import type { FigureAssets, FigureContent } from "../figure/content";
import type { ByteSource } from "../formats/byte-source";
import type { CallContext, Engine } from "../protocol/engine";
import type { ExportedFile, FigureRequest, ImportAnswers, SourceInfo, TableKind } from "../protocol/engine-api";
import { createAnalysisService } from "./analysis-service";
import type { ByteCache } from "./byte-cache";
import { createBreathe } from "./breathe";
import { figureContent, planFigure, renderFigure } from "./exports/figure-export";
import { withDerivations } from "./derived-recording";
import { baseNameOf } from "./exports/file-names";
import { recordingFile } from "./exports/recording-file";
import { illustratedTrains, renderReport, reportFigureStyle, REPORT_FIGURE_MILLIMETRES } from "./exports/report-export";
import { dataDictionary, tableBytes, tableMimes, type TableFormat } from "./exports/table-formats";
import { sourceNameOf } from "./exports/table-model";
import { plainSource, type ResultTableName, tableNames, tableOf } from "./exports/tables";
import { channelOf, createRecordings, knownChannels, type Recording } from "./recordings";
import { resultJson } from "./result-document";
import { overlayOf, responseCurve, signalOf, spectrumOf } from "./traces/signal-service";
import { createOpenStudies } from "./study/open-studies";
import { createTraceService } from "./traces/trace-service";
import { simulatedFile, truthScores } from "./simulation";
import type { PlanReceipt, ResultDocument } from "../core/result";

/** What a host brings: a way to the bytes, Klonos' own files, and its version. */
export interface EngineParts {
  readonly version: string;
  /** Opens what the host's id stands for. The engine closes it. */
  openSource(source: SourceInfo, answers: ImportAnswers): Promise<ByteSource>;
  /** Opens a file that lies beside the one of an id, for formats that keep their samples apart. Default: there is none. */
  openSibling?(source: SourceInfo, name: string, levelsUp?: number): Promise<ByteSource | undefined>;
  /** Asked at most once, when the first figure needs them. */
  assets(): Promise<FigureAssets>;
  /** Keeps what is made of long recordings for the next session; default: nothing is kept. */
  readonly cache?: ByteCache | undefined;
  /** Put before the ids of recordings; differs between engines that may be taken for one another (default `r`). */
  readonly recordingIdPrefix?: string | undefined;
  /** Resolves after waiting messages were handled; default a zero timeout. */
  readonly pause?: (() => Promise<void>) | undefined;
}

/** The engine of every shell: worker thread, web worker, command line. It holds no path and touches no file by itself. */
export function createEngine(parts: EngineParts): Engine {
  const breathe = createBreathe(parts.pause);
  const recordings = createRecordings({ openSource: parts.openSource, openSibling: parts.openSibling?.bind(parts) ?? (async () => undefined), breathe, idPrefix: parts.recordingIdPrefix ?? "r" });
  const traceService = createTraceService(parts.cache);
  const analysis = createAnalysisService(parts.version);
  const assets = once(parts.assets);
  const studies = createOpenStudies(breathe);

  /** The traces that a figure shows, and what stands on them. */
  const drawn = async (recording: Recording, document: ResultDocument, request: FigureRequest, call: CallContext | undefined): Promise<FigureContent> => {
    const plan = planFigure(document, request);
    const { startSeconds, endSeconds, channels, columns } = plan;
    const { overrides, derivations } = request.context;
    const wish = { recordingId: recording.id, startSeconds, endSeconds, columns, settings: request.settings, derivations, overrides, exact: true };
    const traces = await traceService.traces(recording, { ...wish, channels, view: request.view ?? "filtered" }, call?.cancel);
    const emg = channels.filter((index) => document.channels.some((channel) => channel.index === index && channel.role === "emg"));
    const envelopes = request.style?.layers.envelope === true ? await traceService.traces(recording, { ...wish, channels: emg, view: "envelope" }, call?.cancel) : [];
    return figureContent(document, plan, request, effectiveChannels(knownChannels(withDerivations(recording, derivations ?? [], overrides)), overrides), traces, envelopes);
  };

  const agreementRows = async (readings: readonly Reading[], ciLevel: number, call: CallContext | undefined): Promise<readonly AgreementRow[]> => {
    const rows: AgreementRow[] = [];
    const steps = agreementSteps(readings, ciLevel);
    for (const [k, step] of steps.entries()) {
      await breathe(call?.cancel);
      rows.push(...step());
      call?.progress?.((k + 1) / steps.length, "");
    }
    return rows;
  };

  return {
    openRecording: ({ source, answers }, call) => recordings.open(source, answers, call?.cancel),
    scanRecording: ({ recordingId, markWords }, call) => recordings.scan(recordingId, markWords ?? [], call?.cancel, call?.progress),
    previewImport: ({ source, answers }, call) => recordings.preview(source, answers, call?.cancel),
    async proposeEvents({ recordingId, channelIndex, overrides }, call) {
      const recording = recordings.get(recordingId);
      const { channels } = await recording.structure(call?.cancel, call?.progress);
      const channel = channelOf(effectiveChannels(channels, overrides), channelIndex);
      const read = effectiveRead(recording.read, channels, overrides);
      return { channelIndex, ...(await proposeEvents(channel, (range, cancel) => read(channelIndex, range, cancel), call?.cancel, call?.progress)) };
    },
    async closeRecording({ recordingId }) {
      traceService.forget(recordingId);
      analysis.forget(recordingId);
      await recordings.close(recordingId);
      return undefined;
    },
    traces: async (request, call) => traceService.traces(recordings.get(request.recordingId), request, call?.cancel, call?.progress),
    async buildPyramids(request, call) {
      await traceService.build(recordings.get(request.recordingId), request, call?.cancel, call?.progress);
      return undefined;
    },
    signal: async (request, call) => signalOf(recordings.get(request.recordingId), request, call?.cancel),
    spectrum: async (request, call) => spectrumOf(recordings.get(request.recordingId), request, call?.cancel),
    filterResponse: async ({ settings, samplingHz }) => responseCurve(settings, samplingHz),
    async burstOverlay({ recordingId, settings, context, trainId, view }, call) {
      const recording = recordings.get(recordingId);
      const document = await analysis.analyse(recording, settings, context, call?.cancel, call?.progress);
      const train = document.trains.find(({ id }) => id === trainId);
      if (train === undefined) throw new KlonosError("bad-argument", `There is no train ${trainId} in this result.`, trainId);
      return overlayOf(recording, train, { view, settings, context }, call?.cancel);
    },
    firstLook: async ({ recordingId, settings, context }, call) => analysis.firstLook(recordings.get(recordingId), settings, context, call?.cancel, call?.progress),
    analyse: async ({ recordingId, settings, context }, call) => analysis.analyse(recordings.get(recordingId), settings, context, call?.cancel, call?.progress),
    async exportFigure(request, call) {
      const recording = recordings.get(request.recordingId);
      const document = withPlan(await analysis.analyse(recording, request.settings, request.context, call?.cancel, call?.progress), request.plan);
      return renderFigure(await drawn(recording, document, request, call), request, assets, call?.cancel);
    },
    async exportReport(request, call) {
      const recording = recordings.get(request.recordingId);
      const document = withPlan(await analysis.analyse(recording, request.settings, request.context, call?.cancel, call?.progress), request.plan);
      const { recordingId, settings, context, template } = request;
      const figures: FigureContent[] = [];
      for (const trainId of template.sections.includes("figures") ? illustratedTrains(document, template.figures) : []) {
        figures.push(await drawn(recording, document, { recordingId, settings, context, trainId, format: "svg", dpi: 300, widthMillimetres: REPORT_FIGURE_MILLIMETRES, style: reportFigureStyle }, call));
      }
      return renderReport(document, figures, request, assets);
    },
    async exportRecording(request, call) {
      const recording = recordings.get(request.recordingId);
      // What is too long to be analysed at once can still be written.
      const document = request.withBursts ? await analysis.analyse(recording, request.settings, request.context, call?.cancel) : undefined;
      return recordingFile(recording, document, request, parts.version, call);
    },
    simulate: (request, call) => simulatedFile(request, () => breathe(call?.cancel)),
    againstTruth: async ({ recordingId, settings, context, truth }, call) => truthScores(await analysis.analyse(recordings.get(recordingId), settings, context, call?.cancel, call?.progress), truth),
    async addToStudy({ studyId, recordingId, settings, context, keys, withNames, plan }, call) {
      studies.add(studyId, await analysis.analyse(recordings.get(recordingId), settings, context, call?.cancel, call?.progress), keys, withNames ?? false, plan);
      return undefined;
    },
    studyTables: async ({ studyId }) => studies.tables(studyId),
    exportStudy: ({ studyId, format }, call) => studies.archive(studyId, format, call?.cancel, call?.progress),
    async readingItems({ recordingId, recording, settings, context }, call) {
      return readingItems(recording, await analysis.analyse(recordings.get(recordingId), settings, { ...context, edits: [], decisions: [] }, call?.cancel, call?.progress));
    },
    orderReading: async ({ items, seed }) => orderedReading(items, seed),
    async agreement({ readings, ciLevel }, call) {
      const rows = await agreementRows(readings, ciLevel, call);
      return { rows, paragraph: agreementParagraph(rows, ciLevel, parts.version) };
    },
    exportAgreement: async ({ readings, ciLevel, format }, call) => agreementFile(await agreementRows(readings, ciLevel, call), ciLevel, parts.version, format),
    async forgetStudy({ studyId }) {
      studies.forget(studyId);
      return undefined;
    },
    async exportTable({ recordingId, settings, context, kind, withNames, plan }, call) {
      const recording = recordings.get(recordingId);
      const document = await analysis.analyse(recording, settings, context, call?.cancel, call?.progress);
      if (kind !== "study-json") return tableFile(document, kind, withNames ?? true, plan);
      // What the detector said, untouched by any hand, beside what a person made of it.
      const automatic = await analysis.analyse(recording, settings, { ...context, edits: [], decisions: [] }, call?.cancel, call?.progress);
      return studyFile(automatic, document, withNames ?? true, plan);
    },
  };
}

/** The document as it leaves: it says what deviates from the project's locked plan. */
function withPlan(document: ResultDocument, plan: PlanReceipt | undefined): ResultDocument {
  return { ...document, plan: plan ?? null };
}

function tableFile(document: ResultDocument, kind: TableKind, withNames: boolean, plan: PlanReceipt | undefined): ExportedFile {
  const name = (ending: string): string => `${baseNameOf(sourceNameOf(document, withNames))}.${ending}`;
  const source = { ...plainSource(document, withNames), plan };
  if (kind === "result-json") {
    const named = { ...withPlan(document, plan), source: { ...document.source, name: sourceNameOf(document, withNames) } };
    return { name: name("klonos.json"), mime: tableMimes.json, bytes: new TextEncoder().encode(resultJson(named)) };
  }
  if (kind === "dictionary-tsv") return { name: "klonos-dictionary.tsv", mime: tableMimes.tsv, bytes: new TextEncoder().encode(dataDictionary(tableNames.map((table) => tableOf(table, source)))) };
  const [table, format] = kind.split("-") as [ResultTableName, TableFormat];
  return { name: name(`${table}.${format}`), mime: tableMimes[format], bytes: tableBytes(tableOf(table, source), format) };
}

/** `klonos-study/1`: the automatic and the edited result of one recording, and how many edits lie between them. */
function studyFile(automatic: ResultDocument, edited: ResultDocument, withNames: boolean, plan: PlanReceipt | undefined): ExportedFile {
  const named = (document: ResultDocument): ResultDocument => ({ ...document, source: { ...document.source, name: sourceNameOf(document, withNames) } });
  const study = { schema: "klonos-study/1", version: edited.version, editCount: edited.editCount, plan: plan ?? null, automatic: named(automatic), edited: named(edited) };
  return { name: `${baseNameOf(sourceNameOf(edited, withNames))}.study.json`, mime: tableMimes.json, bytes: new TextEncoder().encode(`${JSON.stringify(study)}\n`) };
}

/** Keeps the first success; a failure is tried again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((thrown: unknown) => {
      made = undefined;
      throw thrown;
    });
    return made;
  };
}
