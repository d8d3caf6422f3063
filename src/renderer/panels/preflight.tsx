import type { ReactNode } from "react";
import type { Issue } from "../../core/errors";
import type { PreflightRow } from "../../core/reflex-result";
import type { ChannelResult } from "../../core/result";
import { coreLang, coreText } from "../layout/core-words";
import { type Messages, messages, useMessages } from "../messages/messages";
import type { KlonosState } from "../state/klonos-state";
import { useKlonos } from "../state/session-context";
import { QualityDot } from "./channel-list";

interface Line {
  readonly quality: "good" | "warning" | "bad" | "none";
  readonly text: string;
  /** What to do about it. */
  readonly advice?: string | undefined;
  /** English where the window has no words for what core or format say. */
  readonly lang?: "en" | undefined;
}

const MOST_LINES = 8;
const TOLD_BY_PREFLIGHT: ReadonlySet<string> = new Set(["no-rest", "mains"]);

/** Pre-flight in words: what can be analysed, what stands against it, what the file itself got wrong. */
export function preflightLines(state: Pick<KlonosState, "result" | "recording">, words: Messages["preflight"] = messages().preflight): readonly Line[] {
  const { result, recording } = state;
  const lines: Line[] = [];
  if (result !== undefined) {
    const emg = result.channels.filter((channel) => channel.role === "emg");
    const usable = emg.filter((channel) => channel.unusable === null);
    if (usable.length > 0) lines.push({ quality: "good", text: `${usable.map((channel) => channel.label).join(", ")}: ${words.analysable}` });
    if (emg.length === 0 && result.channels.length > 0) lines.push({ quality: "bad", text: words.noEmg });
    lines.push(...channelLines(emg, result.preflight));
  }
  // The document repeats what header and scan said; before it is there they speak themselves.
  const issues = result?.issues ?? [...(recording?.opened.header.issues ?? []), ...(recording?.scan?.issues ?? [])];
  for (const issue of issues) lines.push({ quality: qualityOfIssue(issue), text: issue.where === "" || issue.message.includes(issue.where) ? coreText(issue.message) : `${coreText(issue.where)}: ${coreText(issue.message)}`, lang: coreLang(issue.message) });
  return lines.filter((line, index) => lines.findIndex((other) => other.text === line.text) === index);
}

/** What is said of channels, once for all of which the same is said. */
function channelLines(channels: readonly ChannelResult[], rows: readonly PreflightRow[]): readonly Line[] {
  const said = new Map<string, { readonly quality: Line["quality"]; readonly labels: string[]; readonly advice: string | undefined }>();
  const say = (label: string, quality: Line["quality"], text: string, advice?: string): void => {
    const known = said.get(text);
    if (known === undefined) said.set(text, { quality, labels: [label], advice });
    else if (!known.labels.includes(label)) known.labels.push(label);
  };
  for (const channel of channels) {
    const row = rows.find(({ channelIndex }) => channelIndex === channel.index);
    if (channel.unusable !== null) say(channel.label, "bad", channel.unusable, row?.findings[0]?.advice);
    for (const finding of row?.findings ?? []) if (finding.text !== channel.unusable) say(channel.label, finding.severity === "error" ? "bad" : "warning", finding.text, finding.advice);
    // What the pre-flight already says is not said twice.
    for (const issue of channel.issues) if (row === undefined || !TOLD_BY_PREFLIGHT.has(issue.code)) say(channel.label, qualityOfIssue(issue), issue.message);
  }
  return [...said].map(([text, { quality, labels, advice }]) => ({ quality, text: `${labels.join(", ")}: ${coreText(text)}`, advice: advice === undefined ? undefined : coreText(advice), lang: coreLang(text) }));
}

function qualityOfIssue(issue: Issue): Line["quality"] {
  switch (issue.severity) {
    case "error":
      return "bad";
    case "warning":
      return "warning";
    case "info":
      return "none";
  }
}

/** The pre-flight list; long ones fold. */
export function Preflight(): ReactNode {
  const result = useKlonos((state) => state.result);
  const recording = useKlonos((state) => state.recording);
  const { preflight: words } = useMessages();
  const lines = preflightLines({ result, recording }, words);
  if (lines.length === 0) return null;
  const item = (line: Line): ReactNode => (
    <li key={line.text} className="preflight-line" title={line.advice}>
      <QualityDot quality={line.quality} />
      <span lang={line.lang}>{line.text}</span>
    </li>
  );
  return (
    <section aria-labelledby="heading-preflight" data-testid="preflight">
      <h2 className="heading" id="heading-preflight">
        {words.heading}
      </h2>
      <ul className="item-list">{lines.slice(0, MOST_LINES).map(item)}</ul>
      {lines.length > MOST_LINES ? (
        <details>
          <summary>{words.more(lines.length - MOST_LINES)}</summary>
          <ul className="item-list">{lines.slice(MOST_LINES).map(item)}</ul>
        </details>
      ) : null}
    </section>
  );
}
