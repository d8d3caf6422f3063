import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Place and size of a window in pixels of the screens. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was, and whether it filled its screen. */
export interface WindowPlace {
  readonly bounds: Bounds;
  readonly maximized: boolean;
}

/** So much of the window must lie on a screen that it can be caught with the pointer. */
const CAUGHT_PIXELS = 80;

/** Where the window was when it was closed; undefined at the first start, or when the file is damaged. */
export function readWindowPlace(file: string): WindowPlace | undefined {
  try {
    const { bounds, maximized } = JSON.parse(readFileSync(file, "utf8")) as Partial<WindowPlace>;
    const values = [bounds?.x, bounds?.y, bounds?.width, bounds?.height];
    return bounds !== undefined && values.every((value) => Number.isInteger(value)) ? { bounds, maximized: maximized === true } : undefined;
  } catch {
    return undefined;
  }
}

/** The place, unless the screen that it was on is gone. */
export function placeOnScreens(place: WindowPlace | undefined, screens: readonly Bounds[], minimum: Pick<Bounds, "width" | "height">): WindowPlace | undefined {
  if (place === undefined) return undefined;
  const { x, y, width, height } = place.bounds;
  const isCaught = screens.some((screen) => Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x) >= CAUGHT_PIXELS && y >= screen.y && y <= screen.y + screen.height - CAUGHT_PIXELS);
  return isCaught && width >= minimum.width && height >= minimum.height ? place : undefined;
}

/** Written while the window closes, when nothing can be waited for. A place that cannot be kept is no reason to stay open. */
export function writeWindowPlace(file: string, place: WindowPlace): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(place));
    renameSync(`${file}.new`, file);
  } catch (thrown) {
    console.error("The place of the window could not be kept:", thrown);
  }
}
