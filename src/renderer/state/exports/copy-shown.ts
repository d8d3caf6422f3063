import type { BurstResult } from "../../../core/result";
import { burstsText, evidenceText, selectionText } from "../../layout/copied-table";
import { messages } from "../../messages/messages";
import { copyText } from "./copy-text";
import { burstsOfChannel } from "../analysis/edit-actions";
import { copyTrains, settled } from "./export-actions";
import { channelsOf, chosenTrain, type KlonosState, type Selection } from "../klonos-state";
import { notifyFailure } from "../notices";
import type { Session } from "../session";

/**
 * What is being looked at, as tab-separated text on the clipboard: the selected stretch with its bursts, else the bursts of the
 * chosen train where their tab is open, else its evidence, else all trains. In study mode no more than the bursts.
 */
export async function copyShown(session: Session): Promise<void> {
  try {
    await settled(session);
    const state = session.store.getState();
    const { selection, bottomTab } = state.view;
    const train = chosenTrain(state);
    if (selection !== undefined) copyText(session, selectionText(selection, burstsIn(state, selection)));
    else if (train !== undefined && (bottomTab === "bursts" || state.view.study)) copyText(session, burstsText(train));
    else if (train !== undefined) copyText(session, evidenceText(train));
    else if (!state.view.study) await copyTrains(session);
  } catch (thrown) {
    notifyFailure(session, messages().copying.failed, thrown);
  }
}

/** Bursts whose time lies in a stretch, on its channel or on all. */
function burstsIn(state: KlonosState, { start, end, channelIndex }: Selection): readonly { readonly channel: string; readonly burst: BurstResult }[] {
  const channels = channelsOf(state).filter(({ index }) => channelIndex === undefined || index === channelIndex);
  return channels.flatMap(({ index, label }) => burstsOfChannel(state, index).filter(({ timeSeconds }) => timeSeconds >= start && timeSeconds < end).map((burst) => ({ channel: label, burst })));
}
