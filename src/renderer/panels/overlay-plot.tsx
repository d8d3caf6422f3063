import type { ReactNode } from "react";
import type { TrainResult } from "../../core/result";
import { coreText } from "../layout/core-words";
import type { BurstOverlay } from "../../protocol/engine-api";
import { compact, fixed } from "../layout/format";
import { axisTop, niceBelow } from "../layout/nice-steps";
import { useMessages } from "../messages/messages";
import { displayFactor, displayUnit } from "../state/views/gains";
import { isCurrent } from "../state/klonos-state";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { useEngine } from "../state/use-engine";
import { answerPlace, fittingParts, PlotFrame } from "./plot-frame";

const HEIGHT = 136;
const LEFT = 52;
const RIGHT = 14;
const BOTTOM = 20;
const MILLISECONDS = 1000;
/** Curves above this number are drawn paler. */
const MANY_CURVES = 20;

/** Are the bursts alike? All of the train, aligned at their times, with mean and spread. */
export function OverlayPlot({ train }: { readonly train: TrainResult }): ReactNode {
  const session = useSession();
  const recordingId = useKlonos((state) => state.recording?.opened.recordingId);
  const inputs = useKlonos((state) => state.resultInputs);
  const current = useKlonos(isCurrent);
  const channels = useChannels();
  const { overlay: words } = useMessages();
  const channel = channels.find((candidate) => candidate.index === train.channelIndex);
  const key = recordingId === undefined || inputs === undefined || !current ? undefined : JSON.stringify([recordingId, train.id, train.bursts.map((burst) => burst.onsetSample), inputs.settings]);
  const { value, error } = useEngine("burstOverlay", key, () => {
    const { resultInputs, recording } = session.store.getState();
    return { recordingId: recording!.opened.recordingId, settings: resultInputs!.settings, context: resultInputs!.context, trainId: train.id, view: "envelope" };
  });
  if (error !== undefined) return <p className="quiet">{coreText(error.message)}</p>;
  if (value === undefined || channel === undefined) return <p className="quiet">{words.waiting}</p>;
  const sentence = value.medianLikeness === null ? words.tooFew(value.numbers.length) : words.answer(value.numbers.length, fixed(value.medianLikeness, 2));
  return <PlotFrame>{(width) => <Curves overlay={value} width={width} factor={displayFactor(channel)} unit={displayUnit(channel)} sentence={sentence} train={train} />}</PlotFrame>;
}

function Curves({ overlay, width, factor, unit, sentence, train }: { readonly overlay: BurstOverlay; readonly width: number; readonly factor: number; readonly unit: string; readonly sentence: string; readonly train: TrainResult }): ReactNode {
  const { firstSeconds, stepSeconds, curves, mean, spread } = overlay;
  const { overlay: words } = useMessages();
  // Its two halves: how many, and how like. A narrow plot shows the first and tells the rest to whoever points at it.
  const shown = fittingParts(sentence.split(", "), width);
  const answer = answerPlace(width, shown);
  const highest = axisTop(Math.max(...curves.map((curve) => Math.max(...curve)), 1e-12) * factor);
  const last = firstSeconds + (mean.length - 1) * stepSeconds;
  const x = (index: number): number => LEFT + (index / Math.max(1, mean.length - 1)) * (width - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - (Math.max(0, value * factor) / highest) * (HEIGHT - answer.top - BOTTOM);
  const path = (values: ArrayLike<number>): string => Array.from(values, (value, index) => `${index === 0 ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  const band = `${path(mean.map((value, k) => value + spread[k]!))}${Array.from(mean, (_, k) => mean.length - 1 - k).map((k) => `L${x(k).toFixed(1)} ${y(mean[k]! - spread[k]!).toFixed(1)}`).join("")}Z`;
  const step = niceBelow((last - firstSeconds) / 4);
  const ticks = Array.from({ length: Math.floor((last - firstSeconds) / step) + 1 }, (_, k) => (Math.ceil(firstSeconds / step) + k) * step).filter((seconds) => seconds <= last);
  return (
    <svg className={`plot pattern-${train.pattern}`} width={width} height={HEIGHT} role="img" aria-label={words.label(train.channel, sentence)} data-testid="overlay-plot">
      <text className="plot-label" x={4} y={12}>
        {words.axis(unit)}
      </text>
      <text className="plot-answer" x={answer.x} y={answer.y} textAnchor={answer.anchor}>
        <title>{sentence}</title>
        {shown}
      </text>
      {[0, highest / 2, highest].map((value) => (
        <g key={value}>
          <line className="grid-line" x1={LEFT} x2={width - RIGHT} y1={y(value / factor)} y2={y(value / factor)} />
          <text className="plot-label" x={LEFT - 8} y={y(value / factor) + 4} textAnchor="end">
            {value === 0 ? "0" : compact(value)}
          </text>
        </g>
      ))}
      <path className="overlay-band" d={band} />
      {curves.map((curve, index) => (
        <path key={overlay.numbers[index]} className="overlay-curve" d={path(curve)} style={curves.length > MANY_CURVES ? { opacity: 0.18 } : undefined}>
          <title>{words.burst(overlay.numbers[index] ?? index + 1)}</title>
        </path>
      ))}
      <path className="overlay-mean" d={path(mean)} />
      {ticks.map((seconds) => (
        <text key={seconds} className="plot-label" x={x((seconds - firstSeconds) / stepSeconds)} y={HEIGHT - 5} textAnchor="middle">
          {`${fixed(seconds * MILLISECONDS, 0)}${Math.abs(seconds) < step / 2 ? " ms" : ""}`}
        </text>
      ))}
    </svg>
  );
}
