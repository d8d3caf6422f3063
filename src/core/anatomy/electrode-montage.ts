import type { ChannelInfo } from "../recording";
import { bareElectrode, electrodeOf } from "./roles";

/** So many electrodes whose names are nothing else make a cap: `C1`, `F5` or `M1` beside them are electrodes too. JUDGEMENT. */
const FEWEST_OF_CAP = 4;
/** Every name of the 10–10 system, ears, mastoids and eyes, which alone may be a lab's own numbers. */
const OF_CAP = /^((fp|af|f|ft|fc|t|tp|c|cp|p|po|o|i)(z|\d\d?)|[am][12]|[a-z]{0,2}eog[lrhv]?\d?|nz)$/;
/** Belts around the belly, and the one around the rib cage that labs write so beside it. */
const OF_BELLY = /^(abdo|abd|abdomen|belly)$/;
const OF_RIB_CAGE = /^(rc|rib)$/;
/** Limb and chest leads. */
const OF_ECG = /^(i{1,3}|v\d)$/;

/**
 * Roles that only the neighbours tell: `F1` alone may be the lab's first channel, among thirty electrodes of a cap it is one of them,
 * `V5` beside `MLII` is a lead of an ECG, and `RC` beside `abdo` is the rib cage of somebody who breathes. Channels that name a muscle, or say EMG, stay what they are; so do those that a person named.
 * @returns the same array where nothing changes
 */
export function settledByNeighbours(channels: readonly ChannelInfo[]): readonly ChannelInfo[] {
  const kinds = channels.map(({ label }) => electrodeOf(label));
  const isCap = new Set(channels.filter((_, k) => kinds[k] === "eeg").map(({ label }) => bareElectrode(label))).size >= FEWEST_OF_CAP;
  const isEcg = kinds.includes("ecg");
  const isBreathing = channels.some(({ label }) => OF_BELLY.test(bareElectrode(label)));
  if (!isCap && !isEcg && !isBreathing) return channels;
  const belongs = ({ role, muscle, candidates, label }: ChannelInfo): boolean =>
    role === "emg" && muscle === undefined && candidates.length === 0 && ((isCap && OF_CAP.test(bareElectrode(label))) || (isEcg && OF_ECG.test(bareElectrode(label))) || (isBreathing && OF_RIB_CAGE.test(bareElectrode(label))));
  return channels.some(belongs) ? channels.map((channel) => (belongs(channel) ? { ...channel, role: "other" } : channel)) : channels;
}
