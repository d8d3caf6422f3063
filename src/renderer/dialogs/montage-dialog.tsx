import { useRef, useState, type ReactNode } from "react";
import { overrideOf } from "../../core/channel-overrides";
import { stepNice } from "../layout/nice-steps";
import { stepAmount } from "../layout/format";
import { rowOrder } from "../layout/trace-rows";
import { useMessages } from "../messages/messages";
import { addDerivation, overrideChannel, removeDerivation } from "../state/analysis/edit-actions";
import { displayUnit } from "../state/views/gains";
import { orderOf, type TraceColour } from "../state/klonos-state";
import { invertChannel, moveChannel, setColour } from "../state/views/look-actions";
import { montagesOf } from "../state/projects/kept-words";
import { applyMontage, captureMontage, exportMontage, importMontage, keepMontages, MONTAGE_SLOTS } from "../state/views/montage-actions";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { setView } from "../state/views/view-actions";
import { Modal } from "./modal";

const COLOURS: readonly TraceColour[] = ["blue", "vermillion", "green", "purple"];

/** Channels as they are on the screen, derivations, and the montages that are kept on F1 to F12. */
export function MontageDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { montage: words } = useMessages();
  return (
    <Modal title={words.title} onClose={onClose} size="wide" testId="montage-dialog">
      <div className="form montage">
        <KeptMontages onApplied={onClose} />
        <ChannelTable />
        <Derive />
      </div>
    </Modal>
  );
}

function KeptMontages({ onApplied }: { readonly onApplied: () => void }): ReactNode {
  const session = useSession();
  const montages = useKlonos(montagesOf);
  const [name, setName] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const { montage: words } = useMessages();
  const keep = (): void => {
    const wanted = name.trim();
    if (wanted === "") return;
    const captured = captureMontage(session.store.getState(), wanted);
    const known = montages.some((montage) => montage.name === wanted);
    keepMontages(session, known ? montages.map((montage) => (montage.name === wanted ? captured : montage)) : [...montages, captured]);
    setName("");
  };
  return (
    <section aria-labelledby="heading-kept">
      <h3 className="heading" id="heading-kept">
        {words.kept}
      </h3>
      <ul className="montage-list" data-testid="montages">
        {montages.map((montage, slot) => (
          <li key={montage.name}>
            <kbd>F{slot + 1}</kbd>
            <span className="montage-name">{montage.name}</span>
            <button
              type="button"
              onClick={() => {
                if (applyMontage(session, montage)) onApplied();
              }}
            >
              {words.apply}
            </button>
            <button type="button" onClick={() => void exportMontage(session, montage)}>
              {words.export}
            </button>
            <button type="button" aria-label={words.earlier(montage.name)} disabled={slot === 0} onClick={() => keepMontages(session, swapped(montages, slot - 1))}>
              ↑
            </button>
            <button type="button" aria-label={words.remove(montage.name)} onClick={() => keepMontages(session, montages.filter((other) => other !== montage))}>
              ×
            </button>
          </li>
        ))}
      </ul>
      <form
        className="montage-keep"
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <label>
          {words.keepAs} <input value={name} maxLength={60} data-first-focus onChange={(event) => setName(event.target.value)} />
        </label>
        <button type="submit" className="primary" disabled={name.trim() === "" || (montages.length >= MONTAGE_SLOTS && !montages.some((montage) => montage.name === name.trim()))}>
          {words.keep}
        </button>
        <button type="button" onClick={() => input.current?.click()}>
          {words.import}
        </button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          data-testid="montage-file"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = "";
            if (file !== undefined) void importMontage(session, file);
          }}
        />
      </form>
      <p className="quiet">{words.note}</p>
    </section>
  );
}

function swapped<T>(items: readonly T[], at: number): readonly T[] {
  return items.map((item, index) => (index === at ? items[at + 1]! : index === at + 1 ? items[at]! : item));
}

