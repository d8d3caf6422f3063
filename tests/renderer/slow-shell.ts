import { createHash } from "node:crypto";
import { errorRecord, KlonosError } from "../../src/core/errors";
import type { AnalysisContext, ResultDocument, TrainResult } from "../../src/core/result";
import type { EngineReply, EngineRequest, ExportedFile, SourceInfo } from "../../src/protocol/engine-api";
import type { ProjectChange, ProjectFile } from "../../src/protocol/project-api";
import { createSession } from "../../src/renderer/state/create-session";
import type { KlonosState } from "../../src/renderer/state/klonos-state";
import { channel, resultDocument } from "../figure/example-content";
import { fakeHost } from "./fake-host";

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");
const WAIT_MILLISECONDS = 10_000;

/** A file with these trains. */
export interface FakeFile {
  readonly name: string;
  readonly trains: readonly TrainResult[];
}

/** A window over an engine and a shell in memory, whose answers the test can hold back: what a quick hand meets. */
export interface SlowShell {
  readonly session: ReturnType<typeof createSession>;
  readonly state: () => KlonosState;
  readonly source: (file: FakeFile) => SourceInfo;
  /** Calls of a verb of engine or shell wait from now on, those of which the arguments say `about` where it is given. Returns what lets them go. */
  readonly hold: (method: string, about?: string) => () => void;
  /** The same for answers: they were true when the call was made. */
  readonly holdAnswer: (method: string) => () => void;
  /** What was handed to the shell to be saved. */
  readonly saved: readonly ExportedFile[];
  /** Verbs of the engine and of the shell, in the order in which they were asked for. */
  readonly asked: readonly string[];
  /** What lies in the project, by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly until: (condition: (state: KlonosState) => boolean, what: string) => Promise<void>;
}

/** Opens such a window and waits for its project. */
export async function slowShell(): Promise<SlowShell> {
  const known = new Map<string, FakeFile>();
  const opened = new Map<string, FakeFile>();
  const files = new Map<string, string>();
  const asked: string[] = [];
  const held: { readonly method: string; readonly about: string; readonly gone: Promise<void>; readonly ofAnswer: boolean }[] = [];
  let lastId = 0;
  let lastProject = 1;

  const gate = async (method: string, args: unknown, ofAnswer = false): Promise<void> => {
    if (!ofAnswer) asked.push(method);
    const text = JSON.stringify(args ?? {});
    for (const one of [...held]) if (one.method === method && one.ofAnswer === ofAnswer && text.includes(one.about)) await one.gone;
  };
  const holding = (method: string, about: string, ofAnswer: boolean): (() => void) => {
    let release = (): void => undefined;
    const gone = new Promise<void>((done) => (release = done));
    const one = { method, about, gone, ofAnswer };
    held.push(one);
    return () => {
      held.splice(held.indexOf(one), 1);
      release();
    };
  };

  const answer = (method: string, args: never): unknown => {
    const { source, recordingId, context } = args as { readonly source: SourceInfo; readonly recordingId: string; readonly context: AnalysisContext };
    switch (method) {
      case "openRecording": {
        const id = `r${++lastId}`;
        opened.set(id, known.get(source.id)!);
        return { recordingId: id, source, header: { format: "EDF", channels: [], durationSeconds: 60, hasIdentity: false, issues: [] }, proposedPairs: [], muscleQuestions: [] };
      }
      case "scanRecording":
        return { sha256: digestOf(opened.get(recordingId)!.name), channels: [], durationSeconds: 60, annotations: [], marks: [], issues: [] };
      case "analyse":
        return analysed(opened.get(recordingId)!, context);
      case "closeRecording":
        opened.delete(recordingId);
        return undefined;
      case "exportTable":
        return { name: `recording-${"0".repeat(16)}.csv`, mime: "text/csv", bytes: new Uint8Array() };
      case "traces":
        return [];
      default:
        return undefined;
    }
  };

  const fake = fakeHost(
    (message: EngineRequest, reply: (message: EngineReply) => void) => {
      if (message.kind !== "call") return;
      const { id, method, args } = message;
      void gate(method, args).then(() => {
        try {
          reply({ kind: "ok", id, value: answer(method, args as never) } as EngineReply);
        } catch (thrown) {
          reply({ kind: "fail", id, error: errorRecord(thrown) });
        }
      });
    },
    async (call) => {
      const { method, args } = call as { readonly method: string; readonly args: { readonly path: string; readonly changes: readonly ProjectChange[] } };
      await gate(method, args);
      const file = (path: string): ProjectFile | undefined => (files.has(path) ? { path, text: files.get(path)!, digest: digestOf(files.get(path)!) } : undefined);
      const project = (id: string, automatic: boolean): object => ({ id, name: automatic ? "" : id, automatic, writable: true, files: [] });
      switch (method) {
        case "resumeProject":
          return { kind: "ok", value: { project: project("p1", true), restore: false } };
        case "openRecentProject":
          files.clear();
          return { kind: "ok", value: project(`p${++lastProject}`, false) };
        case "readProjectFile": {
          const value = file(args.path);
          await gate(method, args, true);
          return { kind: "ok", value };
        }
        case "readProjectFolder":
          return { kind: "ok", value: [] };
        case "saveProject": {
          const foreign = args.changes.filter(({ path, replaces }) => file(path)?.digest !== replaces);
          if (foreign.length > 0) return { kind: "fail", error: new KlonosError("project-conflict", "Another program wrote it.", "", { files: foreign.map(({ path }) => path).join() }).record };
          for (const { path, text } of args.changes) files.set(path, text);
          return { kind: "ok", value: args.changes.map(({ text }) => digestOf(text)) };
        }
        default:
          return { kind: "ok", value: undefined };
      }
    },
  );
  const session = createSession(fake.host);
  const state = (): KlonosState => session.store.getState();
  const until = (condition: (state: KlonosState) => boolean, what: string): Promise<void> => {
    if (condition(state())) return Promise.resolve();
    return new Promise((done, reject) => {
      const timer = setTimeout(() => reject(new Error(`never: ${what}; ${JSON.stringify(state().notices)}`)), WAIT_MILLISECONDS);
      const look = (): void => {
        if (!condition(state())) return;
        clearTimeout(timer);
        clearInterval(ticks);
        stop();
        done();
      };
      const stop = session.store.subscribe(look);
      // What is asked for does not change the state by itself.
      const ticks = setInterval(look, 2);
    });
  };
  await until(({ project }) => project !== undefined, "a project");
  return {
    session,
    state,
    until,
    asked,
    files,
    source: (file) => {
      known.set(file.name, file);
      return { id: file.name, name: file.name, size: file.name.length };
    },
    saved: fake.saved,
    hold: (method, about = "") => holding(method, about, false),
    holdAnswer: (method) => holding(method, "", true),
  };
}

/** The trains of a file, with what was decided about them. */
function analysed({ trains }: FakeFile, { decisions = [] }: AnalysisContext): ResultDocument {
  const reviewOf = ({ bursts }: TrainResult): TrainResult["review"] => {
    const decision = decisions.filter(({ startSample, endSample }) => startSample < bursts[bursts.length - 1]!.offsetSample && endSample > bursts[0]!.onsetSample).pop();
    return decision === undefined ? null : { decision: decision.decision, label: decision.label ?? null, note: decision.note ?? null, who: decision.who, at: decision.at };
  };
  return resultDocument(trains.map((one) => ({ ...one, review: reviewOf(one) })), [channel(0, "SOL")]);
}
