import type { Protocol } from "../result";
import { REFERENCE_CENTIMETRES } from "./reflex-windows";

/** When the first response of a stretch reflex is expected after the mark, and from when on it can be a voluntary one. Seconds. */
export interface LatencyWindow {
  readonly response: string;
  readonly from: number;
  readonly to: number;
  /** A first burst later than this cannot be called the reflex; undefined where no number is known. */
  readonly voluntaryFrom: number | undefined;
}

/** Earliest voluntary leg response. Science.md 5.1, from memory. */
const VOLUNTARY_LEG_SECONDS = 0.1;

/**
 * Search windows of science.md 5.1 (adults) by protocol and site; undefined where none is known: a latency is then shown and says nothing.
 * The great toe has no window of its own there and gets none; the hand takes the window of the wrist and finger flexors. Those of the leg are scaled
 * by height / 170 cm where the height is known, as in `reflexWindow`; the earliest voluntary response is not.
 */
export function latencyWindow(protocol: Protocol, site: string | undefined, heightCentimetres?: number): LatencyWindow | undefined {
  const adult = adultWindow(protocol, site);
  if (adult === undefined || heightCentimetres === undefined || !LEG_SITES.has(site!)) return adult;
  const scale = heightCentimetres / REFERENCE_CENTIMETRES;
  return { ...adult, from: adult.from * scale, to: adult.to * scale };
}

const LEG_SITES: ReadonlySet<string> = new Set(["ankle", "patella"]);

function adultWindow(protocol: Protocol, site: string | undefined): LatencyWindow | undefined {
  switch (site) {
    case "ankle":
      return protocol === "tap"
        ? { response: "Achilles T-reflex", from: 0.022, to: 0.045, voluntaryFrom: VOLUNTARY_LEG_SECONDS }
        : { response: "soleus stretch M1", from: 0.03, to: 0.06, voluntaryFrom: VOLUNTARY_LEG_SECONDS };
    case "patella":
      return protocol === "tap" ? { response: "patellar T-reflex", from: 0.012, to: 0.028, voluntaryFrom: VOLUNTARY_LEG_SECONDS } : undefined;
    case "wrist":
    case "hand":
      return { response: "wrist and finger flexor M1", from: 0.018, to: 0.045, voluntaryFrom: undefined };
    case "jaw":
      return { response: "jaw jerk", from: 0.005, to: 0.014, voluntaryFrom: undefined };
    default:
      return undefined;
  }
}
