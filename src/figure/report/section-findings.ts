import type { Label, ResultDocument } from "../../core/result";
import { voltText } from "../numbers";
import { oneLine } from "../text-metrics";
import type { ReportBlock } from "./report-model";
import { estimate, NO_NUMBER, withInterval } from "./report-numbers";

const labelOrder: readonly Label[] = ["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate", "withheld", "tonic", "insufficient"];

/** How many trains of each label, and what repeated attempts say together. Every label is counted, undecided ones too. */
export function findingBlocks(document: ResultDocument): readonly ReportBlock[] {
  const counts = labelOrder.map((label) => [label, document.trains.filter((train) => train.label === label).length] as const).filter(([, count]) => count > 0);
  const blocks: ReportBlock[] = [
    { kind: "paragraph", text: counts.length === 0 ? "No train of bursts." : `${document.trains.length} trains: ${counts.map(([label, count]) => `${count} ${label}`).join(", ")}.`, weight: "strong" },
  ];
  const pooled = document.pooled.map((pool) => [
    oneLine(pool.channel),
    pool.attempts === null ? String(pool.trainIds.length) : `${pool.responses ?? 0} of ${pool.attempts}`,
    String(pool.beats),
    pool.pattern,
    withInterval(pool.log10BayesFactor, null, 1),
    estimate(pool.jitter, 1, "", 100),
    estimate(pool.rateHz, 1),
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
        { title: "Rate, Hz", align: "right" },
      ],
      rows: pooled,
    });
  }
  return blocks;
}

/** What is said of more channels than this is said once, below the table. */
const MOST_REPEATED = 3;

/** One line a channel: what was analysed, and what the pre-flight found. What holds for many is a note. */
export function channelBlocks(document: ResultDocument): readonly ReportBlock[] {
  const findings = document.channels.map((channel): readonly string[] => {
    const preflight = document.preflight.find((row) => row.channelIndex === channel.index);
    if (channel.unusable !== null) return [oneLine(channel.unusable)];
    return preflight === undefined ? [] : preflight.findings.length === 0 ? [preflight.verdict] : preflight.findings.map(({ text }) => oneLine(text));
  });
  const all = findings.flat();
  const notes = [...new Set(all)].filter((text) => text.includes(" ") && all.filter((other) => other === text).length > MOST_REPEATED);
  const rows = document.channels.map((channel, k) => {
    const said = findings[k]!.map((text) => (notes.includes(text) ? `note ${notes.indexOf(text) + 1}` : text));
    const quality = said.map((text, place) => (place < said.length - 1 ? text.replace(/\.$/, "") : text)).join("; ");
    return [oneLine(channel.label), channel.muscle?.replaceAll("-", " ") ?? NO_NUMBER, channel.side ?? NO_NUMBER, channel.role, `${channel.samplingHz} Hz`, channel.restMicrovolts === null ? NO_NUMBER : voltText(channel.restMicrovolts), quality];
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
    ...notes.map((text, k): ReportBlock => ({ kind: "paragraph", text: `Note ${k + 1}: ${text}`, weight: "quiet" })),
  ];
}

/** Sentences that go with every label (science.md 7). */
export function caveatBlocks(document: ResultDocument): readonly ReportBlock[] {
  return document.caveats.length === 0 ? [] : [{ kind: "list", items: document.caveats.map(oneLine) }];
}
