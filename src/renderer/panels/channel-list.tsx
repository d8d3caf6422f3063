import type { ReactNode } from "react";
import type { ChannelInfo } from "../../core/recording";
import type { ChannelResult, ResultDocument } from "../../core/result";
import { coreText } from "../layout/core-words";
import { rowOrder } from "../layout/trace-rows";
import { fixed } from "../layout/format";
import { useMessages } from "../messages/messages";
import { overrideChannel } from "../state/analysis/edit-actions";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { setView } from "../state/views/view-actions";

type Quality = "good" | "warning" | "bad" | "none";

/** Quality of a channel in one word, from what the analysis said about it. */
export function qualityOf(channel: Pick<ChannelInfo, "role">, result: ChannelResult | undefined): Quality {
  if (channel.role !== "emg" || result === undefined) return "none";
  if (result.unusable !== null) return "bad";
  return result.issues.some((issue) => issue.severity !== "info") ? "warning" : "good";
}

/** Best SNR of a channel's trains in dB, as the document states it; undefined when it has none. */
export function channelSnr(document: Pick<ResultDocument, "trains"> | undefined, channelIndex: number): number | undefined {
  const values = (document?.trains ?? []).filter((train) => train.channelIndex === channelIndex).flatMap((train) => (train.snrDb === null ? [] : [train.snrDb]));
  return values.length === 0 ? undefined : Math.max(...values);
}

/** A muscle identifier in words: `tibialis-anterior` → `tibialis anterior`. */
export function muscleWords(muscle: string): string {
  return muscle.replace(/-/g, " ");
}

/** Channels in pairs: agonist above antagonist, then the others. */
export function ChannelList(): ReactNode {
  const session = useSession();
  const { channels: words, roles } = useMessages();
  const channels = useChannels();
  const pairs = useKlonos((state) => state.inputs.present.context.pairs);
  const hidden = useKlonos((state) => state.view.hidden);
  const selected = useKlonos((state) => state.view.channelIndex);
  const result = useKlonos((state) => state.result);
  if (channels.length === 0) return null;
  const order = rowOrder(channels, pairs, new Set());
  return (
    <section aria-labelledby="heading-channels">
      <h2 className="heading" id="heading-channels">
        {words.heading}
      </h2>
      <ul className="item-list" data-testid="channels">
        {order.map(({ channelIndex, part }) => {
          const channel = channels.find((candidate) => candidate.index === channelIndex);
          if (channel === undefined) return null;
          const own = result?.channels.find((candidate) => candidate.index === channelIndex);
          const quality = qualityOf(channel, own);
          const snr = channelSnr(result, channelIndex);
          const what = part === "antagonist" ? words.antagonist : channel.muscle !== undefined ? muscleWords(channel.muscle) : roles[channel.role];
          return (
            <li key={channelIndex} className="event" data-paired={part === "agonist" || part === "antagonist"}>
              <button
                type="button"
                className="item"
                aria-current={selected === channelIndex}
                data-hidden={hidden.has(channelIndex)}
                title={`${channel.label}: ${words.qualities[quality]}${own === undefined || own.unusable === null ? "" : `, ${coreText(own.unusable)}`}`}
                onClick={() => setView(session, (view) => ({ channelIndex, hidden: new Set([...view.hidden].filter((other) => other !== channelIndex)) }))}
              >
                <QualityDot quality={quality} />
                <span className="item-name">
                  <strong>{channel.label}</strong> {what}
                </span>
                <span className="item-number">{snr !== undefined ? `${fixed(snr, 1)} dB` : channel.role === "emg" ? "" : channel.unit}</span>
              </button>
              <button type="button" className="item-remove" aria-label={words.properties(channel.label)} title={words.propertiesHint} onClick={() => session.store.setState({ channelDialog: channelIndex })}>
                ⋯
              </button>
            </li>
          );
        })}
      </ul>
      {hidden.size > 0 ? (
        <button type="button" className="link" onClick={() => setView(session, () => ({ hidden: new Set<number>() }))}>
          {words.showHidden(hidden.size)}
        </button>
      ) : null}
    </section>
  );
}

/** A dot for good, a triangle for a warning, a cross for unusable: never colour alone. */
export function QualityDot({ quality }: { readonly quality: Quality }): ReactNode {
  const { channels: words } = useMessages();
  return (
    <svg className={`quality quality-${quality}`} width="10" height="10" viewBox="0 0 10 10" role="img" aria-label={words.qualities[quality]}>
      {quality === "good" ? <circle cx="5" cy="5" r="4" /> : null}
      {quality === "warning" ? <path d="M5 0.5 9.6 9H0.4Z" /> : null}
      {quality === "bad" ? <path className="cross" d="M1.5 1.5 8.5 8.5M8.5 1.5 1.5 8.5" /> : null}
      {quality === "none" ? <circle className="ring" cx="5" cy="5" r="3.5" /> : null}
    </svg>
  );
}

/** Labels with two meanings ask; nothing is guessed in silence. */
export function MuscleQuestions(): ReactNode {
  const session = useSession();
  const { channels: words, changes } = useMessages();
  const channels = useChannels();
  const open = channels.filter((channel) => channel.candidates.length > 0 && channel.muscle === undefined && channel.role === "emg");
  if (open.length === 0) return null;
  return (
    <section className="questions" aria-label={words.questions} data-testid="muscle-questions">
      {open.map((channel) => (
        <label key={channel.index} className="question">
          <span>{words.whichMuscle(channel.label)}</span>
          <select
            value=""
            onChange={(event) => {
              const muscle = event.target.value;
              if (muscle !== "") overrideChannel(session, { channelIndex: channel.index, muscle }, changes.muscle(channel.label));
            }}
          >
            <option value="">{words.choose}</option>
            {channel.candidates.map((candidate) => (
              <option key={candidate} value={candidate}>
                {muscleWords(candidate)}
              </option>
            ))}
          </select>
        </label>
      ))}
    </section>
  );
}
