import type { JsonRecord, JsonValue } from "../../../project/documents";
import { firstView, type ViewState } from "../klonos-state";

/** Of one visit only: the way back through zooms, the burst under correction, the size of the plot on this screen. */
const NOT_KEPT: ReadonlySet<string> = new Set(["zoomPast", "burst", "plotPixels"]);
const SET_KEY = "$set";

/** What is seen and how, as plain JSON. Fields that a panel adds to the view are kept without a line here. */
export function viewRecord(view: ViewState): JsonRecord {
  const record: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(view)) {
    if (NOT_KEPT.has(name)) continue;
    if (value === undefined) {
      // “No second trace” is a choice, and not the choice of a fresh window.
      if (firstView[name as keyof ViewState] !== undefined) record[name] = null;
      continue;
    }
    record[name] = value instanceof Set ? { [SET_KEY]: [...value] as JsonValue[] } : (JSON.parse(JSON.stringify(value)) as JsonValue);
  }
  return record;
}

/** The parts of a kept view that still fit: known fields of the right shape. */
export function restoredView(record: JsonRecord): Partial<ViewState> {
  const view: Record<string, unknown> = {};
  for (const [name, first] of Object.entries(firstView)) {
    const stored = record[name];
    if (stored === undefined || NOT_KEPT.has(name)) continue;
    if (stored === null) {
      if (name === "second") view[name] = undefined;
      continue;
    }
    const value = isSet(stored) ? new Set(stored[SET_KEY]) : stored;
    if (first === undefined || shapeOf(first) === shapeOf(value)) view[name] = value;
  }
  return view as Partial<ViewState>;
}

function isSet(value: JsonValue): value is { readonly [SET_KEY]: readonly JsonValue[] } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Array.isArray((value as JsonRecord)[SET_KEY]);
}

function shapeOf(value: unknown): string {
  if (value instanceof Set) return "set";
  return Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
}
