import type { SettingValues } from "../settings";
import type { RhythmJudgement } from "../trains/rhythm-likelihood";
import { judgeRhythm } from "../trains/rhythm-likelihood";
import { rhythmOptions } from "../trains/rhythm-model";
import type { TrackBurst } from "./track";
import { burstSeconds } from "./track";

/** The rhythm of a run of bursts. */
export type RhythmOf = (bursts: readonly TrackBurst[]) => RhythmJudgement;

/** `judgeRhythm` that answers the same burst times once: a train is asked for when scales are chosen, when it is guarded and when it is judged. */
export function rememberedRhythm(settings: SettingValues): RhythmOf {
  const options = rhythmOptions(settings);
  const answers = new Map<string, RhythmJudgement>();
  return (bursts) => {
    const times = bursts.map(burstSeconds);
    const key = times.join(" ");
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = judgeRhythm(times, options);
      answers.set(key, answer);
    }
    return answer;
  };
}
