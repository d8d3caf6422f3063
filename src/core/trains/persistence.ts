import type { EndReason, Hold, Persistence } from "../result";
import type { SettingValues } from "../settings";
import { isCensored } from "./end-reason";

/** What persistence is judged on. */
export interface PersistenceInput {
  readonly hold: Hold | undefined;
  /** Onset of the first burst, the first response to the stretch. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly endReason: EndReason;
  readonly beats: number;
  /** False in infants: other norms hold for their number of beats. Undefined means true. */
  readonly beatsCount?: boolean | undefined;
  /** Inter-beat interval, undefined for fewer than two beats. */
  readonly periodSeconds: number | undefined;
  /** Amplitude of the last fifth over the first; undefined when it could not be had. */
  readonly lastToFirst: number | undefined;
}

/** The judgement, and on what it rests. */
export interface PersistenceJudgement {
  readonly persistence: Persistence;
  /** P = (train end − first response) / (hold end − hold start); undefined where no hold is marked. */
  readonly ratio: number | undefined;
  readonly basis: "hold" | "last-beat" | "censored" | "fading" | "beats" | "too-few-beats" | "infant";
}

/** Room for another beat: less than this many periods were left of the hold. */
export const ROOM_PERIODS = 1.25;

/**
 * Persistence of a rhythmic train (science.md 8 D). Open points decided here: (1) in a short hold the last beat before the release
 * comes up to a period early, so a train that left no room for another beat and began in the first tenth of the hold is sustained whatever P;
 * (2) a train whose end was not seen is never unsustained for its duration: it is sustained or unknown.
 */
export function judgePersistence(input: PersistenceInput, settings: SettingValues): PersistenceJudgement {
  const { hold } = input;
  if (hold !== undefined && hold.endSeconds > hold.startSeconds) {
    const length = hold.endSeconds - hold.startSeconds;
    const ratio = (input.endSeconds - input.startSeconds) / length;
    if (ratio >= settings.sustainedRatio) return { persistence: "sustained", ratio, basis: "hold" };
    const beganAtOnce = input.startSeconds - hold.startSeconds <= (1 - settings.sustainedRatio) * length;
    const room = hold.endSeconds - input.endSeconds;
    if (beganAtOnce && input.periodSeconds !== undefined && room < ROOM_PERIODS * input.periodSeconds) return { persistence: "sustained", ratio, basis: "last-beat" };
    if (isCensored(input.endReason)) return { persistence: "unknown", ratio, basis: "censored" };
    return { persistence: "unsustained", ratio, basis: "hold" };
  }
  if (input.lastToFirst !== undefined && input.lastToFirst < settings.fadeRatio) return { persistence: "unsustained", ratio: undefined, basis: "fading" };
  if (input.beatsCount === false) return { persistence: "unknown", ratio: undefined, basis: "infant" };
  if (input.beats >= settings.sustainedBeats) return { persistence: "sustained", ratio: undefined, basis: "beats" };
  return { persistence: "unknown", ratio: undefined, basis: "too-few-beats" };
}
