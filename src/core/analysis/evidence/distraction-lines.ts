import { pauseLimit } from "../../reflex/distraction";
import { median } from "../../reflex/median-bootstrap";
import type { DistractionResult } from "../../reflex-result";
import type { Estimate, Interval, Reason, TrainResult } from "../../result";
import { studentQuantile } from "../../trains/special-functions";

const PERCENT = 100;
/** Fewest marks that have a spread: with two Student's quantile alone is 12.7. */
const FEWEST_MARKS = 3;
const DESCRIBES = "It describes, it never decides.";

/**
 * The trains with what distractions did to them as further lines of their evidence (science.md 6.1 and 8, list F: described). After the verdict and beside it: a
 * distraction counts for and against nothing. A train is distracted by a mark at which it was going on.
 */
export function withDistractions(trains: readonly TrainResult[], distractions: readonly DistractionResult[], ciLevel: number): readonly TrainResult[] {
  return trains.map((train) => {
    const rows = distractions.filter((row) => row.channelIndex === train.channelIndex && row.markSeconds >= train.startSeconds && row.markSeconds - train.endSeconds < pauseLimit(row.rateBeforeHz!));
    return rows.length === 0 ? train : { ...train, reasons: [...train.reasons, pauseLine(rows), ...ratioLines(rows, ciLevel)] };
  });
}

function pauseLine(rows: readonly DistractionResult[]): Reason {
  const seen = rows.flatMap((row) => (row.pauseSeconds === null ? [] : [{ ...row, pauseSeconds: row.pauseSeconds }]));
  const value = median(seen.map(({ pauseSeconds }) => pauseSeconds)) ?? null;
  return line("distractionPause", "Pause after distraction", "s", value, null, value === null ? "There is no value." : "A pause is measured once after a mark.", text());

  function text(): string {
    const [first] = seen;
    if (value === null || first === undefined) return `${rows[0]!.missing["pauseSeconds"]!} ${DESCRIBES}`;
    if (seen.length > 1) return `${seen.filter(({ effect }) => effect === "paused").length} of ${seen.length} distractions were followed by a pause, the longest times without a burst were ${value.toFixed(1)} s in the middle. ${DESCRIBES}`;
    const at = first.markSeconds.toFixed(1);
    const least = pauseLimit(first.rateBeforeHz!).toFixed(2);
    return first.effect === "paused" ? `The bursts paused for ${value.toFixed(1)} s after the distraction at ${at} s (a pause is ${least} s or longer). ${DESCRIBES}` : `No pause after the distraction at ${at} s: at most ${value.toFixed(2)} s without a burst (a pause is ${least} s or longer). ${DESCRIBES}`;
  }
}

function ratioLines(rows: readonly DistractionResult[], ciLevel: number): readonly Reason[] {
  const lines: Reason[] = [];
  const amplitude = together(rows, "amplitudeRatio", ciLevel);
  if (amplitude !== undefined) {
    lines.push(line("distractionAmplitude", "Amplitude after distraction", "%", amplitude.percent, amplitude.interval, amplitude.noInterval, `After the distraction the bursts are ${amplitude.percent.toFixed(0)} % as high as before. A fading train falls without a distraction too. ${DESCRIBES}`));
  }
  const rate = together(rows, "rateRatio", ciLevel);
  if (rate !== undefined) lines.push(line("distractionRate", "Rate after distraction", "%", rate.percent, rate.interval, rate.noInterval, `After the distraction the rate is ${rate.percent.toFixed(0)} % of that before. ${DESCRIBES}`));
  return lines;
}

/** One mark: the ratio with the interval over its bursts. Several: the geometric mean, from three on with Student's interval over the marks. */
function together(rows: readonly DistractionResult[], field: "amplitudeRatio" | "rateRatio", ciLevel: number): { readonly percent: number; readonly interval: Interval; readonly noInterval: string | null } | undefined {
  const found = rows.filter((row) => row[field].value !== null);
  const [only] = found;
  if (only === undefined) return undefined;
  if (found.length === 1) return inPercent(only[field], only.missing[`${field}.ci`] ?? "");
  const logs = found.map((row) => Math.log(row[field].value!));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  if (logs.length < FEWEST_MARKS) return inPercent({ value: Math.exp(mean), ci: null }, "Two distractions have no spread: an interval over them needs three.");
  const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1));
  const half = (studentQuantile((1 + ciLevel) / 2, logs.length - 1) * deviation) / Math.sqrt(logs.length);
  return inPercent({ value: Math.exp(mean), ci: [Math.exp(mean - half), Math.exp(mean + half)] }, "");
}

function inPercent({ value, ci }: Estimate, noInterval: string): { readonly percent: number; readonly interval: Interval; readonly noInterval: string | null } {
  return { percent: PERCENT * value!, interval: ci === null ? null : [PERCENT * ci[0], PERCENT * ci[1]], noInterval: ci === null ? noInterval : null };
}

function line(measure: string, title: string, unit: string, value: number | null, interval: Interval, noInterval: string | null, text: string): Reason {
  return { measure, title, value, interval, noInterval, threshold: null, unit, scale: null, says: "neutral", text, flip: null };
}
