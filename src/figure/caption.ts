import type { PlanReceipt, TrainResult } from "../core/result";
import type { TickKinds } from "./burst-ticks";
import type { FigureContent } from "./content";
import type { FigureReceipt } from "./model";
import { recipePhrase } from "./recipe-words";
import { hasPhase } from "./panel-phase";
import { settingChanges } from "./setting-changes";
import { oneLine } from "./text-metrics";
import type { FigureLocale } from "./words/figure-locale";

/** Highest usable edge as a share of the sampling rate: science.md 4.1. */
const HIGHEST_EDGE = 0.45;
const MAX_REASONS = 3;
const HASH_ENDS = 4;

/** `3f9c…a71e`, or the words for a file without a hash. */
function shortHash(sha256: string | null, { words: { caption } }: FigureLocale): string {
  return sha256 === null ? caption.notHashed : caption.file(`${sha256.slice(0, HASH_ENDS)}…${sha256.slice(-HASH_ENDS)}`);
}

function sentence(text: string): string {
  const line = oneLine(text);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/** Keeps a number and its unit, and the short phrases of the receipt, on one line. */
function bindUnits(text: string, { words: { caption } }: FigureLocale): string {
  return text.replace(caption.units, "$1\u00a0$2").replace(caption.bound, "$1\u00a0");
}

function filterSentence(content: FigureContent, { plain, words: { caption } }: FigureLocale): string {
  const { settings, channels } = content.document;
  const first = channels.find((channel) => channel.index === content.traces[0]?.channelIndex);
  const edge = first === undefined ? settings.bandHighHz : Math.min(settings.bandHighHz, first.samplingHz * HIGHEST_EDGE);
  return caption.views[content.view ?? "filtered"](caption.band(plain(settings.bandLowHz), plain(edge)));
}

function tickSentence(kinds: TickKinds, dividedIntervals: boolean, { words: { caption } }: FigureLocale): string {
  const named = (["bursts", "missed", "thoughtFalse", "isolated"] as const).filter((kind) => kinds[kind]).map((kind) => caption.kinds[kind]);
  const ticks = named.length === 0 ? "" : caption.ticks(named.join("; "));
  return dividedIntervals ? `${ticks} ${caption.divided}` : ticks;
}

/** Settings that differ from the published rule, each with its default. */
function settingsPhrase(content: FigureContent, locale: FigureLocale): string {
  const { caption } = locale.words;
  const changes = settingChanges(content.document.settings, locale);
  return changes.length === 0 ? caption.defaults : caption.changed(changes.map(({ title, value, usual }) => caption.change(title, value, usual)).join(", "));
}

/** Why a label was not given, for the trains shown that have none, the chosen one first. */
function reasonSentences(trains: readonly TrainResult[], chosen: TrainResult | undefined, { core, range, words: { caption } }: FigureLocale): readonly string[] {
  const ordered = [...trains.filter((train) => train === chosen), ...trains.filter((train) => train !== chosen)];
  const undecided = ordered.filter((train) => train.label === "indeterminate" || train.label === "withheld");
  const sentences = undecided.slice(0, MAX_REASONS).map((train) => {
    const reason = train.reasons.find((one) => one.says === "withholds") ?? train.reasons.find((one) => one.says === "against");
    const why = reason?.text ?? train.missing["label"] ?? train.missing["pattern"];
    return `${oneLine(train.channel)} ${range(train.startSeconds, train.endSeconds, 1)} s ${caption.undecided[train.label === "withheld" ? "withheld" : "indeterminate"]}: ${sentence(why === undefined ? caption.noMeasure : core(why))}`;
  });
  return undecided.length > MAX_REASONS ? [...sentences, caption.moreUndecided(undecided.length - MAX_REASONS)] : sentences;
}

/** What the drawing of the traces has to say of itself. */
export interface CaptionFacts {
  readonly kinds: TickKinds;
  readonly dividedIntervals: boolean;
  readonly cutTrains: boolean;
  /** Channels of one unit are drawn at gains of their own. */
  readonly ownScales: boolean;
}

/** Paragraphs of the caption, to be wrapped. */
export function captionParagraphs(content: FigureContent, shown: readonly TrainResult[], chosen: TrainResult | undefined, facts: CaptionFacts, locale: FigureLocale): readonly string[] {
  const { document } = content;
  const { words, fixed } = locale;
  const { caption } = words;
  const notes = [...reasonSentences(shown, chosen, locale)];
  if (shown.some((train) => train.conditionalOn === "protocol")) notes.push(caption.unmarked);
  const phase = chosen?.antagonistPhase ?? undefined;
  if (phase !== undefined && !hasPhase(chosen)) notes.push(caption.antagonistIs(oneLine(chosen?.antagonist ?? ""), words.phases[phase.pattern]));
  const activity = chosen?.antagonistActivity ?? undefined;
  if (activity?.crossTalk === "warning" && hasPhase(chosen) && activity.rawCorrelation !== null) notes.push(caption.crossTalk(fixed(activity.rawCorrelation, 2)));
  if (shown.length === 0) notes.push(caption.noTrain);
  const receipt = `Klonos ${document.version} · ${caption.rule(document.rule)} · ${shortHash(document.source.sha256, locale)}${recipePhrase(document.source.recipe, words.recipe)} · ${settingsPhrase(content, locale)} · ${caption.edits(document.editCount)}${rejectedPhrase(content, locale)}${planPhrase(document.plan, locale)}.`;
  const span = `${caption.shown(fixed(content.startSeconds, 2), fixed(content.endSeconds, 2))}${facts.cutTrains ? caption.goesOn : ""}.`;
  const method = [filterSentence(content, locale), facts.ownScales ? caption.ownScales : "", tickSentence(facts.kinds, facts.dividedIntervals, locale), span, receipt].filter((part) => part !== "").join(" ");
  return [...notes, method, shown.length === 0 ? words.notADevice : `${words.notADevice} ${words.caveat}`].map((text) => bindUnits(text, locale));
}

/** Rejected stretches that reach into the span shown, on the channels shown. */
function rejectedPhrase({ document, traces, startSeconds, endSeconds }: FigureContent, { range, words: { caption } }: FigureLocale): string {
  const near = document.rejected.filter((stretch) => stretch.endSeconds > startSeconds && stretch.startSeconds < endSeconds && (stretch.channelIndex === null || traces.some((trace) => trace.channelIndex === stretch.channelIndex)));
  if (near.length === 0) return "";
  const list = near.map(({ channelIndex, startSeconds: from, endSeconds: to }) => `${range(from, to, 2)} s${channelIndex === null ? "" : ` ${caption.of(oneLine(document.channels[channelIndex]?.label ?? ""))}`}`);
  return ` · ${caption.leftOut(list.join(", "))}`;
}

/** How many deviations from the locked plan there are; the receipt names them. Nothing where no plan was locked. */
function planPhrase(plan: PlanReceipt | null, { words: { caption } }: FigureLocale): string {
  if (plan === null) return "";
  const { length } = plan.deviations;
  return ` · ${length === 0 ? caption.planKept : caption.plan(length)}`;
}

/** What every exported file carries. */
export function figureReceipt(content: FigureContent): FigureReceipt {
  const { document } = content;
  return {
    schema: "klonos-figure/1",
    version: document.version,
    rule: document.rule,
    sha256: document.source.sha256,
    recipe: document.source.recipe,
    trainId: content.trainId ?? null,
    startSeconds: content.startSeconds,
    endSeconds: content.endSeconds,
    protocol: document.protocol,
    edits: document.editCount,
    settings: document.settings,
    plan: document.plan,
  };
}
