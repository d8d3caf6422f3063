import type { AnalysisContext, PlanReceipt } from "../core/result";
import { isChoiceSetting, settingDefinitions, settingNames, type SettingValues } from "../core/settings";
import type { LockedPlan } from "./documents";

/** The text whose SHA-256 seals a plan: settings in the order of their declaration, outcomes and exclusions as they stand. */
export function planText({ settings, outcomes, exclusions }: Pick<LockedPlan, "settings" | "outcomes" | "exclusions">): string {
  return JSON.stringify({ settings: Object.fromEntries([...settingNames].sort().map((name) => [name, settings[name]])), outcomes, exclusions });
}

/**
 * What an export says of the plan: every setting that differs from the locked one, what was left out or forced beside it, and
 * whether the plan itself was altered after it was locked.
 * @param sealNow SHA-256 of `planText(plan)` as the plan stands now.
 */
export function planReceipt(plan: LockedPlan, sealNow: string, settings: SettingValues, context: Pick<AnalysisContext, "rejected" | "overrides">): PlanReceipt {
  const deviations: string[] = [];
  if (sealNow !== plan.sha256) deviations.push("the plan was altered after it was locked: its SHA-256 differs");
  for (const name of settingNames) {
    if (settings[name] === plan.settings[name]) continue;
    const { title } = settingDefinitions[name];
    const unit = isChoiceSetting(name) ? "" : unitOf(name);
    deviations.push(`${name} (${title}) is ${settings[name]}${unit}, planned was ${plan.settings[name]}${unit}`);
  }
  if (context.rejected.length > 0) deviations.push(`${context.rejected.length} ${context.rejected.length === 1 ? "stretch was" : "stretches were"} left out by hand: ${context.rejected.map(({ startSeconds, endSeconds }) => `${startSeconds}–${endSeconds} s`).join(", ")}${plan.exclusions.length === 0 ? "; the plan excludes nothing" : `; the plan excludes: ${plan.exclusions.join(", ")}`}`);
  const insisted = context.overrides.filter(({ insist }) => insist === true).map(({ channelIndex }) => channelIndex);
  if (insisted.length > 0) deviations.push(`channels ${insisted.join(", ")} were analysed although a quality gate refuses them`);
  return { sha256: plan.sha256, deviations };
}

function unitOf(name: keyof SettingValues): string {
  const { unit } = settingDefinitions[name] as { readonly unit?: string };
  return unit === undefined || unit === "" ? "" : ` ${unit}`;
}
