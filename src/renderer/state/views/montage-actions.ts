import { overrideOf } from "../../../core/channel-overrides";
import { derivationRefusal } from "../../../core/derivation";
import { errorRecord } from "../../../core/errors";
import type { ChannelInfo } from "../../../core/recording";
import type { ChannelOverride } from "../../../core/result";
import { parseMontage, type Montage } from "../../../protocol/montage";
import { rowOrder } from "../../layout/trace-rows";
import { messages } from "../../messages/messages";
import { commitInputs } from "../analysis/edit-actions";
import { displayUnit } from "./gains";
import { channelsOf, orderOf, type ChannelLook, type Inputs, type KlonosState } from "../klonos-state";
import { keepOwn, montagesOf } from "../projects/kept-words";
import { notify, notifyFailure } from "../notices";
import type { Session } from "../session";
import { setView } from "./view-actions";

/** Keys F1 to F12. */
export const MONTAGE_SLOTS = 12;

function fileChannels(state: KlonosState): readonly ChannelInfo[] {
  return state.recording?.scan?.channels ?? state.recording?.opened.header.channels ?? [];
}

/** Labels are the same whatever their spaces and case. */
function sameLabel(a: string, b: string): boolean {
  const plain = (label: string): string => label.trim().replace(/\s+/g, " ").toLowerCase();
  return plain(a) === plain(b);
}

/** The screen as it is, as a montage. */
export function captureMontage(state: KlonosState, name: string): Montage {
  const { context, settings } = state.inputs.present;
  const ofFile = fileChannels(state);
  const derivations = context.derivations ?? [];
  const labelOf = (index: number): string => ofFile[index]?.label ?? derivations[index - ofFile.length]?.label ?? "";
  const channels = channelsOf(state);
  return {
    schema: "klonos-montage/1",
    name,
    channels: rowOrder(channels, context.pairs, new Set(), orderOf(state)).map(({ channelIndex }) => {
      const channel = channels.find((candidate) => candidate.index === channelIndex)!;
      const override = overrideOf(channelIndex, context.overrides);
      return {
        label: labelOf(channelIndex),
        name: override?.alias ?? "",
        shown: !state.view.hidden.has(channelIndex),
        colour: state.view.looks[channelIndex]?.colour ?? null,
        inverted: override?.inverted === true,
        gain: state.view.gains[channelIndex] ?? null,
        unit: displayUnit(channel),
      };
    }),
    derivations: derivations.map(({ label, plus, minus }) => ({ label, plus: labelOf(plus), minus: labelOf(minus) })),
    filter: { bandLowHz: settings.bandLowHz, bandHighHz: settings.bandHighHz },
    traces: { main: state.view.mode, second: state.view.second ?? null },
  };
}

/** What a montage comes to in a recording. */
export interface FittedMontage {
  readonly inputs: Inputs;
  readonly hidden: ReadonlySet<number>;
  readonly looks: Readonly<Record<number, ChannelLook>>;
  readonly gains: Readonly<Record<number, number>>;
  /** What does not fit, in words. */
  readonly problems: readonly string[];
  /** Channels of the montage that this recording has. */
  readonly found: number;
}

