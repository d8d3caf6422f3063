import type { PlanReceipt, ResultDocument } from "../../core/result";
import type { SettingValues } from "../../core/settings";
import { settingChanges } from "../setting-changes";
import { plain } from "../numbers";
import { figureLocales } from "../words/figure-locale";
import { oneLine } from "../text-metrics";
import type { ReportBlock } from "./report-model";

/** Digits of the plan's SHA-256 that are printed; the receipt has all of them. */
const SHOWN_HASH_DIGITS = 16;

/** A paragraph for the methods of a paper, made from the settings that were used, and every setting that differs from the published rule. */
export function methodBlocks(document: ResultDocument): readonly ReportBlock[] {
  const { settings, version, rule, editCount, plan } = document;
  const text = [
    `Surface EMG was analysed with Klonos ${version} (rule ${rule}). Each contiguous stretch was detrended and band-passed ${plain(settings.bandLowHz)}–${plain(settings.bandHighHz)} Hz (Butterworth, second order an edge, zero phase), rectified and smoothed to an envelope (low-pass 20 Hz, second order, zero phase).`,
    "Bursts were detected against a local noise floor; a burst's time is the centroid of its envelope above the floor. Runs of bursts without a long pause form trains.",
    rhythmSentences(settings),
    `Intervals are at the ${plain(settings.ciLevel * 100)} % level. ${editCount === 0 ? "No burst or train was edited by hand." : `${editCount} ${editCount === 1 ? "edit was" : "edits were"} made by hand; both the detector's and the edited results are in the exported data.`}`,
  ].join(" ");
  const changes = settingChanges(settings, figureLocales.en);
  return [
    { kind: "paragraph", text, weight: "normal" },
    changes.length === 0
      ? { kind: "paragraph", text: `All settings are the defaults of rule ${rule}.`, weight: "normal" }
      : { kind: "list", items: changes.map(({ title, value, usual }) => `Setting changed: ${title} ${value} (default ${usual})`) },
    ...planBlocks(plan),
  ];
}

/** How a rhythm was judged, with the limits that decide: what a reader needs to compare two papers. */
function rhythmSentences(settings: SettingValues): string {
  const percent = (...shares: readonly number[]): string => `${shares.map((share) => plain(Number((100 * share).toFixed(3)))).join("–")} %`;
  const { decisionLog10BayesFactor: limit } = settings;
  const rhythmic = Number((limit * settings.rhythmicDecisionShare).toFixed(6));
  return [
    `The rhythm of a train was judged by the likelihood of its burst times under a self-timed cycle whose jitter is ${percent(settings.rhythmicJitter1, settings.rhythmicJitter4)} of the period (rhythmic), ${percent(settings.betweenJitter1, settings.betweenJitter3)} (between) or ${percent(settings.irregularJitter1, settings.irregularJitter4)} (irregular), in which beats may be missed, bursts may be false and the period may drift.`,
    `The logarithm of the ratio of the first to the last (log10 Bayes factor), to which the likeness of the bursts adds at most ±${plain(Number((settings.shapeDurationLimit + settings.shapeHeightLimit).toFixed(6)))}, decides: rhythmic from +${plain(rhythmic)} (+${plain(limit)} up to ${plain(settings.labileTrainBeats)} bursts) with a measured SNR of ${plain(settings.rhythmicSnrDb)} dB, irregular from −${plain(limit)} with ${plain(settings.irregularSnrDb)} dB, a modulation depth of ${plain(settings.irregularModulation)} and further guards against noise, tonic activity and fragments of longer bursts.`,
    `Below ${plain(settings.minimumBursts)} bursts or a modulation depth of ${plain(settings.tonicModulation)} no rhythm was stated.`,
  ].join(" ");
}

/** What deviates from the plan that was locked beforehand; nothing where none was locked. */
function planBlocks(plan: PlanReceipt | null): readonly ReportBlock[] {
  if (plan === null) return [];
  const locked = `Settings, outcomes and exclusions were locked beforehand (plan ${plan.sha256.slice(0, SHOWN_HASH_DIGITS)}…).`;
  if (plan.deviations.length === 0) return [{ kind: "paragraph", text: `${locked} Nothing deviates from the plan.`, weight: "normal" }];
  return [
    { kind: "paragraph", text: locked, weight: "normal" },
    { kind: "list", items: plan.deviations.map((deviation) => `Deviation from the plan: ${oneLine(deviation)}`) },
  ];
}
