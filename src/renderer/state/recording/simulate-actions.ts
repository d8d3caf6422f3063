import type { SimulationRequest } from "../../../protocol/simulation";
import type { SimulationTruth } from "../../../core/simulate/truth";
import { messages } from "../../messages/messages";
import type { KlonosState } from "../klonos-state";
import { notifyFailure, runJob } from "../notices";
import { openSources } from "./open-actions";
import type { Session } from "../session";

/** Has a recording simulated and opens it by the ordinary way; its truth stays with the window. True when it was made. */
export async function simulateAndOpen(session: Session, request: SimulationRequest): Promise<boolean> {
  try {
    const { file, truth } = await runJob(session, messages().simulate.job, (signal) => session.caller.call("simulate", request, { signal }));
    const sources = await session.host.openMade(file);
    const [source] = sources;
    if (source === undefined) return false;
    session.store.setState({ simulated: { sourceId: source.id, truth } });
    void openSources(session, sources);
    return true;
  } catch (thrown) {
    notifyFailure(session, messages().simulate.failed, thrown);
    return false;
  }
}

/** What is true of the recording on screen; undefined where it was not simulated in this window, and where labels are hidden. */
export function shownTruth({ simulated, recording, view }: Pick<KlonosState, "simulated" | "recording" | "view">): SimulationTruth | undefined {
  return simulated !== undefined && simulated.sourceId === recording?.sourceInfo.id && !view.study ? simulated.truth : undefined;
}

/** True bursts by channel: the agonist is written first, the antagonist, where there is one, second. */
export function trueBurstsByChannel(truth: SimulationTruth): readonly { readonly channelIndex: number; readonly bursts: SimulationTruth["bursts"] }[] {
  const antagonist = truth.channels.findIndex(({ role }) => role === "antagonist");
  return [
    { channelIndex: truth.channels.findIndex(({ role }) => role === "agonist"), bursts: truth.bursts },
    ...(antagonist < 0 ? [] : [{ channelIndex: antagonist, bursts: truth.antagonistBursts }]),
  ];
}