function ChannelTable(): ReactNode {
  const session = useSession();
  const channels = useChannels();
  const view = useKlonos((state) => state.view);
  const context = useKlonos((state) => state.inputs.present.context);
  const fileCount = useKlonos((state) => (state.recording?.scan?.channels ?? state.recording?.opened.header.channels ?? []).length);
  const { montage: words } = useMessages();
  const order = rowOrder(channels, context.pairs, new Set(), orderOf(session.store.getState()));
  return (
    <section aria-labelledby="heading-rows">
      <h3 className="heading" id="heading-rows">
        {words.channels}
      </h3>
      <table className="montage-table" data-testid="montage-channels">
        <thead>
          <tr>
            {words.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {order.map(({ channelIndex }) => {
            const channel = channels.find((candidate) => candidate.index === channelIndex);
            if (channel === undefined) return null;
            const { label } = channel;
            const gain = view.gains[channelIndex];
            const inverted = overrideOf(channelIndex, context.overrides)?.inverted === true;
            return (
              <tr key={channelIndex}>
                <td>
                  <input type="checkbox" aria-label={words.show(label)} checked={!view.hidden.has(channelIndex)} onChange={(event) => setView(session, ({ hidden }) => ({ hidden: new Set(event.target.checked ? [...hidden].filter((other) => other !== channelIndex) : [...hidden, channelIndex]) }))} />
                </td>
                <td>
                  <input
                    key={label}
                    className="montage-label"
                    defaultValue={label}
                    maxLength={60}
                    aria-label={words.name(label)}
                    onBlur={(event) => {
                      const alias = event.target.value.trim();
                      if (alias !== label) overrideChannel(session, { channelIndex, alias: alias === "" ? undefined : alias }, words.name(label));
                    }}
                  />
                </td>
                <td>
                  <select aria-label={words.colour(label)} value={view.looks[channelIndex]?.colour ?? ""} onChange={(event) => setColour(session, channelIndex, COLOURS.find((colour) => colour === event.target.value))}>
                    <option value="">{words.noColour}</option>
                    {COLOURS.map((colour) => (
                      <option key={colour} value={colour}>
                        {words.colours[colour]}
                      </option>
                    ))}
                  </select>
                </td>
                <td className="montage-gain">
                  <button type="button" aria-label={words.flatter(label)} disabled={gain === undefined} onClick={() => gain !== undefined && setView(session, ({ gains }) => ({ gains: { ...gains, [channelIndex]: stepNice(gain, 1) }, gainsByHand: true }))}>
                    −
                  </button>
                  <span>{gain === undefined ? "" : stepAmount(gain, displayUnit(channel))}</span>
                  <button type="button" aria-label={words.taller(label)} disabled={gain === undefined} onClick={() => gain !== undefined && setView(session, ({ gains }) => ({ gains: { ...gains, [channelIndex]: stepNice(gain, -1) }, gainsByHand: true }))}>
                    +
                  </button>
                </td>
                <td>
                  <input type="checkbox" aria-label={words.invert(label)} checked={inverted} onChange={() => invertChannel(session, channelIndex)} />
                </td>
                <td>
                  <button type="button" aria-label={words.up(label)} onClick={() => moveChannel(session, -1, channelIndex)}>
                    ↑
                  </button>
                  <button type="button" aria-label={words.down(label)} onClick={() => moveChannel(session, 1, channelIndex)}>
                    ↓
                  </button>
                  {channelIndex >= fileCount ? (
                    <button type="button" aria-label={words.removeDerived(label)} onClick={() => removeDerivation(session, channelIndex)}>
                      ×
                    </button>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** A channel made of two others; refused with the reason where rates or units differ. */
function Derive(): ReactNode {
  const session = useSession();
  const channels = useChannels();
  const fileCount = useKlonos((state) => (state.recording?.scan?.channels ?? state.recording?.opened.header.channels ?? []).length);
  const [plus, setPlus] = useState<number | undefined>(undefined);
  const [minus, setMinus] = useState<number | undefined>(undefined);
  const [refusal, setRefusal] = useState<string | undefined>(undefined);
  const { montage: words } = useMessages();
  const ofFile = channels.filter((channel) => channel.index < fileCount);
  const choice = (value: number | undefined, set: (index: number | undefined) => void, label: string): ReactNode => (
    <select
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => {
        set(event.target.value === "" ? undefined : Number(event.target.value));
        setRefusal(undefined);
      }}
    >
      <option value="">{words.choose}</option>
      {ofFile.map((channel) => (
        <option key={channel.index} value={channel.index}>
          {channel.label}
        </option>
      ))}
    </select>
  );
  return (
    <section aria-labelledby="heading-derive">
      <h3 className="heading" id="heading-derive">
        {words.derive}
      </h3>
      <form
        className="montage-keep"
        onSubmit={(event) => {
          event.preventDefault();
          if (plus !== undefined && minus !== undefined) setRefusal(addDerivation(session, plus, minus));
        }}
      >
        {choice(plus, setPlus, words.plus)} − {choice(minus, setMinus, words.minus)}
        <button type="submit" disabled={plus === undefined || minus === undefined}>
          {words.add}
        </button>
      </form>
      {refusal === undefined ? null : (
        <p role="alert" className="refusal" data-testid="derivation-refusal">
          {refusal}
        </p>
      )}
      <p className="quiet">{words.deriveNote}</p>
    </section>
  );
}
