import { addBurstFromSelection, mergeTrains, nudgeBurst, removeSelectedBurst, removeSelectedMark, splitTrain } from "../../state/edit-actions";
import { toggleQueue } from "../../state/review-queue";
import { decide, setStudy } from "../../state/review-actions";
import { chosenTrain } from "../../state/klonos-state";
import { chooseTrain, showWindow, stepBurst, stepTrain, setView } from "../../state/view-actions";
import { startWhatIf } from "../../state/what-if";
import { type Command, analysed, opened, show, withTrain, withBurst, withSelection } from "../command";

/** Trains and bursts: stepping through them and correcting them. */
export const trainCommands: readonly Command[] = [
  { id: "train.next", group: "Trains and bursts", title: "Next train", keys: ["Shift+N"], when: analysed, run: (s) => void stepTrain(s, 1) },
  { id: "train.previous", group: "Trains and bursts", title: "Previous train", keys: ["Shift+P"], when: analysed, run: (s) => void stepTrain(s, -1) },
  {
    id: "train.show",
    group: "Trains and bursts",
    title: "Zoom to the chosen train",
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
  { id: "burst.next", group: "Trains and bursts", title: "Next burst", keys: ["N"], when: analysed, run: (s) => void stepBurst(s, 1) },
  { id: "burst.previous", group: "Trains and bursts", title: "Previous burst", keys: ["P"], when: analysed, run: (s) => void stepBurst(s, -1) },
  { id: "burst.onset-earlier", group: "Trains and bursts", title: "Onset of the burst earlier", keys: ["["], when: withBurst, run: (s) => void nudgeBurst(s, "onset", -1) },
  { id: "burst.onset-later", group: "Trains and bursts", title: "Onset of the burst later", keys: ["{"], when: withBurst, run: (s) => void nudgeBurst(s, "onset", 1) },
  { id: "burst.offset-later", group: "Trains and bursts", title: "Offset of the burst later", keys: ["]"], when: withBurst, run: (s) => void nudgeBurst(s, "offset", 1) },
  { id: "burst.offset-earlier", group: "Trains and bursts", title: "Offset of the burst earlier", keys: ["}"], when: withBurst, run: (s) => void nudgeBurst(s, "offset", -1) },
  { id: "burst.add", group: "Trains and bursts", title: "Burst from the selection", keys: ["Ctrl+B"], when: withSelection, run: (s) => void addBurstFromSelection(s) },
  { id: "burst.remove", group: "Trains and bursts", title: "Remove the chosen event or burst", keys: ["Delete"], when: (state) => withBurst(state) || state.view.mark !== undefined, run: (s) => void (removeSelectedMark(s) || removeSelectedBurst(s)) },
  { id: "review.mode", group: "Trains and bursts", title: "Review: go on to the next undecided train after each decision", keys: ["Q"], when: analysed, run: (s) => setView(s, (view) => ({ reviewing: !view.reviewing })) },
  { id: "review.order", group: "Trains and bursts", title: "Order of the trains: by time or most doubtful first", keys: ["Shift+O"], when: analysed, run: (s) => setView(s, (view) => ({ trainOrder: view.trainOrder === "time" ? "ambiguity" : "time" })) },
  { id: "review.study", group: "Trains and bursts", title: "Study mode: hide labels and rhythm while editing", keys: ["Shift+Q"], when: (state) => opened(state) && state.reading === undefined, run: (s) => setStudy(s, !s.store.getState().view.study) },
  { id: "review.queue", group: "Trains and bursts", title: "Review the trains of all recordings of the project", keys: ["Alt+Q"], when: (state) => state.project?.recording !== undefined && state.reading === undefined, run: (s) => void toggleQueue(s) },
  { id: "review.reading", group: "Trains and bursts", title: "Blinded second reading and agreement…", keys: ["Ctrl+Shift+B"], when: (state) => state.project?.recording !== undefined && state.reading === undefined, run: show("reading") },
  { id: "review.what-if", group: "Trains and bursts", title: "What if: move a threshold and see which labels flip", keys: ["W"], when: (state) => analysed(state) && !state.view.study, run: startWhatIf },
  { id: "train.accept", group: "Trains and bursts", title: "Accept the train", keys: ["A"], when: withTrain, run: (s) => void decide(s, "accepted") },
  { id: "train.reject", group: "Trains and bursts", title: "Reject the train", keys: ["Shift+A"], when: withTrain, run: (s) => void decide(s, "rejected") },
  { id: "train.relabel", group: "Trains and bursts", title: "Relabel the train…", keys: ["L"], when: withTrain, run: show("relabel") },
  { id: "train.note", group: "Trains and bursts", title: "Note to the train…", keys: ["O"], when: withTrain, run: show("note") },
  { id: "train.split", group: "Trains and bursts", title: "Split the train at the burst or cursor", keys: ["S"], when: withTrain, run: (s) => void splitTrain(s) },
  { id: "train.merge", group: "Trains and bursts", title: "Merge with the next train", keys: ["M"], when: withTrain, run: (s) => void mergeTrains(s) },
];
