import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ResultDocument } from "../core/result";
import { defaultSettings } from "../core/settings";
import { saveAtomically } from "../node/atomic-save";
import { type RealExpectation, realExpectations } from "../services/validation/real-expectations";
import type { RealOutcome } from "../services/validation/study-report";
import type { EngineHost } from "../node/engine-host";
import { readPair } from "../services/study/pair-wishes";
import { withSession } from "../node/recording-session";
import { contextOf } from "./recording-session";

/** What was judged in an earlier run stays valid while version, rule, settings and the recordings are the same. */
interface KeptReal {
  readonly settled: string;
  readonly outcomes: readonly RealOutcome[];
}

/**
 * Analyses every real recording of the expectations that is at hand, once each, and judges it; or takes what the file `kept.path` holds of an earlier run
 * with the same `settled`. `note` hears of each file.
 */
export async function judgeReal(host: EngineHost, folder: string | undefined, kept: { readonly path: string; readonly settled: string }, note: (path: string) => void): Promise<readonly RealOutcome[]> {
  if (folder === undefined) return judged(host, folder, note);
  const settled = JSON.stringify([kept.settled, realExpectations.map(({ path, title }) => [path, title, versionOf(join(folder, path))])]);
  if (existsSync(kept.path)) {
    const before = JSON.parse(await readFile(kept.path, "utf8")) as KeptReal;
    if (before.settled === settled) return before.outcomes;
  }
  const outcomes = await judged(host, folder, note);
  await saveAtomically(kept.path, JSON.stringify({ settled, outcomes } satisfies KeptReal));
  return outcomes;
}

function versionOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "" : `${found.size} ${found.mtimeMs}`;
}

async function judged(host: EngineHost, folder: string | undefined, note: (path: string) => void): Promise<readonly RealOutcome[]> {
  const documents = new Map<string, ResultDocument>();
  const outcomes: RealOutcome[] = [];
  for (const expectation of realExpectations) {
    const path = folder === undefined ? undefined : join(folder, expectation.path);
    if (path === undefined || !existsSync(path)) {
      outcomes.push({ title: expectation.title, path: expectation.path, judged: undefined });
      continue;
    }
    let document = documents.get(expectation.path);
    if (document === undefined) {
      note(expectation.path);
      document = await analysed(host, path, expectation);
      documents.set(expectation.path, document);
    }
    outcomes.push({ title: expectation.title, path: expectation.path, judged: expectation.judge(document) });
  }
  return outcomes;
}

function analysed(host: EngineHost, path: string, { answers, insist, pairs }: RealExpectation): Promise<ResultDocument> {
  return withSession(host, path, answers, [], async (session) => {
    const context = contextOf(session, {
      protocol: undefined, site: undefined, pairs: pairs.map(([agonist, antagonist]) => readPair(`${agonist}:${antagonist}`)), holds: [], rejections: [], channels: [], insist,
    });
    return host.caller.call("analyse", { recordingId: session.opened.recordingId, settings: defaultSettings, context });
  });
}
