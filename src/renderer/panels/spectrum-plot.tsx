import { useEffect, useRef, type ReactNode } from "react";
import { coreText } from "../layout/core-words";
import type { StretchSpectrum } from "../../protocol/engine-api";
import { amount, duration, fixed, plain } from "../layout/format";
import { useMessages } from "../messages/messages";
import { timeText } from "../plots/trace-viewer";
import { displayFactor, displayUnit } from "../state/views/gains";
import { chosenTrain, type KlonosState } from "../state/klonos-state";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { useEngine } from "../state/use-engine";
import { answerPlace, fittingParts, PlotFrame } from "./plot-frame";

/** Where the frequency axis has its numbers, as shares of it; fewer where the last one, with its unit, would run into its neighbour. */
const SHARES: readonly number[] = [0, 0.2, 0.4, 0.6, 0.8, 1];
const FEW_SHARES: readonly number[] = [0, 0.25, 0.5, 1];
const NARROW_PIXELS = 300;
const HEIGHT = 136;
const LEFT = 52;
const RIGHT = 14;
const BOTTOM = 20;
/** Range of the density axis in decades of power: what lies below the floor of a good amplifier is not drawn. */
const DECADES = 4;
const MOST_HZ = 500;
/** Spectra longer than this are not asked for: the selection may be an hour. */
const MOST_SECONDS = 600;
const LEAST_SECONDS = 0.05;
const IMAGE_DECIBELS = 40;

/** What the spectrum is of: the selection, else the chosen train, else the page; on the selected channel. */
export function stretchOf(state: KlonosState): { readonly channelIndex: number; readonly start: number; readonly end: number; readonly what: "selection" | "train" | "page" } | undefined {
  const { selection, window, channelIndex } = state.view;
  const train = chosenTrain(state);
  const index = selection?.channelIndex ?? channelIndex ?? train?.channelIndex;
  if (index === undefined) return undefined;
  if (selection !== undefined && selection.end - selection.start >= LEAST_SECONDS) return { channelIndex: index, start: selection.start, end: Math.min(selection.end, selection.start + MOST_SECONDS), what: "selection" };
  if (train !== undefined && train.channelIndex === index) return { channelIndex: index, start: train.startSeconds, end: Math.min(train.endSeconds, train.startSeconds + MOST_SECONDS), what: "train" };
  return { channelIndex: index, start: window.start, end: window.start + Math.min(window.span, MOST_SECONDS), what: "page" };
}

/** Where does the power lie? Spectrum and spectrogram of the selection, the train or the page. */
export function SpectrumPlot(): ReactNode {
  const session = useSession();
  const view = useKlonos((state) => state.view);
  const recordingId = useKlonos((state) => state.recording?.opened.recordingId);
  const inputs = useKlonos((state) => state.inputs.present);
  const channels = useChannels();
  const { spectrum: words, traceViews: views } = useMessages();
  const stretch = stretchOf(session.store.getState());
  const channel = channels.find((candidate) => candidate.index === stretch?.channelIndex);
  const shownView = view.mode === "raw" ? "raw" : "filtered";
  const key = stretch === undefined || recordingId === undefined ? undefined : JSON.stringify([recordingId, stretch, shownView, inputs.settings.bandLowHz, inputs.settings.bandHighHz, inputs.context.derivations, inputs.context.overrides]);
  const { value, error, waiting } = useEngine("spectrum", key, () => ({ recordingId: recordingId!, channelIndex: stretch!.channelIndex, view: shownView, startSeconds: stretch!.start, endSeconds: stretch!.end, settings: inputs.settings, derivations: inputs.context.derivations, overrides: inputs.context.overrides }));
  if (stretch === undefined) return <p className="quiet">{words.choose}</p>;
  if (error !== undefined) return <p className="quiet">{coreText(error.message)}</p>;
  if (value === undefined || channel === undefined) return <p className="quiet">{waiting ? words.waiting : words.choose}</p>;
  const state = session.store.getState();
  const factor = displayFactor(channel);
  const unit = displayUnit(channel);
  const place = `${channel.label}, ${words.what[stretch.what]} ${timeText(state, value.startSeconds, 2)}, ${duration(value.endSeconds - value.startSeconds)}, ${views[value.view]}`;
  const parts = value.medianHz === null || value.meanHz === null || value.peakHz === null || value.rms === null ? [words.silent] : [words.median(fixed(value.medianHz, 0)), words.mean(fixed(value.meanHz, 0)), words.peak(fixed(value.peakHz, 0)), words.rms(amount(value.rms * factor, unit))];
  return (
    <div className="plots plots-spectrum">
      <PlotFrame>{(width) => <Density spectrum={value} width={width} factor={factor} unit={unit} parts={parts} place={place} />}</PlotFrame>
      <Spectrogram spectrum={value} label={words.image(place)} />
    </div>
  );
}

