import type { ChannelGate, ChannelResult, ResultDocument } from "../../core/result";
import { type Column, count, number, text } from "./table-model";

function gateValue(gate: ChannelGate["gate"]): (channel: ChannelResult) => number | null | undefined {
  return (channel) => channel.gates.find((one) => one.gate === gate)?.value;
}

/** One row a channel. */
export const channelColumns: readonly Column<ChannelResult>[] = [
  count("channel_index", "Position in the file, from 0.", (channel) => channel.index),
  text("channel", "Label.", (channel) => channel.label),
  text("muscle", "Muscle.", (channel) => channel.muscle),
  text("side", "Side of the muscle.", (channel) => channel.side),
  text("role", "emg, angle, force, acceleration, trigger or other.", (channel) => channel.role),
  text("unit", "Unit of the samples.", (channel) => channel.unit),
  number("sampling_hz", "Hz", "Sampling rate.", (channel) => channel.samplingHz),
  text("unusable", "Why the channel was not analysed; empty when it was, or when it is no EMG.", (channel) => channel.unusable),
  number("rest_uV", "uV", "Resting RMS.", (channel) => channel.restMicrovolts),
  number("clipped_percent", "%", "Clipped samples.", gateValue("clippedPercent")),
  number("rest_s", "s", "Time at rest, farther than the setting from every burst.", gateValue("restSeconds")),
  number("mains_percent", "%", "Mains hum in the power of the quiet baseline.", gateValue("mainsPercent")),
  text("gates_failed", "Quality gates that the channel does not pass.", (channel) => channel.gates.filter(({ passes }) => passes === false).map(({ gate }) => gate).join("; ")),
  count("isolated_bursts", "Bursts outside of trains.", (channel) => channel.isolatedBursts.length),
  text("issues", "Problems of the channel.", (channel) => channel.issues.map(({ message }) => message).join(" ")),
];

/** One row a recording: what a session is made of. */
export const recordingColumns: readonly Column<ResultDocument>[] = [
  number("recording_s", "s", "Length of the recording.", ({ source }) => source.durationSeconds),
  text("format", "Format of the file.", ({ source }) => source.format),
  text("import_settings", "What was said on import, as JSON (klonos-import/1); empty where nothing was.", ({ source }) => (source.recipe === null ? null : JSON.stringify(source.recipe))),
  count("channels_analysed", "EMG channels that were analysed.", ({ channels }) => channels.filter(({ role, unusable }) => role === "emg" && unusable === null).length),
  count("manoeuvres", "Manoeuvres that are marked.", ({ attempts }) => new Set(attempts.map(({ manoeuvre }) => manoeuvre)).size),
  count("trains", "Trains of all channels.", ({ trains }) => trains.length),
  // Every label has its column: the undecided are counted like the others, and no share is given.
  ...(["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate", "tonic", "insufficient", "withheld"] as const).map((label) =>
    count<ResultDocument>(`n_${label.replace("-like", "").replace("-", "_")}`, `Trains labelled ${label}.`, ({ trains }) => trains.filter((train) => train.label === label).length),
  ),
  text("issues", "Problems of the recording.", ({ issues }) => issues.map(({ message }) => message).join(" ")),
];
