import type { ReactNode } from "react";
import type { TrainResult } from "../../core/result";
import { fixed } from "../layout/format";
import { useKlonos, useSession } from "../state/session-context";
import { goTo, setView } from "../state/view-actions";
import { timeText } from "../plots/trace-viewer";

const TIME_DECIMALS = 3;

/** The bursts of the chosen train as a table: what the canvas shows, for reading and for those who cannot see it. */
export function BurstTable({ train }: { readonly train: TrainResult }): ReactNode {
  const session = useSession();
  const chosen = useKlonos((state) => state.view.burst);
  const clock = useKlonos((state) => state.view.clock);
  void clock;
  const state = session.store.getState();
  return (
    <div className="table-frame">
      <table data-testid="burst-table">
        <caption className="visually-hidden">Bursts of the train on {train.channel}</caption>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">Time</th>
            <th scope="col">Onset</th>
            <th scope="col">Offset</th>
            <th scope="col">Duration, ms</th>
            <th scope="col">Amplitude, µV</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {train.bursts.map((burst, index) => (
            <tr
              key={burst.onsetSample}
              aria-selected={chosen?.channelIndex === train.channelIndex && chosen.start === burst.onsetSample}
              onClick={() => {
                setView(session, () => ({ burst: { channelIndex: train.channelIndex, start: burst.onsetSample, end: burst.offsetSample } }));
                goTo(session, burst.timeSeconds);
              }}
            >
              <th scope="row">{index + 1}</th>
              <td>{timeText(state, burst.timeSeconds, TIME_DECIMALS)}</td>
              <td>{timeText(state, burst.onsetSeconds, TIME_DECIMALS)}</td>
              <td>{timeText(state, burst.offsetSeconds, TIME_DECIMALS)}</td>
              <td>{fixed((burst.offsetSeconds - burst.onsetSeconds) * 1000, 0)}</td>
              <td>{burst.amplitudeMicrovolts === null ? "–" : fixed(burst.amplitudeMicrovolts, 1)}</td>
              <td>{[burst.edited ? "edited" : "", burst.thoughtFalse ? "thought no beat" : ""].filter((note) => note !== "").join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
