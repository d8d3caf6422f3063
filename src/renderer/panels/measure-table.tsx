import type { ReactNode } from "react";
import type { Estimate, Measured, PooledResult, ResultDocument, TrainResult } from "../../core/result";
import { coreText } from "../layout/core-words";
import { compact, percent, plain } from "../layout/format";
import { useMessages, type Messages } from "../messages/messages";
import { CoreSaid } from "./core-said";

type MeasureName = keyof Messages["measures"]["names"];

interface Row {
  readonly name: MeasureName;
  readonly value: Measured | string;
  readonly ci: Estimate["ci"];
  /** Why there is no value or no interval. */
  readonly reason: string | undefined;
}

/** Everything that was measured of a train beside the verdict, each with its interval, and what its attempts say together. */
export function MeasureTable({ train, result }: { readonly train: TrainResult; readonly result: ResultDocument }): ReactNode {
  const { measures: words } = useMessages();
  const pooled = result.pooled.find(({ channelIndex, trainIds, leftOut }) => channelIndex === train.channelIndex && (trainIds.includes(train.id) || leftOut.some(({ trainId }) => trainId === train.id)));
  const groups = [
    { title: words.rhythm, rows: rhythmRows(train), none: train.missing["rhythm"] },
    { title: words.amplitude, rows: amplitudeRows(train), none: train.missing["amplitude"] },
    { title: words.antagonist, rows: antagonistRows(train, words), none: train.missing["antagonistActivity"] },
    ...(pooled === undefined ? [] : [{ title: words.pooled, rows: pooledRows(pooled), none: undefined }]),
  ];
  return (
    <details className="all-measures" data-testid="measure-table">
      <summary>{words.summary}</summary>
      <p className="quiet">{words.describes(percent(result.ciLevel))}</p>
      {groups.map(({ title, rows, none }) => (
        <table key={title} className="measure-table">
          <caption>{title}</caption>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name} title={row.reason === undefined ? undefined : coreText(row.reason)}>
                <th scope="row">{words.names[row.name]}</th>
                <td>{typeof row.value === "string" ? row.value : row.value === null ? "–" : Number.isInteger(row.value) ? plain(row.value) : compact(row.value)}</td>
                <td>{row.ci === null ? "" : words.interval(compact(row.ci[0]), compact(row.ci[1]))}</td>
              </tr>
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

function rhythmRows(train: TrainResult): readonly Row[] {
  const { rhythm } = train;
  if (rhythm === null) return [];
  const take = rowsOf(train, "rhythm");
  const names = ["jitter", "jitterMedian", "localVariation", "cv", "cvCorrected", "cv2", "detrendedCv", "driftPercentPerBeat", "driftRatio", "lagOneAutocorrelation", "stabilityIndexBeatsHz", "stabilityIndexCrossingsHz", "autocorrelationPeak", "spectrumPeakHz"] as const;
  return [
    ...names.map((name) => take(name, rhythm[name])),
    take("spectrumHalfWidthHz", rhythm.spectrumHalfWidthHz),
    take("spectrumResolutionHz", rhythm.spectrumResolutionHz),
    take("tempoExcursionHz", rhythm.tempoExcursionHz),
    take("tempoChanceHz", rhythm.tempoChanceHz),
    take("tempoSlowestHz", rhythm.tempoSlowestHz),
    take("tempoFastestHz", rhythm.tempoFastestHz),
    take("firstIntervalRatio", rhythm.firstIntervalRatio),
    take("stableFromBeat", rhythm.stableFromBeat),
    take("lastIntervalRatio", rhythm.lastIntervalRatio),
  ];
}

function amplitudeRows(train: TrainResult): readonly Row[] {
  const { amplitude } = train;
  if (amplitude === null) return [];
  const take = rowsOf(train, "amplitude");
  return [
    { ...take("jitter", amplitude.jitter), name: "amplitudeJitter" },
    take("jitterNoiseFloor", amplitude.jitterNoiseFloor),
    take("fadePercentPerBeat", amplitude.fadePercentPerBeat),
    take("lastToFirst", amplitude.lastToFirst),
    take("stereotypy", amplitude.stereotypy),
  ];
}

function antagonistRows(train: TrainResult, words: Messages["measures"]): readonly Row[] {
  const activity = train.antagonistActivity;
  if (activity === null) return [];
  const take = rowsOf(train, "antagonistActivity");
  return [
    take("rawCorrelation", activity.rawCorrelation),
    { name: "crossTalk", value: words.crossTalk[activity.crossTalk], ci: null, reason: undefined },
    take("coContractionBefore", activity.coContractionBefore),
    take("coContractionBursts", activity.coContractionBursts),
    take("coContractionGaps", activity.coContractionGaps),
    take("gapLevel", activity.gapLevel),
  ];
}

function pooledRows(pooled: PooledResult): readonly Row[] {
  const take = rowsOf(pooled, undefined);
  return [
    take("log10BayesFactor", pooled.log10BayesFactor),
    take("jitter", pooled.jitter),
    take("jitterSpread", pooled.jitterSpread),
    take("rateHz", pooled.rateHz),
    take("rateSpreadHz", pooled.rateSpreadHz),
  ];
}

/** Rows of one block, with the reasons that stand under its dotted paths. */
function rowsOf({ missing }: Pick<TrainResult, "missing">, block: string | undefined): (name: MeasureName, value: Measured | Estimate) => Row {
  return (name, value) => {
    const path = block === undefined ? name : `${block}.${name}`;
    const estimate = typeof value === "object" && value !== null ? value : { value, ci: null };
    return { name, ...estimate, reason: missing[path] ?? missing[`${path}.value`] ?? missing[`${path}.ci`] };
  };
}
