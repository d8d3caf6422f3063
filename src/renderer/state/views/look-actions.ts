import { overrideOf } from "../../../core/channel-overrides";
import { rowOrder } from "../../layout/trace-rows";
import { messages } from "../../messages/messages";
import { changeContext, overrideChannel } from "../analysis/edit-actions";
import { channelsOf, orderOf, type TraceColour } from "../klonos-state";
import type { Session } from "../session";
import { setView } from "./view-actions";

/** Gives a channel a line colour; undefined is the colour of all. */
export function setColour(session: Session, channelIndex: number, colour: TraceColour | undefined): void {
  setView(session, (view) => ({ looks: { ...view.looks, [channelIndex]: { ...view.looks[channelIndex], colour } } }));
}

/** Draws a channel (the selected one) upside down, or the right way up again. */
export function invertChannel(session: Session, channelIndex = session.store.getState().view.channelIndex): void {
  if (channelIndex === undefined) return;
  const { overrides } = session.store.getState().inputs.present.context;
  const inverted = overrideOf(channelIndex, overrides)?.inverted !== true;
  overrideChannel(session, { channelIndex, inverted }, inverted ? messages().changes.inverted : messages().changes.upright);
}

/** Moves a trace (the selected one) up or down among those on screen. From then on the order is the person's. */
export function moveChannel(session: Session, by: 1 | -1, channelIndex = session.store.getState().view.channelIndex): void {
  const state = session.store.getState();
  const order = rowOrder(channelsOf(state), state.inputs.present.context.pairs, new Set(), orderOf(state)).map((row) => row.channelIndex);
  const shown = order.filter((other) => !state.view.hidden.has(other));
  const at = shown.indexOf(channelIndex ?? -1);
  const other = shown[at + by];
  if (at < 0 || channelIndex === undefined || other === undefined) return;
  setOrder(session, order.map((entry) => (entry === channelIndex ? other : entry === other ? channelIndex : entry)), messages().changes.order);
}

/** Puts the channels in this order; undefined puts pairs first again. */
function setOrder(session: Session, order: readonly number[] | undefined, what: string): void {
  changeContext(session, what, (context) => {
    const indices = new Set([...context.overrides.map((override) => override.channelIndex), ...(order ?? [])]);
    return { overrides: [...indices].map((channelIndex) => ({ ...overrideOf(channelIndex, context.overrides), channelIndex, order: order === undefined ? undefined : order.indexOf(channelIndex) })) };
  });
}

/** Pairs first again. */
export function forgetOrder(session: Session): void {
  setOrder(session, undefined, messages().changes.orderPairs);
}
