import { createContext, useContext } from "react";
import { en } from "./en";

/** The sentences of one language. */
export type Messages = typeof en;

/** Carries the language of the window to its components; English where nobody chose another. */
export const MessagesContext = createContext<Messages>(en);

/** The sentences in the language of the window. */
export function useMessages(): Messages {
  return useContext(MessagesContext);
}
