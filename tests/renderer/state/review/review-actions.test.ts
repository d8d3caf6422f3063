import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TrainResult } from "../../../../src/core/result";
import { createSession } from "../../../../src/renderer/state/create-session";
import type { KlonosState } from "../../../../src/renderer/state/klonos-state";
import { decide, decisionOn, noteTrain, relabel } from "../../../../src/renderer/state/review/review-actions";
import { fakeHost } from "../../fake-host";

const train = { id: "1-1", channelIndex: 0, channel: "SOL", startSeconds: 1, review: null, bursts: [{ onsetSample: 1000, offsetSample: 1050 }, { onsetSample: 1200, offsetSample: 1250 }] } as unknown as TrainResult;

describe("decisions before the next scoring", () => {
  let session: ReturnType<typeof createSession>;
  const now = (): unknown => decisionOn(session.store.getState(), train);

  beforeEach(() => {
    session = createSession(fakeHost().host);
    // The result stays what it is: nothing scores here.
    session.store.setState((state) => ({ result: { trains: [train], channels: [] } as unknown as NonNullable<KlonosState["result"]>, view: { ...state.view, trainId: train.id } }));
  });
  afterEach(() => session.dispose());

  it("a note keeps the label that was just given, and a label the note", () => {
    relabel(session, "indeterminate");
    noteTrain(session, "spoke");
    expect(now()).toMatchObject({ decision: "relabelled", label: "indeterminate", note: "spoke" });
    relabel(session, "tonic");
    expect(now()).toMatchObject({ decision: "relabelled", label: "tonic", note: "spoke" });
    noteTrain(session, "");
    expect(now()).toMatchObject({ decision: "relabelled", label: "tonic" });
  });

  it("accepting keeps the note, and accepting again takes only that back", () => {
    noteTrain(session, "spoke");
    decide(session, "accepted");
    expect(now()).toMatchObject({ decision: "accepted", note: "spoke" });
    decide(session, "accepted");
    expect(now()).toMatchObject({ decision: "noted", note: "spoke" });
    expect(session.store.getState().inputs.present.context.decisions).toHaveLength(1);
  });
});
