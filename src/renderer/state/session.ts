import type { StoreApi } from "zustand/vanilla";
import type { HostApi } from "../../protocol/host-api";
import type { SourceInfo } from "../../protocol/engine-api";
import type { Caller } from "../../protocol/rpc";
import type { KlonosState } from "./klonos-state";
import type { ProjectKeeper } from "./projects/project-keeping";

/** The one store of a window. */
export type KlonosStore = StoreApi<KlonosState>;

/** What every action needs: the state, the shell and the engine. Made once a window. */
export interface Session {
  readonly store: KlonosStore;
  readonly host: HostApi;
  readonly caller: Caller;
  /** Stops the recording's running work when another one is opened. */
  readonly work: { current: AbortController };
  /** Counts what was asked to be opened: whoever waited before it can open, and is not the newest any more, lets go. */
  readonly turn: { current: number };
  readonly keeper: ProjectKeeper;
  /** Sources of recordings that were opened in this window, by their id in a project: no place is needed to open them again. */
  readonly knownSources: Map<string, SourceInfo>;
  /** Day on which they say that they were recorded (ISO date), by the same id; none where a file does not say. */
  readonly knownDates: Map<string, string>;
}
