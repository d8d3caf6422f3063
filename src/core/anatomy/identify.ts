import type { ChannelIdentity } from "../recording";
import { matchMuscle } from "./match-muscle";
import { muscleById } from "./muscles";
import { isUnknownUnit, roleOfUnit, roleOfWords } from "./roles";
import { labelWords, uncutWords } from "./words";

/**
 * What label and unit say about a channel. The unit speaks first (degrees are an angle whatever the label), then words that
 * name a role (ECG, trigger, goniometer), then muscle names. A voltage, a missing unit or converter counts that nothing
 * speaks against is EMG, with or without a known muscle: a lab's `CH1` in µV may be one. Only the label itself is used, never its
 * neighbours; an abbreviation with two meanings gives `candidates` and no muscle.
 */
export function identifyChannel(label: string, unit: string, isVoltage: boolean): ChannelIdentity {
  const words = labelWords(label);
  const cutMatch = matchMuscle(words);
  const plain = uncutWords(label);
  const uncut = plain.length === words.length ? words : plain;
  const match = cutMatch.ids.length > 0 || uncut === words ? cutMatch : matchMuscle(uncut);
  const role = roleOfUnit(unit) ?? roleOfWords(words, label) ?? roleOfWords(uncut, label);
  if (role !== undefined) return { role, muscle: undefined, side: match.side, site: undefined, candidates: [] };
  const namesEmg = match.ids.length > 0 || words.includes("emg") || words.includes("semg");
  if (!isVoltage && !isUnknownUnit(unit) && !namesEmg) return { role: "other", muscle: undefined, side: match.side, site: undefined, candidates: [] };
  if (match.ids.length === 1) return { role: "emg", muscle: match.ids[0], side: match.side, site: muscleById(match.ids[0]!)?.site, candidates: [] };
  return { role: "emg", muscle: undefined, side: match.side, site: undefined, candidates: match.ids };
}
