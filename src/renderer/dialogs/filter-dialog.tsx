import { useState, type ReactNode } from "react";
import { coreText } from "../layout/core-words";
import type { FilterResponseCurve } from "../../protocol/engine-api";
import { duration, fixed, plain } from "../layout/format";
import { useMessages } from "../messages/messages";
import { useChannels, useKlonos } from "../state/session-context";
import { useEngine } from "../state/use-engine";
import { Modal } from "./modal";

const WIDTH = 620;
const HEIGHT = 260;
const LEFT = 52;
const RIGHT = 16;
const TOP = 14;
const BOTTOM = 30;
const LOWEST_DECIBELS = -80;
const HALF_POWER_DECIBELS = -3;
const FREQUENCIES: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** What the filters do at each frequency, computed from their design at the rate of a channel. */
export function FilterDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const settings = useKlonos((state) => state.inputs.present.settings);
  const channels = useChannels();
  const { filter: words } = useMessages();
  const rates = [...new Set(channels.filter((channel) => channel.role === "emg").map((channel) => channel.samplingHz))].sort((a, b) => b - a);
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const rate = chosen ?? rates[0];
  const key = rate === undefined ? undefined : `${rate} ${settings.bandLowHz} ${settings.bandHighHz}`;
  const { value, error } = useEngine("filterResponse", key, () => ({ settings, samplingHz: rate! }));
  return (
    <Modal title={words.title} onClose={onClose} size="wide" testId="filter-dialog">
      <div className="form">
        {rate === undefined ? <p>{words.noEmg}</p> : null}
        {error === undefined ? null : <p role="alert">{coreText(error.message)}</p>}
        {rates.length > 1 ? (
          <label>
            {words.rate}
            <select value={rate} onChange={(event) => setChosen(Number(event.target.value))}>
              {rates.map((hz) => (
                <option key={hz} value={hz}>{`${plain(hz)} Hz`}</option>
              ))}
            </select>
          </label>
        ) : null}
        {value === undefined ? null : <Curve response={value} />}
        {value === undefined ? null : (
          <>
            <p data-testid="filter-answer">{words.answer(fixed(value.halfPowerHz[0], 1), fixed(value.halfPowerHz[1], 0), plain(value.bandHz[0]), plain(value.bandHz[1]))}</p>
            <p className="quiet">{words.zeroPhase(duration(value.settlingSeconds), plain(value.envelopeHz))}</p>
          </>
        )}
      </div>
    </Modal>
  );
}

function Curve({ response }: { readonly response: FilterResponseCurve }): ReactNode {
  const { frequenciesHz, bandGain, envelopeGain, halfPowerHz } = response;
  const { filter: words } = useMessages();
  const nyquist = frequenciesHz[frequenciesHz.length - 1]!;
  const x = (hz: number): number => LEFT + (Math.log(hz / frequenciesHz[0]!) / Math.log(nyquist / frequenciesHz[0]!)) * (WIDTH - LEFT - RIGHT);
  const y = (decibels: number): number => TOP + (decibels / LOWEST_DECIBELS) * (HEIGHT - TOP - BOTTOM);
  const path = (gains: Float32Array): string =>
    Array.from(gains, (gain, k) => `${k === 0 ? "M" : "L"}${x(frequenciesHz[k]!).toFixed(1)} ${y(Math.max(LOWEST_DECIBELS, 20 * Math.log10(Math.max(gain, 1e-9)))).toFixed(1)}`).join("");
  return (
    <svg className="plot" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words.label(fixed(halfPowerHz[0], 1), fixed(halfPowerHz[1], 0))} data-testid="filter-curve">
      {[0, -20, -40, -60, -80].map((decibels) => (
        <g key={decibels}>
          <line className="grid-line" x1={LEFT} x2={WIDTH - RIGHT} y1={y(decibels)} y2={y(decibels)} />
          <text className="plot-label" x={LEFT - 8} y={y(decibels) + 4} textAnchor="end">
            {`${decibels === 0 ? "0" : `−${-decibels}`} dB`}
          </text>
        </g>
      ))}
      {FREQUENCIES.filter((hz) => hz <= nyquist).map((hz) => (
        <g key={hz}>
          <line className="grid-line" x1={x(hz)} x2={x(hz)} y1={TOP} y2={HEIGHT - BOTTOM} />
          <text className="plot-label" x={x(hz)} y={HEIGHT - BOTTOM + 15} textAnchor="middle">
            {plain(hz)}
          </text>
        </g>
      ))}
      <text className="plot-label" x={WIDTH - RIGHT} y={HEIGHT - 2} textAnchor="end">
        Hz
      </text>
      <path className="response-envelope" d={path(envelopeGain)} />
      <path className="response-band" d={path(bandGain)} />
      {halfPowerHz.map((hz) => (
        <circle key={hz} className="response-dot" cx={x(hz)} cy={y(HALF_POWER_DECIBELS)} r={4} />
      ))}
      <text className="plot-label" x={x(Math.sqrt(halfPowerHz[0] * halfPowerHz[1]))} y={y(-8)} textAnchor="middle">
        {words.band}
      </text>
      <text className="plot-label" x={x(2)} y={y(-8)}>
        {words.envelope}
      </text>
    </svg>
  );
}
