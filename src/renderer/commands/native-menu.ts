import type { NativeMenu } from "../../protocol/host-api";
import type { Messages } from "../messages/messages";
import type { Command, CommandGroup } from "./command";

type CommandWords = Messages["commands"];

/** Which groups of commands stand in which menu; a group that is not named here stands in the last. */
const MENUS: readonly (readonly [keyof CommandWords["menus"], readonly CommandGroup[]])[] = [
  ["file", ["file"]],
  ["edit", ["edit"]],
  ["view", ["show", "zoom", "montages"]],
  ["go", ["move", "listen"]],
  ["trains", ["trains"]],
  ["events", ["events"]],
  ["window", ["window"]],
];

const KEY_NAMES: Readonly<Record<string, string>> = { ArrowLeft: "Left", ArrowRight: "Right", ArrowUp: "Up", ArrowDown: "Down", Enter: "Return", "+": "Plus" };
/** What Electron understands; other keys work too and are not written beside the entry. */
const ACCELERATOR = /^((CmdOrCtrl|Shift|Alt)\+)*([A-Z0-9,.]|F\d{1,2}|Plus|Space|Delete|Backspace|Return|Escape|Home|End|PageUp|PageDown|Up|Down|Left|Right)$/;

function acceleratorOf(chord: string | undefined): string | undefined {
  if (chord === undefined) return undefined;
  const parts = chord.endsWith("+") ? [...chord.slice(0, -1).split("+").filter((part) => part !== ""), "+"] : chord.split("+");
  const text = parts.map((part) => (part === "Ctrl" ? "CmdOrCtrl" : (KEY_NAMES[part] ?? part))).join("+");
  return ACCELERATOR.test(text) ? text : undefined;
}

/** The native menu as the command table has it: every command once, a line between groups. */
export function nativeMenu(commands: readonly Command[], words: CommandWords): NativeMenu {
  const named = new Set(MENUS.flatMap(([, groups]) => groups));
  const others = [...new Set(commands.map((command) => command.group))].filter((group) => !named.has(group));
  return MENUS.map(([menu, groups], index) => {
    const all = index === MENUS.length - 1 ? [...groups, ...others] : groups;
    const entries = all.map((group) => commands.filter((command) => command.group === group)).filter((own) => own.length > 0);
    return {
      id: menu,
      label: words.menus[menu],
      items: entries.flatMap((own, at) => [...(at > 0 ? [{ separator: true as const }] : []), ...own.map(({ id, keys }) => ({ separator: false as const, id, label: words.titles[id], accelerator: acceleratorOf(keys[0]) }))]),
    };
  });
}
