import { KlonosError } from "../core/errors";
import type { TrainResult } from "../core/result";
import { captionParagraphs, figureReceipt, NOT_A_DEVICE } from "./caption";
import type { FigureContent } from "./content";
import { textAt } from "./draw";
import { drawKeyList } from "./key-list";
import type { FigureElement, FigureGroup, FigureModel } from "./model";
import { fixed } from "./numbers";
import { lookOf, MUTED } from "./palette";
import { beatIntervals, drawIntervalPanel } from "./panel-intervals";
import { drawPhasePanel, hasPhase, phasePanelHeight } from "./panel-phase";
import type { TracePanel } from "./panel-traces";
import { drawTracePanel } from "./panel-traces";
import { CAP_MILLIMETRES, DESCENDER_MILLIMETRES, LINE_MILLIMETRES, missingCharacters, oneLine, wrapText } from "./text-metrics";
import { trainNumbers } from "./train-ribbons";

/** One column of a journal, and a full page, in mm. */
export const NARROWEST_FIGURE = 85;
export const WIDEST_FIGURE = 190;

const MARGIN = 2;
/** From this width the small panels stand beside the traces, below it under them. */
const SIDE_BY_SIDE = 130;
const SIDE_SHARE = 0.29;
const SIDE_LEAST = 40;
const SIDE_MOST = 52;
const COLUMN_GAP = 5;
const INTERVALS_HEIGHT = 30;
const PANEL_GAP = 2.5;
const CAPTION_GAP = 3;
const MOST_STRETCH = 1.6;

interface SidePanel {
  readonly id: string;
  readonly label: string;
  readonly height: number;
  draw(left: number, right: number, top: number, bottom: number, letter: string): readonly FigureElement[];
}

function check(content: FigureContent): TrainResult | undefined {
  const { widthMillimetres: width, startSeconds, endSeconds, trainId } = content;
  if (!(width >= NARROWEST_FIGURE && width <= WIDEST_FIGURE)) {
    throw new KlonosError("figure-width", `A figure is ${NARROWEST_FIGURE} to ${WIDEST_FIGURE} mm wide, not ${width} mm: choose a width in that range.`, "", { width });
  }
  if (!(Number.isFinite(startSeconds) && Number.isFinite(endSeconds) && endSeconds > startSeconds)) {
    throw new KlonosError("figure-span", `The span ${startSeconds} to ${endSeconds} s is empty: choose an end after the start.`, "", { startSeconds, endSeconds });
  }
  if (content.traces.length === 0) throw new KlonosError("figure-empty", "There is no channel to draw: choose at least one.");
  if (trainId === undefined) return undefined;
  const train = content.document.trains.find((one) => one.id === trainId);
  if (train === undefined) throw new KlonosError("figure-train", `There is no train "${trainId}" in this result: choose one of the table of trains.`, "", { trainId });
  return train;
}

function sidePanels(train: TrainResult | undefined, ciLevel: number, width: number): readonly SidePanel[] {
  if (train === undefined) return [];
  const panels: SidePanel[] = [];
  if (train.intervalsSeconds.length > 0) {
    panels.push({
      id: "intervals", label: "Intervals against beat number", height: INTERVALS_HEIGHT,
      draw: (left, right, top, bottom, letter) => drawIntervalPanel(train, ciLevel, left, right, top, bottom, letter),
    });
  }
  const phase = train.antagonistPhase;
  if (phase !== null && hasPhase(train)) {
    panels.push({
      id: "phase", label: "Phase of the antagonist", height: phasePanelHeight(train, phase, width),
      draw: (left, right, top, bottom, letter) => drawPhasePanel(train, phase, left, right, top, bottom, letter),
    });
  }
  return panels;
}

/** Width of the column of small panels of a wide figure. */
function sideColumn(width: number): number {
  return Math.max(SIDE_LEAST, Math.min(SIDE_MOST, width * SIDE_SHARE));
}

/** Traces at the left, small panels in a column at the right; whichever is lower grows to the other. */
function layOutWide(content: FigureContent, panels: readonly SidePanel[]): { readonly traces: TracePanel; readonly sides: readonly FigureGroup[]; readonly bottom: number } {
  const right = content.widthMillimetres - MARGIN;
  const sideWidth = sideColumn(content.widthMillimetres);
  const traceRight = right - sideWidth - COLUMN_GAP;
  const needed = MARGIN + panels.reduce((sum, panel) => sum + panel.height, 0) + PANEL_GAP * (panels.length - 1);
  let traces = drawTracePanel(content, MARGIN, traceRight, MARGIN, "a", 1);
  if (traces.bottom < needed) {
    const doubled = drawTracePanel(content, MARGIN, traceRight, MARGIN, "a", 2);
    const stretch = Math.min(MOST_STRETCH, 1 + (needed - traces.bottom) / Math.max(1e-6, doubled.bottom - traces.bottom));
    traces = drawTracePanel(content, MARGIN, traceRight, MARGIN, "a", stretch);
  }
  const spare = Math.max(0, traces.bottom - needed);
  const growth = Math.min(spare, INTERVALS_HEIGHT * 0.4);
  let top = MARGIN;
  const sides = panels.map((panel, k): FigureGroup => {
    const bottom = top + panel.height + (k === 0 ? growth : 0);
    const elements = panel.draw(right - sideWidth, right, top, bottom, "bc"[k]!);
    top = bottom + PANEL_GAP;
    return { id: panel.id, label: panel.label, elements };
  });
  return { traces, sides, bottom: Math.max(traces.bottom, top - PANEL_GAP) };
}

