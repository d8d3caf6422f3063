// How late the first latency reads on simulated clonus: `npx tsx scripts/latency-table.ts [seeds]`. Prints Markdown; milliseconds after the true onset.
import { firstLatency } from "../src/core/reflex/first-latency";
import { simulate } from "../src/core/simulate/simulate";

const seeds = Number(process.argv[2] ?? 60);
/** Apart from the seeds of the tests. */
const FIRST_SEED = 5000;
const LATENCY_SECONDS = 0.042;

function quantile(values: readonly number[], p: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.floor(p * (sorted.length - 1))];
  return value === undefined ? "–" : value.toFixed(1);
}

console.log("| carrier | rise | SNR, dB | found | 5 % | median | 95 % |");
console.log("|---|---|---|---|---|---|---|");
for (const carrier of ["volley", "interference"] as const) {
  for (const shape of ["asymmetric", "gaussian"] as const) {
    for (const snrDb of [8, 12, 20, 30]) {
      const late: number[] = [];
      for (let seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed += 1) {
        const { channels, truth } = simulate({ class: "clonus", seed, beats: 6, snrDb, carrier, antagonist: "none", parameters: { shape, latencySeconds: LATENCY_SECONDS } });
        const mark = truth.marks.find(({ kind }) => kind === "stretch");
        const [first] = truth.bursts;
        if (mark === undefined || first === undefined) throw new Error("The simulated record has no stretch or no burst.");
        const found = firstLatency({ samples: Float64Array.from(channels[0]!.samples), samplingHz: truth.samplingHz, markSample: mark.seconds * truth.samplingHz, searchSeconds: 0.5 });
        if ("seconds" in found) late.push(1000 * (found.seconds - (first.onsetSeconds - mark.seconds)));
      }
      console.log(`| ${carrier} | ${shape} | ${snrDb} | ${late.length} of ${seeds} | ${[0.05, 0.5, 0.95].map((p) => quantile(late, p)).join(" | ")} |`);
    }
  }
}
