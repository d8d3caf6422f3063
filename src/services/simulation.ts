import type { SimulationTruth } from "../core/simulate/truth";
import type { SimulationSpec } from "../core/simulate/spec";
import { simulate } from "../core/simulate/simulate";
import { writeEdf } from "../formats/edf-writer";

/** A simulated recording as a file, and what is true of it. */
export interface SimulatedRecording {
  /** EDF+C with the marks as annotations. */
  readonly edf: Uint8Array;
  readonly truth: SimulationTruth;
}

/** Simulates and writes; equal requests give equal bytes. @throws KlonosError for a request that cannot be met. */
export function simulateRecording(spec: SimulationSpec): SimulatedRecording {
  const { channels, annotations, truth } = simulate(spec);
  return { edf: writeEdf({ channels, annotations }), truth };
}