/** Lays a montage over a recording by label. Derivations that cannot be formed, and labels that are not there, become problems. */
export function fitMontage(state: KlonosState, montage: Montage): FittedMontage {
  const ofFile = fileChannels(state);
  const { context, settings } = state.inputs.present;
  const indexOf = (label: string): number => ofFile.findIndex((channel) => sameLabel(channel.label, label));
  const problems: string[] = [];
  const derivations = [...(context.derivations ?? [])];
  for (const { label, plus, minus } of montage.derivations) {
    const [a, b] = [ofFile[indexOf(plus)], ofFile[indexOf(minus)]];
    const refusal = a === undefined || b === undefined ? messages().notices.noSuchChannel(a === undefined ? plus : minus) : derivationRefusal(a, b);
    if (refusal !== undefined) problems.push(`${label}: ${refusal}`);
    // Those that are there already keep their place: edits speak of channels by index.
    else if (!derivations.some((known) => known.plus === a!.index && known.minus === b!.index)) derivations.push({ label, plus: a!.index, minus: b!.index });
  }
  const place = (label: string): number => {
    const own = indexOf(label);
    const derived = derivations.findIndex((derivation) => sameLabel(derivation.label, label));
    return own >= 0 ? own : derived >= 0 ? ofFile.length + derived : -1;
  };
  const hidden = new Set(Array.from({ length: ofFile.length + derivations.length }, (_, index) => index));
  const looks: Record<number, ChannelLook> = {};
  const gains: Record<number, number> = {};
  const said = new Map<number, ChannelOverride>(context.overrides.map(({ channelIndex }) => [channelIndex, { ...overrideOf(channelIndex, context.overrides), channelIndex }]));
  const units = new Map(channelsOf(state).map((channel) => [channel.index, displayUnit(channel)]));
  let found = 0;
  for (const [position, channel] of montage.channels.entries()) {
    const index = place(channel.label);
    if (index < 0) {
      problems.push(messages().notices.noSuchChannel(channel.label));
      continue;
    }
    found++;
    if (channel.shown) hidden.delete(index);
    if (channel.colour !== null) looks[index] = { colour: channel.colour };
    // A gain in another unit says nothing: the channel finds its own.
    if (channel.gain !== null && (units.get(index) ?? channel.unit) === channel.unit) gains[index] = channel.gain;
    said.set(index, { ...said.get(index), channelIndex: index, alias: channel.name === "" ? undefined : channel.name, inverted: channel.inverted ? true : undefined, order: position });
  }
  const { bandLowHz, bandHighHz } = montage.filter;
  return { inputs: { settings: { ...settings, bandLowHz, bandHighHz }, context: { ...context, derivations, overrides: [...said.values()] } }, hidden, looks, gains, problems, found };
}

/** Puts a montage on the screen, in one step of undo. False when no channel of it is there: then nothing is changed. */
export function applyMontage(session: Session, montage: Montage): boolean {
  const state = session.store.getState();
  const fitted = fitMontage(state, montage);
  if (fitted.found === 0) {
    notify(session, { severity: "warning", title: messages().notices.montageFitsNothing(montage.name, montage.channels.slice(0, 6).map((channel) => channel.label).join(", ")), error: undefined });
    return false;
  }
  commitInputs(session, messages().changes.montage(montage.name), () => fitted.inputs);
  setView(session, () => ({ hidden: fitted.hidden, looks: fitted.looks, gains: fitted.gains, centres: {}, gainsByHand: true, mode: montage.traces.main, second: montage.traces.second ?? undefined, rowScroll: 0 }));
  if (fitted.problems.length > 0) notify(session, { severity: "info", title: messages().notices.montagePartly(montage.name, fitted.problems.join("; ")), error: undefined });
  return true;
}

/** Applies the montage of a key F1 to F12 (slot 0 to 11). */
export function applySlot(session: Session, slot: number): void {
  const montage = montagesOf(session.store.getState())[slot];
  if (montage !== undefined) applyMontage(session, montage);
}

/** Keeps the montages in the open project, else with this person; the place in the list is the key. */
export function keepMontages(session: Session, montages: readonly Montage[]): void {
  keepOwn(session, { montages: montages.slice(0, MONTAGE_SLOTS) });
}

/** Reads a montage file of a person and keeps it, in place of one of the same name. */
export async function importMontage(session: Session, file: Pick<File, "text" | "name">): Promise<void> {
  try {
    const montage = parseMontage(await file.text());
    const montages = montagesOf(session.store.getState());
    const at = montages.findIndex((known) => known.name === montage.name);
    if (at < 0 && montages.length >= MONTAGE_SLOTS) {
      notify(session, { severity: "warning", title: messages().notices.montagesFull(MONTAGE_SLOTS), error: undefined });
      return;
    }
    keepMontages(session, at < 0 ? [...montages, montage] : montages.map((known, index) => (index === at ? montage : known)));
  } catch (thrown) {
    notifyFailure(session, messages().notices.notImported(file.name), thrown);
  }
}

/** Gives a montage to the shell to save. */
export async function exportMontage(session: Session, montage: Montage): Promise<void> {
  const safe = montage.name.replace(/[^\p{L}\p{N} _-]/gu, "").trim();
  try {
    await session.host.saveFile({ name: `${safe === "" ? "montage" : safe}.montage.json`, mime: "application/json", bytes: new TextEncoder().encode(`${JSON.stringify(montage, undefined, 2)}\n`) });
  } catch (thrown) {
    notify(session, { severity: "error", title: messages().notices.montageNotSaved, error: errorRecord(thrown) });
  }
}
