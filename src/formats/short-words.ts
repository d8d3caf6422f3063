import type { Issue } from "../core/errors";
import type { ChannelInfo } from "../core/recording";
import type { RecordingReader } from "./recording-reader";

/** No muscle has a longer name; damaged files have labels of kilobytes, which no list could show. */
const LONGEST_LABEL = 200;
/** A message is read in a notice; what it quotes from a damaged file may be of any length. */
const LONGEST_MESSAGE = 1000;

/** The beginning and the end of a text, where it is longer than `most` characters. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.ceil(most * 0.7);
  return `${text.slice(0, head)} … ${text.slice(text.length - (most - head - 3))}`;
}

const shortLabels = (channels: readonly ChannelInfo[]): readonly ChannelInfo[] =>
  channels.every(({ label }) => label.length <= LONGEST_LABEL) ? channels : channels.map((channel) => ({ ...channel, label: shortened(channel.label, LONGEST_LABEL) }));

const shortIssues = (issues: readonly Issue[]): readonly Issue[] =>
  issues.every(({ message, where }) => message.length <= LONGEST_MESSAGE && where.length <= LONGEST_MESSAGE)
    ? issues
    : issues.map((issue) => ({ ...issue, message: shortened(issue.message, LONGEST_MESSAGE), where: shortened(issue.where, LONGEST_MESSAGE) }));

/** A reader whose labels and issues can be shown, whatever the file wrote there. Samples, times and annotations stay as they are. */
export function withShortWords(reader: RecordingReader): RecordingReader {
  const { header } = reader;
  return {
    ...reader,
    header: { ...header, channels: shortLabels(header.channels), issues: shortIssues(header.issues) },
    async scan(cancel, progress) {
      const scan = await reader.scan(cancel, progress);
      const channels = shortLabels(scan.channels);
      const issues = shortIssues(scan.issues);
      return channels === scan.channels && issues === scan.issues ? scan : { ...scan, channels, issues };
    },
  };
}
