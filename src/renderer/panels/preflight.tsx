import type { ReactNode } from "react";
import type { Issue } from "../../core/errors";
import type { ChannelResult } from "../../core/result";
import type { KlonosState } from "../state/klonos-state";
import { useKlonos } from "../state/session-context";
import { QualityDot } from "./channel-list";

interface Line {
  readonly quality: "good" | "warning" | "bad" | "none";
  readonly text: string;
}

const MOST_LINES = 8;

/** Pre-flight in words: what can be analysed, what stands against it, what the file itself got wrong. */
export function preflightLines(state: Pick<KlonosState, "result" | "recording">): readonly Line[] {
  const { result, recording } = state;
  const lines: Line[] = [];
  if (result !== undefined) {
    const emg = result.channels.filter((channel) => channel.role === "emg");
    const usable = emg.filter((channel) => channel.unusable === null);
    if (usable.length > 0) lines.push({ quality: "good", text: `${usable.map((channel) => channel.label).join(", ")}: analysable` });
    if (emg.length === 0) lines.push({ quality: "bad", text: "No channel is known to be EMG: set the role of one (⋯)." });
    lines.push(...channelLines(emg));
  }
  // The document repeats what header and scan said; before it is there they speak themselves.
  const issues = result?.issues ?? [...(recording?.opened.header.issues ?? []), ...(recording?.scan?.issues ?? [])];
  for (const issue of issues) lines.push({ quality: qualityOfIssue(issue), text: issue.where === "" ? issue.message : `${issue.where}: ${issue.message}` });
  return lines.filter((line, index) => lines.findIndex((other) => other.text === line.text) === index);
}

/** What is said of channels, once for all of which the same is said. */
function channelLines(channels: readonly ChannelResult[]): readonly Line[] {
  const said = new Map<string, { readonly quality: Line["quality"]; readonly labels: string[] }>();
  const say = (label: string, quality: Line["quality"], text: string): void => {
    const known = said.get(text);
    if (known === undefined) said.set(text, { quality, labels: [label] });
    else if (!known.labels.includes(label)) known.labels.push(label);
  };
  for (const channel of channels) {
    if (channel.unusable !== null) say(channel.label, "bad", channel.unusable);
    for (const issue of channel.issues) say(channel.label, qualityOfIssue(issue), issue.message);
  }
  return [...said].map(([text, { quality, labels }]) => ({ quality, text: `${labels.join(", ")}: ${text}` }));
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
  const lines = preflightLines({ result, recording });
  if (lines.length === 0) return null;
  const item = (line: Line): ReactNode => (
    <li key={line.text} className="preflight-line">
      <QualityDot quality={line.quality} />
      <span>{line.text}</span>
    </li>
  );
  return (
    <section aria-labelledby="heading-preflight" data-testid="preflight">
      <h2 className="heading" id="heading-preflight">
        Pre-flight
      </h2>
      <ul className="item-list">{lines.slice(0, MOST_LINES).map(item)}</ul>
      {lines.length > MOST_LINES ? (
        <details>
          <summary>{lines.length - MOST_LINES} more</summary>
          <ul className="item-list">{lines.slice(MOST_LINES).map(item)}</ul>
        </details>
      ) : null}
    </section>
  );
}
