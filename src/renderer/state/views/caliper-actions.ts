import type { Caliper } from "../klonos-state";
import type { Session } from "../session";
import { setView } from "./view-actions";

/** Value of the drawn trace of a channel at a time, in the shown unit. */
export type ReadTrace = (channelIndex: number, seconds: number) => number | undefined;

/** Sets the first measuring cursor, then the second, then begins anew; both on the selected channel. */
export function placeCaliper(session: Session, seconds: number, read: ReadTrace): void {
  setView(session, (view) => {
    const channelIndex = view.calipers.length === 1 ? view.calipers[0]!.channelIndex : view.channelIndex;
    const placed: Caliper = { seconds, channelIndex, value: channelIndex === undefined ? undefined : read(channelIndex, seconds) };
    return { calipers: view.calipers.length === 1 ? [...view.calipers, placed] : [placed] };
  });
}

/** Moves one of the two. */
export function moveCaliper(session: Session, at: number, seconds: number, read: ReadTrace): void {
  setView(session, (view) => ({
    calipers: view.calipers.map((caliper, index) => (index === at ? { ...caliper, seconds, value: caliper.channelIndex === undefined ? undefined : read(caliper.channelIndex, seconds) } : caliper)),
  }));
}

/** What two cursors measure: from the first set to the second. */
export interface Measured {
  readonly seconds: number;
  readonly perSecond: number | undefined;
  /** undefined where one of the two has no value. */
  readonly difference: number | undefined;
}

/** Δt, 1/Δt and ΔV of two cursors; undefined while there are not two. */
export function measureCalipers(calipers: readonly Caliper[]): Measured | undefined {
  const [first, second] = calipers;
  if (first === undefined || second === undefined) return undefined;
  const seconds = second.seconds - first.seconds;
  return { seconds, perSecond: seconds === 0 ? undefined : 1 / Math.abs(seconds), difference: first.value === undefined || second.value === undefined ? undefined : second.value - first.value };
}
