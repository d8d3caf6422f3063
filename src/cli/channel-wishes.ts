import type { ChannelInfo, ChannelRole, Side } from "../core/recording";
import type { ChannelOverride } from "../core/result";
import { numberOption, oneOf, usageError } from "./options";
import { channelsNamed } from "../services/study/pair-wishes";

/** `CHANNEL:key=value,…` as typed. */
export interface ChannelWish {
  readonly channel: string;
  readonly said: Omit<ChannelOverride, "channelIndex">;
  readonly text: string;
}

const KEYS = ["name", "unit", "scale", "role", "muscle", "side", "invert", "insist"] as const;
const ROLES = ["emg", "angle", "force", "acceleration", "trigger", "other"] as const satisfies readonly ChannelRole[];
const SIDES = ["left", "right"] as const satisfies readonly Side[];
const MOST_SCALE = 1e12;
const LEAST_SCALE = 1e-12;

/** Reads `CH3:unit=mV,scale=0.5,role=emg,invert`. @throws KlonosError `usage` */
export function readChannelWish(text: string): ChannelWish {
  const at = text.lastIndexOf(":");
  const channel = text.slice(0, Math.max(0, at)).trim();
  const parts = text.slice(at + 1).split(",").map((part) => part.trim()).filter((part) => part !== "");
  if (at < 1 || channel === "" || parts.length === 0) throw usageError(`--channel is CHANNEL:key=value,… with ${KEYS.join(", ")}, e.g. "CH3:unit=mV,role=emg"; it was “${text}”.`, "--channel");
  return { channel, said: Object.assign({}, ...parts.map(readPart)) as ChannelWish["said"], text };
}

function readPart(part: string): ChannelWish["said"] {
  const at = part.indexOf("=");
  const key = oneOf("channel", at < 0 ? part : part.slice(0, at).trim(), KEYS);
  const value = at < 0 ? "" : part.slice(at + 1).trim();
  if (at < 0 !== (key === "invert" || key === "insist")) throw usageError(`--channel: ${key} ${at < 0 ? "needs a value: " + key + "=…" : "takes no value"}.`, "--channel");
  switch (key) {
    case "name":
      return { alias: value };
    case "unit":
      return { unit: value };
    case "scale":
      return { scale: numberOption("channel … scale", value, LEAST_SCALE, MOST_SCALE) };
    case "role":
      return { role: oneOf("channel … role", value, ROLES) };
    case "muscle":
      return { muscle: value.toLowerCase().replace(/\s+/g, "-") };
    case "side":
      return { side: oneOf("channel … side", value, SIDES) };
    case "invert":
      return { inverted: true };
    case "insist":
      return { insist: true };
  }
}

/** The overrides that the wishes mean in one recording; a muscle that is there on both sides means both. @throws KlonosError `channel-not-found` */
export function channelOverrides(wishes: readonly ChannelWish[], channels: readonly ChannelInfo[]): readonly ChannelOverride[] {
  return wishes.flatMap(({ channel, said, text }) => channelsNamed(channel, channels, "channel-not-found", `--channel ${text}`).map(({ index }) => ({ channelIndex: index, ...said })));
}
