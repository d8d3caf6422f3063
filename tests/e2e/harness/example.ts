import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./find-programs";

export const examplePath = join(projectRoot, "fixtures", "example-session.edf");

/** What the generator made, in seconds from the start of the recording. */
export interface TrueBurst {
  readonly onsetSeconds: number;
  readonly offsetSeconds: number;
  readonly centroidSeconds: number;
}

export interface Manoeuvre {
  readonly class: "clonus" | "clonoid" | "semi-regular" | "pseudoclonus";
  readonly bursts: readonly TrueBurst[];
  readonly intervalsSeconds: readonly number[];
  readonly hold: { readonly startSeconds: number; readonly endSeconds: number } | null;
}

interface ExampleTruth {
  readonly durationSeconds: number;
  readonly annotations: readonly { readonly onsetSeconds: number; readonly text: string }[];
  readonly manoeuvres: readonly Manoeuvre[];
}

/** The generator's own account of fixtures/example-session.edf. */
export const exampleTruth = JSON.parse(readFileSync(join(projectRoot, "fixtures", "example-session.json"), "utf8")) as ExampleTruth;

/** One manoeuvre of the example session. */
export function manoeuvre(name: Manoeuvre["class"]): Manoeuvre {
  const found = exampleTruth.manoeuvres.find((candidate) => candidate.class === name);
  if (found === undefined) throw new Error(`The example session has no ${name}.`);
  return found;
}

/** Beats a second of a manoeuvre: one over its mean interval. */
export function trueRateHz({ bursts }: Manoeuvre): number {
  return (bursts.length - 1) / (bursts[bursts.length - 1]!.centroidSeconds - bursts[0]!.centroidSeconds);
}
