import type { AskBatch, BatchApi, BatchMethod } from "./batch-api";
import { errorOfRecord } from "./rpc";

/** Makes typed calls of the batch's verbs. @throws KlonosError rebuilt from the shell's record. */
export async function callBatch<M extends BatchMethod>(ask: AskBatch, method: M, args: BatchApi[M]["args"]): Promise<BatchApi[M]["result"]> {
  const answer = await ask({ method, args });
  if (answer.kind === "fail") throw errorOfRecord(answer.error);
  return answer.value as BatchApi[M]["result"];
}
