import type { AntagonistPhase, TrainResult } from "../core/result";
import { lineAt, panelLetter, textAt } from "./draw";
import type { FigureElement } from "./model";
import { ANTAGONIST, ANTAGONIST_DARK, INK, MUTED } from "./palette";
import { CAP_MILLIMETRES, ellipsize, LETTER_POINTS, LINE_MILLIMETRES, oneLine, textWidth } from "./text-metrics";
import type { FigureLocale } from "./words/figure-locale";

const DOT_RADIUS = 0.6;
/** More beats than this are counted in sectors of 15° instead of drawn one by one. */
const MOST_DOTS = 48;
const SECTORS = 24;
const LARGEST_RADIUS = 9;
const SMALLEST_RADIUS = 6;
const TEXT_GAP = 3;
const HEIGHT_BESIDE = 27;
const HEIGHT_BELOW = 38;
const LETTER_WIDTH = textWidth("m", LETTER_POINTS, "bold") + 1;
const CIRCLE = { color: MUTED, widthPoints: 0.5 };

/** True when at least one beat has a phase to draw. */
export function hasPhase(train: TrainResult | undefined): boolean {
  return train?.antagonistPhase?.perBeat.some((phase) => phase !== null) === true;
}

function point(x: number, y: number, radius: number, cycles: number): { readonly x: number; readonly y: number } {
  const angle = cycles * 2 * Math.PI;
  return { x: x + radius * Math.sin(angle), y: y - radius * Math.cos(angle) };
}

/** Sectors whose area tells the share of the beats, the fullest one reaching the circle; for trains too long for dots. */
function phaseSectors(phases: readonly number[], x: number, y: number, radius: number): readonly FigureElement[] {
  const counts = new Array<number>(SECTORS).fill(0);
  for (const cycles of phases) counts[(((Math.round(cycles * SECTORS) % SECTORS) + SECTORS) % SECTORS)]! += 1;
  const most = Math.max(...counts);
  return counts.flatMap((count, sector): FigureElement[] => {
    if (count === 0) return [];
    const reach = radius * Math.sqrt(count / most);
    const rim = [-0.5, -0.25, 0, 0.25, 0.5].flatMap((part) => {
      const { x: rimX, y: rimY } = point(x, y, reach, (sector + part) / SECTORS);
      return [rimX, rimY];
    });
    return [{ kind: "path", part: "phase-sector", subpaths: [Float64Array.of(x, y, ...rim)], closed: true, fill: ANTAGONIST, stroke: { color: "#FFFFFF", widthPoints: 0.25 } }];
  });
}

/** Dots on the circle; where they would cover each other they are stacked towards the centre. */
function phaseDots(phases: readonly number[], x: number, y: number, radius: number): readonly FigureElement[] {
  const placed: { x: number; y: number }[] = [];
  const levels = Math.max(1, Math.floor((radius * 0.5) / (2 * DOT_RADIUS)));
  return [...phases].sort((a, b) => a - b).map((cycles) => {
    let spot = point(x, y, radius, cycles);
    for (let level = 0; level < levels; level += 1) {
      const candidate = point(x, y, radius - level * 2 * DOT_RADIUS, cycles);
      if (placed.every((other) => Math.hypot(other.x - candidate.x, other.y - candidate.y) >= 1.6 * DOT_RADIUS)) {
        spot = candidate;
        break;
      }
    }
    placed.push(spot);
    return { kind: "circle", part: "phase", x: spot.x, y: spot.y, radius: DOT_RADIUS, fill: ANTAGONIST, stroke: { color: "#FFFFFF", widthPoints: 0.25 } };
  });
}

function numberLines(phase: AntagonistPhase, { fixed, range, words }: FigureLocale): readonly string[] {
  return [
    ...(phase.meanCycles === null ? [] : [words.atCycle(fixed(shownCycles(phase.meanCycles), 2))]),
    ...(phase.resultant === null ? [] : [`R ${fixed(phase.resultant, 2)}${phase.resultantCi === null ? "" : ` (${range(phase.resultantCi[0], phase.resultantCi[1], 2)})`}`]),
  ];
}

function zeroLabel(train: TrainResult, width: number): string {
  return ellipsize(`0 = ${oneLine(train.channel)}`, width - LETTER_WIDTH);
}

