import { messages } from "../messages/messages";

/** What of a keyboard event decides; any DOM `KeyboardEvent` fits. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

interface Chord {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

function parseChord(text: string): Chord {
  // The plus sign joins the parts and can be the key itself: "+", "Ctrl++".
  const parts = text.endsWith("+") ? [...text.slice(0, -1).split("+"), "+"] : text.split("+");
  const key = parts[parts.length - 1]!;
  return { key, ctrl: parts.includes("Ctrl"), shift: parts.includes("Shift"), alt: parts.includes("Alt") };
}

/** True when a press is the chord (`Ctrl+Shift+Z`, `PageDown`, `?`, `[`). Ctrl is also ⌘; for signs Shift is part of the sign. */
export function matchesChord(press: KeyPress, text: string): boolean {
  const chord = parseChord(text);
  if (chord.ctrl !== (press.ctrlKey || press.metaKey) || chord.alt !== press.altKey) return false;
  const isSign = chord.key.length === 1 && !/[a-z]/i.test(chord.key);
  if (!isSign || chord.shift) if (chord.shift !== press.shiftKey) return false;
  return press.key.toLowerCase() === (chord.key === "Space" ? " " : chord.key.toLowerCase());
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Backspace: "⌫",
  "-": "−",
};

/** Signs that are the Shift of another key: the sheet names that key. */
const SHIFTED: Readonly<Record<string, string>> = { "{": "Shift+[", "}": "Shift+]" };

/** The chord as it stands on a key cap: `Ctrl Shift Z`, `PgDn`, `←`. */
export function chordText(text: string): string {
  const { caps } = messages().commands;
  const chord = parseChord(SHIFTED[text] ?? text);
  return [chord.ctrl ? caps["Ctrl"] : "", chord.alt ? caps["Alt"] : "", chord.shift ? caps["Shift"] : "", caps[chord.key] ?? KEY_NAMES[chord.key] ?? chord.key].filter((part) => part !== "").join(" ");
}
