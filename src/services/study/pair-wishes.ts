import { identifyChannel } from "../../core/anatomy/identify";
import { KlonosError } from "../../core/errors";
import type { ChannelInfo } from "../../core/recording";
import type { Pair } from "../../core/result";

/** `AGONIST:ANTAGONIST` as typed. */
export interface PairWish {
  readonly agonist: string;
  readonly antagonist: string;
  readonly text: string;
}

/** Reads `SOL:TA`. The parts may not be empty; a label with a colon is given by its number. @throws KlonosError `usage` */
export function readPair(text: string): PairWish {
  const parts = text.split(":").map((part) => part.trim());
  if (parts.length !== 2 || parts.includes("")) throw new KlonosError("usage", `--pair is AGONIST:ANTAGONIST, e.g. SOL:TA; it was “${text}”.`, "--pair");
  return { agonist: parts[0]!, antagonist: parts[1]!, text };
}

/**
 * The pairs that the wishes mean in one recording, over the proposed ones: a wish replaces the proposal of its agonist. A part
 * is a channel's label, its number (from 0, in the file's order) or a muscle as in a label (`SOL`, `soleus`, `R TA`). A muscle
 * that is there on both sides gives a pair on each; the partners are then of the same side.
 * @throws KlonosError `pair-not-found` when a part names no channel or no pair of the same side is left.
 */
export function choosePairs(wishes: readonly PairWish[], channels: readonly ChannelInfo[], proposed: readonly Pair[]): readonly Pair[] {
  const wished = new Map<number, number>();
  for (const wish of wishes) {
    const agonists = channelsNamed(wish.agonist, channels, "pair-not-found", `--pair ${wish.text}`);
    const antagonists = channelsNamed(wish.antagonist, channels, "pair-not-found", `--pair ${wish.text}`);
    let found = false;
    for (const agonist of agonists) {
      const partner = antagonists.find((candidate) => candidate.index !== agonist.index && compatible(agonist, candidate, agonists.length === 1 && antagonists.length === 1));
      if (partner === undefined) continue;
      wished.set(agonist.index, partner.index);
      found = true;
    }
    if (!found) throw new KlonosError("pair-not-found", `--pair ${wish.text}: no two different channels of the same side match. Name them by label or number; \`klonos info\` lists them.`, wish.text);
  }
  const kept = proposed.filter(({ agonist }) => !wished.has(agonist));
  return [...kept, ...[...wished].map(([agonist, antagonist]) => ({ agonist, antagonist }))].sort((a, b) => a.agonist - b.agonist);
}

/** One on each hand is a pair whatever the sides: the person has named both. */
function compatible(a: ChannelInfo, b: ChannelInfo, bothNamed: boolean): boolean {
  return bothNamed || a.side === b.side;
}

/**
 * The channels that a word on the command line means: by label, else by number, else by muscle.
 * @throws KlonosError `code`, its message beginning with `option`, when there is none
 */
export function channelsNamed(part: string, channels: readonly ChannelInfo[], code: string, option: string): readonly ChannelInfo[] {
  const wanted = normalised(part);
  const byLabel = channels.filter((channel) => normalised(channel.label) === wanted);
  if (byLabel.length > 0) return byLabel;
  const byNumber = /^\d+$/.test(part) ? channels[Number(part)] : undefined;
  if (byNumber !== undefined) return [byNumber];
  const named = identifyChannel(part, "uV", true);
  const meant = new Set(named.muscle === undefined ? named.candidates : [named.muscle]);
  const byMuscle = channels.filter(
    (channel) =>
      (channel.muscle === undefined ? channel.candidates.some((muscle) => meant.has(muscle)) : meant.has(channel.muscle)) &&
      (named.side === undefined || channel.side === named.side),
  );
  if (byMuscle.length > 0) return byMuscle;
  const labels = channels.map((channel, index) => `${index} ${channel.label}`).join(", ");
  throw new KlonosError(code, `${option}: no channel is “${part}”. There are: ${labels}.`, part);
}

function normalised(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, " ");
}
