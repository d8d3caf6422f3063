import type { SettingValues } from "../settings";
import type { RhythmJudgement } from "../trains/rhythm-likelihood";
import { judgeRhythm } from "../trains/rhythm-likelihood";
import { falseBurstDensity, rhythmOptions } from "../trains/rhythm-model";
import type { TrackBurst } from "./track";
import { burstSeconds } from "./track";

/** The rhythm of a run of bursts. */
export type RhythmOf = (bursts: readonly TrackBurst[]) => RhythmJudgement;

/** `judgeRhythm` that answers the same bursts once: a train is asked for when scales are chosen, when it is guarded and when it is judged. */
export function rememberedRhythm(settings: SettingValues): RhythmOf {
  const options = rhythmOptions(settings);
  const answers = new Map<string, RhythmJudgement>();
  return (bursts) => {
    const times = bursts.map(burstSeconds);
    const densities = bursts.map((burst) => falseBurstDensity(heightSigma(burst), options));
    const key = times.map((time, k) => `${time} ${densities[k]!}`).join(" ");
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = judgeRhythm(times, options, densities);
      answers.set(key, answer);
    }
    return answer;
  };
}

/** Height over the noise floor in its σ. A person's burst, and any on a floor without spread, is no noise. */
function heightSigma(burst: TrackBurst): number {
  const sigma = burst.track.sigma[burst.peak]!;
  return burst.edited || !(sigma > 0) ? Number.POSITIVE_INFINITY : burst.height / sigma;
}
