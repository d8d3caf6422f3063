import type { Issue } from "../core/errors";

/** An issue for people: its place stands before the message unless the message names it. */
export function issueLine({ severity, where, message }: Issue): string {
  return `${severity}: ${where === "" || message.includes(where) ? "" : `${where}: `}${message}`;
}
