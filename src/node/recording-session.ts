import type { Progress } from "../core/errors";
import type { ImportAnswers, MarkWord } from "../protocol/engine-api";
import type { ReadRecording } from "../services/study/recording-context";
import type { EngineHost } from "./engine-host";

/**
 * Opens and scans a file, runs `use`, and closes it whatever happens.
 * @param signal Stops opening and scanning; `use` has to ask it by itself.
 */
export async function withSession<T>(host: EngineHost, path: string, answers: ImportAnswers, markWords: readonly MarkWord[], use: (session: ReadRecording) => Promise<T>, signal?: AbortSignal, onProgress?: Progress): Promise<T> {
  const opened = await host.caller.call("openRecording", { source: host.register(path), answers }, { signal });
  try {
    const scanned = await host.caller.call("scanRecording", { recordingId: opened.recordingId, markWords }, { signal, onProgress });
    return await use({ opened, scanned, header: { ...opened.header, channels: scanned.channels, durationSeconds: scanned.durationSeconds } });
  } finally {
    // When the engine has gone there is nothing left to close, and the first failure is the one to tell.
    await host.caller.call("closeRecording", { recordingId: opened.recordingId }).catch(() => undefined);
  }
}
