import { abbink } from "./abbink";
import { aglr } from "./aglr";
import { bonato, bonatoAdaptive } from "./bonato";
import type { Detector } from "./detector";
import { hodgesBui } from "./hodges-bui";
import { lidierth } from "./lidierth";
import { tkeo } from "./tkeo";
import { wavelet } from "./wavelet";

/** The published detectors by their names in results and settings, each with its default options. */
export const publishedDetectors = {
  "hodges-bui": (input) => hodgesBui(input),
  "double-threshold": (input) => bonato(input),
  "double-threshold-adaptive": bonatoAdaptive,
  lidierth: (input) => lidierth(input),
  abbink: (input) => abbink(input),
  tkeo: (input) => tkeo(input),
  aglr: (input) => aglr(input),
  wavelet: (input) => wavelet(input),
} as const satisfies Record<string, Detector>;

/** Name of a published detector. */
export type PublishedDetectorName = keyof typeof publishedDetectors;
