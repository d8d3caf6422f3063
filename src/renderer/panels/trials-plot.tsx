import type { ReactNode } from "react";
import type { Estimate } from "../../core/estimate";
import type { ReflexSeriesResult } from "../../core/reflex-result";
import type { AttemptResult, Pattern, PooledResult, ResultDocument } from "../../core/result";
import { coreText } from "../layout/core-words";
import { axisTop } from "../layout/nice-steps";
import { compact, fixed, voltUnit } from "../layout/format";
import { shapeOf } from "../layout/pattern-words";
import type { Messages } from "../messages/messages";
import { useMessages } from "../messages/messages";
import { chosenTrain } from "../state/klonos-state";
import { useKlonos, useSession } from "../state/session-context";
import { goTo } from "../state/views/view-actions";
import { CoreSaid } from "./core-said";
import { answerPlace, fittingParts, useFrameWidth } from "./plot-frame";

const HEIGHT = 136;
const LEFT = 44;
const RIGHT = 14;
const BOTTOM = 22;
const LEAST_LABEL_PIXELS = 22;
const HALF_BAR = 7;
const MARK = 5;
const LABEL_HEIGHT = 12;
/** The axis of attempts that are all shorter. */
const LEAST_TOP_SECONDS = 0.5;

/** The colour and shape under which an outcome is shown; undefined for no response. */
export function patternOfOutcome(outcome: AttemptResult["outcome"]): Pattern | undefined {
  switch (outcome) {
    case "clonus-like":
    case "clonoid-like":
      return "rhythmic";
    case "pseudoclonus-like":
      return "irregular";
    case "tonic":
      return "tonic";
    case "indeterminate":
    case "withheld":
      return "indeterminate";
    case "insufficient":
      return "insufficient";
    case "no-response":
    case "not-analysed":
      return undefined;
  }
}

/** `R SOL, soleus H-reflex`; the response alone where a channel is called as its muscle. */
function seriesName(channel: string, response: string): string {
  return response.toLowerCase().startsWith(channel.toLowerCase()) ? coreText(response) : `${channel}, ${coreText(response)}`;
}

/** What the attempts of one channel come to; the pooled pattern as a second part where attempts were judged together, and how they differ as a third. */
export function trialsParts(rows: readonly AttemptResult[], result: Pick<ResultDocument, "pooled">, words: Messages["trials"]): readonly string[] {
  const tried = rows.filter(({ outcome }) => outcome !== "not-analysed");
  const beats = tried.filter(({ outcome }) => outcome !== "no-response").map((row) => row.beats).sort((a, b) => a - b);
  const answer = words.answer(beats.length, tried.length, beats.length === 0 ? undefined : [beats[0]!, beats[beats.length - 1]!]);
  const pooled = result.pooled.find(({ channelIndex }) => channelIndex === rows[0]?.channelIndex);
  if (pooled === undefined || pooled.trainIds.length < 2) return [answer];
  const spread = pooled.rateSpreadHz === null ? [] : [words.spread(fixed(pooled.rateSpreadHz, 2), pooled.jitterSpread === null ? "" : fixed(pooled.jitterSpread, 2))];
  if (attemptsDisagree(pooled)) return [answer, words.disagree(words.patterns[pooled.pattern]), ...spread];
  return [answer, words.pooled(words.patterns[pooled.pattern], pooled.log10BayesFactor === null ? "" : `${pooled.log10BayesFactor > 0 ? "+" : ""}${fixed(pooled.log10BayesFactor, 1)}`), ...spread];
}

/** Decided both ways by themselves: the pooled log BF is then that of the longest and says nothing of all. */
function attemptsDisagree({ labels }: PooledResult): boolean {
  return (labels["clonus-like"] ?? 0) + (labels["clonoid-like"] ?? 0) > 0 && (labels["pseudoclonus-like"] ?? 0) > 0;
}

