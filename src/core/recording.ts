import type { Issue } from "./errors";
import type { Segment } from "./timeline";

/** Side of the body. */
export type Side = "left" | "right";

/** What a channel carries. Only `emg` is analysed; every other role is drawn and may propose events. */
export type ChannelRole = "emg" | "angle" | "force" | "acceleration" | "trigger" | "other";

/** What a label says about a channel. Never guessed in silence: two meanings give `candidates` and no `muscle`. */
export interface ChannelIdentity {
  readonly role: ChannelRole;
  /** Identifier of `core/anatomy` (e.g. `soleus`, `tibialis-anterior`), undefined when the label names none. */
  readonly muscle: string | undefined;
  readonly side: Side | undefined;
  /** Site at which this muscle shows clonus: ankle, patella, toe, hand, jaw …; undefined when unknown. */
  readonly site: string | undefined;
  /** Muscles between which an ambiguous label (GM, ST, RF) must be decided by the user; empty when there is no question. */
  readonly candidates: readonly string[];
}

/** One signal of a recording, as the file describes it, with what its label means. */
export interface ChannelInfo extends ChannelIdentity {
  /** Position in the file's order, annotation signals left out. */
  readonly index: number;
  readonly label: string;
  /** Unit as written in the file (`uV`, `mV`, `deg`, …); empty when the file names none. */
  readonly unit: string;
  /** True when `unit` is a voltage: samples are then volts inside Klonos and shown in µV. Else samples are in `unit`. */
  readonly isVoltage: boolean;
  readonly samplingHz: number;
  readonly sampleCount: number;
  /** In time order, at least one when sampleCount > 0. */
  readonly segments: readonly Segment[];
  /** Physical range of the converter, in the same unit as the samples; undefined when the file does not say (used for clipping). */
  readonly physicalRange: readonly [number, number] | undefined;
  /** Prefilter text of the file, empty when none. */
  readonly prefilter: string;
  /** Why the recording's own description calls the channel bad (BIDS `status`), a sentence; undefined when it does not. */
  readonly statedBad?: string | undefined;
}

/** A note of the file: `channel` is set where the format links it to one. */
export interface Annotation {
  readonly onsetSeconds: number;
  readonly durationSeconds: number;
  readonly text: string;
  readonly channel: number | undefined;
}

/** A time between two segments in which nothing was recorded. */
export interface Gap {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** What is known at once, from the header alone. `complete` is false where only a scan can tell (gaps, row counts). */
export interface RecordingHeader {
  /** `EDF`, `EDF+C`, `EDF+D`, `BDF`, `BDF+C`, `BDF+D`, `CSV`. */
  readonly format: string;
  readonly channels: readonly ChannelInfo[];
  readonly durationSeconds: number;
  /** Local date and clock time of the first sample, ISO without zone (`2026-09-14T10:42:07.25`); undefined when not stated. */
  readonly startDateTime: string | undefined;
  /** True when the header holds fields that can name a person (EDF patient or recording identification). */
  readonly hasIdentity: boolean;
  readonly issues: readonly Issue[];
  readonly complete: boolean;
}

/** What a full pass adds. `channels` repeats the header's with true segments and counts. */
export interface RecordingScan {
  readonly channels: readonly ChannelInfo[];
  readonly durationSeconds: number;
  readonly annotations: readonly Annotation[];
  readonly gaps: readonly Gap[];
  readonly issues: readonly Issue[];
}