function Density({ spectrum, width, factor, unit, parts, place }: { readonly spectrum: StretchSpectrum; readonly width: number; readonly factor: number; readonly unit: string; readonly parts: readonly string[]; readonly place: string }): ReactNode {
  const { density, resolutionHz, averages } = spectrum;
  const { spectrum: words } = useMessages();
  const sentence = parts.join(", ");
  const shownAnswer = fittingParts(parts, width);
  const answer = answerPlace(width, shownAnswer);
  const made = words.averages(averages);
  const origin = fittingParts([made, place], width - LEFT);
  const nyquist = (density.length - 1) * resolutionHz;
  const most = Math.min(nyquist, MOST_HZ);
  const count = Math.floor(most / resolutionHz) + 1;
  const shown = density.subarray(1, count);
  const top = Math.ceil(Math.log10(Math.max(...shown, 1e-30) * factor * factor));
  const x = (hz: number): number => LEFT + (hz / most) * (width - LEFT - RIGHT);
  const y = (power: number): number => answer.top + (Math.min(DECADES, Math.max(0, top - Math.log10(Math.max(power, 1e-40)))) / DECADES) * (HEIGHT - answer.top - BOTTOM);
  const path = Array.from(shown, (value, k) => `${k === 0 ? "M" : "L"}${x((k + 1) * resolutionHz).toFixed(1)} ${y(value * factor * factor).toFixed(1)}`).join("");
  return (
    <svg className="plot" width={width} height={HEIGHT} role="img" aria-label={`${place}: ${sentence}`} data-testid="spectrum-plot">
      <text className="plot-label" x={4} y={12}>
        {words.axis(unit)}
      </text>
      <text className="plot-answer" x={answer.x} y={answer.y} textAnchor={answer.anchor}>
        <title>{sentence}</title>
        {shownAnswer}
      </text>
      {Array.from({ length: DECADES / 2 + 1 }, (_, k) => top - 2 * k).map((decade) => (
        <g key={decade}>
          <line className="grid-line" x1={LEFT} x2={width - RIGHT} y1={y(10 ** decade)} y2={y(10 ** decade)} />
          <text className="plot-label" x={LEFT - 8} y={y(10 ** decade) + 4} textAnchor="end">
            {decade >= -3 && decade <= 3 ? plain(10 ** decade) : `10^${plain(decade)}`}
          </text>
        </g>
      ))}
      <path className="spectrum-line" d={path} />
      {(width - LEFT - RIGHT < NARROW_PIXELS ? FEW_SHARES : SHARES).map((share) => (
        <text key={share} className="plot-label" x={x(share * most)} y={HEIGHT - 5} textAnchor={share === 1 ? "end" : "middle"}>
          {`${plain(Math.round(share * most))}${share === 1 ? " Hz" : ""}`}
        </text>
      ))}
      <text className="plot-label plot-over" x={width - RIGHT} y={answer.top + 10} textAnchor="end">
        <title>{`${place}, ${made}`}</title>
        {origin}
      </text>
    </svg>
  );
}

const IMAGE_WIDTH = 360;
const IMAGE_HEIGHT = 112;

function Spectrogram({ spectrum, label }: { readonly spectrum: StretchSpectrum; readonly label: string }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useKlonos((state) => state.preferences.theme);
  useEffect(() => {
    const context = canvas.current?.getContext("2d") ?? null;
    if (canvas.current === null || context === null) return;
    paintSpectrogram(context, spectrum, getComputedStyle(canvas.current).color);
  }, [spectrum, theme]);
  const most = Math.min(MOST_HZ, (spectrum.spectrogram.rows - 1) * spectrum.spectrogram.resolutionHz);
  return (
    <figure className="spectrogram">
      <canvas ref={canvas} width={IMAGE_WIDTH} height={IMAGE_HEIGHT} role="img" aria-label={label} data-testid="spectrogram" />
      <figcaption>{`0–${plain(Math.round(most))} Hz, ${IMAGE_DECIBELS} dB`}</figcaption>
    </figure>
  );
}

/** Time to the right, frequency up, power as the opacity of one ink over 40 dB. */
function paintSpectrogram(context: CanvasRenderingContext2D, { spectrogram }: StretchSpectrum, ink: string): void {
  const { rows, columns, density, resolutionHz } = spectrogram;
  const shownRows = Math.min(rows, Math.floor(MOST_HZ / resolutionHz) + 1);
  let most = 0;
  for (let column = 0; column < columns; column++) for (let row = 1; row < shownRows; row++) most = Math.max(most, density[column * rows + row]!);
  context.clearRect(0, 0, IMAGE_WIDTH, IMAGE_HEIGHT);
  if (most <= 0) return;
  context.fillStyle = ink;
  const [cellWidth, cellHeight] = [IMAGE_WIDTH / columns, IMAGE_HEIGHT / shownRows];
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < shownRows; row++) {
      const level = 1 + (10 * Math.log10(Math.max(density[column * rows + row]!, 1e-300) / most)) / IMAGE_DECIBELS;
      if (level <= 0.02) continue;
      context.globalAlpha = Math.min(1, level);
      context.fillRect(column * cellWidth, IMAGE_HEIGHT - (row + 1) * cellHeight, Math.ceil(cellWidth), Math.ceil(cellHeight));
    }
  }
  context.globalAlpha = 1;
}
