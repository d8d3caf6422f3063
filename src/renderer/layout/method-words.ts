import { settingDefinitions, type SettingName } from "../../core/settings";
import type { Mark, Reason } from "../../core/result";
import { messages } from "../messages/messages";

/** Title of a setting in the language of the window; the core's English where that has none. */
export function settingTitle(name: SettingName): string {
  return messages().settings.titles[name] ?? settingDefinitions[name].title;
}

/** Title of a measure that speaks for or against a label; the core's English where the language has none. */
export function reasonTitle(reason: Pick<Reason, "measure" | "title">): string {
  return messages().measureTitles[reason.measure] ?? reason.title;
}

/** `stretch (Angle)`: what the core calls an event that it proposes of a channel. */
const PROPOSED = /^([a-z-]+) (\(.+\))$/s;

/** A mark as the window calls it: its own text, or the word for its kind where the text is the kind itself, or none, or that of a proposal. */
export function markText(mark: Pick<Mark, "kind" | "text">): string {
  const kind = messages().markKinds[mark.kind];
  const proposed = PROPOSED.exec(mark.text);
  if (proposed?.[1] === mark.kind) return `${kind} ${proposed[2]}`;
  return mark.text === "" || mark.text === mark.kind ? kind : mark.text;
}

/** What a job is at: the engine's words, alone or after the label of a channel, in the language of the window where that has them. */
export function doingText(doing: string): string {
  const { doing: words } = messages().jobs;
  const at = doing.lastIndexOf(": ");
  const verb = doing.slice(at < 0 ? 0 : at + 2);
  return `${doing.slice(0, doing.length - verb.length)}${words[verb] ?? verb}`;
}
