import type { DistractionResult, ReflexResult, ReflexSeriesResult, SideResult } from "../../core/reflex-result";
import { type Column, count, number, text } from "./table-model";

/** One row for each stimulus and EMG channel, absent responses included. */
export const reflexColumns: readonly Column<ReflexResult>[] = [
  text("reflex", "Identifier within the recording.", (row) => row.id),
  text("channel", "Label of the channel.", (row) => row.channel),
  text("muscle", "Muscle of the channel.", (row) => row.muscle),
  text("side", "Side of the muscle.", (row) => row.side),
  text("evoked_by", "stretch, tap or stimulus (electrical).", (row) => row.evokedBy),
  number("mark_s", "s", "Stretch, tap or stimulus, from the start of the recording.", (row) => row.markSeconds),
  text("response", "The response looked for, e.g. soleus H-reflex; empty where none is known for the muscle.", (row) => row.response),
  text("status", "present, absent (a finding), outside-window or not-assessed.", (row) => row.status),
  number("window_from_ms", "ms", "Where it was looked for: from, after the mark.", (row) => row.windowMilliseconds[0]),
  number("window_to_ms", "ms", "Where it was looked for: to, after the mark.", (row) => row.windowMilliseconds[1]),
  number("latency_ms", "ms", "From the mark to the response.", (row) => row.latencyMilliseconds),
  number("peak_to_peak_uV", "uV", "Peak to peak in the window between 5 and 450 Hz, background not subtracted.", (row) => row.peakToPeakMicrovolts),
  number("m_wave_uV", "uV", "Peak to peak of the M-wave of this stimulus.", (row) => row.mWaveMicrovolts),
  number("ratio_to_m", "", "Response over the largest M-wave of the channel in this recording.", (row) => row.ratioToM),
  number("background_uV", "uV", "RMS from 100 to 10 ms before the mark.", (row) => row.backgroundMicrovolts),
  number("since_last_s", "s", "Time since the stimulus before on the same side; empty for the first.", (row) => row.sinceLastSeconds),
];

/** One row for each channel, kind of stimulus and side stimulated. */
export const reflexSeriesColumns: readonly Column<ReflexSeriesResult>[] = [
  text("series", "Identifier within the recording.", (row) => row.id),
  text("channel", "Label of the channel.", (row) => row.channel),
  text("muscle", "Muscle of the channel.", (row) => row.muscle),
  text("side", "Side of the muscle.", (row) => row.side),
  text("evoked_by", "stretch, tap or stimulus (electrical).", (row) => row.evokedBy),
  text("stimulated_side", "Side that was stimulated; empty where the marks do not say.", (row) => row.stimulatedSide),
  text("response", "The response looked for.", (row) => row.response),
  count("stimuli", "Stimuli of the series.", (row) => row.stimuli),
  count("present", "Responses that were there.", (row) => row.present),
  count("absent", "Responses that were absent though they could have been seen.", (row) => row.absent),
  number("latency_ms", "ms", "Median over the present responses.", (row) => row.latencyMilliseconds.value),
  number("latency_ci_low_ms", "ms", "Lower end of its interval.", (row) => row.latencyMilliseconds.ci?.[0]),
  number("latency_ci_high_ms", "ms", "Upper end of its interval.", (row) => row.latencyMilliseconds.ci?.[1]),
  number("peak_to_peak_uV", "uV", "Median over present and absent responses alike.", (row) => row.peakToPeakMicrovolts.value),
  number("peak_to_peak_ci_low_uV", "uV", "Lower end of its interval.", (row) => row.peakToPeakMicrovolts.ci?.[0]),
  number("peak_to_peak_ci_high_uV", "uV", "Upper end of its interval.", (row) => row.peakToPeakMicrovolts.ci?.[1]),
  number("ratio_to_m", "", "Median response over the largest M-wave.", (row) => row.ratioToM.value),
  number("habituation_percent", "%", "Change of the amplitude from one stimulus to the next.", (row) => row.habituationPercent.value),
  number("habituation_ci_low_percent", "%", "Lower end of its interval.", (row) => row.habituationPercent.ci?.[0]),
  number("habituation_ci_high_percent", "%", "Upper end of its interval.", (row) => row.habituationPercent.ci?.[1]),
  number("interval_s", "s", "Median time between the stimuli.", (row) => row.intervalSeconds),
  text("notes", "What is to be said of the series: too few, too close together.", (row) => row.notes.map((note) => note.replace(/\.$/, "")).join("; ")),
];

