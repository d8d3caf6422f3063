import { nextOrder } from "../../layout/train-order";
import { addBurstFromSelection, mergeTrains, nudgeBurst, removeSelectedBurst, removeSelectedMark, splitTrain } from "../../state/analysis/edit-actions";
import { toggleQueue } from "../../state/review/review-queue";
import { decide, setStudy } from "../../state/review/review-actions";
import { chosenTrain, type KlonosState } from "../../state/klonos-state";
import { chooseTrain, showWindow, stepBurst, stepTrain, setView } from "../../state/views/view-actions";
import { startWhatIf } from "../../state/analysis/what-if";
import { type Command, analysed, opened, show, unblinded, withTrain, withBurst, withSelection } from "../command";

/** Nothing is decided about a train that is being left for the next one of the queue. */
const decidable = (state: KlonosState): boolean => withTrain(state) && state.nextRow === undefined;

/** Trains and bursts: stepping through them and correcting them. */
export const trainCommands: readonly Command[] = [
  { id: "train.next", group: "trains", keys: ["Shift+N"], when: analysed, run: (s) => void stepTrain(s, 1) },
  { id: "train.previous", group: "trains", keys: ["Shift+P"], when: analysed, run: (s) => void stepTrain(s, -1) },
  {
    id: "train.show",
    group: "trains",
    keys: ["Z"],
    when: withTrain,
    run: (s) => {
      const train = chosenTrain(s.store.getState());
      if (train === undefined) return;
      const length = Math.max(train.endSeconds - train.startSeconds, 0.1);
      showWindow(s, { start: train.startSeconds - length * 0.25, span: length * 1.5 }, true);
      chooseTrain(s, train, false);
    },
  },
  { id: "burst.next", group: "trains", keys: ["N"], when: analysed, run: (s) => void stepBurst(s, 1) },
  { id: "burst.previous", group: "trains", keys: ["P"], when: analysed, run: (s) => void stepBurst(s, -1) },
  { id: "burst.onset-earlier", group: "trains", keys: ["["], when: withBurst, run: (s) => void nudgeBurst(s, "onset", -1) },
  { id: "burst.onset-later", group: "trains", keys: ["{"], when: withBurst, run: (s) => void nudgeBurst(s, "onset", 1) },
  { id: "burst.offset-later", group: "trains", keys: ["]"], when: withBurst, run: (s) => void nudgeBurst(s, "offset", 1) },
  { id: "burst.offset-earlier", group: "trains", keys: ["}"], when: withBurst, run: (s) => void nudgeBurst(s, "offset", -1) },
  { id: "burst.add", group: "trains", keys: ["Ctrl+B"], when: withSelection, run: (s) => void addBurstFromSelection(s) },
  { id: "burst.remove", group: "trains", keys: ["Delete"], when: (state) => withBurst(state) || state.view.mark !== undefined, run: (s) => void (removeSelectedMark(s) || removeSelectedBurst(s)) },
  { id: "review.mode", group: "trains", keys: ["Q"], when: analysed, run: (s) => setView(s, (view) => ({ reviewing: !view.reviewing })) },
  { id: "review.order", group: "trains", keys: ["Shift+O"], when: analysed, run: (s) => setView(s, (view) => ({ trainOrder: nextOrder(view.trainOrder) })) },
  { id: "review.study", group: "trains", keys: ["Shift+Q"], when: (state) => opened(state) && unblinded(state), run: (s) => setStudy(s, !s.store.getState().view.study) },
  { id: "review.queue", group: "trains", keys: ["Alt+Q"], when: (state) => state.project !== undefined && (state.opening || opened(state)) && unblinded(state), run: (s) => void toggleQueue(s) },
  { id: "review.reading", group: "trains", keys: ["Ctrl+Shift+B"], when: (state) => state.project !== undefined && opened(state) && unblinded(state), run: show("reading") },
  { id: "review.what-if", group: "trains", keys: ["W"], when: (state) => analysed(state) && !state.view.study, run: startWhatIf },
  { id: "train.accept", group: "trains", keys: ["A"], when: decidable, run: (s) => void decide(s, "accepted") },
  { id: "train.reject", group: "trains", keys: ["Shift+A"], when: decidable, run: (s) => void decide(s, "rejected") },
  { id: "train.relabel", group: "trains", keys: ["L"], when: decidable, run: show("relabel") },
  { id: "train.note", group: "trains", keys: ["O"], when: decidable, run: show("note") },
  { id: "train.split", group: "trains", keys: ["S"], when: withTrain, run: (s) => void splitTrain(s) },
  { id: "train.merge", group: "trains", keys: ["M"], when: withTrain, run: (s) => void mergeTrains(s) },
];
