import type { ReactNode } from "react";
import type { PooledResult, ResultDocument, TrainResult } from "../../core/result";
import { coreText } from "../layout/core-words";
import { compact, percent, plain } from "../layout/format";
import { amplitudeRows, antagonistRows, detectorRows, type MeasureRow, pooledRows, rhythmRows } from "../layout/measure-rows";
import { useMessages, type Messages } from "../messages/messages";
import { CoreSaid } from "./core-said";

/** Everything that was measured of a train beside the verdict, each with its interval, and what its attempts say together. */
export function MeasureTable({ train, result }: { readonly train: TrainResult; readonly result: ResultDocument }): ReactNode {
  const { measures: words } = useMessages();
  const pooled = result.pooled.find(({ channelIndex, trainIds, leftOut }) => channelIndex === train.channelIndex && (trainIds.includes(train.id) || leftOut.some(({ trainId }) => trainId === train.id)));
  const groups = [
    { title: words.rhythm, rows: rhythmRows(train, words), none: train.missing["rhythm"] },
    { title: words.amplitude, rows: amplitudeRows(train, words), none: train.missing["amplitude"] },
    { title: words.antagonist, rows: antagonistRows(train, result, words), none: train.missing["antagonistActivity"] },
    { title: words.detectors, rows: detectorRows(train, words), none: train.missing["disagreement"] },
    ...(pooled === undefined ? [] : [{ title: words.pooled, rows: pooledRows(pooled, words), none: undefined }]),
  ];
  return (
    <details className="all-measures" data-testid="measure-table">
      <summary>{words.summary}</summary>
      <p className="quiet">{words.describes(percent(result.ciLevel))}</p>
      {groups.map(({ title, rows, none }) => (
        <table key={title} className="measure-table">
          <caption>{title}</caption>
          <tbody>
            {rows.map((row, k) => (
              <Row key={row.title} row={row} said={rows[k - 1]?.value === null && rows[k - 1]?.reason === row.reason} words={words} />
            ))}
            {rows.length === 0 ? (
              <tr>
                <td className="quiet" colSpan={3}>{none === undefined ? words.nothing : coreText(none)}</td>
              </tr>
            ) : null}
          </tbody>
        </table>
      ))}
      {pooled === undefined ? null : <Pooled pooled={pooled} words={words} />}
      <Episode train={train} result={result} words={words} />
    </details>
  );
}

interface RowProps {
  readonly row: MeasureRow;
  /** The reason stands in the line above. */
  readonly said: boolean;
  readonly words: Messages["measures"];
}

/** A number with its interval; in its place, where there is none, the reason. */
function Row({ row, said, words }: RowProps): ReactNode {
  const { title, value, ci, reason } = row;
  if (value === null) {
    return (
      <tr>
        <th scope="row">{title}</th>
        <td className="quiet" colSpan={2}>{reason === undefined || said ? "–" : <CoreSaid text={reason} />}</td>
      </tr>
    );
  }
  return (
    <tr title={reason === undefined ? undefined : coreText(reason)}>
      <th scope="row">{title}</th>
      <td>{typeof value === "string" ? value : Number.isInteger(value) ? plain(value) : compact(value)}</td>
      <td>{ci === null ? "" : words.interval(compact(ci[0]), compact(ci[1]))}</td>
    </tr>
  );
}

function Pooled({ pooled, words }: { readonly pooled: PooledResult; readonly words: Messages["measures"] }): ReactNode {
  return (
    <>
      <p>{words.pooledVerdict(words.patterns[pooled.pattern], pooled.trainIds.length, pooled.attempts, pooled.responses)}</p>
      {pooled.failed.map((sentence) => <p key={sentence} className="quiet"><CoreSaid text={sentence} /></p>)}
      {pooled.leftOut.map(({ trainId, reason }) => <p key={trainId} className="quiet">{words.leftOut(trainId, coreText(reason))}</p>)}
    </>
  );
}

function Episode({ train, result, words }: { readonly train: TrainResult; readonly result: ResultDocument; readonly words: Messages["measures"] }): ReactNode {
  const episode = result.episodes.find(({ trainIds }) => trainIds.includes(train.id));
  return episode === undefined || episode.trainIds.length < 2 ? null : <p>{words.episode(episode.trainIds.length, episode.muscles, episode.sides.length === 2)}</p>;
}
