import { KlonosError } from "../core/errors";
import { defaultFigureStyle, figureStyleLimits, figureWidthLimits, type FigureStyle } from "../core/figure-style";
import type { TrainResult } from "../core/result";
import { captionParagraphs, figureReceipt } from "./caption";
import { annotatedTrains, type FigureContent } from "./content";
import { textAt } from "./draw";
import { drawKeyList } from "./key-list";
import type { FigureElement, FigureGroup, FigureModel } from "./model";
import { MUTED } from "./palette";
import { beatIntervals, drawIntervalPanel } from "./panel-intervals";
import { drawPhasePanel, hasPhase, phasePanelHeight } from "./panel-phase";
import { drawStatisticsPanel, statisticsPanelHeight } from "./panel-statistics";
import type { TracePanel } from "./panel-traces";
import { drawTracePanel } from "./panel-traces";
import { greyGroups, scaleGroups } from "./restyle";
import { CAP_MILLIMETRES, DESCENDER_MILLIMETRES, LINE_MILLIMETRES, missingCharacters, oneLine, TEXT_POINTS, wrapText } from "./text-metrics";
import { trainNumbers } from "./train-ribbons";
import { figureLocales, type FigureLocale } from "./words/figure-locale";

/** The layout needs this width for text of `TEXT_POINTS`, in mm. */
const NARROWEST_LAYOUT = 60;

const MARGIN = 2;
/** From this width the small panels stand beside the traces, below it under them. */
const SIDE_BY_SIDE = 130;
const SIDE_SHARE = 0.29;
const SIDE_LEAST = 40;
const SIDE_MOST = 52;
const COLUMN_GAP = 5;
const INTERVALS_HEIGHT = 30;
const PANEL_GAP = 2.5;
/** Lines of the caption leave room: where Inter is not installed, an SVG is read with the font that is, some of which are 7 % wider. */
const CAPTION_SHARE = 0.93;
const CAPTION_GAP = 3;
const MOST_STRETCH = 1.6;
const PANELS_A_ROW = 2;

interface SidePanel {
  readonly id: string;
  readonly label: string;
  readonly height: number;
  draw(left: number, right: number, top: number, bottom: number, letter: string): readonly FigureElement[];
}

function check(content: FigureContent): TrainResult | undefined {
  const { widthMillimetres: width, startSeconds, endSeconds, trainId } = content;
  const { min, max } = figureWidthLimits;
  if (!(width >= min && width <= max)) throw new KlonosError("figure-width", `A figure is ${min} to ${max} mm wide, not ${width} mm: choose a width in that range.`, "", { width });
  if (!(Number.isFinite(startSeconds) && Number.isFinite(endSeconds) && endSeconds > startSeconds)) {
    throw new KlonosError("figure-span", `The span ${startSeconds} to ${endSeconds} s is empty: choose an end after the start.`, "", { startSeconds, endSeconds });
  }
  if (content.traces.length === 0) throw new KlonosError("figure-empty", "There is no channel to draw: choose at least one.");
  if (trainId === undefined) return undefined;
  const train = content.document.trains.find((one) => one.id === trainId);
  if (train === undefined) throw new KlonosError("figure-train", `There is no train "${trainId}" in this result: choose one of the table of trains.`, "", { trainId });
  return train;
}

/** Size of the text at final size over the size that the layout is made for. */
function textFactor(style: FigureStyle, width: number): number {
  const { min, max } = figureStyleLimits.textPoints;
  const largest = Math.min(max, (width / NARROWEST_LAYOUT) * TEXT_POINTS);
  if (!(style.textPoints >= min && style.textPoints <= largest)) {
    throw new KlonosError("figure-text", `Text of a figure of ${width} mm is ${min} to ${largest.toFixed(1)} pt, not ${style.textPoints} pt: choose a size in that range or a wider figure.`, "", { textPoints: style.textPoints });
  }
  return style.textPoints / TEXT_POINTS;
}

/** Letter of the k-th panel, empty where the style has none. */
function letterOf(style: FigureStyle, k: number): string {
  const letter = "abcd"[k]!;
  switch (style.letters) {
    case "none":
      return "";
    case "lower":
      return letter;
    case "upper":
      return letter.toUpperCase();
  }
}

