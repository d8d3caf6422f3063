import type { Interval, Measured, TrainResult } from "../core/result";
import { lineAt, panelLetter, textAt } from "./draw";
import type { FigureElement } from "./model";
import { INK, lookOf, MUTED } from "./palette";
import type { FigureLocale } from "./words/figure-locale";
import { CAP_MILLIMETRES, ellipsize, LETTER_POINTS, LINE_MILLIMETRES, oneLine, textWidth } from "./text-metrics";

const HEAD_ROOM = 2.2;
const RULE = { color: MUTED, widthPoints: 0.4 };

interface Row {
  readonly name: string;
  readonly value: string;
}

function measured({ fixed, range }: FigureLocale, value: Measured, decimals: number, unit: string, interval: Interval = null, factor = 1): string {
  if (value === null) return "–";
  const number = `${fixed(value * factor, decimals)}${unit === "" ? "" : ` ${unit}`}`;
  return interval === null ? number : `${number} (${range(interval[0] * factor, interval[1] * factor, decimals)})`;
}

function rowsOf(train: TrainResult, locale: FigureLocale): readonly Row[] {
  const { measures, beatsMissed, percentPerBeat } = locale.words;
  const all: readonly (Row & { readonly shown: boolean })[] = [
    { name: measures.beats, value: beatsMissed(train.beats, train.missedBeats), shown: true },
    { name: measures.rate, value: measured(locale, train.rateHz, 1, "Hz", train.rateCi), shown: true },
    { name: measures.jitter, value: measured(locale, train.jitter, 1, "%", train.jitterCi, 100), shown: true },
    { name: measures.factor, value: measured(locale, train.log10BayesFactor, 1, ""), shown: true },
    { name: measures.drift, value: measured(locale, train.driftPercentPerBeat, 1, percentPerBeat), shown: train.driftPercentPerBeat !== null },
    { name: measures.snr, value: measured(locale, train.snrDb, 0, "dB"), shown: true },
    { name: measures.amplitude, value: measured(locale, train.amplitudeJitter, 2, ""), shown: train.amplitudeJitter !== null },
    { name: measures.burst, value: measured(locale, train.burstMilliseconds, 0, "ms"), shown: true },
    { name: measures.hold, value: measured(locale, train.persistenceRatio, 2, ""), shown: train.persistenceRatio !== null },
    { name: measures.latency, value: measured(locale, train.firstLatencyMilliseconds, 0, "ms"), shown: train.firstLatencyMilliseconds !== null },
  ];
  return all.filter(({ shown }) => shown);
}

/** Height in mm of the table of measures. */
export function statisticsPanelHeight(train: TrainResult, locale: FigureLocale): number {
  return CAP_MILLIMETRES + HEAD_ROOM + (rowsOf(train, locale).length + 0.4) * LINE_MILLIMETRES;
}

/** The measures of the chosen train, name left, value with its interval right. A number that could not be had is a dash. */
export function drawStatisticsPanel(train: TrainResult, ciLevel: number, locale: FigureLocale, left: number, right: number, top: number, letter: string): readonly FigureElement[] {
  const headBaseline = top + CAP_MILLIMETRES + 0.6;
  const headLeft = letter === "" ? left : left + textWidth("m", LETTER_POINTS, "bold") + 1;
  const head = `${oneLine(train.channel)} (${locale.words.confidence(locale.level(ciLevel))})`;
  const elements: FigureElement[] = [panelLetter(left, headBaseline, letter), textAt("headline", headLeft, headBaseline, ellipsize(head, right - headLeft), { color: lookOf(train).color, weight: "bold" })];
  let baseline = headBaseline + HEAD_ROOM;
  elements.push(lineAt("rule", left, baseline - 1, right, baseline - 1, RULE));
  for (const { name, value } of rowsOf(train, locale)) {
    baseline += LINE_MILLIMETRES;
    const shown = ellipsize(value, (right - left) * 0.72);
    elements.push(textAt("statistics-value", right, baseline, shown, { anchor: "end", color: INK }));
    elements.push(textAt("statistics-name", left, baseline, ellipsize(name, right - left - textWidth(shown) - 1), { color: MUTED }));
  }
  return elements;
}
