import type { Mark } from "../../core/result";
import { markText } from "../layout/method-words";
import { secondsToPixel } from "../layout/time-window";
import type { Scene } from "./scene";

/** Distance between the lines of names at the foot of the plot. */
const LINE_PIXELS = 14;
const FOOT_PIXELS = 7;
/** Width of a letter of the names, roughly: places are chosen before anything is drawn. */
const LETTER_PIXELS = 6.2;
const GAP_PIXELS = 10;
const NAME_OFFSET_PIXELS = 4;
/** Width that the scale bars take at the right edge. */
const BARS_PIXELS = 105;
/** Of the words of a note; all of them stand in the list of events. */
const MOST_LETTERS = 28;
/** A name is hit this far above its line. */
const NAME_HEIGHT_PIXELS = 11;
const LINE_HIT_PIXELS = 3;

/** Where the line and the name of a mark, or of a note of the file, stand, in CSS pixels of the plot. */
export interface MarkPlace {
  /** Undefined for a note, which cannot be taken hold of. */
  readonly mark: Mark | undefined;
  readonly name: string;
  readonly x: number;
  /** End of a mark that is a stretch. */
  readonly endX: number | undefined;
  /** Vertical reach of the line. */
  readonly top: number;
  readonly foot: number;
  readonly nameX: number;
  readonly nameWidth: number;
  /** Base line of the name. */
  readonly nameY: number;
}

type MarkScene = Pick<Scene, "window" | "width" | "height" | "marks" | "notes" | "rows">;

interface Named {
  readonly mark: Mark | undefined;
  readonly name: string;
  readonly seconds: number;
  readonly endSeconds: number | undefined;
  readonly channelIndex: number | undefined;
}

/**
 * Marks, then notes of the file, in view with their names at the foot of the plot, or of the row of their channel; a name that would run into the one before
 * goes a line up. A mark of a channel that is not on screen is left out.
 */
export function markPlaces(scene: MarkScene): readonly MarkPlace[] {
  const { window, width, height } = scene;
  const used = new Map<number, number[]>();
  const places: MarkPlace[] = [];
  const all: readonly Named[] = [
    ...scene.marks.map((mark) => ({ mark, name: markText(mark), seconds: mark.seconds, endSeconds: mark.endSeconds, channelIndex: mark.channelIndex })),
    ...scene.notes.map(({ text, onsetSeconds, durationSeconds, channel }) => ({ mark: undefined, name: text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text, seconds: onsetSeconds, endSeconds: durationSeconds > 0 ? onsetSeconds + durationSeconds : undefined, channelIndex: channel })),
  ];
  for (const { mark, name, seconds, endSeconds, channelIndex } of all) {
    if ((endSeconds ?? seconds) < window.start || seconds > window.start + window.span) continue;
    const row = channelIndex === undefined ? undefined : scene.rows.find((candidate) => candidate.channelIndex === channelIndex);
    if (channelIndex !== undefined && row === undefined) continue;
    const top = row?.top ?? 0;
    const foot = row === undefined ? height : row.top + row.height;
    const rightEnds = used.get(foot) ?? [];
    used.set(foot, rightEnds);
    const at = Math.round(secondsToPixel(window, 0, width, seconds)) + 0.5;
    const nameWidth = name.length * LETTER_PIXELS;
    // At the right edge stand the scale bars.
    const nameX = at > width - BARS_PIXELS && at > nameWidth + NAME_OFFSET_PIXELS ? at - NAME_OFFSET_PIXELS - nameWidth : Math.max(0, at) + NAME_OFFSET_PIXELS;
    let line = rightEnds.findIndex((right) => right < nameX);
    if (line === -1) line = rightEnds.length;
    rightEnds[line] = nameX + nameWidth + GAP_PIXELS;
    places.push({ mark, name, x: at, endX: endSeconds === undefined ? undefined : secondsToPixel(window, 0, width, endSeconds), top, foot, nameX, nameWidth, nameY: foot - FOOT_PIXELS - line * LINE_PIXELS });
  }
  return places;
}

/** The mark whose name, or whose line at the level of the names, is under a pixel. */
export function markAt(scene: MarkScene, x: number, y: number): Mark | undefined {
  const places = markPlaces({ ...scene, notes: [] });
  const named = places.find((place) => x >= place.nameX && x <= place.nameX + place.nameWidth && y <= place.nameY + 3 && y >= place.nameY - NAME_HEIGHT_PIXELS);
  return (named ?? places.find((place) => Math.abs(place.x - x) <= LINE_HIT_PIXELS && y >= place.nameY - NAME_HEIGHT_PIXELS && y <= place.foot))?.mark;
}
