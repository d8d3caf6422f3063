import type { Estimate, PairResult, PooledResult, ResultDocument } from "../core/result";

/** Rows of manoeuvres that are printed; the document holds all. */
const MOST_ATTEMPTS = 40;

/** What manoeuvres, reflexes, sides and distractions came to, a line each; absent responses and manoeuvres without one included. */
export function examinationLines(document: ResultDocument): readonly string[] {
  const attempts = document.attempts.filter(({ outcome }) => outcome !== "not-analysed");
  const lines = attempts.slice(0, MOST_ATTEMPTS).map((attempt) => {
    const single = attempt.trainIds.length === 0 && attempt.beats === 0;
    const what = attempt.outcome === "no-response" ? "no response" : single ? `${attempt.bursts} ${attempt.bursts === 1 ? "burst" : "bursts"}, no train` : `${attempt.outcome}, ${attempt.beats} ${attempt.beats === 1 ? "beat" : "beats"}`;
    const lasts = attempt.durationSeconds === null || (single && attempt.bursts === 1) ? "" : ` in ${attempt.durationCensored ? "at least " : ""}${attempt.durationSeconds.toFixed(1)} s`;
    const hold = attempt.persistenceRatio === null ? "" : `, ${attempt.persistenceRatio.toFixed(2)} of the hold`;
    const after = attempt.burstsAfterRelease === null || attempt.burstsAfterRelease === 0 ? "" : `, ${attempt.burstsAfterRelease} more after the release`;
    return `${attempt.evokedBy} ${attempt.manoeuvre} at ${attempt.markSeconds.toFixed(2)} s, ${attempt.channel}: ${what}${lasts}${hold}${after}`;
  });
  if (attempts.length > MOST_ATTEMPTS) lines.push(`${attempts.length - MOST_ATTEMPTS} more rows of manoeuvres in the document`);
  for (const series of document.reflexSeries) {
    if (series.response === null || series.stimuli === 0) continue;
    const absent = series.absent === 0 ? "" : `, ${series.absent} absent`;
    const named = series.response.toLowerCase().startsWith(series.channel.toLowerCase()) ? series.response : `${series.channel} ${series.response}`;
    lines.push(`${named}: ${series.present} of ${series.stimuli}${absent}${estimate(", latency", series.latencyMilliseconds, "ms", 1)}${estimate(", peak to peak", series.peakToPeakMicrovolts, "µV", 0)}${estimate(", change", series.habituationPercent, "% a stimulus", 1)}`);
  }
  return [...lines, ...document.pooled.map(pooledLine), ...document.pairs.filter(({ pattern }) => pattern !== "uncertain").map(pairLine), ...document.sides.map(({ muscle, text }) => `${muscle.replace(/-/g, " ")}: ${text}`), ...document.distractions.map(({ text }) => text)];
}

/** What repeated attempts of one muscle come to together, and how they differ. */
function pooledLine(pooled: PooledResult): string {
  const { channel, pattern, trainIds, attempts, responses, log10BayesFactor, jitterSpread, rateSpreadHz } = pooled;
  if (trainIds.length === 0 && attempts === null) return `${channel}: no train passes the gates, so none are taken together`;
  const of = attempts === null ? `${trainIds.length} trains` : `${responses ?? 0} of ${attempts} attempts with a response`;
  const spread = jitterSpread === null || rateSpreadHz === null ? "" : `; between them SD of ln J ${jitterSpread.toFixed(2)}, of the rate ${rateSpreadHz.toFixed(2)} Hz`;
  return `${channel}, ${of}, together: ${pattern}${estimate(", log10 BF", { value: log10BayesFactor, ci: null }, "", 1)}${estimate(", jitter", inPercent(pooled.jitter), "%", 1)}${estimate(", rate", pooled.rateHz, "Hz", 2)}${spread}${pooled.pattern === "indeterminate" && pooled.failed[0] !== undefined ? `. ${pooled.failed[0]}` : ""}`;
}

function inPercent({ value, ci }: Estimate): Estimate {
  return { value: value === null ? null : 100 * value, ci: ci === null ? null : [100 * ci[0], 100 * ci[1]] };
}

/** How the slow envelopes of a pair go together, where that can be said. */
function pairLine({ agonist, antagonist, pattern, zeroLagCorrelation }: PairResult): string {
  const words = { alternating: "alternate", together: "go together", neither: "neither alternate nor go together", uncertain: "uncertain" }[pattern];
  return `${agonist} and ${antagonist} ${words} by their slow envelopes${estimate(", r", zeroLagCorrelation, "", 2)}`;
}

function estimate(name: string, { value, ci }: Estimate, unit: string, digits: number): string {
  if (value === null) return "";
  const text = (number: number): string => (Math.abs(number).toFixed(digits) === (0).toFixed(digits) ? (0).toFixed(digits) : number.toFixed(digits).replace("-", "−"));
  return `${name} ${text(value)}${unit === "" ? "" : ` ${unit}`}${ci === null ? "" : ` [${text(ci[0])}, ${text(ci[1])}]`}`;
}
