import { Fragment, type ReactNode } from "react";
import { coreText } from "../layout/core-words";
import { plain } from "../layout/format";
import { useMessages } from "../messages/messages";
import { isCurrent } from "../state/klonos-state";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { shownTruth, trueBurstsByChannel } from "../state/recording/simulate-actions";
import { goTo } from "../state/views/view-actions";
import { timeText } from "../plots/trace-viewer";
import { useEngine } from "../state/use-engine";
import { TableFrame } from "./table-frame";

const MILLISECONDS = 1000;

/** More places than these are a pattern of its own and no list. */
const MOST_PLACES = 8;

/** Times as links; nothing where there are none. */
function Places({ title, seconds }: { readonly title: string; readonly seconds: readonly number[] }): ReactNode {
  const session = useSession();
  const { truth: words } = useMessages();
  if (seconds.length === 0) return null;
  return (
    <p>
      {title}{" "}
      {seconds.slice(0, MOST_PLACES).map((at) => (
        <Fragment key={at}>
          <button type="button" className="link" onClick={() => goTo(session, at)}>
            {timeText(session.store.getState(), at, 2)}
          </button>{" "}
        </Fragment>
      ))}
      {seconds.length > MOST_PLACES ? words.more(seconds.length - MOST_PLACES) : null}
    </p>
  );
}

/** What is true of a simulated recording beside what was found; nothing for a recorded one. */
export function TruthCard(): ReactNode {
  const sourceId = useKlonos((state) => (shownTruth(state) === undefined ? undefined : state.simulated?.sourceId));
  // Another recording begins anew: the counts of the one before are none of it.
  return sourceId === undefined ? null : <Counts key={sourceId} />;
}

function Counts(): ReactNode {
  const session = useSession();
  const { truth: words, simulate } = useMessages();
  const truth = useKlonos(shownTruth);
  const result = useKlonos((state) => state.result);
  const current = useKlonos(isCurrent);
  const channels = useChannels();
  const placesOf = (bursts: readonly { readonly onsetSample: number; readonly offsetSample: number }[]): readonly (readonly number[])[] => bursts.map(({ onsetSample, offsetSample }) => [onsetSample, offsetSample]);
  const key = truth === undefined || result === undefined || !current ? undefined : JSON.stringify([result.trains.map(({ channelIndex, bursts }) => [channelIndex, placesOf(bursts)]), result.channels.map(({ isolatedBursts }) => placesOf(isolatedBursts))]);
  const { value, error } = useEngine("againstTruth", key, () => {
    const { recording, resultInputs, simulated } = session.store.getState();
    return {
      recordingId: recording!.opened.recordingId,
      settings: resultInputs!.settings,
      context: resultInputs!.context,
      truth: trueBurstsByChannel(simulated!.truth).map(({ channelIndex, bursts }) => ({ channelIndex, seconds: bursts.map(({ centroidSeconds }) => centroidSeconds) })),
    };
  });
  if (truth === undefined) return null;
  return (
    <details className="truth-card" open data-testid="truth">
      <summary>{words.title}</summary>
      <p>{words.what(simulate.kinds[truth.class], String(truth.seed))}</p>
      {error === undefined ? null : <p role="alert">{coreText(error.message)}</p>}
      {value === undefined ? (
        <p className="quiet">{words.waiting}</p>
      ) : (
        <>
          <TableFrame columns={words.columns}>
            {value.map((score) => (
              <tr key={score.channelIndex}>
                <th scope="row">{channels.find(({ index }) => index === score.channelIndex)?.label}</th>
                <td>{score.truth}</td>
                <td>{score.matched}</td>
                <td>{score.missedSeconds.length}</td>
                <td>{score.falseSeconds.length}</td>
              </tr>
            ))}
          </TableFrame>
          {value.map((score) => {
            const label = channels.find(({ index }) => index === score.channelIndex)?.label ?? "";
            return (
              <Fragment key={score.channelIndex}>
                <Places title={words.missed(label)} seconds={score.missedSeconds} />
                <Places title={words.falsely(label)} seconds={score.falseSeconds} />
              </Fragment>
            );
          })}
          <p className="quiet">{words.note(plain((value[0]?.withinSeconds ?? 0) * MILLISECONDS))}</p>
        </>
      )}
    </details>
  );
}
