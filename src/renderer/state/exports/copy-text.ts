import { KlonosError } from "../../../core/errors";
import { messages } from "../../messages/messages";
import { notify, notifyFailure, OWN_WORDS } from "../notices";
import type { Session } from "../session";

/** Puts text on the clipboard. Not by navigator.clipboard: the desktop shell denies every permission to its page. */
export function copyText(session: Session, text: string): void {
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("aria-hidden", "true");
  area.className = "visually-hidden";
  // A modal dialog takes the focus from everything outside of it.
  const before = document.activeElement;
  (before?.closest("dialog") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  if (done) notify(session, { severity: "info", title: messages().session.copied, error: undefined });
  else notifyFailure(session, messages().notices.nothingCopied, new KlonosError(OWN_WORDS, messages().notices.noClipboard));
}
