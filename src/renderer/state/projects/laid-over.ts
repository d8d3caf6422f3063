import { overrideOf } from "../../../core/channel-overrides";
import type { AnalysisContext, ChannelOverride } from "../../../core/result";
import type { SettingValues } from "../../../core/settings";
import { isSameMark } from "../analysis/edit-actions";
import type { Inputs } from "../klonos-state";

/**
 * Kept work with what a person did to the recording before it came back: everything that is not as the recording was opened was said
 * by hand and holds; all else is as it was kept.
 * @param kept Settings and context from the project.
 * @param first As the recording was opened, with the marks of its file.
 * @param now As they stand.
 */
export function laidOver(kept: Inputs, first: Inputs, now: Inputs): Inputs {
  const said = Object.fromEntries(Object.entries(now.settings).filter(([name, value]) => value !== first.settings[name as keyof SettingValues]));
  return { settings: { ...kept.settings, ...said }, context: contextLaidOver(kept.context, first.context, now.context) };
}

function contextLaidOver(kept: AnalysisContext, first: AnalysisContext, now: AnalysisContext): AnalysisContext {
  const chosen = <K extends "protocol" | "site" | "examination">(field: K): AnalysisContext[K] => (now[field] === first[field] ? kept[field] : now[field]);
  // Lists that are empty when a recording is opened: all of it is new, and the newest stands last.
  const joined = <T>(before: readonly T[] | undefined, since: readonly T[] | undefined): readonly T[] => [...(before ?? []), ...(since ?? [])];
  return {
    ...kept,
    protocol: chosen("protocol"),
    site: chosen("site"),
    examination: chosen("examination"),
    pairs: pairsLaidOver(kept, first, now),
    marks: marksLaidOver(kept, first, now),
    holds: joined(kept.holds, now.holds),
    edits: joined(kept.edits, now.edits),
    overrides: overridesLaidOver(kept, now),
    rejected: joined(kept.rejected, now.rejected),
    ...(kept.derivations === undefined && now.derivations === undefined ? {} : { derivations: joined(kept.derivations, now.derivations?.filter(({ label }) => kept.derivations?.some((other) => other.label === label) !== true)) }),
    ...(kept.decisions === undefined && now.decisions === undefined ? {} : { decisions: joined(kept.decisions, now.decisions) }),
  };
}

/** Pairs are proposed when a recording is opened: one that is no longer there was taken away. */
function pairsLaidOver(kept: AnalysisContext, first: AnalysisContext, now: AnalysisContext): AnalysisContext["pairs"] {
  const added = now.pairs.filter((pair) => !first.pairs.includes(pair));
  const changed = new Set([...first.pairs.filter((pair) => !now.pairs.includes(pair)), ...added].map(({ agonist }) => agonist));
  return [...kept.pairs.filter(({ agonist }) => !changed.has(agonist)), ...added];
}

function marksLaidOver(kept: AnalysisContext, first: AnalysisContext, now: AnalysisContext): AnalysisContext["marks"] {
  const removed = first.marks.filter((mark) => !now.marks.includes(mark));
  const added = now.marks.filter((mark) => !first.marks.includes(mark) && !kept.marks.some((other) => isSameMark(other, mark)));
  return [...kept.marks.filter((mark) => !removed.some((other) => isSameMark(mark, other))), ...added].sort((a, b) => a.seconds - b.seconds);
}

function overridesLaidOver(kept: AnalysisContext, now: AnalysisContext): AnalysisContext["overrides"] {
  const channels = new Set(now.overrides.map(({ channelIndex }) => channelIndex));
  const both = [...kept.overrides, ...now.overrides];
  return [...kept.overrides.filter(({ channelIndex }) => !channels.has(channelIndex)), ...[...channels].map((channelIndex): ChannelOverride => overrideOf(channelIndex, both) ?? { channelIndex })];
}
