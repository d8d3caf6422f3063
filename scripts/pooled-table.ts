// What pooling short attempts gains, on generated records: the table in docs/method.md.
//   npx tsx scripts/pooled-table.ts [--sessions 100] [--attempts 3] [--first-seed 500001]
import { parseArgs } from "node:util";
import { pooledResults } from "../src/core/analysis/reflexes/pooled";
import type { Pattern, TrainResult } from "../src/core/result";
import { defaultSettings } from "../src/core/settings";
import { simulate } from "../src/core/simulate/simulate";
import { analyseSimulation } from "../src/services/validation/analyse-simulation";

const { values } = parseArgs({ options: { sessions: { type: "string", default: "100" }, attempts: { type: "string", default: "3" }, "first-seed": { type: "string", default: "500001" } } });
const sessions = Number(values.sessions);
const attempts = Number(values.attempts);

interface Tally {
  readonly single: Record<string, number>;
  readonly pooled: Record<string, number>;
}

function count(tally: Record<string, number>, pattern: Pattern | "none"): void {
  tally[pattern] = (tally[pattern] ?? 0) + 1;
}

async function session(kind: "clonus" | "clonoid" | "pseudoclonus", beats: readonly [number, number], snrDb: number, firstSeed: number, tally: Tally): Promise<void> {
  const trains: TrainResult[] = [];
  for (let k = 0; k < attempts; k++) {
    const seed = firstSeed + k;
    const simulation = simulate({ class: kind, seed, snrDb, beats: beats[0] + (seed % (beats[1] - beats[0] + 1)), antagonist: "none", carrier: seed % 2 === 0 ? "volley" : "interference" });
    const result = await analyseSimulation(simulation, "stretch-hold");
    const own = result.trains.filter(({ channelIndex }) => channelIndex === 0);
    const longest = own.reduce<TrainResult | undefined>((best, train) => (best === undefined || train.beats > best.beats ? train : best), undefined);
    count(tally.single, longest?.pattern ?? "none");
    trains.push(...own.map((train) => ({ ...train, id: `${k}:${train.id}` })));
  }
  count(tally.pooled, pooledResults(trains, [], "stretch-hold", defaultSettings)[0]?.pattern ?? "none");
}

const share = (tally: Record<string, number>, pattern: Pattern): string => ((tally[pattern] ?? 0) / Object.values(tally).reduce((sum, value) => sum + value, 0)).toFixed(2).replace(/^0/, "");

async function main(): Promise<void> {
  console.log(`| beats, SNR | class | one attempt R / I | ${attempts} attempts pooled R / I |\n|---|---|---|---|`);
  for (const [beats, snrDb] of [[[3, 4], 20], [[5, 7], 20], [[5, 7], 12], [[5, 7], 8]] as const) {
    for (const kind of ["clonus", "clonoid", "pseudoclonus"] as const) {
      const tally: Tally = { single: {}, pooled: {} };
      for (let k = 0; k < sessions; k++) await session(kind, beats, snrDb, Number(values["first-seed"]) + 1000 * k, tally);
      console.log(`| ${beats[0]}–${beats[1]}, ${snrDb} dB | ${kind} | ${share(tally.single, "rhythmic")} / ${share(tally.single, "irregular")} | ${share(tally.pooled, "rhythmic")} / ${share(tally.pooled, "irregular")} |`);
    }
  }
}

void main();
