import { useMemo, useState, type ReactNode } from "react";
import type { FigureFormat } from "../../protocol/engine-api";
import { useMessages } from "../messages/messages";
import { copyFigure } from "../state/exports/copy-image";
import { saveFigure } from "../state/exports/export-actions";
import { builtInPresets, isSameManner, mannerOf, type FigurePreset, type FigureWish } from "../state/exports/figure-wish";
import { chosenTrain, trainsOf } from "../state/klonos-state";
import { setPreferences } from "../state/preferences";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { FigureForm } from "./figure-form";
import { FigurePreview } from "./figure-preview";
import { Modal } from "./modal";
import { StopJob } from "./stop-job";
import { useBusy } from "./use-busy";

const FORMATS: readonly (readonly [FigureFormat, number])[] = [
  ["pdf", 300],
  ["svg", 300],
  ["png", 300],
  ["png", 600],
  ["png", 1200],
  ["tiff", 300],
  ["tiff", 600],
  ["tiff", 1200],
];
/** Formats that have lines and no points. */
const VECTOR: readonly FigureFormat[] = ["pdf", "svg"];

/** The figure composer: choices at the left, the figure at its true size at the right. The last choices are kept while the window is open. */
export function FigureDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { figure: words, copying } = useMessages();
  const channels = useChannels();
  const trains = useKlonos(trainsOf);
  const train = useKlonos(chosenTrain);
  const wish = useKlonos((state) => state.figureWish);
  const own = useKlonos((state) => state.preferences.figurePresets);
  const presets = useMemo((): readonly FigurePreset[] => [...builtInPresets.map(({ name: id, manner }) => ({ name: words.presetNames[id], manner })), ...own], [own, words]);
  const [name, setName] = useState("");
  const [busy, start] = useBusy();
  const [drawing, setDrawing] = useState(false);
  const change = (part: Partial<FigureWish>): void => session.store.setState((state) => ({ figureWish: { ...state.figureWish, ...part } }));
  const usual = useMemo(() => {
    if (train !== undefined) return train.antagonistIndex === null ? [train.channelIndex] : [train.channelIndex, train.antagonistIndex];
    return channels.filter((channel) => channel.role === "emg").map((channel) => channel.index);
  }, [train, channels]);
  const format = FORMATS.findIndex(([kind, dpi]) => kind === wish.format && (dpi === wish.dpi || VECTOR.includes(kind)));
  const keep = (): void => {
    const trimmed = name.trim();
    if (trimmed === "") return;
    setPreferences(session, { figurePresets: [...own.filter((preset) => preset.name !== trimmed), { name: trimmed, manner: mannerOf(wish) }] });
    setName("");
  };
  return (
    <Modal title={words.title} onClose={onClose} testId="figure-dialog" size="full">
      <div className="figure-composer">
        <div className="figure-side">
          <label className="figure-preset">
            {words.preset}
            <select
              name="figure-preset"
              data-first-focus
              value={presets.findIndex(({ manner }) => isSameManner(manner, wish))}
              onChange={(event) => {
                const preset = presets[Number(event.target.value)];
                if (preset !== undefined) change(preset.manner);
              }}
            >
              <option value={-1} hidden>
                {words.customPreset}
              </option>
              {presets.map((preset, k) => (
                <option key={`${k}-${preset.name}`} value={k}>
                  {preset.name}
                </option>
              ))}
            </select>
          </label>
          <FigureForm wish={wish} channels={channels} trains={trains} usual={usual} onChange={change} />
          <form
            className="figure-keep"
            onSubmit={(event) => {
              event.preventDefault();
              keep();
            }}
          >
            <input name="figure-preset-name" aria-label={words.presetName} placeholder={words.presetName} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
            <button type="submit">{words.keepPreset}</button>
            {own.length === 0 ? null : (
              <button type="button" onClick={() => setPreferences(session, { figurePresets: own.filter((preset) => preset.name !== name.trim()) })} disabled={!own.some((preset) => preset.name === name.trim())}>
                {words.removePreset}
              </button>
            )}
          </form>
        </div>
        <FigurePreview wish={wish} onDrawing={setDrawing} />
      </div>
      <div className="form-actions">
        <p className="quiet figure-note">{words.note}</p>
        <select name="figure-format" aria-label={words.format} value={format} onChange={(event) => {
          const chosen = FORMATS[Number(event.target.value)];
          if (chosen !== undefined) change({ format: chosen[0], dpi: chosen[1] });
        }}>
          {FORMATS.map(([kind, dpi], k) => (
            <option key={`${kind}-${dpi}`} value={k}>
              {VECTOR.includes(kind) ? kind.toUpperCase() : words.dpi(kind.toUpperCase(), dpi)}
            </option>
          ))}
        </select>
        <button type="button" aria-disabled={busy} onClick={() => start(() => copyFigure(session))}>
          {copying.button}
        </button>
        <StopJob busy={busy || drawing} />
        <button
          type="button"
          className="primary"
          aria-disabled={busy}
          onClick={() => start(() => saveFigure(session, wish))}
        >
          {busy ? words.making : words.save}
        </button>
      </div>
    </Modal>
  );
}