/** One row for each muscle that was recorded on both sides and each measure. */
export const asymmetryColumns: readonly Column<SideResult>[] = [
  text("comparison", "Identifier within the recording.", (row) => row.id),
  text("muscle", "Muscle that was recorded on both sides.", (row) => row.muscle),
  text("measure", "h-reflex, t-reflex, stretch-reflex, latency, clonus-beats or clonus-duration.", (row) => row.measure),
  text("measure_unit", "Unit of left_median and right_median: µV, ms, s, or empty for beats and ratios.", (row) => row.unit),
  text("left_channel", "Label of the left channel.", (row) => row.left.channel),
  count("left_n", "Responses or manoeuvres of the left side that count.", (row) => row.left.count),
  number("left_median", "", "Median of the left side, in measure_unit.", (row) => row.left.median),
  text("right_channel", "Label of the right channel.", (row) => row.right.channel),
  count("right_n", "Responses or manoeuvres of the right side that count.", (row) => row.right.count),
  number("right_median", "", "Median of the right side, in measure_unit.", (row) => row.right.median),
  number("ratio", "", "Smaller over larger.", (row) => row.ratio.value),
  number("ratio_ci_low", "", "Lower end of its interval.", (row) => row.ratio.ci?.[0]),
  number("ratio_ci_high", "", "Upper end of its interval.", (row) => row.ratio.ci?.[1]),
  number("asymmetry_index", "", "(R − L)/(R + L).", (row) => row.asymmetryIndex.value),
  number("asymmetry_index_ci_low", "", "Lower end of its interval.", (row) => row.asymmetryIndex.ci?.[0]),
  number("asymmetry_index_ci_high", "", "Upper end of its interval.", (row) => row.asymmetryIndex.ci?.[1]),
  number("difference", "", "R − L of the medians, in the unit of the row.", (row) => row.difference.value),
  number("difference_ci_low", "", "Lower end of its interval.", (row) => row.difference.ci?.[0]),
  number("difference_ci_high", "", "Upper end of its interval.", (row) => row.difference.ci?.[1]),
  text("larger", "left, right or equal.", (row) => row.larger),
  text("verdict", "symmetric, borderline or asymmetric; for H-reflexes alone.", (row) => row.verdict),
];

/** One row for each distraction and EMG channel. */
export const distractionColumns: readonly Column<DistractionResult>[] = [
  text("distraction", "Identifier within the recording.", (row) => row.id),
  text("channel", "Label of the channel.", (row) => row.channel),
  text("muscle", "Muscle of the channel.", (row) => row.muscle),
  text("side", "Side of the muscle.", (row) => row.side),
  text("kind", "distraction, or contralateral-tapping: a task of the other limb.", (row) => row.kind),
  number("mark_s", "s", "When it began, from the start of the recording.", (row) => row.markSeconds),
  number("before_s", "s", "Length of what is compared before the mark.", (row) => row.beforeSeconds),
  number("after_s", "s", "Length of what is compared after the mark.", (row) => row.afterSeconds),
  count("bursts_before", "Bursts before the mark.", (row) => row.burstsBefore),
  count("bursts_after", "Bursts after the mark.", (row) => row.burstsAfter),
  number("rate_before_hz", "Hz", "Rate before the mark.", (row) => row.rateBeforeHz),
  number("rate_after_hz", "Hz", "Rate after the mark.", (row) => row.rateAfterHz),
  number("amplitude_before_uV", "uV", "Amplitude of the bursts before the mark.", (row) => row.amplitudeBeforeMicrovolts),
  number("amplitude_after_uV", "uV", "Amplitude of the bursts after the mark.", (row) => row.amplitudeAfterMicrovolts),
  number("pause_s", "s", "Longest time without a burst that begins within 2 s of the mark.", (row) => row.pauseSeconds),
  text("effect", "paused, halved, unchanged or not-assessed. Described, never counted for or against a pattern.", (row) => row.effect),
];
