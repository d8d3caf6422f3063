import * as v from "valibot";
import { errorRecord, KlonosError } from "../core/errors";
import type { BatchHost, BatchMethod } from "./batch-api";
import type { HostAnswer } from "./host-answer";
import { answersSchema, settingsSchema } from "./validate";

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const nothing = v.strictObject({});

const schemas: { readonly [M in BatchMethod]: v.GenericSchema } = {
  chooseBatchStudy: nothing,
  chooseBatchFolder: nothing,
  startBatch: v.strictObject({ studyId: id, folderId: id, projectId: v.optional(id), settings: settingsSchema, answers: answersSchema, formats: v.pipe(v.array(v.picklist(["csv", "json", "parquet"])), v.maxLength(3)), withNames: v.boolean() }),
  batchProgress: nothing,
  stopBatch: nothing,
  openBatchFolder: v.strictObject({ folderId: id }),
};

/** Answers one call on the shell's side. What comes in is not trusted before it has been validated; never rejects. */
export async function answerBatchCall(host: BatchHost, call: unknown): Promise<HostAnswer> {
  try {
    const { method, args } = (call ?? {}) as { readonly method?: unknown; readonly args?: unknown };
    if (typeof method !== "string" || !Object.prototype.hasOwnProperty.call(schemas, method)) throw new KlonosError("bad-message", "The shell has no such verb for a batch.", "method");
    const parsed = v.safeParse(schemas[method as BatchMethod], args);
    if (!parsed.success) throw new KlonosError("bad-argument", `${method}: ${v.getDotPath(parsed.issues[0]) ?? ""}: ${parsed.issues[0].message.slice(0, 200)}`, v.getDotPath(parsed.issues[0]) ?? "");
    return { kind: "ok", value: await (host[method as BatchMethod] as (checked: unknown) => Promise<unknown>)(parsed.output) };
  } catch (thrown) {
    return { kind: "fail", error: errorRecord(thrown) };
  }
}
