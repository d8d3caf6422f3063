/** Plots: traces and the tabs below them. */
export const plots = {
  viewer: {
    contested: (places: number): string => places === 0 ? "Detectors agree on what is in view. " : `Detectors disagree in ${places} ${places === 1 ? "place" : "places"} in view. `,
    cursor: (place: string, what: string): string => `Cursor at ${place}${what === "" ? "" : `, ${what}`}.`,
    inBurst: (channel: string): string => `in a burst of ${channel}`,
    inTrain: (channel: string): string => `in the train of ${channel}`,
  },
  bottom: {
    tabs: { intervals: "Intervals", phase: "Phase", overlay: "Burst overlay", spectrum: "Spectrum", sides: "Sides", trials: "Trials", bursts: "Bursts" },
    noTrain: "No train is chosen.",
  },
  intervals: {
    first: (percent: string, longer: boolean): string => `first intervals ${percent} % ${longer ? "longer" : "shorter"}`,
    stable: (beat: number): string => `stable from beat ${beat}`,
    interval: (number: number, milliseconds: string, missed: boolean): string => `interval ${number}: ${milliseconds} ms${missed ? ", a beat is missing in it" : ""}`,
  },
  overlay: {
    waiting: "The bursts are being laid over each other.",
    tooFew: (bursts: number): string => `${bursts} ${bursts === 1 ? "burst" : "bursts"}: too few to say whether they are alike`,
    answer: (bursts: number, likeness: string): string => `${bursts} bursts; each resembles the mean of the others with r ${likeness} (median)`,
    axis: (unit: string): string => `envelope, ${unit}`,
    burst: (number: number): string => `burst ${number}`,
    label: (channel: string, sentence: string): string => `Bursts of the train on ${channel} over each other, aligned at their centroids, with mean and standard deviation: ${sentence}`,
  },
  sides: {
    waiting: "The recording is being analysed.",
    none: "No muscle was recorded on both sides with responses or clonus on each. Name muscle and side in the properties of the channels (⋯), and mark the side of each tap or stretch.",
    axis: "smaller over larger, 0 to 1: described, never counted for or against a pattern",
    measures: { "h-reflex": "H-reflex", "t-reflex": "T-reflex", "stretch-reflex": "stretch response", latency: "latency", "clonus-beats": "beats", "clonus-duration": "duration" },
    left: (value: string, count: number): string => `left ${value} (${count})`,
    right: (value: string, count: number): string => `right ${value} (${count})`,
    ratio: (ratio: string, interval: string): string => `smaller over larger ${ratio}${interval === "" ? "" : `, ${interval}`}`,
    noRatio: "no ratio",
  },
  trials: {
    waiting: "The recording is being analysed.",
    none: "No manoeuvre is marked: keys 1 stretch, 3 release and 4 tap put marks at the cursor.",
    axis: (channel: string): string => `${channel}, duration in s, beats above; bar: hold`,
    label: (channel: string, sentence: string): string => `Manoeuvres of ${channel}: ${sentence}`,
    answer: (responded: number, tried: number, beats: readonly [number, number] | undefined): string =>
      `${responded} of ${tried} ${tried === 1 ? "manoeuvre" : "manoeuvres"} responded${beats === undefined ? "" : beats[0] === beats[1] ? `, ${beats[0]} beats` : `, ${beats[0]} to ${beats[1]} beats`}`,
    pooled: (pattern: string, factor: string): string => `together ${pattern}${factor === "" ? "" : ` (log BF ${factor})`}`,
    patterns: { rhythmic: "rhythmic", irregular: "irregular", indeterminate: "undecided", tonic: "tonic", insufficient: "too few beats" },
    outcomes: { "clonus-like": "rhythmic", "clonoid-like": "rhythmic, fading", "pseudoclonus-like": "irregular", indeterminate: "undecided", tonic: "tonic", insufficient: "too few beats", withheld: "label withheld", "no-response": "no response", "not-analysed": "not analysed" },
    attempt: (number: number, beats: number, seconds: string | undefined, outcome: string): string => `manoeuvre ${number}: ${outcome}, ${beats} ${beats === 1 ? "beat" : "beats"}${seconds === undefined ? "" : ` in ${seconds} s`}`,
    series: (response: string, present: number, stimuli: number, latency: string | undefined, height: string | undefined): string =>
      `${response}: ${present} of ${stimuli}${present < stimuli ? `, ${stimuli - present} absent` : ""}${latency === undefined ? "" : `, ${latency} ms`}${height === undefined ? "" : `, ${height} µV peak to peak`} (medians)`,
  },
  spectrum: {
    choose: "Select a stretch or a trace: its spectrum stands here.",
    waiting: "The spectrum is being made.",
    silent: "no power in the band",
    what: { selection: "selection at", train: "train at", page: "page at" },
    answer: (median: string, mean: string, peak: string, rms: string): string => `median ${median} Hz, mean ${mean} Hz, peak ${peak} Hz; RMS ${rms}`,
    axis: (unit: string): string => `density, ${unit}²/Hz`,
    averages: (count: number): string => `${count} ${count === 1 ? "piece" : "pieces"} averaged`,
    image: (place: string): string => `Spectrogram of ${place}: time to the right, frequency up, darker is more power`,
  },
};
