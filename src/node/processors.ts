import { availableParallelism, cpus } from "node:os";

/** Threads that this machine can run at once. */
export function processors(): number {
  return typeof availableParallelism === "function" ? availableParallelism() : cpus().length;
}
