import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ResultDocument } from "../core/result";
import { defaultSettings } from "../core/settings";
import { type RealExpectation, realExpectations } from "../services/validation/real-expectations";
import type { RealOutcome } from "../services/validation/study-report";
import type { EngineHost } from "./engine-host";
import { readPair } from "./pairs";
import { contextOf, withSession } from "./recording-session";

/** Analyses every real recording of the expectations that is at hand, once each, and judges it. `note` hears of each file. */
export async function judgeReal(host: EngineHost, folder: string | undefined, note: (path: string) => void): Promise<readonly RealOutcome[]> {
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