/** Everything in one column: traces, then the small panels in a row. */
function layOutNarrow(content: FigureContent, panels: readonly SidePanel[]): { readonly traces: TracePanel; readonly sides: readonly FigureGroup[]; readonly bottom: number } {
  const right = content.widthMillimetres - MARGIN;
  const traces = drawTracePanel(content, MARGIN, right, MARGIN, panels.length === 0 ? undefined : "a", 1);
  if (panels.length === 0) return { traces, sides: [], bottom: traces.bottom };
  const top = traces.bottom + PANEL_GAP;
  const bottom = top + Math.max(...panels.map((panel) => panel.height));
  const width = (right - MARGIN - COLUMN_GAP * (panels.length - 1)) / panels.length;
  const sides = panels.map((panel, k): FigureGroup => {
    const left = MARGIN + k * (width + COLUMN_GAP);
    return { id: panel.id, label: panel.label, elements: panel.draw(left, left + width, top, bottom, "bc"[k]!) };
  });
  return { traces, sides, bottom };
}

/**
 * The annotated figure in mm: a traces with ribbons, ticks and calibrated bars, b intervals, c antagonist phase, key and caption.
 * Pure and deterministic: equal content gives an equal model.
 * @throws KlonosError `figure-width`, `figure-span`, `figure-empty`, `figure-train`.
 */
export function buildFigure(content: FigureContent): FigureModel {
  const chosen = check(content);
  const { document, startSeconds, endSeconds, widthMillimetres } = content;
  const narrow = widthMillimetres < SIDE_BY_SIDE;
  const panels = sidePanels(chosen, document.ciLevel, narrow ? (widthMillimetres - 2 * MARGIN - COLUMN_GAP) / 2 : sideColumn(widthMillimetres));
  const layout = narrow || panels.length === 0 ? layOutNarrow(content, panels) : layOutWide(content, panels);
  const channels = new Set(content.traces.map((trace) => trace.channelIndex));
  const shown = document.trains.filter((train) => channels.has(train.channelIndex) && train.endSeconds > startSeconds && train.startSeconds < endSeconds);
  const width = widthMillimetres - 2 * MARGIN;

  let top = layout.bottom + CAPTION_GAP;
  const keyList = drawKeyList(shown, layout.traces.keys, document.ciLevel, MARGIN, width, top);
  if (keyList.height > 0) top += keyList.height + CAPTION_GAP / 2;
  const divided = chosen !== undefined && panels.length > 0 && beatIntervals(chosen).some((interval) => interval.spans > 1);
  const caption: FigureElement[] = [];
  let baseline = top + CAP_MILLIMETRES;
  for (const paragraph of captionParagraphs(content, shown, chosen, layout.traces.ticks, divided, layout.traces.cutTrains)) {
    for (const line of wrapText(paragraph, width)) {
      caption.push(textAt("caption", MARGIN, baseline, line, { color: MUTED }));
      baseline += LINE_MILLIMETRES;
    }
  }
  const groups: FigureGroup[] = [
    { id: "traces", label: "Traces with trains, bursts and marks", elements: layout.traces.elements },
    ...layout.sides,
    ...(keyList.elements.length > 0 ? [{ id: "key", label: "Trains by number", elements: keyList.elements }] : []),
    { id: "caption", label: "Caption", elements: caption },
  ];
  const texts = groups.flatMap((group) => group.elements).flatMap((element) => (element.kind === "text" ? [element.text] : []));
  const subject = chosen ?? shown[0];
  const title = chosen === undefined ? `EMG of ${oneLine(content.traces.map((trace) => trace.label).join(", "))}` : `${oneLine(chosen.channel)}: ${lookOf(chosen).words} (${trainNumbers(chosen, document.ciLevel)})`;
  const description = [
    `EMG traces of ${oneLine(content.traces.map((trace) => trace.label).join(", "))} from ${fixed(startSeconds, 2)} to ${fixed(endSeconds, 2)} seconds of the recording.`,
    ...(subject === undefined ? ["No train of bursts."] : shown.slice(0, 5).map((train) => `${oneLine(train.channel)}: ${lookOf(train).words}, ${trainNumbers(train, document.ciLevel)}.`)),
    NOT_A_DEVICE,
  ].join(" ");
  return {
    widthMillimetres,
    heightMillimetres: Math.ceil((baseline - LINE_MILLIMETRES + DESCENDER_MILLIMETRES + MARGIN) * 10) / 10,
    title,
    description,
    receipt: figureReceipt(content),
    groups,
    missingCharacters: missingCharacters(texts.join("")),
  };
}
