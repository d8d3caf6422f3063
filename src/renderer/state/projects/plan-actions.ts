import type { PlanReceipt } from "../../../core/result";
import type { LockedPlan } from "../../../project/documents";
import { planReceipt, planText } from "../../../project/plan";
import { localTime } from "../analysis/audit";
import type { Inputs } from "../klonos-state";
import { changeProject } from "./project-loop";
import type { Session } from "../session";

/** Locks the settings as they stand, with outcomes and exclusions. A plan that is locked stays. */
export async function lockPlan(session: Session, outcomes: readonly string[], exclusions: readonly string[]): Promise<void> {
  const { settings } = session.store.getState().inputs.present;
  const sealed = { settings, outcomes, exclusions };
  const plan: LockedPlan = { lockedAt: localTime(new Date()), lockedBy: session.store.getState().preferences.who, sha256: await sealOf(sealed), ...sealed };
  changeProject(session, (document) => (document.plan === undefined ? { ...document, settings, plan } : document));
}

/** What an export of these inputs says of the project's plan; undefined where nothing is locked. */
export async function planOf(session: Session, { settings, context }: Inputs): Promise<PlanReceipt | undefined> {
  const plan = session.store.getState().project?.document.plan;
  return plan === undefined ? undefined : planReceipt(plan, await sealOf(plan), settings, context);
}

/** What of these inputs deviates from a plan, without a look at its seal: for the eye, at every change. */
export function deviationsFrom(plan: LockedPlan, { settings, context }: Inputs): readonly string[] {
  return planReceipt(plan, plan.sha256, settings, context).deviations;
}

async function sealOf(plan: Parameters<typeof planText>[0]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(planText(plan)));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
