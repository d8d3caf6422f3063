import type { ReactNode } from "react";
import type { Issue } from "../../core/errors";
import type { PreflightFinding, PreflightRow } from "../../core/reflex-result";
import type { ChannelResult } from "../../core/result";
import { coreLang, coreText } from "../layout/core-words";
import { elapsed } from "../layout/format";
import { type Messages, messages, useMessages } from "../messages/messages";
import type { KlonosState } from "../state/klonos-state";
import { setChoice } from "../state/analysis/edit-actions";
import { useKlonos, useSession } from "../state/session-context";
import { QualityDot } from "./channel-list";

interface Line {
  readonly quality: "good" | "warning" | "bad" | "none";
  readonly text: string;
  /** What is found and what to do about it, in full. */
  readonly findings?: readonly (Pick<PreflightFinding, "text" | "advice"> & Partial<Pick<PreflightFinding, "code">>)[] | undefined;
  /** English where the window has no words for what core or format say. */
  readonly lang?: "en" | undefined;
}

/** Lines that are not about one channel and stand open; more of them fold. */
const MOST_LINES = 8;
const TOLD_BY_PREFLIGHT: ReadonlySet<string> = new Set(["no-rest", "mains"]);
/** Said of the recording where it is true of all channels. */
const OF_THE_RECORDING = "marks";

/** Pre-flight in words, one line a channel: analysable, or what to repeat and why. Of the first look until there is a result. */
export function preflightLines({ result, firstLook }: Pick<KlonosState, "result" | "firstLook">, words: Messages["preflight"] = messages().preflight): readonly Line[] {
  const rows = result?.preflight ?? firstLook?.rows ?? [];
  if (result !== undefined && result.channels.length > 0 && !result.channels.some(({ role }) => role === "emg")) return [{ quality: "bad", text: words.noEmg }];
  const common = rows.length > 1 && rows.every((row) => row.verdict === "repeat" || row.findings.some(isOfRecording)) ? rows.flatMap(({ findings }) => findings).find(isOfRecording) : undefined;
  const lines = rows.map((row) => channelLine(row, common !== undefined, words));
  if (common !== undefined) lines.push({ quality: "warning", text: coreText(common.text), findings: [{ text: "", advice: common.advice }], lang: coreLang(common.text) });
  if (result === undefined && firstLook !== undefined && firstLook.lookedSeconds < firstLook.totalSeconds) lines.push({ quality: "none", text: words.firstLook(elapsed(firstLook.lookedSeconds, 0), elapsed(firstLook.totalSeconds, 0)) });
  return lines;
}

function channelLine({ channel, findings, verdict }: PreflightRow, ownMarksOnly: boolean, words: Messages["preflight"]): Line {
  const own = findings.filter((finding) => !ownMarksOnly || !isOfRecording(finding));
  if (own.length === 0) return { quality: "good", text: words.line(channel, words.verdicts.analysable) };
  const line = words.line(channel, words.verdicts[verdict]);
  return { quality: verdict === "repeat" ? "bad" : "warning", text: words.because(line, own.map(({ code }) => words.findings[code]).join(", ")), findings: own };
}

function isOfRecording({ code }: PreflightFinding): boolean {
  return code === OF_THE_RECORDING;
}

/** What else is to be said: of channels, once for all of which the same is said, and what the file itself got wrong. */
export function issueLines({ result, recording }: Pick<KlonosState, "result" | "recording">): readonly Line[] {
  const lines = result === undefined ? [] : channelIssues(result.channels.filter(({ role }) => role === "emg"), result.preflight);
  // The document repeats what header and scan said; before it is there they speak themselves.
  const issues = result?.issues ?? [...(recording?.opened.header.issues ?? []), ...(recording?.scan?.issues ?? [])];
  const all = [...lines, ...issues.map((issue): Line => ({ quality: qualityOfIssue(issue), text: issue.where === "" || issue.message.includes(issue.where) ? coreText(issue.message) : `${coreText(issue.where)}: ${coreText(issue.message)}`, lang: coreLang(issue.message) }))];
  return all.filter((line, index) => all.findIndex((other) => other.text === line.text) === index);
}

function channelIssues(channels: readonly ChannelResult[], rows: readonly PreflightRow[]): readonly Line[] {
  const said = new Map<string, { readonly quality: Line["quality"]; readonly labels: string[] }>();
  for (const { index, label, issues } of channels) {
    const row = rows.find(({ channelIndex }) => channelIndex === index);
    for (const issue of issues) {
      // What the pre-flight already says is not said twice.
      if (row !== undefined && (TOLD_BY_PREFLIGHT.has(issue.code) || row.findings.some(({ text }) => text === issue.message))) continue;
      const known = said.get(issue.message);
      if (known === undefined) said.set(issue.message, { quality: qualityOfIssue(issue), labels: [label] });
      else if (!known.labels.includes(label)) known.labels.push(label);
    }
  }
  return [...said].map(([text, { quality, labels }]) => ({ quality, text: `${labels.join(", ")}: ${coreText(text)}`, lang: coreLang(text) }));
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

function PreflightLine({ line }: { readonly line: Line }): ReactNode {
  const said = (
    <>
      <QualityDot quality={line.quality} />
      <span lang={line.lang}>{line.text}</span>
    </>
  );
  if (line.findings === undefined) return <li className="preflight-line">{said}</li>;
  return (
    <li>
      <details className="preflight-why" open={line.quality === "bad"}>
        <summary className="preflight-line">{said}</summary>
        {line.findings.map(({ text, advice }) => (
          <p key={text + advice} lang={coreLang(text + advice)}>
            {text === "" ? "" : `${coreText(text)} `}
            <strong>{coreText(advice)}</strong>
          </p>
        ))}
        {line.findings.some(({ code }) => code === "mains") ? <HumRemoval /> : null}
      </details>
    </li>
  );
}

/** The removal that the text tells of, at hand; one step of undo. */
function HumRemoval(): ReactNode {
  const session = useSession();
  const isOff = useKlonos((state) => state.inputs.present.settings.mainsRemoval === "off");
  const { preflight: words } = useMessages();
  if (!isOff) return null;
  return (
    <p>
      <button type="button" className="link" onClick={() => setChoice(session, "mainsRemoval", "regression")}>
        {words.takeHumOff}
      </button>
    </p>
  );
}

/** One line a channel, each with what was found and what to do behind it; then the issues, of which many fold. */
export function Preflight(): ReactNode {
  const result = useKlonos((state) => state.result);
  const firstLook = useKlonos((state) => state.firstLook);
  const recording = useKlonos((state) => state.recording);
  const { preflight: words } = useMessages();
  const lines = preflightLines({ result, firstLook }, words);
  const issues = issueLines({ result, recording });
  if (lines.length + issues.length === 0) return null;
  const item = (line: Line): ReactNode => <PreflightLine key={line.text} line={line} />;
  return (
    <section aria-labelledby="heading-preflight" data-testid="preflight">
      <h2 className="heading" id="heading-preflight">
        {words.heading}
      </h2>
      <ul className="item-list">{[...lines, ...issues.slice(0, MOST_LINES)].map(item)}</ul>
      {issues.length > MOST_LINES ? (
        <details>
          <summary>{words.more(issues.length - MOST_LINES)}</summary>
          <ul className="item-list">{issues.slice(MOST_LINES).map(item)}</ul>
        </details>
      ) : null}
    </section>
  );
}
