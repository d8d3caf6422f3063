import { errorRecord, KlonosError } from "../core/errors";
import type { HostAnswer } from "./host-answer";
import type { HostApi } from "./host-api";
import type { ProjectApi, ProjectHost, ProjectMethod } from "./project-api";
import { errorOfRecord } from "./rpc";
import { isProjectMethod, validateProjectArguments } from "./validate-project";

/** Makes typed calls of the project's verbs. */
export interface ProjectCaller {
  /** @throws KlonosError rebuilt from the shell's record. */
  call<M extends ProjectMethod>(method: M, args: ProjectApi[M]["args"]): Promise<ProjectApi[M]["result"]>;
}

/** The verbs as the page sees them. */
export function projectCaller(host: Pick<HostApi, "askProject">): ProjectCaller {
  return {
    async call(method, args) {
      const answer = await host.askProject({ method, args });
      if (answer.kind === "fail") throw errorOfRecord(answer.error);
      return answer.value as never;
    },
  };
}

/** Answers one call on the shell's side. What comes in is not trusted before it has been validated; never rejects. */
export async function answerProjectCall(host: ProjectHost, call: unknown): Promise<HostAnswer> {
  try {
    const { method, args } = (call ?? {}) as { readonly method?: unknown; readonly args?: unknown };
    if (!isProjectMethod(method)) throw new KlonosError("bad-message", "The shell has no such verb for projects.", "method");
    const run = host[method] as (checked: unknown) => Promise<unknown>;
    return { kind: "ok", value: await run(validateProjectArguments(method, args)) };
  } catch (thrown) {
    return { kind: "fail", error: errorRecord(thrown) };
  }
}
