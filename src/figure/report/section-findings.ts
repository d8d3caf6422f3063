import { isDecided, labelOrder } from "../../core/report-template";
import type { ChannelResult, ResultDocument } from "../../core/result";
import { voltText } from "../numbers";
import { oneLine } from "../text-metrics";
import type { ReportDetail } from "./report-detail";
import type { ReportBlock } from "./report-model";
import { estimate, NO_NUMBER, withInterval } from "./report-numbers";

/** How many trains of each label, and what repeated attempts say together. Every label is counted, undecided ones too. */
export function findingBlocks(document: ResultDocument): readonly ReportBlock[] {
  const counts = labelOrder.map((label) => [label, document.trains.filter((train) => train.label === label).length] as const).filter(([, count]) => count > 0);
  const blocks: ReportBlock[] = [
    { kind: "paragraph", text: counts.length === 0 ? "No train of bursts." : `${document.trains.length} ${document.trains.length === 1 ? "train" : "trains"}: ${counts.map(([label, count]) => `${count} ${label}`).join(", ")}.`, weight: "strong" },
  ];
  const pooled = document.pooled.map((pool) => [
    oneLine(pool.channel),
    pool.attempts === null ? String(pool.trainIds.length) : `${pool.responses ?? 0} of ${pool.attempts}`,
    String(pool.beats),
    pool.pattern,
    withInterval(pool.log10BayesFactor, null, 1),
    estimate(pool.jitter, 1, "", 100),
    withInterval(pool.jitterSpread, null, 2),
    estimate(pool.rateHz, 1),
    withInterval(pool.rateSpreadHz, null, 2),
  ]);
  if (pooled.length > 0) {
    blocks.push({
      kind: "table",
      columns: [
        { title: "All attempts of", align: "left" },
        { title: "Responses", align: "right" },
        { title: "Beats", align: "right" },
        { title: "Pattern", align: "left" },
        { title: "log10 BF", align: "right" },
        { title: "Jitter, %", align: "right" },
        { title: "spread", align: "right" },
        { title: "Rate, Hz", align: "right" },
        { title: "spread", align: "right" },
      ],
      rows: pooled,
    });
    blocks.push({ kind: "paragraph", text: "Spread: SD between the attempts, of ln J beyond its sampling error, and of the rate in Hz.", weight: "quiet" });
    const why = new Map<string, string[]>();
    for (const { channel, failed } of document.pooled) for (const sentence of failed) why.set(sentence, [...(why.get(sentence) ?? []), oneLine(channel)]);
    for (const [sentence, channels] of why) blocks.push({ kind: "paragraph", text: `${channels.join(", ")}: ${oneLine(sentence)}`, weight: "quiet" });
  }
  return blocks;
}

/** Warnings that the pre-flight has no line for, and without which the numbers of a channel are misread. */
const BESIDE_PREFLIGHT: readonly string[] = ["amplitude-scale", "gate-overruled"];

/** What is said of more channels than this is said once, below the table. */
const MOST_REPEATED = 3;

/** What was analysed, and what the pre-flight found: one line a channel, or one for several where the report is a long one. What holds for many is a note. */
export function channelBlocks(document: ResultDocument, together: ReportDetail["channels"]): readonly ReportBlock[] {
  const findings = document.channels.map((channel): readonly string[] => {
    const preflight = document.preflight.find((row) => row.channelIndex === channel.index);
    if (channel.unusable !== null) return [oneLine(channel.unusable)];
    const found = preflight === undefined ? [] : preflight.findings.length === 0 ? [preflight.verdict] : preflight.findings.map(({ text }) => oneLine(text));
    return [...found, ...channel.issues.filter(({ code }) => BESIDE_PREFLIGHT.includes(code)).map(({ message }) => oneLine(message))];
  });
  const all = findings.flat();
  const notes = [...new Set(all)].filter((text) => text.includes(" ") && all.filter((other) => other === text).length > MOST_REPEATED);
  const said = document.channels.map((_, k) => findings[k]!.map((text) => (notes.includes(text) ? `note ${notes.indexOf(text) + 1}` : text)));
  const groups = new Map<string, number[]>();
  for (const [k, channel] of document.channels.entries()) {
    const isNameless = channel.muscle === null && !document.trains.some((train) => train.channelIndex === channel.index && isDecided(train));
    const quality = together === "found" && isNameless ? [] : said[k]!;
    const key = together === "each" ? String(k) : JSON.stringify([channel.muscle, channel.side, channel.role, channel.samplingHz, quality]);
    groups.set(key, [...(groups.get(key) ?? []), k]);
  }
  const rows = [...groups.values()].map((members) => {
    const channels = members.map((k) => document.channels[k]!);
    const first = channels[0]!;
    const common = said[members[0]!]!.filter((text) => members.every((k) => said[k]!.includes(text)));
    const more = members.some((k) => said[k]!.length > common.length) ? [MORE_ELSEWHERE] : [];
    return [channels.map(({ label }) => oneLine(label)).join(", "), first.muscle?.replaceAll("-", " ") ?? NO_NUMBER, first.side ?? NO_NUMBER, first.role, `${first.samplingHz} Hz`, restOf(channels), joined([...common, ...more])];
  });
  return [
    {
      kind: "table",
      columns: [
        { title: "Channel", align: "left" },
        { title: "Muscle", align: "left" },
        { title: "Side", align: "left" },
        { title: "Role", align: "left" },
        { title: "Rate", align: "right" },
        { title: "Rest", align: "right" },
        { title: "Quality", align: "left" },
      ],
      rows,
    },
    ...notes.flatMap((text, k): readonly ReportBlock[] => (rows.some((row) => row[row.length - 1]!.includes(`note ${k + 1}`)) ? [{ kind: "paragraph", text: `Note ${k + 1}: ${text}`, weight: "quiet" }] : [])),
  ];
}

/** What differs between channels of one row. */
const MORE_ELSEWHERE = "more of each in the exported table of channels";

function joined(said: readonly string[]): string {
  return said.map((text, place) => (place < said.length - 1 ? text.replace(/\.$/, "") : text)).join("; ");
}

/** `12.3 µV`; from the lowest to the highest of several. */
function restOf(channels: readonly ChannelResult[]): string {
  const levels = channels.flatMap(({ restMicrovolts }) => (restMicrovolts === null ? [] : [restMicrovolts]));
  if (levels.length === 0) return NO_NUMBER;
  const [low, high] = [voltText(Math.min(...levels)), voltText(Math.max(...levels))];
  return low === high ? low : `${low} to ${high}`;
}

/** Sentences that go with every label (science.md 7). */
export function caveatBlocks(document: ResultDocument): readonly ReportBlock[] {
  return document.caveats.length === 0 ? [] : [{ kind: "list", items: document.caveats.map(oneLine) }];
}
