import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { errorRecord, KlonosError } from "../core/errors";
import type { AnalysisContext, PlanReceipt } from "../core/result";
import type { SettingValues } from "../core/settings";
import type { LockedPlan } from "../project/documents";
import { planReceipt, planText } from "../project/plan";
import { readDocument } from "../project/read-document";
import { readText } from "./read-text";

/** A plan, and the seal of its contents as they are now. */
export interface SealedPlan {
  readonly plan: LockedPlan;
  readonly sealNow: string;
}

/** The locked plan of a project's folder; undefined where nothing is locked. */
export async function planOfProject(folder: string): Promise<SealedPlan | undefined> {
  return readPlan(folder).catch((thrown: unknown) => {
    if (errorRecord(thrown).code === "no-plan") return undefined;
    throw thrown;
  });
}

/** The locked plan of a project, by its folder or its `project.json`. @throws KlonosError `no-project`, `no-plan` */
export async function readPlan(path: string): Promise<SealedPlan> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  const { document } = readDocument(await readText(isFolder ? join(path, "project.json") : path, "no-project"), "klonos-project/1", "project.json");
  if (document.plan === undefined) throw new KlonosError("no-plan", `The project “${document.name}” has no locked plan. Lock one in the window (Plan…).`, basename(path));
  return { plan: document.plan, sealNow: createHash("sha256").update(planText(document.plan)).digest("hex") };
}

/** What an export of these inputs says of the plan; undefined where there is none. */
export function receiptOf(sealed: SealedPlan | undefined, settings: SettingValues, context: AnalysisContext): PlanReceipt | undefined {
  return sealed === undefined ? undefined : planReceipt(sealed.plan, sealed.sealNow, settings, context);
}
