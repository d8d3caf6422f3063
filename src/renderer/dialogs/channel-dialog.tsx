import { useId, type ReactNode } from "react";
import { overrideOf } from "../../core/channel-overrides";
import type { ChannelRole } from "../../core/recording";
import type { ChannelGate, ChannelOverride } from "../../core/result";
import { coreText } from "../layout/core-words";
import { compact, plain } from "../layout/format";
import { useMessages } from "../messages/messages";
import { muscleWords, QualityDot } from "../panels/channel-list";
import { CoreSaid } from "../panels/core-said";
import { overrideChannel, setAntagonist, takeBackOverrides } from "../state/analysis/edit-actions";
import { channelResult } from "../state/klonos-state";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { setView } from "../state/views/view-actions";
import { ChannelOrder } from "./channel-order";
import { ChannelValues } from "./channel-values";
import { Modal } from "./modal";

const ROLES: readonly ChannelRole[] = ["emg", "angle", "force", "acceleration", "trigger", "other"];

/** What a channel is, over what its label says: role, muscle, side, antagonist, and whether to analyse it in spite of a gate. */
export function ChannelDialog({ channelIndex }: { readonly channelIndex: number }): ReactNode {
  const session = useSession();
  const muscles = useId();
  const { channel: words, roles } = useMessages();
  const channels = useChannels();
  const fileChannels = useKlonos((state) => state.recording?.scan?.channels ?? state.recording?.opened.header.channels);
  const pairs = useKlonos((state) => state.inputs.present.context.pairs);
  const overrides = useKlonos((state) => state.inputs.present.context.overrides);
  const result = useKlonos((state) => channelResult(state, channelIndex));
  const hidden = useKlonos((state) => state.view.hidden.has(channelIndex));
  const channel = channels.find((candidate) => candidate.index === channelIndex);
  const close = (): void => session.store.setState({ channelDialog: undefined });
  if (channel === undefined) return null;
  const unusable = result?.unusable ?? null;
  const override = overrideOf(channelIndex, overrides);
  const file = fileChannels?.find((candidate) => candidate.index === channelIndex) ?? channel;
  const antagonist = pairs.find((pair) => pair.agonist === channelIndex)?.antagonist;
  const known = [...new Set([...channel.candidates, ...channels.flatMap((other) => (other.muscle === undefined ? [] : [other.muscle]))])];
  const say = (change: Omit<ChannelOverride, "channelIndex">, what: string): void => overrideChannel(session, { channelIndex, ...change }, words.what(what, file.label));
  return (
    <Modal title={words.title(channel.label)} onClose={close} testId="channel-dialog">
      <div className="form">
        {unusable === null ? null : <p role="status" className="channel-unusable">{words.notAnalysed(coreText(unusable))}</p>}
        <ChannelValues file={file} overrides={overrides} say={say} />
        <label>
          {words.role}
          <select value={channel.role} onChange={(event) => say({ role: ROLES.find((role) => role === event.target.value) ?? "other" }, words.role)}>
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {roles[role]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.muscle}
          <input
            list={muscles}
            defaultValue={channel.muscle === undefined ? "" : muscleWords(channel.muscle)}
            placeholder={channel.candidates.length > 0 ? channel.candidates.map(muscleWords).join(words.or) : words.unknown}
            onBlur={(event) => {
              const muscle = event.target.value.trim().toLowerCase().replace(/\s+/g, "-");
              if (muscle !== "" && muscle !== channel.muscle) say({ muscle }, words.muscle);
            }}
          />
          <datalist id={muscles}>
            {known.map((muscle) => (
              <option key={muscle} value={muscleWords(muscle)} />
            ))}
          </datalist>
        </label>
        <label>
          {words.side}
          <select value={channel.side ?? ""} onChange={(event) => event.target.value !== "" && say({ side: event.target.value === "left" ? "left" : "right" }, words.side)}>
            <option value="" disabled>
              {words.unknown}
            </option>
            <option value="left">{words.sides.left}</option>
            <option value="right">{words.sides.right}</option>
          </select>
        </label>
        {channel.role === "emg" ? (
          <label>
            {words.antagonist}
            <select value={antagonist ?? ""} onChange={(event) => setAntagonist(session, channelIndex, event.target.value === "" ? undefined : Number(event.target.value))}>
              <option value="">{words.noAntagonist}</option>
              {channels
                .filter((other) => other.index !== channelIndex && other.role === "emg")
                .map((other) => (
                  <option key={other.index} value={other.index}>
                    {other.label}
                  </option>
                ))}
            </select>
          </label>
        ) : null}
        {unusable !== null || override?.insist === true ? (
          <label className="check">
            <input type="checkbox" checked={override?.insist === true} onChange={(event) => say({ insist: event.target.checked }, words.gateChange)} />
            {words.insist(unusable === null ? words.gate : coreText(unusable))}
          </label>
        ) : null}
        <label className="check">
          <input type="checkbox" checked={!hidden} onChange={(event) => setView(session, (view) => ({ hidden: new Set(event.target.checked ? [...view.hidden].filter((other) => other !== channelIndex) : [...view.hidden, channelIndex]) }))} />
          {words.shown}
        </label>
        <ChannelOrder channelIndex={channelIndex} />
        <Gates gates={result?.gates ?? []} />
        <p className="quiet">{`${plain(channel.samplingHz)} Hz · ${channel.unit === "" ? words.noUnit : channel.unit}${channel.prefilter === "" ? "" : ` · ${words.prefilter(channel.prefilter)}`}`}</p>
        <div className="form-actions">
          {override === undefined ? null : (
            <button type="button" onClick={() => takeBackOverrides(session, channelIndex, words.what(words.asFile, file.label))}>
              {words.asFile}
            </button>
          )}
          <button type="button" className="primary" onClick={close}>
            {words.done}
          </button>
        </div>
      </div>
    </Modal>
  );
}

/** Every quality gate with its value, beside the limit it is judged by. */
function Gates({ gates }: { readonly gates: readonly ChannelGate[] }): ReactNode {
  const { channel: words } = useMessages();
  if (gates.length === 0) return null;
  return (
    <ul className="item-list" aria-label={words.gates} data-testid="gates">
      {gates.map(({ gate, value, limit, unit, sense, passes, noValue }) => (
        <li key={gate} className="preflight-line">
          <QualityDot quality={passes === null ? "none" : passes ? "good" : "warning"} />
          <span>
            {words.gateNames[gate]}: {value === null ? <CoreSaid text={noValue ?? ""} /> : words.gateValue(`${compact(value)} ${unit}`, sense === "at-least", `${compact(limit)} ${unit}`)}
          </span>
        </li>
      ))}
    </ul>
  );
}
