import { type PreparedTrack, prepare, preparationKey, score } from "../core/analysis";
import type { Cancel, Progress } from "../core/errors";
import type { AnalysisContext, ResultDocument } from "../core/result";
import type { SettingValues } from "../core/settings";
import { createLru } from "./lru";
import type { Recording } from "./recordings";
import { resultDocument } from "./result-document";
import { mergedIssues } from "./exports/info-document";

/** Turns recordings into result documents. */
export interface AnalysisService {
  /** The document for these settings and this context: the very same object while they stay, so what is exported is what was shown. */
  analyse(recording: Recording, settings: SettingValues, context: AnalysisContext, cancel?: Cancel, progress?: Progress): Promise<ResultDocument>;
  forget(recordingId: string): void;
}
