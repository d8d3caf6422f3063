import type { ChannelInfo } from "../../core/recording";
import { asciiText, edfLabel } from "./edf-writer";

const LABEL_CHARACTERS = 16;
/** Of a long label that begins like another one: how much of its beginning stays, before `~` and its end. */
const KEPT_BEGINNING = 6;

/** Labels that an EDF can hold (16 characters of ASCII) and that differ from each other, in the order of the channels. */
export function uniqueEdfLabels(channels: readonly ChannelInfo[]): readonly string[] {
  const used = new Set<string>();
  const cuts = channels.map(({ label }) => edfLabel(label));
  return channels.map(({ label, index }, k) => {
    const ascii = asciiText(label).trim();
    const own = cuts[k]! || `Channel ${index + 1}`;
    // `Mini sensor 10: ACC.X 10` and `… ACC.Y 10` differ at their end.
    const ends = `${ascii.slice(0, KEPT_BEGINNING)}~${ascii.slice(-(LABEL_CHARACTERS - KEPT_BEGINNING - 1))}`;
    let unique = ascii.length > LABEL_CHARACTERS && cuts.filter((cut) => cut === own).length > 1 ? ends : own;
    for (let copy = 2; used.has(unique); copy += 1) unique = `${own.slice(0, LABEL_CHARACTERS - String(copy).length - 1)} ${copy}`;
    used.add(unique);
    return unique;
  });
}

/** Names that were changed, in one sentence; undefined when none was. */
export function changedLabels(channels: readonly ChannelInfo[], labels: readonly string[]): string | undefined {
  const changed = channels.flatMap(({ label }, k) => (label === labels[k] ? [] : [`“${label}” as “${labels[k]}”`]));
  return changed.length === 0 ? undefined : `EDF has 16 plain characters for the name of a channel, and names must differ: ${changed.slice(0, MOST_NAMED).join(", ")}${changed.length > MOST_NAMED ? ` and ${changed.length - MOST_NAMED} more` : ""}.`;
}

const MOST_NAMED = 8;
