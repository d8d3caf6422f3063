import type { JSX } from "react";
import type { BurstResult, TrainResult } from "../../core/result";
import { compact, fixed } from "../layout/format";

/** The bursts of a train in numbers: the text alternative of the plot, and the way to each burst by keyboard. */
export function BurstTable({ train, onBurst }: { readonly train: TrainResult; readonly onBurst: (burst: BurstResult) => void }): JSX.Element {
  return (
    <div className="burst-table" data-testid="burst-table">
      <table>
        <caption className="visually-hidden">Bursts of the chosen train</caption>
        <thead>
          <tr>
            <th scope="col">beat</th>
            <th scope="col">onset, s</th>
            <th scope="col">offset, s</th>
            <th scope="col">time, s</th>
            <th scope="col">duration, ms</th>
            <th scope="col">RMS, µV</th>
            <th scope="col">note</th>
          </tr>
        </thead>
        <tbody>
          {train.bursts.map((burst, index) => (
            <tr key={burst.onsetSample}>
              <th scope="row">
                <button type="button" onClick={() => onBurst(burst)}>
                  {index + 1}
                </button>
              </th>
              <td>{fixed(burst.onsetSeconds, 3)}</td>
              <td>{fixed(burst.offsetSeconds, 3)}</td>
              <td>{fixed(burst.timeSeconds, 3)}</td>
              <td>{fixed((burst.offsetSeconds - burst.onsetSeconds) * 1000, 0)}</td>
              <td>{burst.amplitudeMicrovolts === null ? "–" : compact(burst.amplitudeMicrovolts)}</td>
              <td>{[burst.edited ? "edited" : "", burst.thoughtFalse ? "not of the cycle" : ""].filter((note) => note !== "").join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
