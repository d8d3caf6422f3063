import type { Annotation } from "../recording";
import type { SimulatedChannel, Simulation } from "./simulate";
import type { SimulationTruth, TrueBurst } from "./truth";

/** Several manoeuvres recorded one after the other. `truths` in seconds of the whole session. */
export interface SimulatedSession {
  readonly samplingHz: number;
  readonly durationSeconds: number;
  readonly channels: readonly SimulatedChannel[];
  readonly annotations: readonly Annotation[];
  readonly truths: readonly SimulationTruth[];
}

/** Joins records with the same channels end to end. @throws Error (a developer's) when their channels differ. */
export function joinSimulations(parts: readonly Simulation[]): SimulatedSession {
  const first = parts[0];
  if (first === undefined) throw new Error("joinSimulations needs at least one record");
  const channels = first.channels.map((channel, k): SimulatedChannel => {
    const pieces = parts.map((part) => {
      const piece = part.channels[k];
      if (piece === undefined || piece.label !== channel.label || piece.samplingHz !== channel.samplingHz) throw new Error(`channel ${k} (${channel.label}) is not the same in every record`);
      return piece.samples;
    });
    const samples = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      samples.set(piece, at);
      at += piece.length;
    }
    return { ...channel, samples };
  });
  let offset = 0;
  const annotations: Annotation[] = [];
  const truths: SimulationTruth[] = [];
  for (const part of parts) {
    annotations.push(...part.annotations.map((note) => ({ ...note, onsetSeconds: note.onsetSeconds + offset })));
    truths.push(shifted(part.truth, offset));
    offset += part.durationSeconds;
  }
  return { samplingHz: first.samplingHz, durationSeconds: offset, channels, annotations, truths };
}

function shifted(truth: SimulationTruth, seconds: number): SimulationTruth {
  const burst = (one: TrueBurst): TrueBurst => ({ ...one, onsetSeconds: one.onsetSeconds + seconds, offsetSeconds: one.offsetSeconds + seconds, centroidSeconds: one.centroidSeconds + seconds });
  return {
    ...truth,
    bursts: truth.bursts.map(burst),
    antagonistBursts: truth.antagonistBursts.map(burst),
    blockedSeconds: truth.blockedSeconds.map((time) => time + seconds),
    marks: truth.marks.map((mark) => ({ ...mark, seconds: mark.seconds + seconds })),
    hold: truth.hold === null ? null : { startSeconds: truth.hold.startSeconds + seconds, endSeconds: truth.hold.endSeconds + seconds },
  };
}
