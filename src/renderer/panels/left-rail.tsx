import type { ReactNode } from "react";
import { elapsed } from "../layout/format";
import { ribbonText } from "../layout/pattern-words";
import { orderedTrains } from "../layout/train-order";
import { useMessages } from "../messages/messages";
import { trainsOf } from "../state/klonos-state";
import { useKlonos, useSession } from "../state/session-context";
import { chooseTrain } from "../state/views/view-actions";
import { PatternMark } from "./pattern-mark";

/** The left panel as icons: what is opened most, the trains, stays one click away. */
export function LeftRail({ onOpen }: { readonly onOpen: () => void }): ReactNode {
  const session = useSession();
  const { contents: words } = useMessages();
  const trains = useKlonos(trainsOf);
  const chosen = useKlonos((state) => state.view.trainId);
  const order = useKlonos((state) => state.view.trainOrder);
  return (
    <nav className="left-rail" aria-label={words.rail} data-testid="left-rail">
      <button type="button" aria-label={words.showPanel} title={words.showPanelHint} onClick={onOpen}>
        ☰
      </button>
      {orderedTrains(trains, order).map((train) => (
        <button key={train.id} type="button" aria-current={train.id === chosen} aria-label={`${train.channel} ${elapsed(train.startSeconds, 1)} ${ribbonText(train)}`} title={`${train.channel} ${elapsed(train.startSeconds, 1)} ${ribbonText(train)}`} onClick={() => chooseTrain(session, train)}>
          <PatternMark pattern={train.pattern} size={12} />
        </button>
      ))}
    </nav>
  );
}
