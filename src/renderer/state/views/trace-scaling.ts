import { polarityOf, sampleFactor } from "../../../core/channel-overrides";
import type { KlonosState, ViewState } from "../klonos-state";

/** By what traces are multiplied on a person's word, by channel; channels at 1 are left out. */
export type TraceScaling = Readonly<Record<number, number>>;

/** The scaling that the present overrides ask for. */
export function traceScaling(state: KlonosState): TraceScaling {
  const { overrides } = state.inputs.present.context;
  const channels = overrides.length === 0 ? [] : (state.recording?.scan?.channels ?? state.recording?.opened.header.channels ?? []);
  const factors = channels.map((channel) => [channel.index, sampleFactor(channel, overrides) * polarityOf(channel.index, overrides)] as const);
  return Object.fromEntries(factors.filter(([, factor]) => factor !== 1));
}

/** The view without gains and zero lines of channels whose values are others than before: they are found anew. */
export function forgetRescaled(view: ViewState, before: TraceScaling, now: TraceScaling): ViewState {
  const changed = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((channel) => before[Number(channel)] !== now[Number(channel)]);
  if (changed.length === 0) return view;
  const isKept = ([key]: readonly [string, number]): boolean => !changed.includes(key.split(":")[0]!);
  return { ...view, gains: Object.fromEntries(Object.entries(view.gains).filter(isKept)), centres: Object.fromEntries(Object.entries(view.centres).filter(isKept)) };
}
