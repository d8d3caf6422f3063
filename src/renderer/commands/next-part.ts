/** Parts of the window in the order of reading; a long list in one of them is passed by with one key. */
const PARTS = [".toolbar", ".left-panel, .left-rail", ".middle .overview", ".bottom-strip", ".pattern-panel"] as const;
/** In the strip the tab that is open, in a list the row that is chosen: not the first of all. */
const PRESENT = "[role=tab][aria-selected=true], .item[aria-current=true]";
const FOCUSABLE = "button:not(:disabled), select, input, summary, [tabindex='0']";

/** Moves the focus to the next (1) or the previous (−1) part of the window that is on screen. */
export function focusPart(direction: 1 | -1): void {
  const parts = PARTS.flatMap((selector) => [...document.querySelectorAll<HTMLElement>(selector)].slice(0, 1));
  const at = parts.findIndex((part) => part.contains(document.activeElement));
  const from = at === -1 ? (direction === 1 ? -1 : 0) : at;
  for (let step = 1; step <= parts.length; step++) {
    const part = parts[(from + direction * step + parts.length * 2) % parts.length]!;
    const target = part.querySelector<HTMLElement>(PRESENT) ?? (part.matches(FOCUSABLE) ? part : part.querySelector<HTMLElement>(FOCUSABLE));
    if (target === null) continue;
    target.focus();
    return;
  }
}
