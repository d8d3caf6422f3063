import type { ReactNode } from "react";
import type { TrainResult } from "../../core/result";
import { compact, fixed, voltUnit } from "../layout/format";
import { useMessages } from "../messages/messages";
import { TableFrame } from "./table-frame";
import { useKlonos, useSession } from "../state/session-context";
import { goTo, setView } from "../state/views/view-actions";
import { timeText } from "../plots/trace-viewer";

const TIME_DECIMALS = 3;

/** The bursts of the chosen train as a table: what the canvas shows, for reading and for those who cannot see it. */
export function BurstTable({ train }: { readonly train: TrainResult }): ReactNode {
  const session = useSession();
  const { bursts: words } = useMessages();
  const chosen = useKlonos((state) => state.view.burst);
  const clock = useKlonos((state) => state.view.clock);
  void clock;
  const state = session.store.getState();
  const [unit, microvolts] = voltUnit(Math.max(0, ...train.bursts.map((burst) => burst.amplitudeMicrovolts ?? 0)));
  return (
    <TableFrame columns={words.columns(unit)} caption={words.caption(train.channel)} testId="burst-table">
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
          <td>{burst.amplitudeMicrovolts === null ? "–" : compact(burst.amplitudeMicrovolts / microvolts)}</td>
          <td>{burst.netAmplitudeMicrovolts === null ? "–" : compact(burst.netAmplitudeMicrovolts / microvolts)}</td>
          <td>{[burst.edited ? words.edited : "", burst.thoughtFalse ? words.thoughtFalse : ""].filter((note) => note !== "").join(", ")}</td>
        </tr>
      ))}
    </TableFrame>
  );
}
