import { type AlternativeCarrier, type AlternativeClass, type AlternativeRest, simulateAlternative } from "../../src/core/simulate/alternative";
import { Random } from "../../src/core/simulate/random";
import { simulate } from "../../src/core/simulate/simulate";
import type { SimulationClass } from "../../src/core/simulate/spec";
import { type RecordedPiece, recordedPieces } from "./recorded-pieces";

/** One class at one level of difficulty; every run of a cell has its own seed. */
export interface CohortCell {
  readonly generator: "own" | "alternative" | "recorded";
  readonly class: SimulationClass | AlternativeClass;
  readonly beats: readonly [number, number];
  /** undefined: as loud as recorded. */
  readonly snrDb: number | undefined;
}

/** One record of a cohort: a channel in any unit, with its marks and its truth. */
export interface CohortRecord {
  readonly samplingHz: number;
  readonly samples: Float64Array;
  readonly marks: readonly { readonly kind: "stretch" | "release"; readonly seconds: number; readonly text: string }[];
  readonly truth: readonly { readonly onsetSeconds: number; readonly offsetSeconds: number; readonly centroidSeconds: number }[];
  readonly jitter: number | undefined;
  /** What fills the bursts: the generator's carrier or the recorded piece. */
  readonly carrier: string;
}

export function cellName(cell: CohortCell): string {
  return `${cell.generator} ${cell.class} ${cell.snrDb === undefined ? "as recorded" : `${cell.snrDb} dB`} ${cell.beats[0]}-${cell.beats[1]}`;
}

const beatGroups = [[5, 7], [8, 12], [15, 30]] as const;
const judged = ["clonus", "clonoid", "pseudoclonus"] as const;

/** The cells of a cohort: the judged classes over beats and SNR with each generator, and what must never be called anything. */
export function cohortCells(): readonly CohortCell[] {
  const cells: CohortCell[] = [];
  for (const snrDb of [20, 12, 8]) for (const beats of beatGroups) for (const kind of judged) cells.push({ generator: "own", class: kind, beats, snrDb });
  for (const kind of judged) cells.push({ generator: "own", class: kind, beats: [8, 12], snrDb: 5 }, { generator: "own", class: kind, beats: [15, 30], snrDb: 3 });
  for (const snrDb of [20, 10]) for (const kind of ["tapping", "semi-regular"] as const) cells.push({ generator: "own", class: kind, beats: [5, 7], snrDb }, { generator: "own", class: kind, beats: [8, 20], snrDb });
  for (const snrDb of [16, 9]) for (const beats of beatGroups) for (const kind of judged) cells.push({ generator: "alternative", class: kind, beats, snrDb });
  for (const kind of judged) cells.push({ generator: "alternative", class: kind, beats: [6, 16], snrDb: 5 });
  for (const kind of ["few", "tonic", "rest"] as const) cells.push({ generator: "alternative", class: kind, beats: [2, 4], snrDb: 12 });
  for (const snrDb of [undefined, 15, 9]) for (const kind of judged) cells.push({ generator: "recorded", class: kind, beats: [5, 7], snrDb }, { generator: "recorded", class: kind, beats: [8, 15], snrDb });
  for (const snrDb of [undefined, 12]) for (const kind of ["few", "tonic"] as const) cells.push({ generator: "recorded", class: kind, beats: [2, 4], snrDb });
  cells.push({ generator: "recorded", class: "rest", beats: [2, 4], snrDb: undefined });
  return cells;
}

/** Makes the records of cells; holds the recorded pieces. */
export function cohortMaker(): (cell: CohortCell, seed: number) => CohortRecord {
  const pieces = recordedPieces();
  return (cell, seed) => (cell.generator === "own" ? ownRecord(cell, seed) : alternativeRecord(cell, seed, pieces));
}

function ownRecord(cell: CohortCell, seed: number): CohortRecord {
  const { channels, truth } = simulate({
    class: cell.class as SimulationClass, seed, snrDb: cell.snrDb, antagonist: "none",
    beats: new Random(seed, "table-beats").integer(cell.beats[0], cell.beats[1]),
  });
  const marks = truth.marks.map((mark) => ({ kind: mark.kind as "stretch" | "release", seconds: mark.seconds, text: mark.text }));
  return { samplingHz: channels[0]!.samplingHz, samples: channels[0]!.samples, marks, truth: truth.bursts, jitter: truth.parameters?.jitter, carrier: truth.carrier };
}

const rates = [1000, 2000, 4000] as const;
/** Every second alternative record has no marks: what is not evoked must not be strung together either. */
const UNMARKED_SHARE = 0.5;

function alternativeRecord(cell: CohortCell, seed: number, pieces: readonly RecordedPiece[]): CohortRecord {
  const random = new Random(seed, "cohort");
  const beats = random.integer(cell.beats[0], cell.beats[1]);
  const piece = pieces[Math.floor(random.uniform() * pieces.length)];
  const recorded = cell.generator === "recorded" && piece !== undefined;
  const rest: AlternativeRest = recorded ? { kind: "recorded", samples: piece.rest } : { kind: random.choose(["white", "pink", "restless"] as const) };
  const samplingHz = recorded ? piece.samplingHz : random.choose(rates);
  const carrier: AlternativeCarrier = recorded ? { kind: "recorded", samples: piece.contraction } : { kind: random.choose(["coloured", "firing"] as const) };
  const made = simulateAlternative({
    class: cell.class as AlternativeClass, seed, beats, rest, samplingHz, snrDb: cell.snrDb, carrier,
  });
  const marked = random.uniform() >= UNMARKED_SHARE;
  const marks = marked ? [{ kind: "stretch" as const, seconds: made.stretchSeconds, text: "stretch" }, { kind: "release" as const, seconds: made.releaseSeconds, text: "release" }] : [];
  return { samplingHz: made.samplingHz, samples: made.samples, marks, truth: made.bursts, jitter: made.jitter, carrier: recorded ? piece.name : carrier.kind };
}