/** Width left for the circle when the text stands beside it; undefined where it must stand below. */
function roomBeside(train: TrainResult, phase: AntagonistPhase, locale: FigureLocale, width: number): number | undefined {
  const room = width - LETTER_WIDTH - TEXT_GAP - Math.max(...[locale.words.phases[phase.pattern], ...numberLines(phase, locale)].map((text) => textWidth(text)));
  return room >= Math.max(2 * SMALLEST_RADIUS, textWidth(zeroLabel(train, width))) ? room : undefined;
}

/** Height in mm that panel c wants in a frame of the given width. */
export function phasePanelHeight(train: TrainResult, phase: AntagonistPhase, locale: FigureLocale, width: number): number {
  return roomBeside(train, phase, locale, width) === undefined ? HEIGHT_BELOW : HEIGHT_BESIDE;
}

/** Half a cycle is 0.50 from either side, as it stands at the circle. */
function shownCycles(cycles: number): number {
  return cycles < -0.495 ? cycles + 1 : cycles;
}

/** Panel c: the antagonist's phase in the agonist's cycle, 0 at the top, clockwise. Text beside the circle, below it where the frame is narrow. */
export function drawPhasePanel(train: TrainResult, phase: AntagonistPhase, locale: FigureLocale, left: number, right: number, top: number, bottom: number, letter: string): readonly FigureElement[] {
  const antagonist = oneLine(train.antagonist ?? locale.words.antagonist);
  const numbers = numberLines(phase, locale);
  const room = roomBeside(train, phase, locale, right - left);
  const beside = room !== undefined;
  // In the middle it keeps clear of the letter on both sides.
  const zeroText = zeroLabel(train, beside ? right - left : right - left - LETTER_WIDTH);
  const lines = [ellipsize(antagonist, right - left, "bold"), ...[locale.words.phases[phase.pattern], ...numbers].map((text) => ellipsize(text, right - left))];
  const below = beside ? 0 : lines.length * LINE_MILLIMETRES;
  const circleTop = top + CAP_MILLIMETRES + 2.2;
  const tall = bottom - circleTop - below - LINE_MILLIMETRES - DOT_RADIUS;
  const radius = Math.max(SMALLEST_RADIUS, Math.min(LARGEST_RADIUS, tall / 2, (room ?? right - left) / 2));
  const half = Math.max(radius, textWidth(zeroText) / 2);
  const x = beside ? left + LETTER_WIDTH + half : (left + right) / 2;
  const y = circleTop + radius;
  const elements: FigureElement[] = [
    panelLetter(left, top + CAP_MILLIMETRES + 0.6, letter),
    textAt("phase-zero", x, circleTop - 1.3, zeroText, { anchor: "middle", color: MUTED }),
    { kind: "circle", part: "phase-circle", x, y, radius, stroke: CIRCLE },
  ];
  for (const quarter of [0, 0.25, 0.5, 0.75]) {
    const inner = point(x, y, radius - 0.8, quarter);
    const outer = point(x, y, radius, quarter);
    elements.push(lineAt("phase-tick", inner.x, inner.y, outer.x, outer.y, CIRCLE));
  }
  elements.push(textAt("phase-half", x, y + radius + 1 + CAP_MILLIMETRES, locale.fixed(0.5, 1), { anchor: "middle", color: MUTED }));
  const phases = phase.perBeat.filter((one): one is number => one !== null);
  elements.push(...(phases.length > MOST_DOTS ? phaseSectors(phases, x, y, radius) : phaseDots(phases, x, y, radius)));
  if (phase.meanCycles !== null && phase.resultant !== null) {
    const tip = point(x, y, radius * phase.resultant, phase.meanCycles);
    elements.push(lineAt("phase-mean", x, y, tip.x, tip.y, { color: phases.length > MOST_DOTS ? INK : ANTAGONIST_DARK, widthPoints: 1.2 }));
  }
  const textLeft = beside ? x + half + TEXT_GAP : x;
  const first = beside ? y - ((lines.length - 1) * LINE_MILLIMETRES) / 2 + CAP_MILLIMETRES / 2 : y + radius + 1 + CAP_MILLIMETRES + LINE_MILLIMETRES + 0.4;
  for (const [line, text] of lines.entries()) elements.push(textAt("phase-text", textLeft, first + line * LINE_MILLIMETRES, beside ? ellipsize(text, right - textLeft, line === 0 ? "bold" : "regular") : text, { anchor: beside ? "start" : "middle", weight: line === 0 ? "bold" : "regular", color: line === 0 ? ANTAGONIST_DARK : INK }));
  return elements;
}
