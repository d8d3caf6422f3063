import { type AlternativeClass, simulateAlternative } from "../../core/simulate/alternative";
import { Random } from "../../core/simulate/random";
import { type SimulatedChannel, simulate } from "../../core/simulate/simulate";
import type { Carrier, Contaminants, SimulationClass, TrainParameters } from "../../core/simulate/spec";
import type { RecordedPiece } from "./recorded-pieces";

/** Where the records of a cell come from. `recorded`: the alternative generator with recorded carrier and rest. */
export type CellGenerator = "phenomenological" | "loop" | "alternative" | "recorded";

/** The part of the study that a cell belongs to. */
export type StudyPart = "labels" | "controls" | "bursts" | "curves" | "stress" | "panel" | "gates" | "detectors-tuned" | "detectors-tested";

/** One class at one level of difficulty; every run of a cell has its own seed. Plain data: it crosses to threads and into files. */
export interface StudyCell {
  readonly part: StudyPart;
  /** Unique in the study; kept results are found by it. */
  readonly name: string;
  /** Row and column under which the report shows it. */
  readonly row: string;
  readonly column: string;
  readonly generator: CellGenerator;
  readonly class: SimulationClass | AlternativeClass;
  readonly beats: readonly [number, number];
  /** dB; undefined: as loud as recorded. */
  readonly snrDb: number | undefined;
  readonly carrier?: Carrier | undefined;
  readonly samplingHz?: number | undefined;
  readonly contaminants?: Contaminants | undefined;
  readonly parameters?: Partial<TrainParameters> | undefined;
}

/** One record: its first channel is the agonist. Times of the truth in seconds from its start. */
export interface StudyRecord {
  readonly channels: readonly SimulatedChannel[];
  readonly marks: readonly { readonly kind: "stretch" | "release"; readonly seconds: number; readonly text: string }[];
  readonly bursts: readonly { readonly onsetSeconds: number; readonly offsetSeconds: number; readonly centroidSeconds: number }[];
  /** Beats of the clock without a burst: cycles of the true rate all the same. */
  readonly blockedSeconds: readonly number[];
  /** Jitter that was asked of the generator. */
  readonly jitter: number | undefined;
}

/** Makes the record of a cell and a seed: equal arguments, equal samples. `pieces` are needed by recorded cells alone. */
export function makeRecord(cell: StudyCell, seed: number, pieces: readonly RecordedPiece[]): StudyRecord {
  return cell.generator === "alternative" || cell.generator === "recorded" ? alternativeRecord(cell, seed, pieces) : ownRecord(cell, seed);
}

const TONIC_SECONDS: readonly [number, number] = [1.5, 5];
const REST_SECONDS = 20;

function ownRecord(cell: StudyCell, seed: number): StudyRecord {
  const random = new Random(seed, "study-beats");
  const kind = cell.class as SimulationClass;
  const length = kind === "rest" ? { seconds: REST_SECONDS } : kind === "tonic" ? { seconds: random.between(TONIC_SECONDS[0], TONIC_SECONDS[1]) } : { beats: random.integer(cell.beats[0], cell.beats[1]) };
  const crossTalk = cell.contaminants?.crosstalk !== undefined;
  const { channels, truth } = simulate({
    class: kind, seed, ...length, snrDb: cell.snrDb, samplingHz: cell.samplingHz, carrier: cell.carrier, contaminants: cell.contaminants, parameters: cell.parameters,
    generator: cell.generator === "loop" ? "loop" : "phenomenological", antagonist: crossTalk ? "absent" : "none",
  });
  return {
    channels, bursts: kind === "rest" || kind === "artefact" ? [] : truth.bursts, blockedSeconds: truth.blockedSeconds, jitter: truth.parameters?.jitter,
    marks: truth.marks.flatMap(({ kind: mark, seconds, text }) => (mark === "stretch" || mark === "release" ? [{ kind: mark, seconds, text }] : [])),
  };
}

const rates = [1000, 2000, 4000] as const;
/** Every second alternative record has no marks: what is not evoked must not be strung together either. */
const UNMARKED_SHARE = 0.5;

function alternativeRecord(cell: StudyCell, seed: number, pieces: readonly RecordedPiece[]): StudyRecord {
  const random = new Random(seed, "study");
  const beats = random.integer(cell.beats[0], cell.beats[1]);
  const piece = cell.generator === "recorded" ? pieces[Math.floor(random.uniform() * pieces.length)] : undefined;
  if (cell.generator === "recorded" && piece === undefined) throw new RangeError(`The cell ${cell.name} needs recorded pieces and there are none.`);
  const made = simulateAlternative({
    class: cell.class as AlternativeClass, seed, beats, snrDb: cell.snrDb,
    samplingHz: piece?.samplingHz ?? cell.samplingHz ?? random.choose(rates),
    rest: piece === undefined ? { kind: random.choose(["white", "pink", "restless"] as const) } : { kind: "recorded", samples: piece.rest },
    carrier: piece === undefined ? { kind: random.choose(["coloured", "firing"] as const) } : { kind: "recorded", samples: piece.contraction },
    jitter: cell.parameters?.jitter,
  });
  const marked = random.uniform() >= UNMARKED_SHARE;
  return {
    channels: [{ label: "R SOL", unit: "V", isVoltage: true, samplingHz: made.samplingHz, samples: made.samples }],
    marks: marked ? [{ kind: "stretch", seconds: made.stretchSeconds, text: "stretch" }, { kind: "release", seconds: made.releaseSeconds, text: "release" }] : [],
    bursts: made.bursts,
    blockedSeconds: [],
    jitter: made.jitter,
  };
}
