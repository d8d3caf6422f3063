import type { SimulationTruth } from "../core/simulate/truth";
import type { SimulationSpec } from "../core/simulate/spec";
import { simulate, simulateInSteps } from "../core/simulate/simulate";
import { matchTimes } from "../core/trains/segmentation-scores";
import { MATCH_SECONDS } from "./validation/outcome";
import type { AnalysisResult } from "../core/result";
import type { EngineApi } from "../protocol/engine-api";
import type { SimulationRequest, TrueTimes, TruthScore } from "../protocol/simulation";
import { edfChunks, writeEdf } from "../formats/edf/edf-writer";
import { joinedPieces } from "../formats/joined-pieces";

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

/**
 * What a window asked for as a file under a name that says it: equal requests, equal files.
 * @param breathe Called between its steps; what it throws (a person has stopped) ends the work.
 * @throws KlonosError `simulate`.
 */
export async function simulatedFile(request: SimulationRequest, breathe: () => Promise<void>): Promise<EngineApi["simulate"]["result"]> {
  const steps = simulateInSteps(request);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) await breathe();
  const { channels, annotations, truth } = step.value;
  const bytes = await joinedPieces(unhurried(edfChunks({ channels, annotations }), breathe));
  const name = `simulated-${request.class}${request.generator === "loop" ? "-loop" : ""}-${request.seconds}s-${request.snrDb}dB-${request.samplingHz}Hz-seed${request.seed}.edf`;
  return { file: { name, mime: "application/octet-stream", bytes }, truth };
}

async function* unhurried(pieces: Iterable<Uint8Array>, breathe: () => Promise<void>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    await breathe();
    yield piece;
  }
}

/** The bursts of a result, in trains and alone, beside the true ones of each channel. */
export function truthScores({ trains, channels }: Pick<AnalysisResult, "trains" | "channels">, truth: readonly TrueTimes[]): readonly TruthScore[] {
  return truth.map(({ channelIndex, seconds }) => {
    const bursts = [...trains.filter((train) => train.channelIndex === channelIndex).flatMap((train) => train.bursts), ...(channels.find(({ index }) => index === channelIndex)?.isolatedBursts ?? [])];
    const found = bursts.map(({ timeSeconds }) => timeSeconds).sort((a, b) => a - b);
    const { pairs } = matchTimes(seconds, found, MATCH_SECONDS);
    const [met, used] = [new Set(pairs.map(([t]) => t)), new Set(pairs.map(([, f]) => f))];
    return {
      channelIndex,
      truth: seconds.length,
      found: found.length,
      matched: pairs.length,
      missedSeconds: seconds.filter((_, k) => !met.has(k)),
      falseSeconds: found.filter((_, k) => !used.has(k)),
      withinSeconds: MATCH_SECONDS,
    };
  });
}
