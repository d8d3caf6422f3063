import type { EngineReply, EngineRequest, ExportedFile, SourceInfo } from "../../src/protocol/engine-api";
import type { HostApi } from "../../src/protocol/host-api";

export interface FakeHost {
  readonly host: HostApi;
  /** Sends a command as the native menu would. */
  readonly menu: (command: string) => void;
  /** Asks the window to open files, as argv or a second instance would. */
  readonly requestOpen: (sources: readonly SourceInfo[]) => void;
  readonly saved: ExportedFile[];
  readonly preferences: Record<string, unknown>;
}

const noProjects: HostApi["askProject"] = async () => ({ kind: "fail", error: { code: "no-projects", message: "This shell keeps no projects.", where: "", details: {} } });

/** A shell in memory. `engine` receives what the window posts and answers through its second argument. */
export function fakeHost(engine: (message: EngineRequest, reply: (message: EngineReply) => void) => void = () => undefined, projects: HostApi["askProject"] = noProjects): FakeHost {
  const engineListeners = new Set<(message: EngineReply) => void>();
  const menuListeners = new Set<(command: string) => void>();
  const openListeners = new Set<(sources: readonly SourceInfo[]) => void>();
  const saved: ExportedFile[] = [];
  const preferences: Record<string, unknown> = {};
  const subscribe =
    <T>(set: Set<T>) =>
    (listener: T) => {
      set.add(listener);
      return () => void set.delete(listener);
    };
  const host: HostApi = {
    shell: "desktop",
    version: "0.0.0-test",
    windowId: "test",
    askProject: projects,
    openDialog: async () => [],
    openFolderDialog: async () => [],
    openDropped: async () => [],
    openExample: async () => [],
    openMade: async () => [],
    recentFiles: async () => [],
    openRecent: async () => [],
    saveFile: async (file) => {
      saved.push(file);
      return file.name;
    },
    loadPreferences: async () => ({ values: preferences, problem: undefined }),
    savePreferences: async (values) => void Object.assign(preferences, values),
    onOpenRequested: subscribe(openListeners),
    onMenuCommand: subscribe(menuListeners),
    postToEngine: (message) => engine(message, (reply) => engineListeners.forEach((listener) => listener(reply))),
    onEngineMessage: subscribe(engineListeners),
  };
  return {
    host,
    saved,
    preferences,
    menu: (command) => menuListeners.forEach((listener) => listener(command)),
    requestOpen: (sources) => openListeners.forEach((listener) => listener(sources)),
  };
}
