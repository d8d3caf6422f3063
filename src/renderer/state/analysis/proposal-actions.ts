import type { Mark } from "../../../core/result";
import type { EventProposal } from "../../../protocol/engine-api";
import { messages } from "../../messages/messages";
import { changeContext } from "./edit-actions";
import { channelsOf, type KlonosState } from "../klonos-state";
import { notify, notifyFailure, runJob } from "../notices";
import type { Session } from "../session";

/** A proposal this near to an event of its kind says what is known already. JUDGEMENT: as exact as a hand or a movement's onset is. */
const KNOWN_SECONDS = 0.1;

/** Channels that can propose events. */
export function proposingChannels(state: KlonosState): readonly { readonly index: number; readonly label: string }[] {
  return channelsOf(state).filter(({ role }) => role === "angle" || role === "force" || role === "acceleration" || role === "trigger");
}

/** Looks for events on a channel and shows them as proposals, in place of those that were shown. */
export async function proposeEvents(session: Session, channelIndex: number): Promise<void> {
  const { store, caller } = session;
  const { recording, inputs } = store.getState();
  if (recording === undefined) return;
  const { recordingId } = recording.opened;
  try {
    const { proposals, explanation } = await runJob(session, messages().proposals.looking, (signal, onProgress) => caller.call("proposeEvents", { recordingId, channelIndex, overrides: inputs.present.context.overrides }, { signal, onProgress }));
    if (store.getState().recording?.opened.recordingId !== recordingId) return;
    const known = store.getState().inputs.present.context.marks;
    // A mark that was set by hand is too inexact for a latency: the event of the channel is offered in its place.
    const fresh = proposals.filter((proposal) => !known.some((mark) => mark.origin !== "user" && isSame(mark, proposal)));
    store.setState({ proposals: fresh });
    notify(session, { severity: "info", title: messages().proposals.found(fresh.length, proposals.length - fresh.length), error: { code: "proposals", message: explanation, where: "", details: {} } });
  } catch (thrown) {
    notifyFailure(session, messages().proposals.failed, thrown);
  }
}

function isSame(mark: Mark, proposal: EventProposal): boolean {
  return mark.kind === proposal.kind && Math.abs(mark.seconds - proposal.seconds) < KNOWN_SECONDS;
}

/**
 * Confirms proposals: they become marks of the protocol that were found on a channel. One step of undo. A mark of the same kind that was set by hand there is
 * replaced; what it said of side and channel is kept.
 */
export function acceptProposals(session: Session, accepted: readonly EventProposal[]): void {
  if (accepted.length === 0) return;
  changeContext(session, messages().proposals.accepted(accepted.length), (context) => {
    const byHand = (mark: Mark): boolean => mark.origin === "user";
    const marks = accepted.map((proposal): Mark => {
      const replaced = context.marks.find((mark) => byHand(mark) && isSame(mark, proposal));
      return { ...proposal, origin: "channel", ...(replaced?.side === undefined ? {} : { side: replaced.side }), ...(replaced?.channelIndex === undefined ? {} : { channelIndex: replaced.channelIndex }) };
    });
    const kept = context.marks.filter((mark) => !(byHand(mark) && accepted.some((proposal) => isSame(mark, proposal))));
    return { marks: [...kept, ...marks].sort((a, b) => a.seconds - b.seconds) };
  });
  rejectProposals(session, accepted);
}

/** Looks for events on the only channel that can propose some; of several the first asks which, at the list of events. */
export function proposeFromChannels(session: Session): void {
  const channels = proposingChannels(session.store.getState());
  if (channels.length === 1) void proposeEvents(session, channels[0]!.index);
  else document.querySelector<HTMLSelectElement>("select.proposals-find")?.focus();
}

/** Takes proposals from the list; nothing else changes. */
export function rejectProposals(session: Session, rejected: readonly EventProposal[]): void {
  session.store.setState((state) => ({ proposals: state.proposals.filter((proposal) => !rejected.includes(proposal)) }));
}