function sidePanels(train: TrainResult | undefined, ciLevel: number, locale: FigureLocale, width: number, wanted: FigureStyle["panels"]): readonly SidePanel[] {
  if (train === undefined) return [];
  const panels: SidePanel[] = [];
  if (wanted.intervals && train.intervalsSeconds.length > 0) {
    panels.push({
      id: "intervals", label: "Intervals against beat number", height: INTERVALS_HEIGHT,
      draw: (left, right, top, bottom, letter) => drawIntervalPanel(train, ciLevel, locale, left, right, top, bottom, letter),
    });
  }
  const phase = train.antagonistPhase;
  if (wanted.phase && phase !== null && hasPhase(train)) {
    panels.push({
      id: "phase", label: "Phase of the antagonist", height: phasePanelHeight(train, phase, locale, width),
      draw: (left, right, top, bottom, letter) => drawPhasePanel(train, phase, locale, left, right, top, bottom, letter),
    });
  }
  if (wanted.statistics) {
    panels.push({
      id: "statistics", label: "Measures of the train", height: statisticsPanelHeight(train, locale),
      draw: (left, right, top, _bottom, letter) => drawStatisticsPanel(train, ciLevel, locale, left, right, top, letter),
    });
  }
  return panels;
}

/** Width of the column of small panels of a wide figure. */
function sideColumn(width: number): number {
  return Math.max(SIDE_LEAST, Math.min(SIDE_MOST, width * SIDE_SHARE));
}

/** Traces at the left, small panels in a column at the right; whichever is lower grows to the other. */
function layOutWide(content: FigureContent, style: FigureStyle, panels: readonly SidePanel[]): { readonly traces: TracePanel; readonly sides: readonly FigureGroup[]; readonly bottom: number } {
  const right = content.widthMillimetres - MARGIN;
  const sideWidth = sideColumn(content.widthMillimetres);
  const traceRight = right - sideWidth - COLUMN_GAP;
  const needed = MARGIN + panels.reduce((sum, panel) => sum + panel.height, 0) + PANEL_GAP * (panels.length - 1);
  let traces = drawTracePanel(content, style, figureLocales[style.locale], MARGIN, traceRight, MARGIN, letterOf(style, 0), 1);
  if (traces.bottom < needed) {
    const doubled = drawTracePanel(content, style, figureLocales[style.locale], MARGIN, traceRight, MARGIN, letterOf(style, 0), 2);
    const stretch = Math.min(MOST_STRETCH, 1 + (needed - traces.bottom) / Math.max(1e-6, doubled.bottom - traces.bottom));
    traces = drawTracePanel(content, style, figureLocales[style.locale], MARGIN, traceRight, MARGIN, letterOf(style, 0), stretch);
  }
  const spare = Math.max(0, traces.bottom - needed);
  const growth = Math.min(spare, INTERVALS_HEIGHT * 0.4);
  let top = MARGIN;
  const sides = panels.map((panel, k): FigureGroup => {
    const bottom = top + panel.height + (k === 0 ? growth : 0);
    const elements = panel.draw(right - sideWidth, right, top, bottom, letterOf(style, k + 1));
    top = bottom + PANEL_GAP;
    return { id: panel.id, label: panel.label, elements };
  });
  return { traces, sides, bottom: Math.max(traces.bottom, top - PANEL_GAP) };
}

/** Everything in one column: traces, then the small panels in a row. */
function layOutNarrow(content: FigureContent, style: FigureStyle, panels: readonly SidePanel[]): { readonly traces: TracePanel; readonly sides: readonly FigureGroup[]; readonly bottom: number } {
  const right = content.widthMillimetres - MARGIN;
  const traces = drawTracePanel(content, style, figureLocales[style.locale], MARGIN, right, MARGIN, panels.length === 0 ? "" : letterOf(style, 0), 1);
  if (panels.length === 0) return { traces, sides: [], bottom: traces.bottom };
  // Two panels a row: three beside each other would be too narrow for their text.
  const sides: FigureGroup[] = [];
  let bottom = traces.bottom;
  for (let first = 0; first < panels.length; first += PANELS_A_ROW) {
    const row = panels.slice(first, first + PANELS_A_ROW);
    const top = bottom + PANEL_GAP;
    bottom = top + Math.max(...row.map((panel) => panel.height));
    const width = (right - MARGIN - COLUMN_GAP * (row.length - 1)) / row.length;
    for (const [k, panel] of row.entries()) {
      const left = MARGIN + k * (width + COLUMN_GAP);
      sides.push({ id: panel.id, label: panel.label, elements: panel.draw(left, left + width, top, bottom, letterOf(style, first + k + 1)) });
    }
  }
  return { traces, sides, bottom };
}

