// What judging two muscles of a joint together gains and costs, on generated and recorded carriers: the table in docs/rule-search.md.
//   npx tsx scripts/pair-table.ts [--runs 40] [--first-seed 67000001]
import { parseArgs } from "node:util";
import { analyse } from "../src/core/analysis";
import type { AnalysisContext, Pattern, TrainResult } from "../src/core/result";
import { defaultSettings } from "../src/core/settings";
import { simulateAlternative } from "../src/core/simulate/alternative";
import { Random } from "../src/core/simulate/random";
import { simulate } from "../src/core/simulate/simulate";
import { channelsOf } from "../src/services/validation/analyse-simulation";
import { recordedPieces, type RecordedPiece } from "./validation/recorded-pieces";

const { values } = parseArgs({ options: { runs: { type: "string", default: "40" }, "first-seed": { type: "string", default: "67000001" } } });
const beatGroups = [[5, 7], [8, 12]] as const;

type Kind = "clonus" | "clonoid" | "pseudoclonus";
/** How the second muscle goes with the first: in its cycle, at the very times, with times of its own, or as another pattern. */
type Second = "alternating" | "synchronous" | "independent" | "pseudoclonus" | "clonus";

interface Muscle {
  readonly samplingHz: number;
  readonly samples: Float64Array;
  readonly truth: readonly { readonly onsetSeconds: number; readonly offsetSeconds: number }[];
}

function generated(kind: Kind, second: Second, beats: readonly [number, number], snrDb: number, seed: number): Muscle[] {
  const carrier = seed % 2 === 0 ? "volley" : "interference";
  const many = (at: number): number => new Random(at, "table-beats").integer(beats[0], beats[1]);
  if (second === "alternating" || second === "synchronous") {
    const { channels, truth, samplingHz } = simulate({ class: kind, seed, snrDb, beats: many(seed), antagonist: second, carrier });
    return [{ samplingHz, samples: channels[0]!.samples, truth: truth.bursts }, { samplingHz, samples: channels[1]!.samples, truth: truth.antagonistBursts }];
  }
  return [kind, second === "independent" ? kind : second].map((each, k) => {
    const { channels, truth, samplingHz } = simulate({ class: each, seed: seed + 5_000_000 * k, snrDb, beats: many(seed + k), antagonist: "none", carrier });
    return { samplingHz, samples: channels[0]!.samples, truth: truth.bursts };
  });
}

/** Two muscles cut from two recorded contractions, each over its own rest. */
function recorded(kind: Kind, second: Second, beats: readonly [number, number], snrDb: number, seed: number, pieces: readonly RecordedPiece[]): Muscle[] {
  const random = new Random(seed, "pair");
  const count = random.integer(beats[0], beats[1]);
  const first = random.integer(0, pieces.length - 1);
  const other = (first + random.integer(1, pieces.length - 1)) % pieces.length;
  return [first, other].map((index, k) => {
    const piece = pieces[index]!;
    const made = simulateAlternative({ class: kind, seed: second === "independent" ? seed + 5_000_000 * k : seed, beats: count, snrDb, samplingHz: piece.samplingHz, rest: { kind: "recorded", samples: piece.rest }, carrier: { kind: "recorded", samples: piece.contraction } });
    return { samplingHz: made.samplingHz, samples: made.samples, truth: made.bursts };
  });
}

async function patterns(muscles: readonly Muscle[], paired: boolean): Promise<Pattern[]> {
  const rate = Math.min(...muscles.map(({ samplingHz }) => samplingHz));
  // One rate for both, as a recorder has: every k-th sample, the bands in use lie below.
  const channels = muscles.map(({ samples, samplingHz }, k) => ({ label: k === 0 ? "R SOL" : "R TA", unit: "V", isVoltage: true, samplingHz: rate, samples: samplingHz === rate ? samples : samples.filter((_, i) => i % Math.round(samplingHz / rate) === 0) }));
  const context: AnalysisContext = { protocol: "unmarked", site: undefined, pairs: paired ? [{ agonist: 0, antagonist: 1 }] : [], marks: [], holds: [], edits: [], overrides: [], rejected: [] };
  const result = await analyse(channelsOf({ channels }), (index, range) => Promise.resolve(channels[index]!.samples.slice(range.start, range.end)), context, defaultSettings);
  return muscles.map(({ truth }, index) => {
    const [from, to] = [truth[0]!.onsetSeconds, truth[truth.length - 1]!.offsetSeconds];
    const covered = (train: TrainResult): number => Math.min(to, train.endSeconds) - Math.max(from, train.startSeconds);
    const own = result.trains.filter((train) => train.channelIndex === index && covered(train) > 0);
    return own.reduce<TrainResult | undefined>((best, train) => (best === undefined || covered(train) > covered(best) ? train : best), undefined)?.pattern ?? "insufficient";
  });
}

async function main(): Promise<void> {
  const pieces = recordedPieces();
  const rows: (readonly [string, Kind, Second, readonly number[], boolean])[] = [];
  for (const kind of ["clonus", "clonoid"] as const) for (const second of ["alternating", "synchronous", "pseudoclonus"] as const) rows.push(["generated", kind, second, [12, 8], false]);
  for (const second of ["synchronous", "independent", "clonus"] as const) rows.push(["generated", "pseudoclonus", second, [12, 8], false]);
  if (pieces.length > 0) for (const kind of ["clonus", "clonoid", "pseudoclonus"] as const) for (const second of kind === "pseudoclonus" ? (["synchronous", "independent"] as const) : (["synchronous"] as const)) rows.push(["recorded", kind, second, [15, 9], true]);
  console.log("| carrier, SNR | first muscle | second muscle | beats | trains | first muscle alone R / I | beside the second R / I |\n|---|---|---|---|---|---|---|");
  let seed = Number(values["first-seed"]);
  for (const [carrier, kind, second, levels, cut] of rows) {
    for (const beats of beatGroups) {
      const tally = { n: 0, alone: [0, 0], paired: [0, 0] };
      for (const snrDb of levels) {
        for (let run = 0; run < Number(values.runs); run++, seed++) {
          const muscles = cut ? recorded(kind, second, beats, snrDb, seed, pieces) : generated(kind, second, beats, snrDb, seed);
          tally.n++;
          for (const [counts, pattern] of [[tally.alone, (await patterns(muscles, false))[0]], [tally.paired, (await patterns(muscles, true))[0]]] as const) {
            if (pattern === "rhythmic") counts[0] = counts[0]! + 1;
            if (pattern === "irregular") counts[1] = counts[1]! + 1;
          }
        }
      }
      console.log(`| ${carrier}, ${levels.join(" and ")} dB | ${kind} | ${second} | ${beats.join("–")} | ${tally.n} | ${tally.alone.join(" / ")} | ${tally.paired.join(" / ")} |`);
    }
  }
}

void main();
