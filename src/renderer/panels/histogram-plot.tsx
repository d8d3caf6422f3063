import type { ReactNode } from "react";
import type { IntervalHistogramsResult, TrainResult } from "../../core/result";
import { coreText } from "../layout/core-words";
import { fixed, plain } from "../layout/format";
import { axisTop } from "../layout/nice-steps";
import { useMessages } from "../messages/messages";
import { isHidden } from "../state/review/study-mask";
import { answerPlace, PlotFrame } from "./plot-frame";

const HEIGHT = 136;
const LEFT = 34;
const RIGHT = 18;
const BOTTOM = 22;
const MILLISECONDS = 1000;
/** Room that the number of a tick needs. */
const TICK_PIXELS = 40;
/** Room between two bars, in pixels. */
const BETWEEN_BARS = 1;

/** Times of the histogram's bins in milliseconds: from each edge to the next. */
interface Bins {
  readonly counts: readonly number[];
  /** Left edge of the first bin. */
  readonly from: number;
  readonly width: number;
}

/** Bins of the times to later bursts of the same muscle: they begin at 0. */
export function autoBins({ binSeconds, auto }: IntervalHistogramsResult): Bins {
  return { counts: auto, from: 0, width: binSeconds * MILLISECONDS };
}

/** Bins of the times to the antagonist's bursts: the middle one lies about 0. */
export function crossBins({ binSeconds, cross }: IntervalHistogramsResult): Bins {
  const counts = cross ?? [];
  return { counts, from: -(counts.length / 2) * binSeconds * MILLISECONDS, width: binSeconds * MILLISECONDS };
}

/** Middle of the fullest bin in milliseconds, the first of several; undefined where nothing was counted. */
export function fullestBin({ counts, from, width }: Bins): number | undefined {
  const most = Math.max(0, ...counts);
  return most === 0 ? undefined : from + (counts.indexOf(most) + 0.5) * width;
}

/** Share of the fullest bin that the first peak must have: what comes sooner is a blip beside a beat. */
const PEAK_SHARE = 0.5;

/** Middle of the first bin in milliseconds that is a peak: the later peaks of a cycle are its multiples. Undefined where nothing was counted. */
export function firstPeak({ counts, from, width }: Bins): number | undefined {
  const most = Math.max(0, ...counts);
  const first = counts.findIndex((count, k) => count > 0 && count >= PEAK_SHARE * most && count >= (counts[k + 1] ?? 0));
  return first < 0 ? undefined : from + (first + 0.5) * width;
}

/** Does it come again, and when does the antagonist come? Auto- and cross-interval histograms of the train's bursts (science.md 3.7). They describe. */
export function HistogramPlot({ train }: { readonly train: TrainResult }): ReactNode {
  const { histograms: words, review, phase } = useMessages();
  const { intervalHistograms } = train;
  if (isHidden(train)) return <p className="quiet">{review.studyOn}</p>;
  const antagonist = train.antagonist ?? phase.antagonist;
  return (
    <div className="plots" data-testid="histograms">
      <Bars bins={autoBins(intervalHistograms)} axis={words.auto(train.channel)} at={firstPeak(autoBins(intervalHistograms))} answer={words.first} none={words.noPairs} kind="auto" />
      {intervalHistograms.cross === null ? (
        <p className="quiet interval-frame">{coreText(train.missing["antagonistPhase"] ?? phase.none)}</p>
      ) : (
        <Bars bins={crossBins(intervalHistograms)} axis={words.cross(train.channel, antagonist)} at={fullestBin(crossBins(intervalHistograms))} answer={(at) => words.mostCross(antagonist, at)} none={words.noCross(antagonist)} kind="cross" />
      )}
    </div>
  );
}

interface BarsProps {
  readonly bins: Bins;
  readonly axis: string;
  /** Where it peaks, in milliseconds. */
  readonly at: number | undefined;
  readonly answer: (milliseconds: string) => string;
  readonly none: string;
  readonly kind: "auto" | "cross";
}

function Bars({ bins, axis, at, answer, none, kind }: BarsProps): ReactNode {
  const { histograms: words } = useMessages();
  const { counts, from, width: binWidth } = bins;
  const high = axisTop(Math.max(1, ...counts));
  const sentence = at === undefined ? none : answer(fixed(at, 0));
  const last = from + counts.length * binWidth;
  const step = kind === "auto" ? 100 : 50;
  const ticks = Array.from({ length: Math.floor(last / step) - Math.ceil(from / step) + 1 }, (_, k) => (Math.ceil(from / step) + k) * step);
  return (
    <PlotFrame>
      {(width) => {
        const place = answerPlace(width, sentence, axis);
        const top = place.top;
        const x = (milliseconds: number): number => LEFT + ((milliseconds - from) / (last - from)) * (width - LEFT - RIGHT);
        const y = (count: number): number => top + (1 - count / high) * (HEIGHT - top - BOTTOM);
        const every = Math.max(1, Math.ceil((TICK_PIXELS * ticks.length) / (width - LEFT - RIGHT)));
        return (
          <svg className="plot" width={width} height={HEIGHT} role="img" aria-label={`${axis}: ${sentence}`} data-testid={`histogram-${kind}`}>
            <text className="plot-label" x={4} y={12}>
              <title>{`${axis}: ${sentence}`}</title>
              {axis}
            </text>
            <text className="plot-answer" x={place.x} y={place.y} textAnchor={place.anchor}>
              {sentence}
            </text>
            {[0, high].map((count) => (
              <g key={count}>
                <line className="grid-line" x1={LEFT} x2={width - RIGHT} y1={y(count)} y2={y(count)} />
                <text className="plot-label" x={LEFT - 6} y={y(count) + 4} textAnchor="end">
                  {plain(count)}
                </text>
              </g>
            ))}
            {counts.map((count, k) =>
              count === 0 ? null : (
                <rect key={k} className={`histogram-bar histogram-${kind}`} x={x(from + k * binWidth) + BETWEEN_BARS / 2} width={Math.max(1, x(from + (k + 1) * binWidth) - x(from + k * binWidth) - BETWEEN_BARS)} y={y(count)} height={y(0) - y(count)}>
                  <title>{words.bar(fixed(from + k * binWidth, 0), fixed(from + (k + 1) * binWidth, 0), count)}</title>
                </rect>
              ),
            )}
            {kind === "cross" ? <line className="histogram-zero" x1={x(0)} x2={x(0)} y1={top} y2={y(0)} /> : null}
            {ticks.map((tick, k) =>
              (k - ticks.indexOf(0)) % every === 0 ? (
                <text key={tick} className="plot-label" x={x(tick)} y={HEIGHT - 6} textAnchor="middle">
                  {fixed(tick, 0)}
                </text>
              ) : null,
            )}
          </svg>
        );
      }}
    </PlotFrame>
  );
}
