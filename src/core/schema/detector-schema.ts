import { integer, list, measured, number, record, recordOrNull, text } from "./schema-parts";

/** `disagreement`, `boundaryAudit` and `segmentation` of a train. */
export const detectorFields = {
  disagreement: recordOrNull({
    score: number("Mean over the detectors of contestedShare, 0 to 1."),
    notFoundShare: number("Mean over the detectors of notFound per burst."),
    mergedShare: number("Mean over the detectors of merged per burst."),
    besideShare: number("Mean over the detectors of beside per burst."),
    onsetMilliseconds: measured("Median size of detector's onset − burst's onset, over detectors and bursts that meet one to one, ms."),
    offsetMilliseconds: measured("As onsetMilliseconds, of the offsets, ms."),
    assessedSeconds: number("Length of the train that was compared; three pieces of 20 s of a train above a minute. Seconds."),
    detectors: list(record({
      name: text("hodges-bui, double-threshold, double-threshold-adaptive, lidierth, abbink, tkeo, aglr or wavelet."),
      contestedShare: number("(notFound + merged + beside) / (bursts + beside), 0 to 1."),
      notFound: integer("Bursts that touch none of its ranges."),
      merged: integer("Bursts that share one of its ranges with another burst."),
      beside: integer("Its ranges within the train that touch no burst."),
      onsetMilliseconds: measured("Median of its onset − the burst's, ms."),
      offsetMilliseconds: measured("Median of its offset − the burst's, ms."),
    }, "One published detector with its default options."), "Every published detector but the one that decides."),
  }, "How far published detectors differ from the train's bursts; decides nothing. Null where the train has fewer bursts than a rhythm statement needs."),
  boundaryAudit: recordOrNull({
    startSeconds: measured("Rise of the variance nearest to startSeconds, by PELT on the band-passed signal, within 150 ms; seconds from the start of the recording."),
    startDifferenceMilliseconds: measured("That time minus startSeconds, ms."),
    endSeconds: measured("Fall of the variance nearest to endSeconds, within 150 ms; seconds from the start of the recording."),
    endDifferenceMilliseconds: measured("That time minus endSeconds, ms."),
  }, "Start and end of the train by change-point detection (Killick 2012). Null where the train has fewer bursts than a rhythm statement needs."),
  segmentation: record({
    splitScore: measured("Largest gap between two of the train's bursts over the longest that the train rule joins there, min(max(trainGapIntervals · median of the last five intervals, trainGapMinSeconds), trainGapMaxSeconds). Near 1: the train was nearly split; above 1 at a first gap that three further intervals bridge, and where a person joined."),
    splitSeconds: measured("Middle of that gap; seconds from the start of the recording."),
    mergeBeforeScore: measured("Longest gap that joins over the gap to the train before it in the same stretch of the channel. Near 1: nearly joined; above 1 where a mark or a person parts them."),
    mergeAfterScore: measured("The same of the train behind it."),
  }, "How near the train is to another segmentation."),
} as const;

/** `disagreementSpans` of a channel. */
export const disagreementSpansSchema = list(record({
  startSeconds: number("Seconds from the start of the recording."),
  endSeconds: number("Seconds from the start of the recording."),
  level: number("1 − |2p − 1| in quarters, p the share of detectors that call the 50-ms cell active."),
}, "A stretch over which the detectors differ."), "Where the detectors differ within trains, in time order; nothing where all agree.");
