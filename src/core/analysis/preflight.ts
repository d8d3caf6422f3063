import type { PreflightFinding, PreflightRow } from "../reflex-result";
import type { ChannelResult, Mark, TrainResult } from "../result";
import type { SettingValues } from "../settings";
import type { PreparedChannel } from "../signal/prepared";

/** What the rows are made from. */
export interface PreflightRequest {
  readonly channels: readonly ChannelResult[];
  readonly prepared: ReadonlyMap<number, PreparedChannel | undefined>;
  readonly trains: readonly TrainResult[];
  readonly marks: readonly Mark[];
  readonly holds: number;
  readonly settings: SettingValues;
}

/** One line for each EMG channel: analysable, or what limits or forbids it and what to do about it. Numbers stand beside the limits they are judged by. */
export function preflightRows(request: PreflightRequest): readonly PreflightRow[] {
  return request.channels.filter(({ role }) => role === "emg").map((channel) => {
    const findings = findingsOf(channel, request);
    const verdict = findings.some(({ severity }) => severity === "error") ? "repeat" : findings.length > 0 ? "limited" : "analysable";
    return { channel: channel.label, channelIndex: channel.index, verdict, findings };
  });
}

function findingsOf(channel: ChannelResult, request: PreflightRequest): readonly PreflightFinding[] {
  const { settings } = request;
  const clipped = request.prepared.get(channel.index)?.quality.clippedShare ?? 0;
  const clips = clipped > settings.clipShare;
  const findings: PreflightFinding[] = [];
  if (channel.unusable !== null) {
    return [{ code: clips ? "clipping" : "unusable", severity: "error", text: channel.unusable, advice: clips ? "Lower the gain and repeat, or insist (⋯) to analyse it all the same." : "Check electrode, amplifier and sampling rate, and repeat." }];
  }
  if (clips) findings.push(warning("clipping", `${(100 * clipped).toFixed(2)} % of the samples are clipped (limit ${100 * settings.clipShare} %); analysed on request.`, "Lower the gain next time."));
  if (has(channel, "no-rest")) findings.push(warning("rest", `Rest too short: nowhere ${settings.restMinimumSeconds} s without activity.`, "Record some seconds of complete rest before the manoeuvre, or mark a quiet stretch."));
  const mains = channel.issues.find(({ code }) => code === "mains");
  if (mains !== undefined) findings.push(warning("mains", mains.message, "Mend the earth and the electrodes, and repeat."));
  const trains = request.trains.filter(({ channelIndex }) => channelIndex === channel.index);
  findings.push(...trainFindings(trains, settings));
  const crossTalk = trains.find(({ antagonistPhase }) => antagonistPhase?.pattern === "withheld");
  if (crossTalk !== undefined) findings.push(warning("cross-talk", `The raw signals of ${channel.label} and ${crossTalk.antagonist ?? "its antagonist"} correlate above ${settings.crossTalkWithhold}: one electrode hears both muscles.`, "Move the electrodes apart; the phase of the antagonist is withheld."));
  if (!request.marks.some(({ kind }) => kind === "stretch" || kind === "tap" || kind === "hold") && request.holds === 0) {
    findings.push(warning("marks", "No stretch, hold or tap is marked: labels are conditional, and there is no latency.", "Mark the manoeuvres (keys 1 to 4), or confirm what an angle or trigger channel proposes."));
  }
  return findings;
}

function trainFindings(trains: readonly TrainResult[], settings: SettingValues): readonly PreflightFinding[] {
  if (trains.length === 0) return [warning("beats", "No run of two or more bursts.", "If the muscle was stretched or tapped, that is a finding; else repeat the manoeuvre.")];
  const bursts = Math.max(...trains.map((train) => train.bursts.length));
  if (bursts < settings.minimumBursts) return [warning("beats", `Too few beats: the longest train has ${bursts} bursts, a statement about rhythm needs ${settings.minimumBursts}.`, "Hold the stretch longer, or repeat it: attempts are judged together.")];
  const best = trains.filter((train) => train.bursts.length >= settings.minimumBursts).reduce<number | undefined>((most, { snrDb }) => (snrDb === null ? most : Math.max(most ?? snrDb, snrDb)), undefined);
  if (best !== undefined && best >= settings.rhythmicSnrDb) return [];
  const measured = best === undefined ? "could not be measured" : `is ${best.toFixed(1)} dB at best`;
  return [warning("snr", `SNR ${measured}; a rhythm label needs ${settings.rhythmicSnrDb} dB.`, "Lower the noise (skin, electrodes, earth) or move the electrode over the muscle, and repeat.")];
}

function has(channel: ChannelResult, code: string): boolean {
  return channel.issues.some((issue) => issue.code === code);
}

function warning(code: PreflightFinding["code"], text: string, advice: string): PreflightFinding {
  return { code, severity: "warning", text, advice };
}
