import { identifyChannel } from "../core/anatomy/identify";
import type { ChannelIdentity } from "../core/recording";
import { voltsPerUnit } from "../core/units";

/** What a label means, by core/anatomy, with this room's table of voltage units. */
export function channelIdentity(label: string, unit: string): ChannelIdentity {
  return identifyChannel(label, unit, voltsPerUnit(unit) !== undefined);
}

/** Columns of acquisition programs that count or carry digital lines: never EMG, whatever their (missing) unit. */
const COUNTER_LABEL = /^(n?seq|sequence|sample(s|_?(nr|no|number|index))?|index|idx|frame|counter|row|nr|no|#|di|do|[io]\d+|time|timestamp)$/i;

/** As `channelIdentity`, for the columns of a text table. */
export function textChannelIdentity(label: string, unit: string): ChannelIdentity {
  if (COUNTER_LABEL.test(label.trim()) && voltsPerUnit(unit) === undefined) {
    return { role: "other", muscle: undefined, side: undefined, site: undefined, candidates: [] };
  }
  return channelIdentity(label, unit);
}
