import type { ReactNode } from "react";
import { markText } from "../layout/method-words";
import { useMessages } from "../messages/messages";
import { timeText } from "../plots/trace-viewer";
import { acceptProposals, proposeEvents, proposingChannels, rejectProposals } from "../state/analysis/proposal-actions";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { goTo } from "../state/views/view-actions";

/** Events that a channel proposes: each can be accepted or rejected, and counts for nothing until then. */
export function EventProposals(): ReactNode {
  const session = useSession();
  const { proposals: words, markKinds: kinds } = useMessages();
  const proposals = useKlonos((state) => state.proposals);
  const clock = useKlonos((state) => state.view.clock);
  const scanned = useKlonos((state) => state.recording?.scan !== undefined);
  void clock;
  useChannels();
  const state = session.store.getState();
  const channels = proposingChannels(state);
  if (!scanned || (channels.length === 0 && proposals.length === 0)) return null;
  return (
    <div className="proposals" data-testid="proposals">
      <select
        className="proposals-find"
        aria-label={words.choose}
        value=""
        onChange={(event) => {
          if (event.target.value !== "") void proposeEvents(session, Number(event.target.value));
        }}
      >
        <option value="">{words.choose}</option>
        {channels.map(({ index, label }) => (
          <option key={index} value={index}>
            {words.from(label)}
          </option>
        ))}
      </select>
      {proposals.length === 0 ? null : (
        <>
          <ul className="item-list">
            {proposals.map((proposal) => {
              const when = timeText(state, proposal.seconds, 2);
              return (
                <li key={`${proposal.kind}-${proposal.seconds}`} className="event proposal">
                  <button type="button" className="item" onClick={() => goTo(session, proposal.seconds)}>
                    <kbd aria-hidden="true">?</kbd>
                    <span className="item-name">{`${markText(proposal)} ${when}`}</span>
                  </button>
                  <button type="button" className="item-remove" aria-label={words.accept(kinds[proposal.kind], when)} title={words.acceptTitle} onClick={() => acceptProposals(session, [proposal])}>
                    ✓
                  </button>
                  <button type="button" className="item-remove" aria-label={words.reject(kinds[proposal.kind], when)} title={words.rejectTitle} onClick={() => rejectProposals(session, [proposal])}>
                    ×
                  </button>
                </li>
              );
            })}
          </ul>
          <div className="form-actions form-actions-left">
            <button type="button" onClick={() => acceptProposals(session, proposals)}>
              {words.acceptAll(proposals.length)}
            </button>
            <button type="button" onClick={() => rejectProposals(session, proposals)}>
              {words.rejectAll}
            </button>
          </div>
        </>
      )}
    </div>
  );
}
