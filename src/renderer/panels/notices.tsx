import { useState, type ReactNode } from "react";
import type { ErrorRecord } from "../../core/errors";
import { coreLang, coreText } from "../layout/core-words";
import { useMessages } from "../messages/messages";
import type { Notice } from "../state/klonos-state";
import { dismiss, OWN_WORDS } from "../state/notices";
import { useKlonos, useSession } from "../state/session-context";

/** False for the sentences of core, formats and engine, which are English in every window. */
const inOwnWords = ({ error }: Notice): boolean => error?.code === OWN_WORDS || error?.code === INTERNAL;
const INTERNAL = "internal";

/**
 * What went wrong, where, and what to do next. Stays until dismissed and leaves the window usable. A modal dialog covers the
 * window, so an open one shows inside itself what is told while it is open; what was told before waits in the window.
 */
export function Notices({ inside = false }: { readonly inside?: boolean }): ReactNode {
  const session = useSession();
  const { notices: words } = useMessages();
  const [before] = useState(() => (inside ? session.store.getState().notices : []));
  const notices = useKlonos((state) => state.notices).filter((notice) => !before.includes(notice));
  if (notices.length === 0) return null;
  return (
    <div className={inside ? "notices notices-inside" : "notices"} data-testid="notices">
      {notices.map((notice) => (
        <div key={notice.id} className={`notice notice-${notice.severity}`} role={notice.severity === "error" ? "alert" : "status"}>
          <span className="notice-sign" aria-hidden="true">
            {notice.severity === "error" ? "✕" : notice.severity === "warning" ? "▲" : "✓"}
          </span>
          <div>
            <strong>{notice.title}</strong>
            {notice.error === undefined ? null : (
              <>
                <p lang={inOwnWords(notice) ? undefined : coreLang(notice.error.message)}>
                  {coreText(notice.error.message)}
                  {saysWhere(notice.error) ? ` (${coreText(notice.error.where)})` : ""}
                </p>
                {words.advice[notice.error.code] === undefined ? null : <p>{words.advice[notice.error.code]}</p>}
              </>
            )}
            {notice.action === undefined ? null : (
              <button
                type="button"
                onClick={() => {
                  dismiss(session, notice.id);
                  notice.action?.run();
                }}
              >
                {notice.action.label}
              </button>
            )}
          </div>
          <button type="button" className="link" aria-label={words.dismissNotice(notice.title)} onClick={() => dismiss(session, notice.id)}>
            {words.dismiss}
          </button>
        </div>
      ))}
    </div>
  );
}

/** Byte 0 is the file as a whole. */
const WHOLE_FILE = "byte 0";

/** False where the place is none, the whole file, or in the message already. */
function saysWhere({ message, where }: Pick<ErrorRecord, "message" | "where">): boolean {
  return where !== "" && where !== WHOLE_FILE && !message.includes(where);
}
