import type { Cancel, Progress } from "../errors";
import type { ChannelInfo } from "../recording";
import type { AnalysisContext } from "../result";
import type { SettingValues } from "../settings";
import type { PreparedChannel } from "../signal/prepared";
import type { ReadChannel } from "./muscles/antagonist";
import type { ScoreMemory } from "./score-memory";

/** What the second stage works on. */
export interface ScoreRequest {
  readonly prepared: ReadonlyMap<number, PreparedChannel | undefined>;
  readonly channels: readonly ChannelInfo[];
  readonly context: AnalysisContext;
  readonly settings: SettingValues;
  readonly read: ReadChannel;
  /** Of each prepared channel; one that is not there is scored without. */
  readonly memories: ReadonlyMap<number, ScoreMemory>;
  readonly cancel: Cancel | undefined;
  readonly progress: Progress | undefined;
}
