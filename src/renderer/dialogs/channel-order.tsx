import type { ReactNode } from "react";
import { rowOrder } from "../layout/trace-rows";
import { useMessages } from "../messages/messages";
import { orderChannels } from "../state/analysis/edit-actions";
import { orderOf } from "../state/klonos-state";
import { useChannels, useKlonos, useSession } from "../state/session-context";

/** Moves a channel's row up or down among the rows of the window. */
export function ChannelOrder({ channelIndex }: { readonly channelIndex: number }): ReactNode {
  const session = useSession();
  const { channel: words } = useMessages();
  const channels = useChannels();
  const pairs = useKlonos((state) => state.inputs.present.context.pairs);
  // Its own selector would make a new array each time.
  useKlonos((state) => state.inputs.present.context.overrides);
  const inRows = orderOf(session.store.getState());
  const order = rowOrder(channels, pairs, new Set(), inRows).map((row) => row.channelIndex);
  const place = order.indexOf(channelIndex);
  if (place < 0 || order.length < 2) return null;
  const label = channels.find(({ index }) => index === channelIndex)?.label ?? "";
  const move = (to: number): void => {
    const moved = order.filter((other) => other !== channelIndex);
    moved.splice(to, 0, channelIndex);
    orderChannels(session, moved, words.what(words.order, label));
  };
  return (
    <div className="form-row">
      <span>{words.order}</span>
      <span className="form-actions form-actions-left">
        <button type="button" disabled={place === 0} onClick={() => move(place - 1)}>
          {words.up}
        </button>
        <button type="button" disabled={place === order.length - 1} onClick={() => move(place + 1)}>
          {words.down}
        </button>
        <span className="quiet">{`${place + 1} / ${order.length}`}</span>
      </span>
    </div>
  );
}
