import { parentPort, workerData } from "node:worker_threads";
import { errorRecord } from "../core/errors";
import type { StudyBlock } from "../services/validation/run-block";
import { createBlockRunner, type ValidationReply, type ValidationWorkerData } from "./validation-runner";

// Entry of a thread of the validation: one block in, its result or the reason of its failure out.
if (parentPort === null) throw new Error("validation-worker runs as a worker thread");

const port = parentPort;
const run = createBlockRunner((workerData as ValidationWorkerData).recordings);
port.on("message", (block: StudyBlock) => {
  const answer = (reply: ValidationReply): void => port.postMessage(reply);
  run(block).then((result) => answer({ result }), (thrown: unknown) => answer({ error: errorRecord(thrown) }));
});
