import { createContext, useContext, useMemo } from "react";
import { useStore } from "zustand";
import type { ChannelInfo } from "../../core/recording";
import { channelsOf, type KlonosState } from "./klonos-state";
import type { Session } from "./session";

/** Carries the session of the window to its components. */
export const SessionContext = createContext<Session | undefined>(undefined);

/** The session; outside of a mounted window this is a developer's error. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error("No session around this component.");
  return session;
}

/** A part of the state; the component draws again when it changes. The selector must not make new objects. */
export function useKlonos<T>(selector: (state: KlonosState) => T): T {
  return useStore(useSession().store, selector);
}

/** Channels with the user's overrides; the same array as long as neither changes. */
export function useChannels(): readonly ChannelInfo[] {
  const { store } = useSession();
  const recording = useKlonos((state) => state.recording);
  const overrides = useKlonos((state) => state.inputs.present.context.overrides);
  const derivations = useKlonos((state) => state.inputs.present.context.derivations);
  // The three values are what channelsOf reads; it is called through the store to keep one rule.
  return useMemo(() => (recording === undefined && overrides.length === 0 && derivations === undefined ? [] : channelsOf(store.getState())), [recording, overrides, derivations, store]);
}