/** Does it come again? Duration of each manoeuvre of the chosen muscle against its hold, the number of beats above it; an attempt without a response is a finding. */
export function TrialsPlot(): ReactNode {
  const result = useKlonos((state) => state.result);
  const train = useKlonos(chosenTrain);
  const chosen = useKlonos((state) => state.view.channelIndex);
  const { trials: words, measures } = useMessages();
  if (result === undefined) return <p className="quiet">{words.waiting}</p>;
  // Nerve stimuli are no manoeuvres: their responses stand here alone.
  const told = [...result.attempts, ...result.reflexSeries.filter(isTold)];
  if (told.length === 0) return <p className="quiet">{words.none}</p>;
  const wanted = train?.channelIndex ?? chosen;
  const channel = told.some(({ channelIndex }) => channelIndex === wanted) ? wanted : told[0]!.channelIndex;
  const rows = result.attempts.filter(({ channelIndex }) => channelIndex === channel);
  const series = result.reflexSeries.filter((entry) => entry.channelIndex === channel && isTold(entry));
  const distractions = result.distractions.filter((entry) => entry.channelIndex === channel);
  return (
    <div className="trials">
      {rows.length === 0 ? null : <TrialsChart rows={rows} result={result} />}
      <ul className="trials-notes">
        {series.map((entry) => (
          <li key={entry.id}>
            {words.series(seriesName(entry.channel, entry.response!), entry.present, entry.stimuli, seriesMeasures(entry, words, measures.interval))}
            {entry.notes.map((note) => (
              <span key={note} className="quiet">
                {" "}
                <CoreSaid text={note} />
              </span>
            ))}
          </li>
        ))}
        {distractions.map((entry) => (
          <li key={entry.id}>
            <CoreSaid text={entry.text} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function isTold({ response, stimuli }: ReflexSeriesResult): boolean {
  return response !== null && stimuli > 0;
}

/** Medians of a series with their intervals, its ratio to the M-wave, and how the amplitude changes from one stimulus to the next. */
function seriesMeasures({ latencyMilliseconds, peakToPeakMicrovolts, ratioToM, habituationPercent }: ReflexSeriesResult, words: Messages["trials"], between: Messages["measures"]["interval"]): readonly string[] {
  const [unit, microvolts] = voltUnit(peakToPeakMicrovolts.value ?? 0);
  const said = ({ value, ci }: Estimate, write: (value: number) => string, word: (text: string) => string): readonly string[] => (value === null ? [] : [word(ci === null ? write(value) : `${write(value)} (${between(write(ci[0]), write(ci[1]))})`)]);
  return [
    ...said(latencyMilliseconds, (value) => fixed(value, 1), words.seriesLatency),
    ...said(peakToPeakMicrovolts, (value) => compact(value / microvolts), (text) => words.seriesHeight(`${text} ${unit}`)),
    ...said(ratioToM, (value) => fixed(value, 2), words.seriesToM),
    ...said(habituationPercent, (value) => `${value > 0 ? "+" : ""}${fixed(value, 1)}`, words.seriesChange),
  ];
}

function TrialsChart({ rows, result }: { readonly rows: readonly AttemptResult[]; readonly result: ResultDocument }): ReactNode {
  const session = useSession();
  const { trials: words } = useMessages();
  const [width, frame] = useFrameWidth();
  const parts = trialsParts(rows, result, words);
  const sentence = parts.join("; ");
  const shown = fittingParts(parts, width);
  const answer = answerPlace(width, shown, words.axis(rows[0]!.channel));
  // The number of beats stands above the longest bar.
  const top = answer.top + LABEL_HEIGHT;
  const lengths = rows.map((row) => row.durationSeconds ?? 0);
  const holds = rows.map(({ hold }) => (hold === null ? 0 : hold.endSeconds - hold.startSeconds));
  const high = axisTop(Math.max(LEAST_TOP_SECONDS, ...lengths, ...holds));
  const y = (seconds: number): number => top + (1 - seconds / high) * (HEIGHT - top - BOTTOM);
  const x = (index: number): number => LEFT + ((index + 0.5) / rows.length) * (width - LEFT - RIGHT);
  const every = Math.max(1, Math.ceil((LEAST_LABEL_PIXELS * rows.length) / (width - LEFT - RIGHT)));
  const channel = rows[0]!.channel;
  return (
    <div className="interval-frame" ref={frame}>
      <svg className="plot" width={width} height={HEIGHT} role="img" aria-label={words.label(channel, sentence)} data-testid="trials-plot">
        <text className="plot-label" x={4} y={12}>
          {words.axis(channel)}
        </text>
        <text className="plot-answer" x={answer.x} y={answer.y} textAnchor={answer.anchor}>
          <title>{sentence}</title>
          {shown}
        </text>
        {[0, high / 2, high].map((value) => (
          <g key={value}>
            <line className="grid-line" x1={LEFT} x2={width - RIGHT} y1={y(value)} y2={y(value)} />
            <text className="plot-label" x={LEFT - 8} y={y(value) + 4} textAnchor="end">
              {fixed(value, Number.isInteger(value) ? 0 : Number.isInteger(Number((value * 10).toPrecision(3))) ? 1 : 2)}
            </text>
          </g>
        ))}
        {rows.map((row, index) => (
          <g key={row.id} className="trial" data-outcome={row.outcome} onClick={() => goTo(session, row.markSeconds)}>
            <title>{[words.attempt(row.manoeuvre, row.beats, row.durationSeconds === null ? undefined : fixed(row.durationSeconds, 1), words.outcomes[row.outcome], row.burstsAfterRelease ?? 0), ...(row.scatsBand === null ? [] : [coreText(row.scatsBand)])].join(". ")}</title>
            <rect className="trial-target" x={x(index) - Math.max(HALF_BAR, LEAST_LABEL_PIXELS / 2)} y={top} width={2 * Math.max(HALF_BAR, LEAST_LABEL_PIXELS / 2)} height={HEIGHT - top} />
            {holds[index] === 0 ? null : <line className="trial-hold" x1={x(index) - HALF_BAR} x2={x(index) + HALF_BAR} y1={y(holds[index]!)} y2={y(holds[index]!)} />}
            <Outcome row={row} x={x(index)} y={y} above={y(holds[index]!)} />
            {index % every === 0 ? (
              <text className="plot-label" x={x(index)} y={HEIGHT - 5} textAnchor="middle">
                {row.manoeuvre}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
    </div>
  );
}

function Outcome({ row, x, y, above }: { readonly row: AttemptResult; readonly x: number; readonly y: (seconds: number) => number; readonly above: number }): ReactNode {
  const pattern = patternOfOutcome(row.outcome);
  if (pattern === undefined) {
    return (
      <text className="plot-label" x={x} y={y(0) - 4} textAnchor="middle">
        {row.outcome === "no-response" ? "0" : "–"}
      </text>
    );
  }
  const top = y(row.durationSeconds ?? 0);
  return (
    <g className={`pattern-${pattern}`}>
      <line className="trial-stem" x1={x} x2={x} y1={y(0)} y2={top} />
      <TrialMark pattern={pattern} x={x} y={top} />
      <text className="plot-label" x={x} y={Math.min(top - MARK, above) - 3} textAnchor="middle">
        {row.durationCensored ? `≥${row.beats}` : row.beats}
        {/* What comes after the release is no answer to the hold, but a beat of the train. */}
        {(row.burstsAfterRelease ?? 0) === 0 ? "" : ` + ${row.burstsAfterRelease}`}
      </text>
    </g>
  );
}

function TrialMark({ pattern, x, y }: { readonly pattern: Pattern; readonly x: number; readonly y: number }): ReactNode {
  switch (shapeOf(pattern)) {
    case "square":
      return <rect x={x - MARK} y={y - MARK} width={2 * MARK} height={2 * MARK} fill="currentColor" />;
    case "diamond":
      return <path d={`M${x} ${y - MARK - 1} L${x + MARK + 1} ${y} L${x} ${y + MARK + 1} L${x - MARK - 1} ${y}Z`} fill="currentColor" />;
    case "ring":
      return <circle cx={x} cy={y} r={MARK - 1} fill="none" stroke="currentColor" strokeWidth="2" />;
    case "bar":
      return <rect x={x - MARK} y={y - 2} width={2 * MARK} height={4} fill="currentColor" />;
    case "dot":
      return <circle cx={x} cy={y} r={3} fill="currentColor" />;
  }
}
