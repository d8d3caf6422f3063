import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { placeOnScreens, readWindowPlace, writeWindowPlace } from "../../src/main/window-bounds";
import { scratchFolder } from "../node/scratch";

const minimum = { width: 1024, height: 640 };
const place = { bounds: { x: 2000, y: 40, width: 1300, height: 800 }, maximized: true };
const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }, { x: 1920, y: 0, width: 1920, height: 1080 }];

it("brings the window back where it was, and not onto a screen that is gone", () => {
  expect(placeOnScreens(place, screens, minimum)).toEqual(place);
  expect(placeOnScreens(place, screens.slice(0, 1), minimum)).toBeUndefined();
  expect(placeOnScreens({ ...place, bounds: { ...place.bounds, width: 200 } }, screens, minimum)).toBeUndefined();
  expect(placeOnScreens(undefined, screens, minimum)).toBeUndefined();
});

it("keeps the place in a file, and takes a damaged one for none", () => {
  const file = join(scratchFolder(), "profile", "window.json");
  writeWindowPlace(file, place);
  expect(readWindowPlace(file)).toEqual(place);
  writeFileSync(file, '{"bounds":{"x":"left"}}');
  expect(readWindowPlace(file)).toBeUndefined();
  writeFileSync(file, "{");
  expect(readWindowPlace(file)).toBeUndefined();
});