/**
 * The annotated figure in mm: a traces with ribbons, ticks and calibrated bars, b intervals, c antagonist phase, d measures, key
 * and caption, as far as `content.style` wants them. It is laid out for text of 7 pt and then scaled to the size asked for.
 * Pure and deterministic: equal content gives an equal model.
 * @throws KlonosError `figure-width`, `figure-text`, `figure-span`, `figure-empty`, `figure-train`.
 */
export function buildFigure(asked: FigureContent): FigureModel {
  const chosen = check(asked);
  const style = asked.style ?? defaultFigureStyle;
  const factor = textFactor(style, asked.widthMillimetres);
  const content: FigureContent = { ...asked, widthMillimetres: asked.widthMillimetres / factor };
  const { document, startSeconds, endSeconds, widthMillimetres } = content;
  const narrow = widthMillimetres < SIDE_BY_SIDE;
  const locale = figureLocales[style.locale];
  const { words } = locale;
  const panels = sidePanels(chosen, document.ciLevel, locale, narrow ? (widthMillimetres - 2 * MARGIN - COLUMN_GAP) / 2 : sideColumn(widthMillimetres), style.panels);
  const layout = narrow || panels.length === 0 ? layOutNarrow(content, style, panels) : layOutWide(content, style, panels);
  const shown = annotatedTrains(content);
  const width = widthMillimetres - 2 * MARGIN;

  let bottom = layout.bottom;
  const keyList = drawKeyList(shown, layout.traces.keys, document.ciLevel, locale, MARGIN, width, bottom + CAPTION_GAP);
  if (keyList.height > 0) bottom += CAPTION_GAP + keyList.height - CAPTION_GAP / 2;
  const divided = chosen !== undefined && panels.some((panel) => panel.id === "intervals") && beatIntervals(chosen).some((interval) => interval.spans > 1);
  const caption: FigureElement[] = [];
  if (style.layers.caption) {
    let baseline = bottom + CAPTION_GAP + CAP_MILLIMETRES;
    for (const paragraph of captionParagraphs(content, shown, chosen, { kinds: layout.traces.ticks, dividedIntervals: divided, cutTrains: layout.traces.cutTrains, ownScales: layout.traces.ownGains }, locale)) {
      for (const line of wrapText(paragraph, CAPTION_SHARE * width)) {
        caption.push(textAt("caption", MARGIN, baseline, line, { color: MUTED }));
        baseline += LINE_MILLIMETRES;
      }
    }
    bottom = baseline - LINE_MILLIMETRES + DESCENDER_MILLIMETRES;
  }
  const groups: FigureGroup[] = [
    { id: "traces", label: "Traces with trains, bursts and marks", elements: layout.traces.elements },
    ...layout.sides,
    ...(keyList.elements.length > 0 ? [{ id: "key", label: "Trains by number", elements: keyList.elements }] : []),
    ...(caption.length > 0 ? [{ id: "caption", label: "Caption", elements: caption }] : []),
  ];
  const written = scaleGroups(groups.map((group) => ({ ...group, elements: group.elements.filter((element) => element.kind !== "text" || element.text !== "") })), factor);
  const texts = written.flatMap((group) => group.elements).flatMap((element) => (element.kind === "text" ? [element.text] : []));
  const subject = chosen ?? shown[0];
  const channels = oneLine(content.traces.map((trace) => trace.label).join(", "));
  const title = chosen === undefined ? words.emgOf(channels) : `${oneLine(chosen.channel)}: ${words.looks[chosen.label]} (${trainNumbers(chosen, document.ciLevel, locale)})`;
  const description = [
    words.tracesOf(channels, locale.fixed(startSeconds, 2), locale.fixed(endSeconds, 2)),
    ...(subject === undefined ? [words.noTrains] : shown.slice(0, 5).map((train) => `${oneLine(train.channel)}: ${words.looks[train.label]}, ${trainNumbers(train, document.ciLevel, locale)}.`)),
    words.notADevice,
  ].join(" ");
  return {
    widthMillimetres: asked.widthMillimetres,
    heightMillimetres: Math.ceil((bottom + MARGIN) * factor * 10) / 10,
    title,
    description,
    receipt: figureReceipt(content),
    groups: style.colours === "grey" ? greyGroups(written) : written,
    missingCharacters: missingCharacters(texts.join("")),
  };
}
