import type { AuditEntry } from "../../../project/documents";
import { messages } from "../../messages/messages";
import type { History } from "../history";
import type { Inputs } from "../klonos-state";

/** Local time with its offset, to the second: `2026-11-27T20:04:11+01:00`. */
export function localTime(date: Date): string {
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, "0");
  const offset = -date.getTimezoneOffset();
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}${zone}`;
}

/**
 * The audit trail after a step of the history: a change, an undo or a redo is an entry; a series that makes one step of undo (a
 * slider) is one entry with the time of its end. Facts that arrive from outside (`rebase`) are nobody's doing and leave no entry.
 */
export function audited(trail: readonly AuditEntry[], before: History<Inputs>, after: History<Inputs>, who: string, at: string): readonly AuditEntry[] {
  if (before.present === after.present) return trail;
  const entry = (what: string): AuditEntry => ({ at, who, what, edits: after.present.context.edits.length });
  const undone = before.past[before.past.length - 1];
  const done = after.past[after.past.length - 1];
  if (after.future.length === before.future.length + 1 && undone !== undefined) return [...trail, entry(messages().changes.undo(undone.what))];
  if (before.future.length > 0 && after.future.length === before.future.length - 1 && before.future[0] !== undefined && done?.what === before.future[0].what && done.state === before.present) return [...trail, entry(messages().changes.redo(done.what))];
  if (before.past === after.past) {
    // Joined to the step before (same key).
    const last = trail[trail.length - 1];
    return last !== undefined && last.what === done?.what ? [...trail.slice(0, -1), entry(last.what)] : [...trail, entry(done?.what ?? messages().changes.change)];
  }
  return done !== undefined && done.state === before.present ? [...trail, entry(done.what)] : trail;
}
