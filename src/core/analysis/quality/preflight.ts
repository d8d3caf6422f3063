import type { Issue } from "../../errors";
import type { PreflightFinding, PreflightRow } from "../../reflex-result";
import type { ChannelResult, Mark, TrainResult } from "../../result";
import type { SettingValues } from "../../settings";
import type { PreparedChannel } from "../../signal/prepared";

/** What the pre-flight asks of a train. */
export interface PreflightTrain {
  readonly bursts: number;
  readonly snrDb: number | null;
  /** The other muscle of the pair, where the raw signals correlate so much that nothing is said of it. */
  readonly hears?: string | undefined;
}

/** What is known of one EMG channel, from the whole analysis or from a first look. */
export interface PreflightChannel {
  readonly label: string;
  readonly index: number;
  readonly unusable: string | null;
  readonly clippedShare: number;
  readonly issues: readonly Issue[];
  readonly trains: readonly PreflightTrain[];
}

/** What the rows are made from. */
export interface PreflightRequest {
  readonly channels: readonly PreflightChannel[];
  readonly marks: readonly Mark[];
  readonly holds: number;
  readonly settings: SettingValues;
  /** Only stretches of the recording were looked at: what was not found may be elsewhere. */
  readonly inPart?: boolean | undefined;
}

/** One line for each EMG channel: analysable, or what limits or forbids it and what to do about it. Numbers stand beside the limits they are judged by. */
export function preflightRows(request: PreflightRequest): readonly PreflightRow[] {
  return request.channels.map((channel) => {
    const findings = findingsOf(channel, request);
    const verdict = findings.some(({ severity }) => severity === "error") ? "repeat" : findings.length > 0 ? "limited" : "analysable";
    return { channel: channel.label, channelIndex: channel.index, verdict, findings };
  });
}

/** The EMG channels of an analysis as the pre-flight asks for them. */
export function preflightChannels(channels: readonly ChannelResult[], trains: readonly TrainResult[], prepared: ReadonlyMap<number, PreparedChannel | undefined>): readonly PreflightChannel[] {
  return channels.filter(({ role }) => role === "emg").map(({ label, index, unusable, issues }) => ({
    label, index, unusable, issues,
    clippedShare: prepared.get(index)?.quality.clippedShare ?? 0,
    trains: trains.filter(({ channelIndex }) => channelIndex === index).map(({ bursts, snrDb, antagonistPhase, antagonist }) => ({
      bursts: bursts.length, snrDb, hears: antagonistPhase?.pattern === "withheld" ? (antagonist ?? "its antagonist") : undefined,
    })),
  }));
}

function findingsOf(channel: PreflightChannel, { settings, marks, holds, inPart = false }: PreflightRequest): readonly PreflightFinding[] {
  const clips = channel.clippedShare > settings.clipShare;
  const findings: PreflightFinding[] = [];
  if (channel.unusable !== null) {
    return [{ code: clips ? "clipping" : "unusable", severity: "error", text: channel.unusable, advice: clips ? "Lower the gain and repeat, or insist (⋯) to analyse it all the same." : "Check electrode, amplifier and sampling rate, and repeat." }];
  }
  if (clips) findings.push(warning("clipping", `${(100 * channel.clippedShare).toFixed(2)} % of the samples are clipped (limit ${100 * settings.clipShare} %); analysed on request.`, "Lower the gain next time."));
  if (channel.issues.some(({ code }) => code === "no-rest")) findings.push(warning("rest", `Rest too short: nowhere ${settings.restMinimumSeconds} s without activity.`, "Record some seconds of complete rest before the manoeuvre, or mark a quiet stretch."));
  const mains = channel.issues.find(({ code }) => code === "mains");
  if (mains !== undefined) findings.push(warning("mains", mains.message, "Mend the earth and the electrodes, and repeat."));
  if (channel.trains.length > 0 || !areSingleStimuli(marks)) findings.push(...trainFindings(channel.trains, settings, inPart));
  const crossTalk = channel.trains.find(({ hears }) => hears !== undefined);
  if (crossTalk !== undefined) findings.push(warning("cross-talk", `The raw signals of ${channel.label} and ${crossTalk.hears} correlate above ${settings.crossTalkWithhold}: one electrode hears both muscles.`, "Move the electrodes apart; the phase of the antagonist is withheld."));
  if (!marks.some(({ kind }) => kind === "stretch" || kind === "tap" || kind === "hold" || kind === "stimulus") && holds === 0) {
    findings.push(warning("marks", "No stretch, hold or tap is marked: labels are conditional, and there is no latency.", "Mark the manoeuvres (keys 1 to 4), or confirm what an angle or trigger channel proposes."));
  }
  return findings;
}

/** Taps and nerve stimuli alone: each asks for one response, not for beats. */
function areSingleStimuli(marks: readonly Mark[]): boolean {
  return marks.some(({ kind }) => kind === "tap" || kind === "stimulus") && !marks.some(({ kind }) => kind === "stretch" || kind === "hold");
}

function trainFindings(trains: readonly PreflightTrain[], settings: SettingValues, inPart: boolean): readonly PreflightFinding[] {
  if (trains.length === 0) {
    const text = inPart ? "No run of two or more bursts in the stretches that were looked at." : "No run of two or more bursts.";
    return [warning("beats", text, "If the muscle was stretched or tapped, that is a finding; else repeat the manoeuvre.")];
  }
  const most = trains.reduce((longest, { bursts }) => Math.max(longest, bursts), 0);
  if (most < settings.minimumBursts) {
    const text = inPart
      ? `Too few beats in the stretches that were looked at: the longest train has ${most} bursts, a statement about rhythm needs ${settings.minimumBursts}.`
      : `Too few beats: the longest train has ${most} bursts, a statement about rhythm needs ${settings.minimumBursts}.`;
    return [warning("beats", text, "Hold the stretch longer, or repeat it: attempts are judged together.")];
  }
  const best = trains.filter(({ bursts }) => bursts >= settings.minimumBursts).reduce<number | undefined>((highest, { snrDb }) => (snrDb === null ? highest : Math.max(highest ?? snrDb, snrDb)), undefined);
  if (best !== undefined && best >= settings.rhythmicSnrDb) return [];
  const measured = best === undefined ? "could not be measured" : `is ${best.toFixed(1)} dB at best`;
  return [warning("snr", `SNR ${measured}; a rhythm label needs ${settings.rhythmicSnrDb} dB.`, "Lower the noise (skin, electrodes, earth) or move the electrode over the muscle, and repeat.")];
}

function warning(code: PreflightFinding["code"], text: string, advice: string): PreflightFinding {
  return { code, severity: "warning", text, advice };
}
