import type { Interval, Measured, TrainResult } from "../core/result";
import { lineAt, panelLetter, textAt } from "./draw";
import type { FigureElement } from "./model";
import { fixed, range } from "./numbers";
import { INK, lookOf, MUTED } from "./palette";
import { CAP_MILLIMETRES, ellipsize, LETTER_POINTS, LINE_MILLIMETRES, oneLine, textWidth } from "./text-metrics";

const HEAD_ROOM = 2.2;
const RULE = { color: MUTED, widthPoints: 0.4 };

interface Row {
  readonly name: string;
  readonly value: string;
}

function measured(value: Measured, decimals: number, unit: string, interval: Interval = null, factor = 1): string {
  if (value === null) return "–";
  const number = `${fixed(value * factor, decimals)}${unit === "" ? "" : ` ${unit}`}`;
  return interval === null ? number : `${number} (${range(interval[0] * factor, interval[1] * factor, decimals)})`;
}

function rowsOf(train: TrainResult): readonly Row[] {
  const all: readonly (Row & { readonly shown: boolean })[] = [
    { name: "Beats", value: `${train.beats}${train.missedBeats > 0 ? `, ${train.missedBeats} missed` : ""}`, shown: true },
    { name: "Rate", value: measured(train.rateHz, 1, "Hz", train.rateCi), shown: true },
    { name: "Jitter", value: measured(train.jitter, 1, "%", train.jitterCi, 100), shown: true },
    { name: "log10 BF", value: measured(train.log10BayesFactor, 1, ""), shown: true },
    { name: "Drift", value: measured(train.driftPercentPerBeat, 1, "% per beat"), shown: train.driftPercentPerBeat !== null },
    { name: "SNR", value: measured(train.snrDb, 0, "dB"), shown: true },
    { name: "Amplitude jitter", value: measured(train.amplitudeJitter, 2, ""), shown: train.amplitudeJitter !== null },
    { name: "Burst", value: measured(train.burstMilliseconds, 0, "ms"), shown: true },
    { name: "Share of hold", value: measured(train.persistenceRatio, 2, ""), shown: train.persistenceRatio !== null },
    { name: "First latency", value: measured(train.firstLatencyMilliseconds, 0, "ms"), shown: train.firstLatencyMilliseconds !== null },
  ];
  return all.filter(({ shown }) => shown);
}

/** Height in mm of the table of measures. */
export function statisticsPanelHeight(train: TrainResult): number {
  return CAP_MILLIMETRES + HEAD_ROOM + (rowsOf(train).length + 0.4) * LINE_MILLIMETRES;
}

/** The measures of the chosen train, name left, value with its interval right. A number that could not be had is a dash. */
export function drawStatisticsPanel(train: TrainResult, ciLevel: number, left: number, right: number, top: number, letter: string): readonly FigureElement[] {
  const headBaseline = top + CAP_MILLIMETRES + 0.6;
  const headLeft = left + textWidth("m", LETTER_POINTS, "bold") + 1;
  const head = `${oneLine(train.channel)} (${Number((ciLevel * 100).toFixed(2))} % CI)`;
  const elements: FigureElement[] = [panelLetter(left, headBaseline, letter), textAt("headline", headLeft, headBaseline, ellipsize(head, right - headLeft), { color: lookOf(train).color, weight: "bold" })];
  let baseline = headBaseline + HEAD_ROOM;
  elements.push(lineAt("rule", left, baseline - 1, right, baseline - 1, RULE));
  for (const { name, value } of rowsOf(train)) {
    baseline += LINE_MILLIMETRES;
    const shown = ellipsize(value, (right - left) * 0.72);
    elements.push(textAt("statistics-value", right, baseline, shown, { anchor: "end", color: INK }));
    elements.push(textAt("statistics-name", left, baseline, ellipsize(name, right - left - textWidth(shown) - 1), { color: MUTED }));
  }
  return elements;
}
