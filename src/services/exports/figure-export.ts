import type { Cancel } from "../../core/errors";
import { KlonosError } from "../../core/errors";
import type { ChannelInfo } from "../../core/recording";
import type { ResultDocument, TrainResult } from "../../core/result";
import type { FigureAssets, FigureContent, FigureTrace } from "../../figure/content";
import type { ExportedFile, FigureFormat, FigureRequest, Trace } from "../../protocol/engine-api";
import { baseNameOf } from "./file-names";
import { sourceNameOf } from "./table-model";

/** Rest shown before and after the chosen train: a third of it, within these limits in seconds. */
const MARGIN_SHARE = 1 / 3;
const MIN_MARGIN_SECONDS = 0.5;
const MAX_MARGIN_SECONDS = 5;
/** Buckets a millimetre: 1200 dpi, finer than any printer draws a line. */
const COLUMNS_PER_MILLIMETRE = 1200 / 25.4;
/** Buckets a millimetre of a preview: about two to a pixel of the screen. */
const PREVIEW_COLUMNS_PER_MILLIMETRE = 8;
const MICROVOLTS_PER_VOLT = 1e6;
/** The most channels that a figure shows. */
const MAX_TRACES = 12;

const mimes: Readonly<Record<FigureFormat, string>> = { svg: "image/svg+xml", pdf: "application/pdf", png: "image/png", tiff: "image/tiff" };

/** The span of time that the figure shows, and the channels in it from top to bottom. */
export interface FigurePlan {
  readonly trainId: string | undefined;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly channels: readonly number[];
  readonly columns: number;
}

/**
 * What to draw: the train that was asked for, or the first labelled one with its antagonist; else an overview of all EMG
 * channels over the whole recording. @throws KlonosError `bad-argument` for a train that the result does not have.
 */
export function planFigure(document: ResultDocument, request: FigureRequest): FigurePlan {
  const train = chosenTrain(document, request.trainId);
  const [start, end] = train === undefined ? [0, document.source.durationSeconds] : spanOf(train, document.source.durationSeconds);
  const startSeconds = request.startSeconds ?? start;
  const endSeconds = request.endSeconds ?? end;
  if (!(endSeconds > startSeconds)) throw new KlonosError("bad-argument", `The figure's span ${startSeconds}–${endSeconds} s is empty.`, "endSeconds");
  return { trainId: train?.id, startSeconds, endSeconds, channels: wantedChannels(document, request) ?? channelsOf(document, train), columns: Math.ceil(request.widthMillimetres * (request.preview === true ? PREVIEW_COLUMNS_PER_MILLIMETRE : COLUMNS_PER_MILLIMETRE)) };
}

/** The channels asked for, each once. @throws KlonosError `bad-argument` for one that the recording does not have. */
function wantedChannels(document: ResultDocument, { channels }: FigureRequest): readonly number[] | undefined {
  if (channels === undefined || channels.length === 0) return undefined;
  for (const index of channels) if (!document.channels.some((channel) => channel.index === index)) throw new KlonosError("bad-argument", `There is no channel ${index} in this recording.`, "channels");
  return [...new Set(channels)].slice(0, MAX_TRACES);
}

function chosenTrain(document: ResultDocument, trainId: string | undefined): TrainResult | undefined {
  if (trainId === undefined) return document.trains.find(({ label }) => label !== "insufficient");
  const train = document.trains.find(({ id }) => id === trainId);
  if (train === undefined) throw new KlonosError("bad-argument", `There is no train “${trainId}” in this result.`, "trainId");
  return train;
}

function spanOf(train: TrainResult, durationSeconds: number): readonly [number, number] {
  const margin = Math.min(MAX_MARGIN_SECONDS, Math.max(MIN_MARGIN_SECONDS, (train.endSeconds - train.startSeconds) * MARGIN_SHARE));
  return [Math.max(0, train.startSeconds - margin), Math.min(durationSeconds, train.endSeconds + margin)];
}

function channelsOf(document: ResultDocument, train: TrainResult | undefined): readonly number[] {
  if (train !== undefined) return train.antagonistIndex === null ? [train.channelIndex] : [train.channelIndex, train.antagonistIndex];
  const emg = document.channels.filter(({ role }) => role === "emg");
  return (emg.length > 0 ? emg : document.channels).slice(0, MAX_TRACES).map(({ index }) => index);
}

/** The figure's content: the document as it is exported, and the traces in the units of paper. */
export function figureContent(document: ResultDocument, plan: FigurePlan, request: FigureRequest, channels: readonly ChannelInfo[], traces: readonly Trace[], envelopes: readonly Trace[]): FigureContent {
  const { trainId, startSeconds, endSeconds } = plan;
  const { widthMillimetres, style, annotate, view } = request;
  const drawn = traces.map((trace): FigureTrace => {
    const channel = channels[trace.channelIndex]!;
    const envelope = envelopes.find((one) => one.channelIndex === trace.channelIndex);
    return { ...figureTrace(trace, channel), ...(envelope === undefined ? {} : { envelope: figureTrace(envelope, channel).pieces }) };
  });
  return { document, trainId, startSeconds, endSeconds, widthMillimetres, traces: drawn, view: view ?? "filtered", annotate, style };
}

function figureTrace(trace: Trace, channel: ChannelInfo): FigureTrace {
  const factor = channel.isVoltage ? MICROVOLTS_PER_VOLT : 1;
  return {
    channelIndex: trace.channelIndex,
    label: channel.label,
    unit: channel.isVoltage ? "µV" : channel.unit,
    pieces: trace.pieces.map((piece) => ({
      startSeconds: piece.startSeconds,
      secondsPerBucket: piece.samplesPerBucket / trace.samplingHz,
      minimum: piece.minimum.map((value) => value * factor),
      maximum: piece.maximum.map((value) => value * factor),
    })),
  };
}

/** Draws and encodes. The figure room is loaded when the first figure is asked for. */
export async function renderFigure(content: FigureContent, request: FigureRequest, assets: () => Promise<FigureAssets>, cancel?: Cancel): Promise<ExportedFile> {
  const { format } = request;
  const bytes = await encode(content, format, request.dpi, assets);
  if (cancel?.cancelled === true) throw new KlonosError("cancelled", "The work was stopped on request.");
  const base = baseNameOf(sourceNameOf(content.document, false));
  return { name: `${base}.${content.trainId ?? "overview"}.${format}`, mime: mimes[format], bytes };
}

async function encode(content: FigureContent, format: FigureFormat, dpi: number, assets: () => Promise<FigureAssets>): Promise<Uint8Array> {
  const { buildFigure } = await import("../../figure/build-figure");
  const model = buildFigure(content);
  switch (format) {
    case "svg":
      return new TextEncoder().encode((await import("../../figure/render-svg")).renderSvg(model));
    case "pdf":
      return (await import("../../figure/render-pdf")).renderPdf(model, await assets());
    case "png":
      return (await import("../../figure/render-raster")).renderPng(model, dpi, await assets());
    case "tiff":
      return (await import("../../figure/render-raster")).renderTiff(model, dpi, await assets());
  }
}
